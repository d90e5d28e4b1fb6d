// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeERC20} from "@openzeppelin/contracts/token/ERC20/utils/SafeERC20.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Assets} from "./Assets.sol";
import {InsufficientBalance, NotAllowed, OutOfRange, ZeroAddress} from "./Errors.sol";

/// @title What nodes put at stake
/// @notice Nodes stake COR (the network's amounts are 5,000 to 10,000 COR [DOC1]); how the network's contract does it
/// is not known, so this interface is ours. A stake is free, or locked by the registry while its node is registered.
/// A free stake is unstaked, waits for {unbondingPeriod} seconds, and is then withdrawn. It can be slashed until it is
/// withdrawn. Staked tokens earn rewards over time; unbonding ones do not.
///
/// Guarantee: at every moment the tokens held are those of {totalStaked}, {totalUnbonding}, {rewardReserve},
/// {unclaimedRewards} and {slashedBalance} together. Tokens sent here without a call are counted by none of them.
contract NodeStaking is AccessControl, ReentrancyGuardTransient {
    using Assets for IERC20;
    using Assets for address;
    using SafeERC20 for IERC20;
    using SafeCast for uint256;

    /// @notice May stake for a node out of the node's allowance, lock and release: the registry.
    bytes32 public constant REGISTRY_ROLE = keccak256("REGISTRY_ROLE");

    /// @notice May slash: the task queue, and the validation, which slashes validators.
    bytes32 public constant SLASHER_ROLE = keccak256("SLASHER_ROLE");

    /// @notice May fund rewards and so set how fast they are given out.
    bytes32 public constant REWARDER_ROLE = keccak256("REWARDER_ROLE");

    uint256 public constant MAX_UNBONDING_PERIOD = 90 days;
    uint256 public constant MAX_REWARD_DURATION = 4 * 365 days;

    uint256 private constant BASIS_POINTS = 10_000;

    /// @dev So fine that no account loses a wei however often rewards are brought up to now. With what {fundRewards}
    /// takes at most, no product overflows.
    uint256 private constant PRECISION = 1e36;

    /// @dev `staked` is the low half of the first slot.
    struct Account {
        uint128 staked;
        uint128 unbonding;
        uint128 slashed;
        uint40 withdrawableAt;
        bool locked;
        uint256 rewardIndex;
        uint256 rewards;
    }

    /// @notice All about one account.
    struct AccountView {
        uint256 staked;
        uint256 unbonding;
        uint256 withdrawableAt;
        uint256 slashed;
        uint256 claimable;
        bool locked;
    }

    IERC20 public immutable token;

    /// @notice Who may take what was slashed.
    address public treasury;

    /// @notice Seconds between unstaking and withdrawing; zero pays out at once.
    uint256 public unbondingPeriod;

    uint256 public totalStaked;
    uint256 public totalUnbonding;

    /// @notice Rewards that were funded and not yet given out.
    uint256 public rewardReserve;

    /// @notice Rewards that were given out and not yet claimed. Rounding leaves some wei here.
    uint256 public unclaimedRewards;

    /// @notice What was slashed and not yet taken by the treasury.
    uint256 public slashedBalance;

    /// @notice Wei given out per second while anything is staked and the reserve lasts.
    uint256 public rewardRate;

    uint256 private _rewardIndex;
    uint256 private _rewardedAt;
    mapping(address node => Account) private _accounts;

    event Staked(address indexed node, address indexed payer, uint256 amount);
    event Unstaked(address indexed node, uint256 amount, uint256 withdrawableAt);
    event Withdrawn(address indexed node, uint256 amount);
    event StakeLocked(address indexed node, bool locked);
    event RewardsFunded(address indexed from, uint256 amount, uint256 duration);
    event RewardsClaimed(address indexed node, uint256 amount);
    event RewardsReclaimed(address indexed to, uint256 amount);
    event SurplusRecovered(address indexed asset, address indexed to, uint256 amount);
    event SlashedTaken(address indexed treasury, uint256 amount);
    event TreasuryChanged(address indexed treasury);
    event UnbondingPeriodChanged(uint256 period);

    /// @notice A node lost stake for a task. Ours.
    /// @param evidence of a miner, keccak256(abi.encode(precommitted hash, keccak256 of the revealed text)); of a validator, the
    /// evidence of the verdict that was proved false
    event NodeSlashed(
        address indexed node, uint256 indexed sessionId, uint256 indexed taskId, uint256 amount, bytes32 evidence
    );

    /// @notice The stake is locked: its node is registered. Deregister first.
    error StakeIsLocked(address node);

    /// @notice Rewards are taken back only while nobody can earn them.
    error StakesHeld(uint256 found);

    /// @notice The unbonding period ends at `expected`, and it is `found` (seconds since 1970).
    error StillUnbonding(uint256 expected, uint256 found);

    constructor(IERC20 token_, address treasury_, uint256 unbondingPeriod_) {
        if (address(token_) == address(0) || treasury_ == address(0)) revert ZeroAddress();
        token = token_;
        treasury = treasury_;
        _setUnbondingPeriod(unbondingPeriod_);
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    // ------------------------------------------------------------------------------------------------------ nodes

    /// @notice Adds to the caller's stake, out of its allowance to this contract.
    function stake(uint256 amount) external nonReentrant {
        _stake(msg.sender, amount);
    }

    /// @notice The same with an EIP-2612 permit of the caller for this contract, in one transaction.
    /// @dev A permit that somebody else has sent before does no harm: the allowance decides.
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external nonReentrant {
        token.tryPermit(amount, deadline, v, r, s);
        _stake(msg.sender, amount);
    }

    /// @notice Begins to take back a part of a stake that is not locked. Prolongs what is unbonding already.
    function unstake(uint256 amount) external nonReentrant {
        if (_accounts[msg.sender].locked) revert StakeIsLocked(msg.sender);
        _unbond(msg.sender, amount);
    }

    /// @notice Pays out what has finished unbonding.
    /// @return amount all that was unbonding
    function withdraw() external nonReentrant returns (uint256 amount) {
        return _withdraw(msg.sender);
    }

    /// @notice Pays out the caller's rewards.
    /// @return amount possibly zero
    function claimRewards() external nonReentrant returns (uint256 amount) {
        Account storage account = _settle(msg.sender);
        amount = account.rewards;
        if (amount == 0) return 0;
        account.rewards = 0;
        unclaimedRewards -= amount;
        emit RewardsClaimed(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    // --------------------------------------------------------------------------------------------------- registry

    /// @notice Stakes for a node, out of the node's allowance to this contract, and locks the whole stake.
    function stakeAndLock(address node, uint256 amount) external onlyRole(REGISTRY_ROLE) nonReentrant {
        _stakeAndLock(node, amount);
    }

    /// @notice The same with the node's permit for this contract.
    function stakeAndLockWithPermit(address node, uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
        onlyRole(REGISTRY_ROLE)
        nonReentrant
    {
        token.tryPermitOf(node, amount, deadline, v, r, s);
        _stakeAndLock(node, amount);
    }

    /// @notice Unlocks a node's stake and unstakes all of it; with no unbonding period it is paid out here.
    /// @return amount what was unstaked
    function release(address node) external onlyRole(REGISTRY_ROLE) nonReentrant returns (uint256 amount) {
        Account storage account = _accounts[node];
        account.locked = false;
        emit StakeLocked(node, false);
        amount = account.staked;
        _unbond(node, amount);
    }

    // -------------------------------------------------------------------------------------------------- slashing

    /// @notice Takes a share of all that a node has here, of its stake first, then of what is unbonding.
    /// @dev Moves no tokens; the treasury takes them itself.
    /// @return amount rounded down
    function slash(address node, uint256 basisPoints, uint256 sessionId, uint256 taskId, bytes32 evidence)
        external
        onlyRole(SLASHER_ROLE)
        returns (uint256 amount)
    {
        if (basisPoints > BASIS_POINTS) revert OutOfRange("basisPoints", 0, BASIS_POINTS, basisPoints);
        Account storage account = _settle(node);
        uint256 staked = account.staked;
        amount = ((staked + account.unbonding) * basisPoints) / BASIS_POINTS;
        uint256 ofStake = Math.min(amount, staked);
        account.staked = (staked - ofStake).toUint128();
        account.unbonding -= (amount - ofStake).toUint128();
        account.slashed += amount.toUint128();
        totalStaked -= ofStake;
        totalUnbonding -= amount - ofStake;
        slashedBalance += amount;
        emit NodeSlashed(node, sessionId, taskId, amount, evidence);
    }

    /// @notice Pays what was slashed to the treasury.
    function takeSlashed() external nonReentrant returns (uint256 amount) {
        if (msg.sender != treasury) revert NotAllowed(msg.sender);
        amount = slashedBalance;
        slashedBalance = 0;
        emit SlashedTaken(msg.sender, amount);
        token.safeTransfer(msg.sender, amount);
    }

    // --------------------------------------------------------------------------------------------------- rewards

    /// @notice Adds to the rewards, out of the caller's allowance, and gives all that is in reserve out evenly over
    /// `duration` seconds. Time without any stake does not count.
    function fundRewards(uint256 amount, uint256 duration) external onlyRole(REWARDER_ROLE) nonReentrant {
        if (duration == 0 || duration > MAX_REWARD_DURATION) {
            revert OutOfRange("duration", 1, MAX_REWARD_DURATION, duration);
        }
        _accrue();
        uint256 most = type(uint128).max - rewardReserve;
        if (amount > most) revert OutOfRange("amount", 0, most, amount);
        token.pullToken(amount);
        rewardReserve += amount;
        // Rounded up, so that the whole reserve is given out; the reserve itself is the limit.
        rewardRate = Math.ceilDiv(rewardReserve, duration);
        emit RewardsFunded(msg.sender, amount, duration);
    }

    /// @notice Takes back rewards that nobody can earn, because nobody has anything at stake.
    function reclaimRewards(address to)
        external
        onlyRole(DEFAULT_ADMIN_ROLE)
        nonReentrant
        returns (uint256 amount)
    {
        if (to == address(0)) revert ZeroAddress();
        if (totalStaked != 0) revert StakesHeld(totalStaked);
        amount = rewardReserve;
        rewardReserve = 0;
        emit RewardsReclaimed(to, amount);
        token.safeTransfer(to, amount);
    }

    // ---------------------------------------------------------------------------------------------------- owner

    /// @notice Moves out what was sent here by mistake.
    function recoverSurplus(address asset, address to)
        external
        onlyRole(DEFAULT_ADMIN_ROLE)
        nonReentrant
        returns (uint256 amount)
    {
        if (to == address(0)) revert ZeroAddress();
        uint256 owed = asset == address(token)
            ? totalStaked + totalUnbonding + rewardReserve + unclaimedRewards + slashedBalance
            : 0;
        amount = asset.surplus(owed);
        emit SurplusRecovered(asset, to, amount);
        asset.push(to, amount);
    }

    /// @notice Names who may take what was slashed, what is there now included.
    function setTreasury(address treasury_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        if (treasury_ == address(0)) revert ZeroAddress();
        treasury = treasury_;
        emit TreasuryChanged(treasury_);
    }

    /// @notice Sets how long unstaking takes from now on. What is unbonding keeps its time.
    function setUnbondingPeriod(uint256 period) external onlyRole(DEFAULT_ADMIN_ROLE) {
        _setUnbondingPeriod(period);
    }

    // ---------------------------------------------------------------------------------------------------- reads

    /// @notice What a node has at stake, in wei.
    function stakeOf(address node) external view returns (uint256) {
        return _accounts[node].staked;
    }

    /// @notice All that was ever slashed of an account.
    function slashedOf(address node) external view returns (uint256) {
        return _accounts[node].slashed;
    }

    /// @notice Rewards that a node could claim now.
    function claimable(address node) public view returns (uint256) {
        Account storage account = _accounts[node];
        (uint256 index,) = _nextIndex();
        return account.rewards + Math.mulDiv(account.staked, index - account.rewardIndex, PRECISION);
    }

    function accountOf(address node) external view returns (AccountView memory) {
        Account storage account = _accounts[node];
        return AccountView({
            staked: account.staked,
            unbonding: account.unbonding,
            withdrawableAt: account.withdrawableAt,
            slashed: account.slashed,
            claimable: claimable(node),
            locked: account.locked
        });
    }

    // ---------------------------------------------------------------------------------------------------- parts

    function _stakeAndLock(address node, uint256 amount) private {
        _accounts[node].locked = true;
        emit StakeLocked(node, true);
        if (amount != 0) _stake(node, amount);
    }

    function _stake(address node, uint256 amount) private {
        Account storage account = _settle(node);
        account.staked += amount.toUint128();
        totalStaked += amount;
        emit Staked(node, node, amount);
        token.pullTokenOf(node, amount);
    }

    function _unbond(address node, uint256 amount) private {
        Account storage account = _settle(node);
        if (amount > account.staked) revert InsufficientBalance(amount, account.staked);
        account.staked -= amount.toUint128();
        account.unbonding += amount.toUint128();
        totalStaked -= amount;
        totalUnbonding += amount;
        uint256 withdrawableAt = Math.max(block.timestamp + unbondingPeriod, account.withdrawableAt);
        account.withdrawableAt = withdrawableAt.toUint40();
        emit Unstaked(node, amount, withdrawableAt);
        if (withdrawableAt <= block.timestamp) _withdraw(node);
    }

    function _withdraw(address node) private returns (uint256 amount) {
        Account storage account = _accounts[node];
        if (block.timestamp < account.withdrawableAt) revert StillUnbonding(account.withdrawableAt, block.timestamp);
        amount = account.unbonding;
        if (amount == 0) return 0;
        account.unbonding = 0;
        totalUnbonding -= amount;
        emit Withdrawn(node, amount);
        token.safeTransfer(node, amount);
    }

    /// @dev Brings rewards up to now before a stake changes.
    function _settle(address node) private returns (Account storage account) {
        _accrue();
        account = _accounts[node];
        uint256 index = _rewardIndex;
        account.rewards += Math.mulDiv(account.staked, index - account.rewardIndex, PRECISION);
        account.rewardIndex = index;
    }

    function _accrue() private {
        (uint256 index, uint256 given) = _nextIndex();
        _rewardedAt = block.timestamp;
        if (given == 0) return;
        _rewardIndex = index;
        rewardReserve -= given;
        unclaimedRewards += given;
    }

    function _nextIndex() private view returns (uint256 index, uint256 given) {
        index = _rewardIndex;
        if (totalStaked == 0 || rewardReserve == 0) return (index, 0);
        given = Math.min(rewardReserve, rewardRate * (block.timestamp - _rewardedAt));
        index += Math.mulDiv(given, PRECISION, totalStaked);
    }

    function _setUnbondingPeriod(uint256 period) private {
        if (period > MAX_UNBONDING_PERIOD) revert OutOfRange("unbondingPeriod", 0, MAX_UNBONDING_PERIOD, period);
        unbondingPeriod = period;
        emit UnbondingPeriodChanged(period);
    }
}
