// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Assets} from "./Assets.sol";
import {InsufficientBalance, OutOfRange, ZeroAddress} from "./Errors.sol";

/// @title Deposits that share a stream of rewards
/// @notice Each wei of COR deposited is one share, so no deposit can be diluted by whoever comes first and nothing is
/// rounded on the way in or out. Rewards are released evenly over {rewardsDuration} and divided by shares and time.
///
/// Guarantees:
/// - the pool holds at least {totalShares} of the staking token and {rewardBalance} of the reward asset;
/// - what is released is either owed to a holder or carried to the next release: no wei is lost to rounding, and a
///   holder is paid whole wei only, the fraction stays in the holder's account;
/// - nothing is released at once, so a deposit just before a funding and a withdrawal just after it earn nothing;
/// - while nobody holds shares the stream waits;
/// - pausing stops deposits. Nothing stops a withdrawal or a claim.
///
/// @dev Books of the rewards, in units of 1/{SCALE} wei, true after each call:
/// rewardBalance * SCALE = unreleased * SCALE + _carry + _forfeited + sum over holders of what each is owed.
/// {_rewardPerShare} may wrap around: only differences of it count, and those are bounded by the equation.
abstract contract RewardPool is AccessControl, Pausable, ReentrancyGuardTransient {
    using Assets for address;
    using Assets for IERC20;

    /// @notice May fund and pause.
    bytes32 public constant MANAGER_ROLE = keccak256("MANAGER_ROLE");

    /// @notice The most wei of rewards a pool holds at a time: keeps every product below in 256 bits.
    uint256 public constant MAX_REWARD_BALANCE = type(uint128).max;

    /// @notice Shortest and longest {rewardsDuration}, in seconds.
    uint256 public constant MIN_REWARDS_DURATION = 1 hours;
    uint256 public constant MAX_REWARDS_DURATION = 4 * 365 days;

    uint256 internal constant SCALE = 1e36;

    /// @notice What is deposited.
    IERC20 public immutable stakingToken;

    /// @notice What rewards are paid in; zero is ETH.
    address public immutable rewardAsset;

    /// @notice Seconds over which what was funded is released.
    uint256 public immutable rewardsDuration;

    /// @notice Shares of each holder; one share is one wei of COR deposited.
    /// @dev The one function that clients of the mainnet pools are seen to call [COM].
    mapping(address account => uint256) public shares;

    /// @notice All shares.
    uint256 public totalShares;

    /// @notice Wei of rewards that were funded and neither paid nor reclaimed.
    uint256 public rewardBalance;

    /// @notice Wei of rewards in the stream as of {lastAccrual}.
    uint256 public unreleased;

    /// @notice Until when the stream's books are made, in seconds since 1970.
    uint256 public lastAccrual;

    /// @notice When the stream runs dry if shares are held until then, in seconds since 1970.
    uint256 public streamEnd;

    uint256 private _rewardPerShare;
    uint256 private _carry;
    uint256 private _forfeited;
    mapping(address account => uint256) private _settledPerShare;
    mapping(address account => uint256) private _accrued;

    event Deposited(address indexed account, uint256 amount);
    event Withdrawn(address indexed account, uint256 amount);
    /// @notice A holder left without claiming and gave up `forfeited` wei of rewards, rounded down.
    event EmergencyWithdrawn(address indexed account, uint256 amount, uint256 forfeited);
    event RewardPaid(address indexed account, address indexed to, uint256 amount);
    event Funded(address indexed by, uint256 amount, uint256 streamEnd);
    event Reclaimed(address indexed to, uint256 amount);
    event SurplusRecovered(address indexed asset, address indexed to, uint256 amount);

    /// @notice Not a whole wei was earned and not yet paid.
    error NothingToClaim(address account);

    /// @notice Rewards are taken back only while nobody can earn them.
    error SharesHeld(uint256 totalShares);

    constructor(IERC20 stakingToken_, address rewardAsset_, uint256 rewardsDuration_, address admin, address manager) {
        if (address(stakingToken_) == address(0) || admin == address(0) || manager == address(0)) revert ZeroAddress();
        if (rewardsDuration_ < MIN_REWARDS_DURATION || rewardsDuration_ > MAX_REWARDS_DURATION) {
            revert OutOfRange("rewardsDuration", MIN_REWARDS_DURATION, MAX_REWARDS_DURATION, rewardsDuration_);
        }
        stakingToken = stakingToken_;
        rewardAsset = rewardAsset_;
        rewardsDuration = rewardsDuration_;
        lastAccrual = block.timestamp;
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(MANAGER_ROLE, manager);
    }

    // ---------------------------------------------------------------------------------------------------- holders

    /// @notice Deposits `amount` wei of COR that the caller allowed this pool to take.
    function deposit(uint256 amount) external nonReentrant whenNotPaused {
        _deposit(amount);
    }

    /// @notice As {deposit}, with an EIP-2612 permit in place of an earlier approval.
    /// @dev A permit that somebody else has already sent does no harm: the allowance is what counts.
    function depositWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s)
        external
        nonReentrant
        whenNotPaused
    {
        stakingToken.tryPermit(amount, deadline, v, r, s);
        _deposit(amount);
    }

    /// @notice Gives back `amount` wei of COR. What was earned so far stays claimable.
    function withdraw(uint256 amount) external nonReentrant {
        if (amount == 0) revert Assets.ZeroAmount();
        uint256 holding = shares[msg.sender];
        if (amount > holding) revert InsufficientBalance(amount, holding);
        _settle(msg.sender);
        shares[msg.sender] = holding - amount;
        totalShares -= amount;
        emit Withdrawn(msg.sender, amount);
        address(stakingToken).push(msg.sender, amount);
    }

    /// @notice Pays the caller what it has earned.
    function claim() external returns (uint256 amount) {
        return _claim(msg.sender);
    }

    /// @notice Pays what the caller has earned to `to`, for a holder that cannot receive the reward itself.
    function claimTo(address to) external returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        return _claim(to);
    }

    /// @notice Gives back the caller's whole deposit. Its rewards are given up; the next funding releases them again.
    /// @dev Touches neither the clock nor the reward asset, so that it works whatever is wrong with those. What is given
    /// up waits for a funding because whoever deposited just now would otherwise be paid it at once, and because a
    /// stream that anyone could prolong by leaving would never end.
    function emergencyWithdraw() external nonReentrant {
        uint256 amount = shares[msg.sender];
        if (amount == 0) revert Assets.ZeroAmount();
        uint256 givenUp = _owed(msg.sender, _rewardPerShare);
        _forfeited += givenUp;
        _accrued[msg.sender] = 0;
        shares[msg.sender] = 0;
        totalShares -= amount;
        emit EmergencyWithdrawn(msg.sender, amount, givenUp / SCALE);
        address(stakingToken).push(msg.sender, amount);
    }

    // ----------------------------------------------------------------------------------------- manager and admin

    /// @notice Adds `amount` wei, and what leaving holders gave up, to the stream, which then ends {rewardsDuration}
    /// from now. The reward asset is sent along (ETH) or taken from the caller (a token).
    /// @dev For managers only: anyone else could stretch the stream with single wei.
    function fund(uint256 amount) external payable nonReentrant onlyRole(MANAGER_ROLE) {
        if (amount == 0) revert Assets.ZeroAmount();
        uint256 balance = rewardBalance;
        if (amount > MAX_REWARD_BALANCE - balance) revert OutOfRange("amount", 1, MAX_REWARD_BALANCE - balance, amount);
        _accrue();
        uint256 givenUp = _forfeited;
        rewardBalance = balance + amount;
        unreleased += amount + givenUp / SCALE;
        _carry += givenUp % SCALE;
        _forfeited = 0;
        streamEnd = block.timestamp + rewardsDuration;
        emit Funded(msg.sender, amount, streamEnd);
        rewardAsset.pull(amount);
    }

    /// @notice Stops deposits.
    function pause() external onlyRole(MANAGER_ROLE) {
        _pause();
    }

    /// @notice Allows deposits again.
    function unpause() external onlyRole(MANAGER_ROLE) {
        _unpause();
    }

    /// @notice Takes back rewards that nobody can earn any more. Only while nobody holds shares; what holders have
    /// earned before stays theirs.
    function reclaim(address to) external nonReentrant onlyRole(DEFAULT_ADMIN_ROLE) returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        if (totalShares != 0) revert SharesHeld(totalShares);
        uint256 rest = _carry + _forfeited;
        amount = unreleased + rest / SCALE;
        if (amount == 0) revert Assets.ZeroAmount();
        _carry = rest % SCALE;
        _forfeited = 0;
        unreleased = 0;
        streamEnd = block.timestamp;
        lastAccrual = block.timestamp;
        rewardBalance -= amount;
        emit Reclaimed(to, amount);
        rewardAsset.push(to, amount);
    }

    /// @notice Moves out what was sent here by mistake: everything of `asset` beyond deposits and rewards.
    function recoverSurplus(address asset, address to)
        external
        nonReentrant
        onlyRole(DEFAULT_ADMIN_ROLE)
        returns (uint256 amount)
    {
        if (to == address(0)) revert ZeroAddress();
        uint256 owed = 0;
        if (asset == address(stakingToken)) owed += totalShares;
        if (asset == rewardAsset) owed += rewardBalance;
        amount = asset.surplus(owed);
        emit SurplusRecovered(asset, to, amount);
        asset.push(to, amount);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whole wei that `account` could claim now.
    function earned(address account) external view returns (uint256) {
        (uint256 perShare,,,) = _accrual();
        return _owed(account, perShare) / SCALE;
    }

    /// @notice Whole wei that leaving holders gave up and that the next funding releases again.
    function forfeited() external view returns (uint256) {
        return _forfeited / SCALE;
    }

    /// @notice Wei released per second now, rounded down; zero while nobody holds shares.
    function rewardRate() external view returns (uint256) {
        (,, uint256 remaining, uint256 end) = _accrual();
        return totalShares == 0 || block.timestamp >= end ? 0 : remaining / (end - block.timestamp);
    }

    // --------------------------------------------------------------------------------------------------- internals

    function _deposit(uint256 amount) private {
        if (amount == 0) revert Assets.ZeroAmount();
        _settle(msg.sender);
        shares[msg.sender] += amount;
        totalShares += amount;
        emit Deposited(msg.sender, amount);
        stakingToken.pullToken(amount);
    }

    function _claim(address to) private nonReentrant returns (uint256 amount) {
        _settle(msg.sender);
        amount = _accrued[msg.sender] / SCALE;
        if (amount == 0) revert NothingToClaim(msg.sender);
        _accrued[msg.sender] -= amount * SCALE;
        rewardBalance -= amount;
        emit RewardPaid(msg.sender, to, amount);
        rewardAsset.push(to, amount);
    }

    function _settle(address account) private {
        _accrue();
        _accrued[account] = _owed(account, _rewardPerShare);
        _settledPerShare[account] = _rewardPerShare;
    }

    function _accrue() private {
        (_rewardPerShare, _carry, unreleased, streamEnd) = _accrual();
        lastAccrual = block.timestamp;
    }

    /// @dev The stream's books as of now. Without holders time stands still for it.
    function _accrual() private view returns (uint256 perShare, uint256 carry, uint256 remaining, uint256 end) {
        (perShare, carry, remaining, end) = (_rewardPerShare, _carry, unreleased, streamEnd);
        uint256 since = lastAccrual;
        uint256 held = totalShares;
        if (held == 0) {
            if (end > since) end += block.timestamp - since;
            return (perShare, carry, remaining, end);
        }
        uint256 released =
            block.timestamp >= end ? remaining : (remaining * (block.timestamp - since)) / (end - since);
        uint256 pot = released * SCALE + carry;
        remaining -= released;
        carry = pot % held;
        unchecked {
            perShare += pot / held;
        }
    }

    function _owed(address account, uint256 perShare) private view returns (uint256) {
        unchecked {
            return _accrued[account] + shares[account] * (perShare - _settledPerShare[account]);
        }
    }
}
