// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";

import {Assets} from "./Assets.sol";
import {InsufficientBalance, NotOwner, OutOfRange, ZeroAddress} from "./Errors.sol";
import {ISessionOwners} from "./ISessionOwners.sol";

/// @title Use of the network that is paid for by stake
/// @notice The network's admin deposits COR into a pool; a user's stake lets the user's sessions draw on it, so many
/// wei per window of time [DOC1, a design]. The stake itself is never spent.
///
/// Guarantees:
/// - the contract holds at least {totalNetworkDepositPoolBalance} + {totalNetworkBalance} +
///   {totalNodePendingPayments} + {totalUserStake}; no call moves value into or out of the stakes but their owners';
/// - a task is paid for once;
/// - one stake unlocks one limit: a stake that leaves is held for a whole window, so it cannot serve a second account
///   within the same one. Windows begin with their first use, so two limits may be drawn back to back.
///
/// @dev Names of the documented state are kept; functions, roles and errors are ours. Booking:
/// deposit pool -> {consume} -> network -> {allocateNodePayments} -> pending -> {withdrawNodePayment}; what no node is
/// to have goes back to the pool by {returnConsumed}.
contract SessionPaymentStaking is AccessControl, ReentrancyGuardTransient {
    using Assets for address;
    using Assets for IERC20;

    /// @notice Stake on its way out.
    /// @param amount wei of COR
    /// @param availableAt when it can be withdrawn, in seconds since 1970
    struct Unstaking {
        uint256 amount;
        uint256 availableAt;
    }

    /// @notice May deposit into and withdraw from the pool, and set the velocity.
    bytes32 public constant ADMIN_ROLE = keccak256("ADMIN_ROLE");

    /// @notice May consume and allocate.
    bytes32 public constant SESSION_CONTRACT_ROLE = keccak256("SESSION_CONTRACT_ROLE");

    /// @notice Shortest and longest {windowLength}, in seconds; the longest is also how long a stake is held at most.
    uint256 public constant MIN_WINDOW_LENGTH = 1 minutes;
    uint256 public constant MAX_WINDOW_LENGTH = 30 days;

    /// @notice The whole of a stake, in basis points.
    uint256 public constant MAX_VELOCITY = 10_000;

    /// @notice The most nodes in one call to {allocateNodePayments}.
    uint256 public constant MAX_BATCH = 100;

    /// @notice COR.
    IERC20 public immutable token;

    /// @notice Where the owner of a session is looked up.
    ISessionOwners public immutable sessionData;

    /// @notice Length of a user's window, in seconds.
    uint256 public immutable windowLength;

    /// @notice What part of its stake a user may consume per window, in basis points.
    uint256 public velocity;

    /// @notice All that admins have ever deposited, in wei of COR.
    uint256 public totalNetworkAdminDeposits;

    /// @notice What the pool has left for sessions.
    uint256 public totalNetworkDepositPoolBalance;

    /// @notice What sessions have consumed and nodes were not yet allocated.
    uint256 public totalNetworkBalance;

    /// @notice What nodes were allocated and have not yet withdrawn.
    uint256 public totalNodePendingPayments;

    /// @notice All stakes, those on their way out included.
    uint256 public totalUserStake;

    /// @notice What a node can withdraw.
    mapping(address node => uint256) public nodePendingPayments;

    /// @notice Who agreed that its stake pays for a session; zero if nobody did.
    mapping(uint256 sessionId => address user) public stakingPayer;

    /// @notice What a task was paid; zero if it was not.
    mapping(uint256 sessionId => mapping(uint256 taskId => uint256)) public taskPayments;

    /// @notice The stake that counts for a user's limit.
    mapping(address user => uint256) public userStake;

    /// @notice The stake that a user takes out.
    mapping(address user => Unstaking) public userUnstaking;

    /// @notice When a user's last window began, in seconds since 1970.
    mapping(address user => uint256) public userWindowStart;

    /// @notice What a user has consumed in its last window.
    mapping(address user => uint256) public userWindowConsumed;

    event NetworkDeposited(address indexed by, uint256 amount);
    event NetworkWithdrawn(address indexed by, address indexed to, uint256 amount);
    event VelocityChanged(uint256 basisPoints);
    event SessionStakingPaymentChanged(uint256 indexed sessionId, bool enabled);
    event Staked(address indexed user, uint256 amount);
    event UnstakeRequested(address indexed user, uint256 amount, uint256 availableAt);
    event Unstaked(address indexed user, uint256 amount);
    event Consumed(uint256 indexed sessionId, uint256 indexed taskId, address indexed user, uint256 amount);
    event ConsumedReturned(uint256 amount);
    event NodePaymentAllocated(address indexed node, uint256 amount);
    event NodePaymentWithdrawn(address indexed node, uint256 amount);
    event SurplusRecovered(address indexed asset, address indexed to, uint256 amount);

    /// @notice The session's owner did not choose to pay by stake.
    error NotStakingSession(uint256 sessionId);

    /// @notice The task was paid before.
    error TaskAlreadyPaid(uint256 sessionId, uint256 taskId);

    /// @notice The user's stake does not allow that much in this window.
    error LimitExceeded(address user, uint256 asked, uint256 left);

    /// @notice The stake is held until `availableAt`, in seconds since 1970.
    error StillHeld(address user, uint256 availableAt);

    /// @notice Two lists that belong together are of different length.
    error LengthsDiffer(uint256 nodes, uint256 amounts);

    /// @param token_ COR
    /// @param sessionData_ the SessionData contract
    /// @param windowLength_ in seconds
    /// @param velocity_ in basis points of the stake per window
    /// @param admin receives DEFAULT_ADMIN_ROLE and ADMIN_ROLE
    constructor(
        IERC20 token_,
        ISessionOwners sessionData_,
        uint256 windowLength_,
        uint256 velocity_,
        address admin
    ) {
        if (address(token_) == address(0) || address(sessionData_) == address(0) || admin == address(0)) {
            revert ZeroAddress();
        }
        if (windowLength_ < MIN_WINDOW_LENGTH || windowLength_ > MAX_WINDOW_LENGTH) {
            revert OutOfRange("windowLength", MIN_WINDOW_LENGTH, MAX_WINDOW_LENGTH, windowLength_);
        }
        token = token_;
        sessionData = sessionData_;
        windowLength = windowLength_;
        _setVelocity(velocity_);
        _grantRole(DEFAULT_ADMIN_ROLE, admin);
        _grantRole(ADMIN_ROLE, admin);
    }

    // ------------------------------------------------------------------------------------------------------ admin

    /// @notice Adds `amount` wei of COR, which the caller allowed, to the pool.
    function depositNetwork(uint256 amount) external nonReentrant onlyRole(ADMIN_ROLE) {
        if (amount == 0) revert Assets.ZeroAmount();
        totalNetworkAdminDeposits += amount;
        totalNetworkDepositPoolBalance += amount;
        emit NetworkDeposited(msg.sender, amount);
        token.pullToken(amount);
    }

    /// @notice Takes back what no session has consumed.
    function withdrawNetwork(address to, uint256 amount) external nonReentrant onlyRole(ADMIN_ROLE) {
        if (to == address(0)) revert ZeroAddress();
        if (amount == 0) revert Assets.ZeroAmount();
        uint256 held = totalNetworkDepositPoolBalance;
        if (amount > held) revert InsufficientBalance(amount, held);
        totalNetworkDepositPoolBalance = held - amount;
        emit NetworkWithdrawn(msg.sender, to, amount);
        address(token).push(to, amount);
    }

    /// @notice Sets what part of its stake a user may consume per window. Holds at once, in running windows too.
    function setVelocity(uint256 basisPoints) external onlyRole(ADMIN_ROLE) {
        _setVelocity(basisPoints);
    }

    /// @notice Moves out what was sent here by mistake.
    function recoverSurplus(address asset, address to)
        external
        nonReentrant
        onlyRole(DEFAULT_ADMIN_ROLE)
        returns (uint256 amount)
    {
        if (to == address(0)) revert ZeroAddress();
        uint256 owed = 0;
        if (asset == address(token)) {
            owed = totalNetworkDepositPoolBalance + totalNetworkBalance + totalNodePendingPayments + totalUserStake;
        }
        amount = asset.surplus(owed);
        emit SurplusRecovered(asset, to, amount);
        asset.push(to, amount);
    }

    // ------------------------------------------------------------------------------------------------------ users

    /// @notice Chooses whether the caller's session is paid for by the caller's stake, as long as it owns the session.
    function setSessionStakingPayment(uint256 sessionId, bool enabled) external {
        address owner = sessionData.sessionOwner(sessionId);
        if (msg.sender != owner) revert NotOwner(owner, msg.sender);
        stakingPayer[sessionId] = enabled ? owner : address(0);
        emit SessionStakingPaymentChanged(sessionId, enabled);
    }

    /// @notice Stakes `amount` wei of COR that the caller allowed this contract to take.
    function stake(uint256 amount) external nonReentrant {
        _stake(amount);
    }

    /// @notice As {stake}, with an EIP-2612 permit in place of an earlier approval.
    /// @dev A permit that somebody else has already sent does no harm: the allowance is what counts.
    function stakeWithPermit(uint256 amount, uint256 deadline, uint8 v, bytes32 r, bytes32 s) external nonReentrant {
        token.tryPermit(amount, deadline, v, r, s);
        _stake(amount);
    }

    /// @notice Takes `amount` out of the stake at once, and holds it for {windowLength} before {unstake} pays it.
    /// @dev A second request holds all that is on its way out for a whole window again.
    function requestUnstake(uint256 amount) external {
        if (amount == 0) revert Assets.ZeroAmount();
        uint256 held = userStake[msg.sender];
        if (amount > held) revert InsufficientBalance(amount, held);
        userStake[msg.sender] = held - amount;
        Unstaking storage leaving = userUnstaking[msg.sender];
        leaving.amount += amount;
        leaving.availableAt = block.timestamp + windowLength;
        emit UnstakeRequested(msg.sender, amount, leaving.availableAt);
    }

    /// @notice Pays the caller what it requested, once that was held long enough.
    function unstake() external nonReentrant returns (uint256 amount) {
        Unstaking memory leaving = userUnstaking[msg.sender];
        amount = leaving.amount;
        if (amount == 0) revert Assets.ZeroAmount();
        if (block.timestamp < leaving.availableAt) revert StillHeld(msg.sender, leaving.availableAt);
        delete userUnstaking[msg.sender];
        totalUserStake -= amount;
        emit Unstaked(msg.sender, amount);
        address(token).push(msg.sender, amount);
    }

    // -------------------------------------------------------------------------------------------------- settlement

    /// @notice Pays for a task out of the pool, against the limit of the session's owner.
    function consume(uint256 sessionId, uint256 taskId, uint256 amount) external onlyRole(SESSION_CONTRACT_ROLE) {
        if (amount == 0) revert Assets.ZeroAmount();
        if (!isSessionStakingPayment(sessionId)) revert NotStakingSession(sessionId);
        if (taskPayments[sessionId][taskId] != 0) revert TaskAlreadyPaid(sessionId, taskId);
        address user = stakingPayer[sessionId];
        uint256 consumed = _consumedInWindow(user);
        uint256 left = _left(userWindowLimit(user), consumed);
        if (amount > left) revert LimitExceeded(user, amount, left);
        uint256 held = totalNetworkDepositPoolBalance;
        if (amount > held) revert InsufficientBalance(amount, held);

        if (_windowEnded(user)) userWindowStart[user] = block.timestamp;
        userWindowConsumed[user] = consumed + amount;
        taskPayments[sessionId][taskId] = amount;
        totalNetworkDepositPoolBalance = held - amount;
        totalNetworkBalance += amount;
        emit Consumed(sessionId, taskId, user, amount);
    }

    /// @notice Puts consumed COR back into the pool that no node is to have, such as that of a task without results.
    /// The limit of who consumed it stays drawn on, and the task paid for.
    function returnConsumed(uint256 amount) external onlyRole(SESSION_CONTRACT_ROLE) {
        if (amount == 0) revert Assets.ZeroAmount();
        uint256 held = totalNetworkBalance;
        if (amount > held) revert InsufficientBalance(amount, held);
        totalNetworkBalance = held - amount;
        totalNetworkDepositPoolBalance += amount;
        emit ConsumedReturned(amount);
    }

    /// @notice Divides consumed COR among nodes, which withdraw it themselves.
    function allocateNodePayments(address[] calldata nodes, uint256[] calldata amounts)
        external
        onlyRole(SESSION_CONTRACT_ROLE)
    {
        if (nodes.length != amounts.length) revert LengthsDiffer(nodes.length, amounts.length);
        if (nodes.length > MAX_BATCH) revert OutOfRange("nodes", 0, MAX_BATCH, nodes.length);
        uint256 total = 0;
        for (uint256 i = 0; i < nodes.length; ++i) {
            if (nodes[i] == address(0)) revert ZeroAddress();
            if (amounts[i] == 0) revert Assets.ZeroAmount();
            total += amounts[i];
            nodePendingPayments[nodes[i]] += amounts[i];
            emit NodePaymentAllocated(nodes[i], amounts[i]);
        }
        uint256 held = totalNetworkBalance;
        if (total > held) revert InsufficientBalance(total, held);
        totalNetworkBalance = held - total;
        totalNodePendingPayments += total;
    }

    /// @notice Pays the calling node what it was allocated.
    function withdrawNodePayment() external nonReentrant returns (uint256 amount) {
        amount = nodePendingPayments[msg.sender];
        if (amount == 0) revert Assets.ZeroAmount();
        nodePendingPayments[msg.sender] = 0;
        totalNodePendingPayments -= amount;
        emit NodePaymentWithdrawn(msg.sender, amount);
        address(token).push(msg.sender, amount);
    }

    // ------------------------------------------------------------------------------------------------------ views

    /// @notice Whether a session is paid for by its owner's stake.
    /// @dev Whoever a session is handed to has agreed to nothing: the choice ends with the owner who made it.
    function isSessionStakingPayment(uint256 sessionId) public view returns (bool) {
        address payer = stakingPayer[sessionId];
        return payer != address(0) && payer == sessionData.sessionOwner(sessionId);
    }

    /// @notice What a user may consume per window, in wei of COR, rounded down.
    function userWindowLimit(address user) public view returns (uint256) {
        return (userStake[user] * velocity) / MAX_VELOCITY;
    }

    /// @notice What a user's limit leaves for now; the pool may hold less.
    function userWindowLeft(address user) external view returns (uint256) {
        return _left(userWindowLimit(user), _consumedInWindow(user));
    }

    // -------------------------------------------------------------------------------------------------- internals

    function _stake(uint256 amount) private {
        if (amount == 0) revert Assets.ZeroAmount();
        userStake[msg.sender] += amount;
        totalUserStake += amount;
        emit Staked(msg.sender, amount);
        token.pullToken(amount);
    }

    function _setVelocity(uint256 basisPoints) private {
        if (basisPoints > MAX_VELOCITY) revert OutOfRange("velocity", 0, MAX_VELOCITY, basisPoints);
        velocity = basisPoints;
        emit VelocityChanged(basisPoints);
    }

    function _windowEnded(address user) private view returns (bool) {
        return block.timestamp >= userWindowStart[user] + windowLength;
    }

    function _consumedInWindow(address user) private view returns (uint256) {
        return _windowEnded(user) ? 0 : userWindowConsumed[user];
    }

    /// @dev The limit may have shrunk below what was consumed.
    function _left(uint256 limit, uint256 consumed) private pure returns (uint256) {
        return limit > consumed ? limit - consumed : 0;
    }
}
