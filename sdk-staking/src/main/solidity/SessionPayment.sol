// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {ReentrancyGuardTransient} from "@openzeppelin/contracts/utils/ReentrancyGuardTransient.sol";
import {Assets} from "./Assets.sol";
import {InsufficientBalance, NotOwner, UnknownSession, ZeroAddress} from "./Errors.sol";
import {SessionData} from "./SessionData.sol";

/// @title Pay per use
/// @notice Holds ETH or an ERC-20 token for each session. Names of the documented state, roles and functions are kept
/// [DOC1], as are the events {DepositToSession} and {WithdrawFromSession} [ABI of 2025-07]; argument lists and the rest
/// are ours. Booking:
/// session's balance -> {payFromSessionToNetwork} -> escrow of one task -> {allocateNodePayments} -> a node's pending
/// payment -> {withdrawNodePayment}; what is not allocated goes back to the session by {refundTask}.
///
/// Guarantee: what is held is {totalSessionBalance} + {totalNetworkBalance} at every moment. Value that was sent here
/// without a call is counted by neither.
contract SessionPayment is AccessControl, ReentrancyGuardTransient {
    using Assets for address;
    using SafeCast for uint256;

    /// @notice May set the default price.
    bytes32 public constant ADMIN_ROLE = keccak256("ADMIN_ROLE");

    /// @notice May charge sessions and settle tasks: the task queue.
    bytes32 public constant SESSION_CONTRACT_ROLE = keccak256("SESSION_CONTRACT_ROLE");

    struct TaskMoney {
        uint128 escrow;
        uint128 paid;
        uint128 refunded;
    }

    /// @notice What is paid with: an ERC-20 token, or zero for ETH.
    address public immutable token;

    SessionData public immutable sessionData;

    /// @notice What a session costs per result that was created without naming a price, in wei.
    uint256 public defaultPricePerResult;

    /// @notice What a session can spend or its owner withdraw.
    mapping(uint256 sessionId => uint256) public sessionBalances;

    /// @notice What a session has spent, less what came back.
    mapping(uint256 sessionId => uint256) public sessionNetworkUsage;

    /// @notice What a node can withdraw.
    mapping(address node => uint256) public nodePendingPayments;

    /// @notice When a node was last allocated a payment, in seconds since 1970.
    mapping(address node => uint256) public nodeLastUsedTimestamps;

    /// @notice The sum of {sessionBalances}.
    uint256 public totalSessionBalance;

    /// @notice The sum of all escrows and {nodePendingPayments}.
    uint256 public totalNetworkBalance;

    mapping(uint256 sessionId => mapping(uint256 taskId => TaskMoney)) private _tasks;

    event DepositToSession(uint256 indexed sessionId, address indexed from, uint256 amount);
    event WithdrawFromSession(uint256 indexed sessionId, address indexed to, uint256 amount);

    /// @notice An amount moved from a session's balance into the escrow of a task. Ours.
    event TaskCharged(uint256 indexed sessionId, uint256 indexed taskId, uint256 amount);

    /// @notice A node earned its pay. Ours.
    event NodePaymentAllocated(uint256 indexed sessionId, uint256 indexed taskId, address indexed node, uint256 amount);

    /// @notice What was not paid went back to the session. Ours.
    event TaskRefunded(uint256 indexed sessionId, uint256 indexed taskId, uint256 amount);

    /// @notice A node took its earnings. Ours.
    event PaymentWithdrawn(address indexed node, uint256 amount);

    event SurplusRecovered(address indexed asset, address indexed to, uint256 amount);
    event DefaultPriceChanged(uint256 pricePerResult);

    /// @notice The task was charged before.
    error AlreadyCharged(uint256 sessionId, uint256 taskId);

    constructor(address token_, SessionData sessionData_, uint256 defaultPricePerResult_) {
        token = token_;
        sessionData = sessionData_;
        _setDefaultPrice(defaultPricePerResult_);
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
        _grantRole(ADMIN_ROLE, msg.sender);
    }

    // ---------------------------------------------------------------------------------------------------- sessions

    /// @notice Adds to a session's balance; anyone may. Takes the ETH that is sent along, or tokens of the caller's
    /// allowance.
    function depositToSession(uint256 sessionId, uint256 amount) external payable nonReentrant {
        _deposit(sessionId, amount);
    }

    /// @notice The same with an EIP-2612 permit for this contract, in one transaction.
    /// @dev A permit that somebody else has sent before does no harm: the allowance decides.
    function depositToSessionWithPermit(
        uint256 sessionId,
        uint256 amount,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external nonReentrant {
        Assets.tryPermit(IERC20(token), amount, deadline, v, r, s);
        _deposit(sessionId, amount);
    }

    /// @notice Pays a part of a session's balance to the session's owner. What is in escrow is no part of it.
    function withdrawFromSession(uint256 sessionId, uint256 amount) external nonReentrant {
        _withdraw(sessionId, msg.sender, amount);
    }

    /// @notice The same to another account, for an owner that cannot take ETH.
    function withdrawFromSessionTo(uint256 sessionId, address to, uint256 amount) external nonReentrant {
        if (to == address(0)) revert ZeroAddress();
        _withdraw(sessionId, to, amount);
    }

    // ------------------------------------------------------------------------------------------------------ tasks

    /// @notice Moves an amount from a session's balance into the escrow of a task; once for each task.
    function payFromSessionToNetwork(uint256 sessionId, uint256 taskId, uint256 amount)
        external
        onlyRole(SESSION_CONTRACT_ROLE)
    {
        TaskMoney storage task = _tasks[sessionId][taskId];
        if (task.escrow != 0 || task.paid != 0 || task.refunded != 0) revert AlreadyCharged(sessionId, taskId);
        _debit(sessionId, amount);
        task.escrow = amount.toUint128();
        totalNetworkBalance += amount;
        sessionNetworkUsage[sessionId] += amount;
        emit TaskCharged(sessionId, taskId, amount);
    }

    /// @notice Allocates `amount` of a task's escrow to each node.
    function allocateNodePayments(uint256 sessionId, uint256 taskId, address[] calldata nodes, uint256 amount)
        external
        onlyRole(SESSION_CONTRACT_ROLE)
    {
        TaskMoney storage task = _tasks[sessionId][taskId];
        uint256 total = amount * nodes.length;
        if (total > task.escrow) revert InsufficientBalance(total, task.escrow);
        task.escrow -= total.toUint128();
        task.paid += total.toUint128();
        for (uint256 i = 0; i < nodes.length; ++i) {
            nodePendingPayments[nodes[i]] += amount;
            nodeLastUsedTimestamps[nodes[i]] = block.timestamp;
            emit NodePaymentAllocated(sessionId, taskId, nodes[i], amount);
        }
    }

    /// @notice Moves what is left of a task's escrow back to the session's balance; no event if nothing is.
    function refundTask(uint256 sessionId, uint256 taskId) external onlyRole(SESSION_CONTRACT_ROLE) {
        TaskMoney storage task = _tasks[sessionId][taskId];
        uint256 amount = task.escrow;
        if (amount == 0) return;
        task.escrow = 0;
        task.refunded += amount.toUint128();
        totalNetworkBalance -= amount;
        sessionNetworkUsage[sessionId] -= amount;
        totalSessionBalance += amount;
        sessionBalances[sessionId] += amount;
        emit TaskRefunded(sessionId, taskId, amount);
    }

    // ------------------------------------------------------------------------------------------------------ nodes

    /// @notice Pays out what the caller earned.
    /// @return amount possibly zero
    function withdrawNodePayment() external nonReentrant returns (uint256 amount) {
        return _withdrawNodePayment(msg.sender);
    }

    /// @notice The same to another account, for a node that cannot take ETH.
    function withdrawNodePaymentTo(address to) external nonReentrant returns (uint256 amount) {
        if (to == address(0)) revert ZeroAddress();
        return _withdrawNodePayment(to);
    }

    // ------------------------------------------------------------------------------------------------------ other

    /// @notice Sets the default price of sessions created from now on.
    function setDefaultPricePerResult(uint256 price) external onlyRole(ADMIN_ROLE) {
        _setDefaultPrice(price);
    }

    /// @notice Moves out what was sent here by mistake.
    function recoverSurplus(address asset, address to)
        external
        nonReentrant
        onlyRole(DEFAULT_ADMIN_ROLE)
        returns (uint256 amount)
    {
        if (to == address(0)) revert ZeroAddress();
        amount = asset.surplus(asset == token ? totalSessionBalance + totalNetworkBalance : 0);
        emit SurplusRecovered(asset, to, amount);
        asset.push(to, amount);
    }

    /// @notice The owner of a session, zero if there is none [DOC1: name of a mapping]; read from SessionData.
    function sessions(uint256 sessionId) external view returns (address) {
        return sessionData.sessionOwner(sessionId);
    }

    /// @notice What is held for a task, what its miners got and what went back, in wei.
    function taskMoney(uint256 sessionId, uint256 taskId)
        external
        view
        returns (uint256 escrow, uint256 paid, uint256 refunded)
    {
        TaskMoney storage task = _tasks[sessionId][taskId];
        return (task.escrow, task.paid, task.refunded);
    }

    function _deposit(uint256 sessionId, uint256 amount) private {
        _owner(sessionId);
        sessionBalances[sessionId] += amount;
        totalSessionBalance += amount;
        emit DepositToSession(sessionId, msg.sender, amount);
        token.pull(amount);
    }

    function _withdraw(uint256 sessionId, address to, uint256 amount) private {
        address owner = _owner(sessionId);
        if (owner != msg.sender) revert NotOwner(owner, msg.sender);
        _debit(sessionId, amount);
        emit WithdrawFromSession(sessionId, to, amount);
        token.push(to, amount);
    }

    function _withdrawNodePayment(address to) private returns (uint256 amount) {
        amount = nodePendingPayments[msg.sender];
        if (amount == 0) return 0;
        nodePendingPayments[msg.sender] = 0;
        totalNetworkBalance -= amount;
        emit PaymentWithdrawn(msg.sender, amount);
        token.push(to, amount);
    }

    function _debit(uint256 sessionId, uint256 amount) private {
        uint256 balance = sessionBalances[sessionId];
        if (amount > balance) revert InsufficientBalance(amount, balance);
        sessionBalances[sessionId] = balance - amount;
        totalSessionBalance -= amount;
    }

    function _owner(uint256 sessionId) private view returns (address owner) {
        owner = sessionData.sessionOwner(sessionId);
        if (owner == address(0)) revert UnknownSession(sessionId, sessionData.getSessionCount());
    }

    function _setDefaultPrice(uint256 price) private {
        defaultPricePerResult = price;
        emit DefaultPriceChanged(price);
    }
}
