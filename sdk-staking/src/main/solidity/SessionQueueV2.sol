// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {
    CommitsAccepted,
    NotAllowed,
    NotAssigned,
    NotEligible,
    NotEnoughNodes,
    NotModule,
    NotOwner,
    NotYetDue,
    OutOfRange,
    WrongModel,
    WrongPhase
} from "./Errors.sol";
import {Facade} from "./Facade.sol";
import {Iam} from "./Iam.sol";
import {NodePool} from "./NodePool.sol";
import {SessionData} from "./SessionData.sol";
import {SessionPayment} from "./SessionPayment.sol";
import {SessionQueueData} from "./SessionQueueData.sol";
import {SessionQueueValidation} from "./SessionQueueValidation.sol";
import {Text} from "./Text.sol";

/// @title The task queue
/// @notice Functions, events and structs of the network's ABI of 2025-11 [ABI]; the rules are those of the embedded
/// ledger of the Java SDK, ours unless marked. A task is queued, assigned, acknowledged, precommitted (a hash),
/// committed (the text with that hash) and ended; who declines or is late is replaced.
///
/// Every call on a task first applies what is overdue. A step is in time while block.timestamp is below its deadline.
/// A refused call changes nothing, what was overdue included; {endOverdue}, {endAck}, {endPrecommit}, {endCommit} and
/// {end2} apply what is overdue and are refused by nothing but an unknown task, so that anyone can keep tasks going.
/// A call costs more gas when it is the last of its phase: who estimates before others act has to leave room.
/// A task ends by its deadline if it is called on whenever something is due. Where nobody calls in time, miners that
/// precommitted in time may still reveal, until one commit time-out after it; verdicts have their time on top.
///
/// No function here moves tokens or calls an account: pay is booked in SessionPayment, slashes in NodeStaking.
contract SessionQueueV2 is Ownable, Facade {
    using SafeCast for uint256;

    /// @notice What a client hands in.
    struct Submission {
        uint256 nodeType;
        string taskData;
        uint256 promptType;
        string promptTemplate;
        uint256[] llmParams;
        uint256[] requestParams;
        string clientReference;
    }

    /// @dev A task in memory, while a call decides.
    struct Turn {
        uint256 sessionId;
        uint256 taskId;
        SessionQueueData.Core core;
        SessionQueueData.Part[] parts;
    }

    /// @notice Seconds, where a submission names none. The first is the network's [COM]; the others are ours.
    uint256 public constant DEFAULT_PRECOMMIT_TIMEOUT = 90;
    uint256 public constant DEFAULT_COMMIT_TIMEOUT = 60;
    uint256 public constant DEFAULT_TIMEOUT = 360;
    uint256 public constant DEFAULT_VALIDATION_TIMEOUT = 60;

    /// @notice No single time-out may be longer, in seconds: a node cannot leave while it has an open task, so a task
    /// must not hold a stake for long.
    uint256 public constant MAX_TIMEOUT = 7 days;

    /// @notice The most parameters of either list.
    uint256 public constant MAX_PARAMS = 16;

    /// @notice [ABI]
    uint8 public constant version = 2;
    uint8 public constant subversion = 0;

    uint256 private constant BASIS_POINTS = 10_000;
    uint8 private constant NO_PART = 255;

    SessionData public sessionData;
    SessionQueueData public queueData;
    SessionQueueValidation public validation;
    SessionPayment public payment;
    NodePool public nodePool;
    Iam public iam;

    /// @notice The share of its stake that a miner loses whose text does not have its hash, in basis points.
    uint256 public slashBasisPoints = 1_000;

    /// @notice Seconds to acknowledge an assignment.
    uint256 public ackTimeout = 30;

    /// @notice Whether tasks are charged and miners paid [ABI: names of switches]; both have to be on. Ours: a task is
    /// settled as it was charged, whatever the switches are by then.
    bool public useSessionPayment = true;
    bool public usePaymentFlow = true;

    /// @notice Switches of the ABI whose meaning is not known: recorded, without effect.
    bool public useSessionStats;
    bool public useSwitchModel;

    /// @notice Modules that may enqueue: SessionV2. [ABI]
    mapping(address addr => bool) public isPrimaryModule;

    /// @dev Modules of the ABI that we do not have: recorded, without effect.
    address private _acl;
    address private _nodeReputation;
    address private _nodeStats;
    address private _sessionReputation;
    address private _sessionStats;

    // Events of the ABI, none of whose arguments is indexed.
    event TaskQueued(uint256 sessionId, uint256 taskId, uint256 globalId, string taskData);
    event TaskAssigned(uint256 sessionId, uint256 taskId, address[] miners);
    event TaskAcked(uint256 sessionId, uint256 taskId, address miner);
    event TaskPrecommitted(uint256 sessionId, uint256 taskId, address miner);
    event TaskAllPrecommitted(uint256 sessionId, uint256 taskId, address[] miners);
    event TaskPrecommitEnded(uint256 sessionId, uint256 taskId);
    event TaskCommitted(uint256 sessionId, uint256 taskId, address miner);
    event TaskAllCommitted(uint256 sessionId, uint256 taskId, address[] miners);
    event TaskCommitEnded(uint256 sessionId, uint256 taskId);
    event TaskEnded(uint256 sessionId, uint256 taskId, address[] miners);

    /// @notice The owner granted the miners access. The storage keeps the grant's hash alone. Ours.
    event TaskAccessGranted(uint256 indexed sessionId, uint256 indexed taskId, string envelope);

    /// @notice A miner gave the task back. Ours.
    event TaskDeclined(uint256 indexed sessionId, uint256 indexed taskId, address indexed miner, uint8 reason);

    /// @notice A miner let a deadline pass. Ours.
    /// @param phase what it owed: 0 the acknowledgement, 1 the precommit, 2 the commit
    event TaskMissed(uint256 indexed sessionId, uint256 indexed taskId, address indexed miner, uint8 phase);

    event SlashShareChanged(uint256 basisPoints);
    event AckTimeoutChanged(uint256 timeout);
    event PrimaryModuleChanged(address indexed module, bool primary);

    constructor() Ownable(msg.sender) {}

    // ----------------------------------------------------------------------------------------------------- clients

    /// @notice Adds a task to a session, for SessionV2. Takes `redundancy` times the session's price from its balance
    /// into escrow, and assigns miners.
    function enqueue(uint256 sessionId, Submission calldata submission) external returns (uint256 taskId) {
        return _enqueue(sessionId, submission);
    }

    /// @notice [ABI] The same without a client reference, for ephemeral nodes.
    function enqueueTask(
        uint256 sessionId,
        string calldata taskData,
        uint256 promptType,
        string calldata promptTemplate,
        uint256[] calldata llmParams,
        uint256[] calldata requestParams
    ) external returns (uint256) {
        Submission memory submission = Submission({
            nodeType: 0,
            taskData: taskData,
            promptType: promptType,
            promptTemplate: promptTemplate,
            llmParams: llmParams,
            requestParams: requestParams,
            clientReference: ""
        });
        return _enqueue(sessionId, submission);
    }

    /// @notice Gives the miners of a task what they need to open it; replaces the grant before. Only its owner. Ours.
    function grantAccess(uint256 sessionId, uint256 taskId, string calldata envelope) external {
        Text.check(envelope, Text.ENVELOPE);
        Turn memory turn = _open(sessionId, taskId);
        _checkOwner(turn);
        if (_ended(turn)) _refuse(turn, NO_PART);
        _save(turn);
        queueData.setEnvelope(sessionId, taskId, keccak256(bytes(envelope)));
        emit TaskAccessGranted(sessionId, taskId, envelope);
    }

    // ------------------------------------------------------------------------------------------------------ miners

    /// @notice [ABI] Takes an assigned task.
    function ack(uint256 sessionId, uint256 taskId) external {
        Turn memory turn = _open(sessionId, taskId);
        SessionQueueData.Part memory part = turn.parts[_mine(turn)];
        _require(turn, part, SessionQueueData.TaskStatus.Assigned, SessionQueueData.TaskState.Assigned);
        part.state = SessionQueueData.TaskState.Acked;
        part.ackedAt = _now();
        emit TaskAcked(sessionId, taskId, msg.sender);
        _save(turn);
    }

    /// @notice Gives an assigned task back, before a precommit. Nothing is slashed. Ours.
    /// @param reason opaque; the order of the Java SDK's DeclineReason
    function decline(uint256 sessionId, uint256 taskId, uint8 reason) external {
        Turn memory turn = _open(sessionId, taskId);
        SessionQueueData.Part memory part = turn.parts[_mine(turn)];
        if (turn.core.status != SessionQueueData.TaskStatus.Assigned || !_works(part)) {
            _refuse(turn, uint8(part.state));
        }
        part.state = SessionQueueData.TaskState.Declined;
        part.current = false;
        emit TaskDeclined(sessionId, taskId, msg.sender, reason);
        _replace(turn, 1);
        _closePhases(turn);
        _save(turn);
    }

    /// @notice [ABI] Binds the caller to a text that it will reveal.
    /// @param hash Keccak-256 of the text in UTF-8 [INF]; one that another miner has is taken as well, and paid once its
    /// text is revealed: the contract cannot tell a copy from an equal answer, so texts should name their miner
    /// @param data sent along, opaque; what the network puts there is not known
    function precommit(uint256 sessionId, uint256 taskId, bytes32 hash, string calldata data) external {
        Text.check(data, Text.PRECOMMIT_DATA);
        Turn memory turn = _open(sessionId, taskId);
        uint256 mine = _mine(turn);
        SessionQueueData.Part memory part = turn.parts[mine];
        _require(turn, part, SessionQueueData.TaskStatus.Assigned, SessionQueueData.TaskState.Acked);
        part.state = SessionQueueData.TaskState.Precommitted;
        part.precommittedAt = _now();
        turn.core.lastPrecommitAt = _now();
        queueData.setPrecommit(sessionId, taskId, mine, hash, data);
        emit TaskPrecommitted(sessionId, taskId, msg.sender);
        _closePhases(turn);
        _save(turn);
    }

    /// @notice [ABI] Reveals the text. If it does not have the precommitted hash, the caller is slashed and unpaid,
    /// and the call succeeds: the log has NodeSlashed in place of {TaskCommitted}.
    function commit(uint256 sessionId, uint256 taskId, string calldata data) external {
        Text.check(data, Text.REVEAL);
        Turn memory turn = _open(sessionId, taskId);
        uint256 mine = _mine(turn);
        SessionQueueData.Part memory part = turn.parts[mine];
        _require(turn, part, SessionQueueData.TaskStatus.Precommitted, SessionQueueData.TaskState.Precommitted);
        bytes32 promised = queueData.precommitOf(sessionId, taskId, mine);
        bytes32 found = keccak256(bytes(data));
        part.committedAt = _now();
        turn.core.lastCommitAt = _now();
        queueData.setReveal(sessionId, taskId, mine, data);
        if (found == promised) {
            part.state = SessionQueueData.TaskState.Committed;
            emit TaskCommitted(sessionId, taskId, msg.sender);
        } else {
            part.state = SessionQueueData.TaskState.Mismatched;
            bytes32 evidence = keccak256(abi.encode(promised, found));
            nodePool.staking().slash(msg.sender, slashBasisPoints, sessionId, taskId, evidence);
        }
        _closePhases(turn);
        _save(turn);
    }

    // ----------------------------------------------------------------------------------------------------- keepers

    /// @notice [ABI] Ends a task. Without force: anyone, from its last deadline on, and without effect if it has ended.
    /// @param forceEnd cancel now: only its owner, only while no commit was accepted; all goes back to the session.
    /// Whoever sees a miner's reveal before it is in a block can still cancel first and has the text for nothing: the
    /// rule is the embedded ledger's, and a miner that minds sends its commit past the public pool.
    function end(uint256 sessionId, uint256 taskId, bool forceEnd) external {
        Turn memory turn = _open(sessionId, taskId);
        if (forceEnd) {
            _cancel(turn);
        } else if (!_ended(turn)) {
            uint256 last = Math.max(turn.core.commitDeadline, turn.core.validationDeadline);
            revert NotYetDue(Math.max(turn.core.deadline, last), block.timestamp);
        }
        _save(turn);
    }

    /// @notice [ABI] As {end}, but without force applies what is overdue and is not refused. Ours.
    function end2(uint256 sessionId, uint256 taskId, bool forceEnd) external {
        Turn memory turn = _open(sessionId, taskId);
        if (forceEnd) _cancel(turn);
        _save(turn);
    }

    /// @notice Applies what is overdue of several tasks. Ours.
    function endOverdue(SessionQueueData.TaskId[] calldata tasks) external {
        for (uint256 i = 0; i < tasks.length; ++i) {
            _save(_open(tasks[i].sessionId, tasks[i].taskId));
        }
    }

    /// @notice [ABI] Applies what is overdue.
    function endAck(uint256 sessionId, uint256 taskId) external {
        _save(_open(sessionId, taskId));
    }

    /// @notice [ABI] Applies what is overdue.
    /// @param emitAllPrecommitted without effect: {TaskAllPrecommitted} comes exactly if all have precommitted
    function endPrecommit(uint256 sessionId, uint256 taskId, bool emitAllPrecommitted) external {
        _save(_open(sessionId, taskId));
    }

    /// @notice [ABI] Applies what is overdue.
    /// @param emitAllCommitted without effect: {TaskAllCommitted} comes exactly if all have committed
    /// @return whether the commit phase is over
    function endCommit(uint256 sessionId, uint256 taskId, bool emitAllCommitted) external returns (bool) {
        Turn memory turn = _open(sessionId, taskId);
        _save(turn);
        return turn.core.status >= SessionQueueData.TaskStatus.Committed;
    }

    /// @notice [ABI] Lets an oracle fill free places of a task by hand. Ours: the ABI has the function alone.
    function assignTask(uint256 sessionId, uint256 taskId, address[] calldata addrs, uint256 modelIdentifier) external {
        if (!isOracleNode(msg.sender)) revert NotAllowed(msg.sender);
        uint256 model = sessionData.rulesOf(sessionId).model;
        if (modelIdentifier != model) revert WrongModel(model, modelIdentifier);
        Turn memory turn = _open(sessionId, taskId);
        if (turn.core.status != SessionQueueData.TaskStatus.Assigned || _now() >= _precommitCutoff(turn)) {
            _refuse(turn, NO_PART);
        }
        uint256 free = turn.core.redundancy - _count(turn);
        if (addrs.length == 0 || addrs.length > free) revert OutOfRange("addrs", 1, free, addrs.length);
        address[] memory miners = new address[](addrs.length);
        for (uint256 i = 0; i < addrs.length; ++i) {
            if (!_isCandidate(turn, addrs[i])) revert NotEligible(addrs[i]);
            for (uint256 j = 0; j < i; ++j) {
                if (addrs[j] == addrs[i]) revert NotEligible(addrs[i]);
            }
            miners[i] = addrs[i];
        }
        _assign(turn, miners);
        _save(turn);
    }

    /// @notice Settles a task whose validators have all given their verdicts. Only for the validation module.
    function endValidation(uint256 sessionId, uint256 taskId) external {
        if (msg.sender != address(validation)) revert NotModule(address(validation), msg.sender);
        Turn memory turn = _open(sessionId, taskId);
        if (turn.core.status == SessionQueueData.TaskStatus.Committed) {
            _settle(turn, validation.close(sessionId, taskId));
        }
        _save(turn);
    }

    // ------------------------------------------------------------------------------------------------------- rules

    function _enqueue(uint256 sessionId, Submission memory submission) private returns (uint256) {
        if (!isPrimaryModule[msg.sender]) revert NotAllowed(msg.sender);
        Text.check(submission.taskData, Text.TASK_DATA);
        Text.check(submission.clientReference, Text.CLIENT_REFERENCE);
        Text.check(submission.promptTemplate, Text.PROMPT_TEMPLATE);
        if (submission.llmParams.length > MAX_PARAMS) {
            revert OutOfRange("llmParams", 0, MAX_PARAMS, submission.llmParams.length);
        }
        if (submission.requestParams.length > MAX_PARAMS) {
            revert OutOfRange("requestParams", 0, MAX_PARAMS, submission.requestParams.length);
        }
        Turn memory turn;
        turn.sessionId = sessionId;
        SessionQueueData.NewTask memory made = _newTask(sessionId, submission);
        uint256 gid;
        (turn.taskId, gid) = queueData.create(sessionId, made);
        (turn.core, turn.parts) = queueData.load(sessionId, turn.taskId);
        emit TaskQueued(sessionId, turn.taskId, gid, submission.taskData);

        uint256 cost = made.redundancy * made.pricePerResult;
        if (cost != 0) payment.payFromSessionToNetwork(sessionId, turn.taskId, cost);
        address[] memory miners = _candidates(turn, made.redundancy);
        if (miners.length < made.redundancy) revert NotEnoughNodes(made.redundancy, miners.length);
        _assign(turn, miners);
        _save(turn);
        return turn.taskId;
    }

    function _newTask(uint256 sessionId, Submission memory submission)
        private
        view
        returns (SessionQueueData.NewTask memory made)
    {
        SessionData.Rules memory rules = sessionData.rulesOf(sessionId);
        made.owner = rules.owner;
        made.data = submission.taskData;
        made.clientReference = submission.clientReference;
        made.nodeType = submission.nodeType;
        made.promptType = submission.promptType;
        made.promptTemplate = submission.promptTemplate;
        made.llmParams = submission.llmParams;
        made.redundancy = rules.redundancy;
        made.validators = rules.validators;
        made.pricePerResult = useSessionPayment && usePaymentFlow ? rules.pricePerResult : 0;
        made.precommitTimeout = _seconds(submission.requestParams, 0, DEFAULT_PRECOMMIT_TIMEOUT);
        made.commitTimeout = _seconds(submission.requestParams, 1, DEFAULT_COMMIT_TIMEOUT);
        // Clients of the network name the first time-out alone: the whole has to leave room for it.
        uint256 phases = made.precommitTimeout + made.commitTimeout;
        made.timeout = _seconds(submission.requestParams, 2, Math.max(DEFAULT_TIMEOUT, phases));
        if (made.timeout < phases) revert OutOfRange("timeout", phases, 2 * MAX_TIMEOUT, made.timeout);
        made.validationTimeout = _seconds(submission.requestParams, 3, DEFAULT_VALIDATION_TIMEOUT);
    }

    /// @dev Reads a task and applies what is overdue. {_save} has to follow.
    function _open(uint256 sessionId, uint256 taskId) private returns (Turn memory turn) {
        turn.sessionId = sessionId;
        turn.taskId = taskId;
        (turn.core, turn.parts) = queueData.load(sessionId, taskId);
        while (_applyOverdue(turn)) {}
    }

    function _save(Turn memory turn) private {
        queueData.save(turn.sessionId, turn.taskId, turn.core, turn.parts);
    }

    /// @return whether anything was overdue. Each round ends a miner's turn or a phase, so the rounds end.
    function _applyOverdue(Turn memory turn) private returns (bool) {
        if (turn.core.status == SessionQueueData.TaskStatus.Assigned) {
            uint256 late = _dropLate(turn);
            if (late == 0) return false;
            _replace(turn, late);
        } else if (turn.core.status == SessionQueueData.TaskStatus.Precommitted) {
            if (_now() < turn.core.commitDeadline) return false;
            for (uint256 i = 0; i < turn.parts.length; ++i) {
                SessionQueueData.Part memory part = turn.parts[i];
                if (!_owesReveal(part)) continue;
                part.state = SessionQueueData.TaskState.Missed;
                emit TaskMissed(turn.sessionId, turn.taskId, part.miner, 2);
            }
        } else if (turn.core.status == SessionQueueData.TaskStatus.Committed) {
            if (_now() < turn.core.validationDeadline) return false;
            _settle(turn, validation.close(turn.sessionId, turn.taskId));
            return true;
        } else {
            return false;
        }
        _closePhases(turn);
        return true;
    }

    function _dropLate(Turn memory turn) private returns (uint256 late) {
        for (uint256 i = 0; i < turn.parts.length; ++i) {
            SessionQueueData.Part memory part = turn.parts[i];
            if (!_works(part)) continue;
            bool owesAck = part.state == SessionQueueData.TaskState.Assigned;
            if (_now() < (owesAck ? part.ackDeadline : part.precommitDeadline)) continue;
            part.state = SessionQueueData.TaskState.Missed;
            part.current = false;
            ++late;
            emit TaskMissed(turn.sessionId, turn.taskId, part.miner, owesAck ? 0 : 1);
        }
    }

    /// @dev Fills up to `places` free places, if a replacement would still have time.
    function _replace(Turn memory turn, uint256 places) private {
        if (_now() >= _precommitCutoff(turn)) return;
        address[] memory replacements = _candidates(turn, places);
        if (replacements.length != 0) _assign(turn, replacements);
    }

    /// @dev Adds miners, with times of their own, and tells all who have the task now.
    function _assign(Turn memory turn, address[] memory added) private {
        uint256 precommitDeadline = Math.min(_now() + turn.core.precommitTimeout, _precommitCutoff(turn));
        uint256 ackDeadline = Math.min(_now() + ackTimeout, precommitDeadline);
        uint256 before = turn.parts.length;
        SessionQueueData.Part[] memory parts = new SessionQueueData.Part[](before + added.length);
        for (uint256 i = 0; i < before; ++i) {
            parts[i] = turn.parts[i];
        }
        for (uint256 i = 0; i < added.length; ++i) {
            SessionQueueData.Part memory part = parts[before + i];
            part.miner = added[i];
            part.current = true;
            part.ackDeadline = ackDeadline.toUint40();
            part.precommitDeadline = precommitDeadline.toUint40();
        }
        turn.parts = parts;
        turn.core.status = SessionQueueData.TaskStatus.Assigned;
        emit TaskAssigned(turn.sessionId, turn.taskId, _current(turn));
    }

    /// @dev Up to `most` candidates that never had the task and can get tasks now, whose turn is next first: each task
    /// of a session starts where the one before left off.
    function _candidates(Turn memory turn, uint256 most) private view returns (address[] memory chosen) {
        address[] memory ring = sessionData.candidatesOf(turn.sessionId, turn.core.nodeType);
        chosen = new address[](Math.min(most, ring.length));
        uint256 start = (turn.taskId - 1) * turn.core.redundancy;
        uint256 found = 0;
        for (uint256 i = 0; i < ring.length && found < chosen.length; ++i) {
            address node = ring[(start + i) % ring.length];
            if (_isCandidate(turn, node)) chosen[found++] = node;
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(chosen, found)
        }
    }

    function _isCandidate(Turn memory turn, address node) private view returns (bool) {
        for (uint256 i = 0; i < turn.parts.length; ++i) {
            if (turn.parts[i].miner == node) return false;
        }
        return nodePool.isEligible(node);
    }

    /// @dev Goes through every phase that has nothing left to wait for.
    function _closePhases(Turn memory turn) private {
        if (turn.core.status == SessionQueueData.TaskStatus.Assigned) {
            if (_anyWorks(turn)) return;
            address[] memory precommitted = _current(turn);
            if (precommitted.length == 0) {
                _settle(turn, precommitted);
                return;
            }
            if (precommitted.length == turn.core.redundancy) {
                emit TaskAllPrecommitted(turn.sessionId, turn.taskId, precommitted);
            }
            turn.core.status = SessionQueueData.TaskStatus.Precommitted;
            turn.core.commitDeadline = _commitDeadline(turn).toUint40();
            emit TaskPrecommitEnded(turn.sessionId, turn.taskId);
        }
        if (turn.core.status == SessionQueueData.TaskStatus.Precommitted) {
            for (uint256 i = 0; i < turn.parts.length; ++i) {
                if (_owesReveal(turn.parts[i])) return;
            }
            _endCommits(turn);
        }
    }

    function _endCommits(Turn memory turn) private {
        address[] memory committed = _committed(turn);
        if (committed.length == turn.core.redundancy) {
            emit TaskAllCommitted(turn.sessionId, turn.taskId, committed);
        }
        turn.core.status = SessionQueueData.TaskStatus.Committed;
        emit TaskCommitEnded(turn.sessionId, turn.taskId);
        if (committed.length == 0 || !_openValidation(turn, committed)) _settle(turn, committed);
    }

    /// @return whether there is anything to wait for: not without validators
    function _openValidation(Turn memory turn, address[] memory committed) private returns (bool) {
        if (turn.core.validators == 0) return false;
        address[] memory all = new address[](turn.parts.length);
        for (uint256 i = 0; i < all.length; ++i) {
            all[i] = turn.parts[i].miner;
        }
        // No lottery: who sends the last commit can know the choice and wait for one that suits. A contract can look
        // and revert; on a rollup, where prevrandao is constant and block.number the parent chain's, the choice can stay
        // the same for many blocks, known to all. Only who has had the task cannot be chosen.
        uint256 start = uint256(keccak256(abi.encode(block.prevrandao, blockhash(block.number - 1), turn.core.gid)));
        address[] memory validators = nodePool.choose(start, turn.core.validators, all);
        if (validators.length == 0) return false;
        turn.core.validationDeadline = (uint256(_now()) + turn.core.validationTimeout).toUint40();
        validation.open(turn.sessionId, turn.taskId, validators, committed, turn.core.validationDeadline);
        return true;
    }

    function _cancel(Turn memory turn) private {
        _checkOwner(turn);
        if (_ended(turn)) _refuse(turn, NO_PART);
        uint256 committed = _committed(turn).length;
        if (committed != 0) revert CommitsAccepted(committed);
        _settle(turn, new address[](0));
    }

    function _settle(Turn memory turn, address[] memory paid) private {
        turn.core.status = SessionQueueData.TaskStatus.Ended;
        turn.core.finishedAt = _now();
        if (turn.core.pricePerResult != 0) {
            if (paid.length != 0) {
                payment.allocateNodePayments(turn.sessionId, turn.taskId, paid, turn.core.pricePerResult);
            }
            payment.refundTask(turn.sessionId, turn.taskId);
        }
        emit TaskEnded(turn.sessionId, turn.taskId, paid);
    }

    // ------------------------------------------------------------------------------------------- parts of a turn

    /// @dev The caller's part, which has the task now.
    function _mine(Turn memory turn) private view returns (uint256 part) {
        for (part = 0; part < turn.parts.length; ++part) {
            if (turn.parts[part].current && turn.parts[part].miner == msg.sender) return part;
        }
        revert NotAssigned(turn.sessionId, turn.taskId, msg.sender);
    }

    function _require(
        Turn memory turn,
        SessionQueueData.Part memory part,
        SessionQueueData.TaskStatus status,
        SessionQueueData.TaskState state
    ) private pure {
        if (turn.core.status != status || part.state != state) _refuse(turn, uint8(part.state));
    }

    function _checkOwner(Turn memory turn) private view {
        if (msg.sender != turn.core.owner) revert NotOwner(turn.core.owner, msg.sender);
    }

    function _refuse(Turn memory turn, uint8 state) private pure {
        revert WrongPhase(turn.sessionId, turn.taskId, uint8(turn.core.status), state);
    }

    function _ended(Turn memory turn) private pure returns (bool) {
        return turn.core.status == SessionQueueData.TaskStatus.Ended;
    }

    function _works(SessionQueueData.Part memory part) private pure returns (bool) {
        return part.current && part.state <= SessionQueueData.TaskState.Acked;
    }

    function _owesReveal(SessionQueueData.Part memory part) private pure returns (bool) {
        return part.current && part.state == SessionQueueData.TaskState.Precommitted;
    }

    function _anyWorks(Turn memory turn) private pure returns (bool) {
        for (uint256 i = 0; i < turn.parts.length; ++i) {
            if (_works(turn.parts[i])) return true;
        }
        return false;
    }

    function _count(Turn memory turn) private pure returns (uint256 count) {
        for (uint256 i = 0; i < turn.parts.length; ++i) {
            if (turn.parts[i].current) ++count;
        }
    }

    /// @dev Miners that have the task now, in the order in which they got it.
    function _current(Turn memory turn) private pure returns (address[] memory miners) {
        miners = new address[](_count(turn));
        uint256 next = 0;
        for (uint256 i = 0; i < turn.parts.length; ++i) {
            if (turn.parts[i].current) miners[next++] = turn.parts[i].miner;
        }
    }

    function _committed(Turn memory turn) private pure returns (address[] memory miners) {
        miners = new address[](turn.parts.length);
        uint256 found = 0;
        for (uint256 i = 0; i < turn.parts.length; ++i) {
            if (turn.parts[i].state == SessionQueueData.TaskState.Committed) miners[found++] = turn.parts[i].miner;
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(miners, found)
        }
    }

    /// @dev When precommits end whatever happens: early enough to leave the whole time for commits.
    function _precommitCutoff(Turn memory turn) private pure returns (uint256) {
        return turn.core.deadline - turn.core.commitTimeout;
    }

    /// @dev When commits end whose phase opens now. Who precommitted in time has the whole time to reveal, also where
    /// nobody called when the phase was due; but from the task's deadline on the time runs, called or not.
    function _commitDeadline(Turn memory turn) private view returns (uint256) {
        return Math.min(_now(), turn.core.deadline) + turn.core.commitTimeout;
    }

    function _now() private view returns (uint40) {
        return uint40(block.timestamp);
    }

    function _seconds(uint256[] memory params, uint256 index, uint256 otherwise) private pure returns (uint256 given) {
        given = index < params.length ? params[index] : 0;
        if (given == 0) given = otherwise;
        else if (given > MAX_TIMEOUT) revert OutOfRange("requestParams", 0, MAX_TIMEOUT, given);
    }

    // ----------------------------------------------------------------------------------------------- reads: ours

    /// @notice All about a task in one read.
    function taskView(uint256 sessionId, uint256 taskId) external view returns (SessionQueueData.TaskView memory) {
        _answerOf(address(queueData));
    }

    /// @notice Up to `amount` tasks of a session from task `first` on.
    function taskViews(uint256 sessionId, uint256 first, uint256 amount)
        external
        view
        returns (SessionQueueData.TaskView[] memory)
    {
        _answerOf(address(queueData));
    }

    /// @notice What the miners of a task put down that have precommitted.
    function taskResults(uint256 sessionId, uint256 taskId)
        external
        view
        returns (SessionQueueData.ResultView[] memory)
    {
        _answerOf(address(queueData));
    }

    /// @notice All miners that ever had a task, and how far each came.
    function minerStates(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, SessionQueueData.TaskState[] memory)
    {
        _answerOf(address(queueData));
    }

    /// @notice The tasks that are open work to a miner, in no certain order.
    function openTasks(address miner) external view returns (SessionQueueData.TaskId[] memory) {
        _answerOf(address(queueData));
    }

    /// @notice All about the tasks that are open work to a miner, in no certain order.
    function openTaskViews(address miner) external view returns (SessionQueueData.TaskView[] memory) {
        _answerOf(address(queueData));
    }

    function openTaskCount(address miner) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    /// @notice How many miners and validators a task is for: what a call on it costs at most grows with both.
    function sizeOf(uint256 sessionId, uint256 taskId) external view returns (uint256 miners, uint256 validators) {
        _answerOf(address(queueData));
    }

    /// @notice When something has to happen to a task, whether or not anyone calls; zero if nothing has.
    function dueAt(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    // ------------------------------------------------------------------------------------------------ reads: [ABI]

    function getAllTaskResultAckedTimestamps(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, uint256[] memory)
    {
        _answerOf(address(queueData));
    }

    function getAllTaskResultCommitTimestamps(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, uint256[] memory)
    {
        _answerOf(address(queueData));
    }

    function getAllTaskResultPrecommitTimestamps(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, uint256[] memory)
    {
        _answerOf(address(queueData));
    }

    function getAllTaskResults(uint256 sessionId)
        external
        view
        returns (address[][] memory, string[][] memory, bytes32[][] memory)
    {
        _answerOf(address(queueData));
    }

    function getLatestTask(uint256 sessionId) external view returns (string memory) {
        _answerOf(address(queueData));
    }

    function getTask(uint256 sessionId, uint256 taskId) external view returns (SessionQueueData.Task memory) {
        _answerOf(address(queueData));
    }

    function getTaskCountBySessionId(uint256 sessionId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskCountBySessionIds(uint256[] memory sessionIds) external view returns (uint256[] memory) {
        _answerOf(address(queueData));
    }

    function getTaskData(uint256 sessionId, uint256 taskId) external view returns (string memory) {
        _answerOf(address(queueData));
    }

    function getTaskDataWithAcked(uint256 sessionId, uint256 taskId) external view returns (string memory) {
        _answerOf(address(queueData));
    }

    function getTaskDecoration(uint256 sessionId, uint256 taskId)
        external
        view
        returns (SessionQueueData.TaskDecoration memory)
    {
        _answerOf(address(queueData));
    }

    function getTaskDecorationFrequencyPenalty(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationMaxTokens(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationPresencePenalty(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationPromptTemplate(uint256 sessionId, uint256 taskId) external view returns (string memory) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationPromptType(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationTemperature(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationTopK(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskDecorationTopP(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        _answerOf(address(queueData));
    }

    function getTaskResultCommitTimestamp(uint256 sessionId, uint256 taskId, address miner)
        external
        view
        returns (uint256)
    {
        _answerOf(address(queueData));
    }

    function getTaskResultData(uint256 sessionId, uint256 taskId, address miner) external view returns (string memory) {
        _answerOf(address(queueData));
    }

    function getTaskResultDataHash(uint256 sessionId, uint256 taskId, address miner) external view returns (bytes32) {
        _answerOf(address(queueData));
    }

    function getTaskResultHashes(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, bytes32[] memory)
    {
        _answerOf(address(queueData));
    }

    function getTaskResultPrecommitTimestamp(uint256 sessionId, uint256 taskId, address miner)
        external
        view
        returns (uint256)
    {
        _answerOf(address(queueData));
    }

    function getTaskResultState(uint256 sessionId, uint256 taskId, address addr)
        external
        view
        returns (SessionQueueData.TaskState)
    {
        _answerOf(address(queueData));
    }

    function getTaskResults(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, string[] memory)
    {
        _answerOf(address(queueData));
    }

    function getTaskResultsAndHashes(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, string[] memory, bytes32[] memory)
    {
        _answerOf(address(queueData));
    }

    function getTaskStatus(uint256 sessionId, uint256 taskId) external view returns (SessionQueueData.TaskStatus) {
        _answerOf(address(queueData));
    }

    function getTasksBySessionId(uint256 sessionId) external view returns (SessionQueueData.Task[] memory) {
        _answerOf(address(queueData));
    }

    function isAcked(uint256 sessionId, uint256 taskId) external view returns (bool) {
        _answerOf(address(queueData));
    }

    /// @notice Keccak-256 of the text in UTF-8 [INF].
    function getHash(string calldata str) external pure returns (bytes32) {
        return keccak256(bytes(str));
    }

    function verifyHash(string calldata str, bytes32 expectedHash) external pure returns (bool) {
        return keccak256(bytes(str)) == expectedHash;
    }

    /// @notice The address in the low bytes. Ours: how the network makes the id is not known.
    function getNodeId(address addr) external pure returns (bytes32) {
        return bytes32(uint256(uint160(addr)));
    }

    function isOracleNode(address addr) public view returns (bool) {
        return address(iam) != address(0) && iam.isOracleNode(addr);
    }

    function getUseSessionStats() external view returns (bool) {
        return useSessionStats;
    }

    function getACLAddress() external view returns (address) {
        return _acl;
    }

    function getIAMAddress() external view returns (address) {
        return address(iam);
    }

    function getNodePoolAddress() external view returns (address) {
        return address(nodePool);
    }

    function getNodeReputationAddress() external view returns (address) {
        return _nodeReputation;
    }

    function getNodeStatsAddress() external view returns (address) {
        return _nodeStats;
    }

    function getSessionPaymentAddress() external view returns (address) {
        return address(payment);
    }

    function getSessionQueueDataAddress() external view returns (address) {
        return address(queueData);
    }

    function getSessionQueueValidationAddress() external view returns (address) {
        return address(validation);
    }

    function getSessionReputationAddress() external view returns (address) {
        return _sessionReputation;
    }

    function getSessionStatsAddress() external view returns (address) {
        return _sessionStats;
    }

    // ------------------------------------------------------------------------------------------------------ owner

    /// @notice Lets a module enqueue tasks, or no longer.
    function setPrimaryModule(address module, bool primary) external onlyOwner {
        isPrimaryModule[module] = primary;
        emit PrimaryModuleChanged(module, primary);
    }

    function setSlashBasisPoints(uint256 basisPoints) external onlyOwner {
        if (basisPoints > BASIS_POINTS) revert OutOfRange("basisPoints", 0, BASIS_POINTS, basisPoints);
        slashBasisPoints = basisPoints;
        emit SlashShareChanged(basisPoints);
    }

    /// @notice Seconds to acknowledge an assignment, from the next one on.
    function setAckTimeout(uint256 timeout) external onlyOwner {
        if (timeout == 0 || timeout > MAX_TIMEOUT) revert OutOfRange("ackTimeout", 1, MAX_TIMEOUT, timeout);
        ackTimeout = timeout;
        emit AckTimeoutChanged(timeout);
    }

    /// @notice Names the module that keeps sessions. Ours.
    function setSessionData(address _sessionDataContract) external onlyOwner {
        sessionData = SessionData(_sessionDataContract);
    }

    function setSessionQueueData(address _sessionQueueDataContract) external onlyOwner {
        queueData = SessionQueueData(_sessionQueueDataContract);
    }

    function setSessionQueueValidation(address _sessionQueueValidationContract) external onlyOwner {
        validation = SessionQueueValidation(_sessionQueueValidationContract);
    }

    /// @notice Names the module that is charged. Only while no task is open: one whose escrow another module holds
    /// cannot end until that module is named again. The same goes for the two above.
    function setSessionPayment(address _sessionPaymentContract) external onlyOwner {
        payment = SessionPayment(_sessionPaymentContract);
    }

    function setNodePool(address _nodePoolContract) external onlyOwner {
        nodePool = NodePool(_nodePoolContract);
    }

    function setIAM(address _iamContract) external onlyOwner {
        iam = Iam(_iamContract);
    }

    function setUseSessionPayment(bool _useSessionPayment) external onlyOwner {
        useSessionPayment = _useSessionPayment;
    }

    function setUsePaymentFlow(bool _usePaymentFlow) external onlyOwner {
        usePaymentFlow = _usePaymentFlow;
    }

    /// @notice Recorded, without effect, like the six below.
    function setACL(address _aclContract) external onlyOwner {
        _acl = _aclContract;
    }

    function setNodeReputation(address _nodeReputationContract) external onlyOwner {
        _nodeReputation = _nodeReputationContract;
    }

    function setNodeStats(address _nodeStatsContract) external onlyOwner {
        _nodeStats = _nodeStatsContract;
    }

    function setSessionReputation(address _sessionReputationContract) external onlyOwner {
        _sessionReputation = _sessionReputationContract;
    }

    function setSessionStats(address _sessionStatsContract) external onlyOwner {
        _sessionStats = _sessionStatsContract;
    }

    function setUseSessionStats(bool _useSessionStats) external onlyOwner {
        useSessionStats = _useSessionStats;
    }

    function setUseSwitchModel(bool _useSwitchModel) external onlyOwner {
        useSwitchModel = _useSwitchModel;
    }
}
