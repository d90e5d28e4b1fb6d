// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Assets} from "./Assets.sol";
import {OutOfRange, ZeroAddress} from "./Errors.sol";
import {RewardPool} from "./RewardPool.sol";
import {StakingPool} from "./StakingPool.sol";
import {TokenStakingPool} from "./TokenStakingPool.sol";

/// @title Makes, lists, funds and pauses the staking pools
/// @notice [DOC2] names the module; its functions are ours. It never holds anything between two calls.
contract PoolManager is AccessControl, ReentrancyGuardTransient {
    using Assets for address;
    using SafeERC20 for IERC20;

    /// @notice May make, register, pause and unpause pools.
    bytes32 public constant ADMIN_ROLE = keccak256("ADMIN_ROLE");

    /// @notice May fund pools.
    bytes32 public constant FUNDER_ROLE = keccak256("FUNDER_ROLE");

    /// @notice The most pools that one call to {pools} returns.
    uint256 public constant MAX_PAGE = 100;

    /// @notice COR: what all pools take as deposits.
    IERC20 public immutable stakingToken;

    /// @notice Whether an address is one of the pools.
    mapping(address pool => bool) public isPool;

    RewardPool[] private _pools;

    /// @param rewardAsset what the pool pays in; zero is ETH
    event PoolAdded(
        address indexed pool, address indexed rewardAsset, uint256 indexed index, uint256 rewardsDuration
    );
    event PoolFunded(address indexed pool, address indexed by, uint256 amount);

    /// @notice The address is none of the pools.
    error UnknownPool(address pool);

    /// @notice The pool is on the list.
    error PoolAlreadyKnown(address pool);

    /// @notice The pool takes other deposits.
    error OtherStakingToken(address pool, address expected, address found);

    /// @notice The pool does not let this contract fund and pause it.
    error ManagerRoleMissing(address pool);

    /// @notice There are `count` pools, numbered from 0.
    error NoSuchIndex(uint256 count, uint256 index);

    modifier onlyKnown(RewardPool pool) {
        if (!isPool[address(pool)]) revert UnknownPool(address(pool));
        _;
    }

    /// @param stakingToken_ COR
    /// @param admin receives all roles
    constructor(IERC20 stakingToken_, address admin) {
        if (address(stakingToken_) == address(0) || admin == address(0)) revert ZeroAddress();
        stakingToken = stakingToken_;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(ADMIN_ROLE, admin);
        _grantRole(FUNDER_ROLE, admin);
    }

    /// @notice Makes a pool that shares ETH. The caller becomes its admin, this contract its manager.
    function createStakingPool(uint256 rewardsDuration) external onlyRole(ADMIN_ROLE) returns (StakingPool pool) {
        pool = new StakingPool(stakingToken, rewardsDuration, msg.sender, address(this));
        _add(pool);
    }

    /// @notice Makes a pool that pays `rewardToken`. The caller becomes its admin, this contract its manager.
    function createTokenStakingPool(IERC20 rewardToken, uint256 rewardsDuration)
        external
        onlyRole(ADMIN_ROLE)
        returns (TokenStakingPool pool)
    {
        pool = new TokenStakingPool(stakingToken, rewardToken, rewardsDuration, msg.sender, address(this));
        _add(pool);
    }

    /// @notice Adds a pool that was made elsewhere and has this contract as a manager.
    function register(RewardPool pool) external onlyRole(ADMIN_ROLE) {
        if (isPool[address(pool)]) revert PoolAlreadyKnown(address(pool));
        address expected = address(stakingToken);
        address found = address(pool.stakingToken());
        if (found != expected) revert OtherStakingToken(address(pool), expected, found);
        if (!pool.hasRole(pool.MANAGER_ROLE(), address(this))) revert ManagerRoleMissing(address(pool));
        _add(pool);
    }

    /// @notice Adds `amount` wei to a pool's stream: ETH sent along, or tokens that the caller allowed this contract.
    function fund(RewardPool pool, uint256 amount)
        external
        payable
        nonReentrant
        onlyRole(FUNDER_ROLE)
        onlyKnown(pool)
    {
        address asset = pool.rewardAsset();
        asset.pull(amount);
        emit PoolFunded(address(pool), msg.sender, amount);
        if (asset == Assets.ETH) {
            pool.fund{value: amount}(amount);
        } else {
            IERC20(asset).forceApprove(address(pool), amount);
            pool.fund(amount);
            IERC20(asset).forceApprove(address(pool), 0);
        }
    }

    /// @notice Stops deposits into a pool; its holders can still leave and claim.
    function pause(RewardPool pool) external onlyRole(ADMIN_ROLE) onlyKnown(pool) {
        pool.pause();
    }

    /// @notice Allows deposits into a pool again.
    function unpause(RewardPool pool) external onlyRole(ADMIN_ROLE) onlyKnown(pool) {
        pool.unpause();
    }

    /// @notice How many pools there are.
    function poolCount() external view returns (uint256) {
        return _pools.length;
    }

    /// @notice The pool at `index`, in the order in which they were added.
    function poolAt(uint256 index) external view returns (RewardPool) {
        if (index >= _pools.length) revert NoSuchIndex(_pools.length, index);
        return _pools[index];
    }

    /// @notice Up to `limit` pools from `offset` on; none beyond the last.
    function pools(uint256 offset, uint256 limit) external view returns (RewardPool[] memory page) {
        if (limit > MAX_PAGE) revert OutOfRange("limit", 0, MAX_PAGE, limit);
        uint256 count = _pools.length;
        uint256 left = offset < count ? count - offset : 0;
        page = new RewardPool[](left < limit ? left : limit);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = _pools[offset + i];
        }
    }

    function _add(RewardPool pool) private {
        isPool[address(pool)] = true;
        emit PoolAdded(address(pool), pool.rewardAsset(), _pools.length, pool.rewardsDuration());
        _pools.push(pool);
    }
}
