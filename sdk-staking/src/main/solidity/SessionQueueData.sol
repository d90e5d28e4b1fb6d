// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {BlockClock} from "./BlockClock.sol";
import {DuplicateReference, NotAssigned, UnknownSession, UnknownTask} from "./Errors.sol";
import {SessionData} from "./SessionData.sol";
import {SessionPayment} from "./SessionPayment.sol";

/// @title Where tasks are kept
/// @notice {Task} and {TaskDecoration} are structs of the network's ABI [ABI], put together when they are read. The
/// reads with names of the ABI are those that SessionQueueV2 passes on. Only a writer, SessionQueueV2, changes
/// anything, by {load} and {save}: it decides in memory, and what is open work to whom follows here from what it saves.
contract SessionQueueData is AccessControl {
    using EnumerableSet for EnumerableSet.UintSet;
    using SafeCast for uint256;

    /// @dev [INF] from what clients make of the numbers.
    enum TaskStatus {
        Queued,
        Assigned,
        Precommitted,
        Committed,
        Ended
    }

    /// @dev Of one miner in a task. The network's numbers are not known; these are ours.
    enum TaskState {
        Assigned,
        Acked,
        Precommitted,
        Committed,
        Mismatched,
        Missed,
        Declined
    }

    /// @dev [ABI]
    struct Task {
        uint256 id;
        uint256 gid;
        uint256 sessionId;
        string data;
        address[] assignedMiners;
        bool ended;
        TaskStatus status;
        uint256 createdAt;
        uint256 lastPrecommitAt;
        uint256 lastCommitAt;
        uint256 finishedAt;
    }

    /// @dev [ABI]
    struct TaskDecoration {
        uint256 id;
        uint256 sessionId;
        uint256 taskId;
        uint256 promptType;
        string promptTemplate;
        uint256 maxTokens;
        uint256 temperature;
        uint256 topP;
        uint256 topK;
        uint256 presencePenalty;
        uint256 frequencyPenalty;
    }

    /// @notice What a task is made of. Times are in seconds.
    struct NewTask {
        address owner;
        string data;
        string clientReference;
        uint256 nodeType;
        uint256 promptType;
        string promptTemplate;
        uint256[] llmParams;
        uint256 redundancy;
        uint256 validators;
        uint256 pricePerResult;
        uint256 precommitTimeout;
        uint256 commitTimeout;
        uint256 timeout;
        uint256 validationTimeout;
    }

    /// @notice What a writer needs to decide about a task. Moments are in seconds since 1970.
    struct Core {
        address owner;
        TaskStatus status;
        uint8 redundancy;
        uint8 validators;
        uint8 nodeType;
        uint40 createdAt;
        uint40 deadline;
        uint40 commitDeadline;
        uint40 validationDeadline;
        uint32 precommitTimeout;
        uint32 commitTimeout;
        uint32 validationTimeout;
        uint64 gid;
        uint40 lastPrecommitAt;
        uint40 lastCommitAt;
        uint40 finishedAt;
        uint64 grantedIn;
        uint256 pricePerResult;
    }

    /// @notice One miner's part in a task. `current` says whether it has the task now.
    struct Part {
        address miner;
        TaskState state;
        bool current;
        uint40 ackDeadline;
        uint40 precommitDeadline;
        uint40 ackedAt;
        uint40 precommittedAt;
        uint40 committedAt;
    }

    /// @notice All about a task in one read. Ours.
    /// @param assigned the miners that have it now
    /// @param miners all that ever had it, in the order in which they got it, and their `states`
    /// @param phaseDeadline when the present phase ends at the latest
    /// @param envelopeHash Keccak-256 of the latest access grant; zero if there is none, or the task has ended
    /// @param envelopeBlock the block whose log has the grant
    struct TaskView {
        uint256 id;
        uint256 gid;
        uint256 sessionId;
        address owner;
        string data;
        string clientReference;
        TaskStatus status;
        uint256 createdAt;
        uint256 deadline;
        uint256 phaseDeadline;
        address[] assigned;
        address[] miners;
        TaskState[] states;
        bytes32 envelopeHash;
        uint256 envelopeBlock;
        uint256 escrow;
        uint256 paid;
        uint256 refunded;
    }

    /// @notice What one miner put down. Ours. `reveal` is there also when it does not match `precommit`.
    struct ResultView {
        address miner;
        TaskState state;
        bool current;
        bytes32 precommit;
        string precommitData;
        string reveal;
        uint256 ackedAt;
        uint256 precommittedAt;
        uint256 committedAt;
    }

    /// @notice A task that is open work.
    struct TaskId {
        uint256 sessionId;
        uint256 taskId;
    }

    /// @dev One slot. The order of `llmParams` is [COM]; the ABI reads all but the repeat penalty.
    struct Decoration {
        uint32 promptType;
        uint32 maxTokens;
        uint32 temperature;
        uint32 topP;
        uint32 topK;
        uint32 repeatPenalty;
        uint32 presencePenalty;
        uint32 frequencyPenalty;
    }

    struct Commitment {
        bytes32 hash;
        string data;
        string reveal;
    }

    struct Stored {
        Core core;
        bytes32 envelopeHash;
        Decoration decoration;
        string data;
        string clientReference;
        string promptTemplate;
        Part[] parts;
        mapping(uint256 part => Commitment) commitments;
    }

    /// @notice May change tasks: SessionQueueV2.
    bytes32 public constant WRITER_ROLE = keccak256("WRITER_ROLE");

    SessionData public immutable sessionData;

    /// @dev For {taskView} alone.
    SessionPayment public payment;

    /// @notice How many tasks there are in all sessions.
    uint256 public taskCount;

    mapping(uint256 sessionId => uint256) private _counts;
    mapping(uint256 sessionId => mapping(uint256 taskId => Stored)) private _tasks;
    mapping(uint256 sessionId => mapping(bytes32 referenceHash => uint256 taskId)) private _references;
    mapping(address miner => EnumerableSet.UintSet) private _openTasks;

    constructor(SessionData sessionData_) {
        sessionData = sessionData_;
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    /// @notice Names the module that {taskView} reads.
    function setSessionPayment(SessionPayment payment_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        payment = payment_;
    }

    // ------------------------------------------------------------------------------------------------------ writer

    /// @notice Adds a task to a session.
    function create(uint256 sessionId, NewTask calldata made)
        external
        onlyRole(WRITER_ROLE)
        returns (uint256 taskId, uint256 gid)
    {
        taskId = ++_counts[sessionId];
        gid = ++taskCount;
        if (bytes(made.clientReference).length != 0) {
            bytes32 key = keccak256(bytes(made.clientReference));
            uint256 other = _references[sessionId][key];
            if (other != 0) revert DuplicateReference(other);
            _references[sessionId][key] = taskId;
        }
        Stored storage task = _tasks[sessionId][taskId];
        task.core = Core({
            owner: made.owner,
            status: TaskStatus.Queued,
            redundancy: made.redundancy.toUint8(),
            validators: made.validators.toUint8(),
            nodeType: made.nodeType.toUint8(),
            createdAt: block.timestamp.toUint40(),
            deadline: (block.timestamp + made.timeout).toUint40(),
            commitDeadline: (block.timestamp + made.timeout).toUint40(),
            validationDeadline: 0,
            precommitTimeout: made.precommitTimeout.toUint32(),
            commitTimeout: made.commitTimeout.toUint32(),
            validationTimeout: made.validationTimeout.toUint32(),
            gid: gid.toUint64(),
            lastPrecommitAt: 0,
            lastCommitAt: 0,
            finishedAt: 0,
            grantedIn: 0,
            pricePerResult: made.pricePerResult
        });
        task.decoration = Decoration({
            promptType: made.promptType.toUint32(),
            maxTokens: _param(made.llmParams, 0),
            temperature: _param(made.llmParams, 1),
            topP: _param(made.llmParams, 2),
            topK: _param(made.llmParams, 3),
            repeatPenalty: _param(made.llmParams, 4),
            presencePenalty: _param(made.llmParams, 5),
            frequencyPenalty: _param(made.llmParams, 6)
        });
        task.data = made.data;
        task.clientReference = made.clientReference;
        task.promptTemplate = made.promptTemplate;
    }

    /// @notice What a writer needs of a task; refused if there is none.
    function load(uint256 sessionId, uint256 taskId) external view returns (Core memory core, Part[] memory parts) {
        Stored storage task = _known(sessionId, taskId);
        return (task.core, task.parts);
    }

    /// @notice Keeps what a writer decided. Parts may have been added at the end, and none left out.
    function save(uint256 sessionId, uint256 taskId, Core calldata core, Part[] calldata parts)
        external
        onlyRole(WRITER_ROLE)
    {
        Stored storage task = _known(sessionId, taskId);
        bool wasOpen = task.core.status != TaskStatus.Ended;
        bool isOpen = core.status != TaskStatus.Ended;
        uint256 before = task.parts.length;
        uint256 key = (sessionId << 128) | taskId;
        for (uint256 i = 0; i < parts.length; ++i) {
            bool had = i < before && wasOpen && task.parts[i].current;
            bool has = isOpen && parts[i].current;
            if (i < before) task.parts[i] = parts[i];
            else task.parts.push(parts[i]);
            if (has && !had) _openTasks[parts[i].miner].add(key);
            if (had && !has) _openTasks[parts[i].miner].remove(key);
        }
        task.core = core;
        // Nobody opens an ended task.
        if (!isOpen) delete task.envelopeHash;
    }

    function setPrecommit(uint256 sessionId, uint256 taskId, uint256 part, bytes32 hash, string calldata data)
        external
        onlyRole(WRITER_ROLE)
    {
        Commitment storage commitment = _tasks[sessionId][taskId].commitments[part];
        commitment.hash = hash;
        commitment.data = data;
    }

    function setReveal(uint256 sessionId, uint256 taskId, uint256 part, string calldata text)
        external
        onlyRole(WRITER_ROLE)
    {
        _tasks[sessionId][taskId].commitments[part].reveal = text;
    }

    function setEnvelope(uint256 sessionId, uint256 taskId, bytes32 hash) external onlyRole(WRITER_ROLE) {
        Stored storage task = _tasks[sessionId][taskId];
        task.envelopeHash = hash;
        task.core.grantedIn = BlockClock.number().toUint64();
    }

    // ------------------------------------------------------------------------------------------------ reads: ours

    /// @notice All about a task in one read.
    function taskView(uint256 sessionId, uint256 taskId) public view returns (TaskView memory) {
        Stored storage task = _known(sessionId, taskId);
        (address[] memory miners, TaskState[] memory states) = minerStates(sessionId, taskId);
        (uint256 escrow, uint256 paid, uint256 refunded) = payment.taskMoney(sessionId, taskId);
        return TaskView({
            id: taskId,
            gid: task.core.gid,
            sessionId: sessionId,
            owner: task.core.owner,
            data: task.data,
            clientReference: task.clientReference,
            status: task.core.status,
            createdAt: task.core.createdAt,
            deadline: task.core.deadline,
            phaseDeadline: _phaseDeadline(task),
            assigned: _current(task),
            miners: miners,
            states: states,
            envelopeHash: task.envelopeHash,
            envelopeBlock: task.core.grantedIn,
            escrow: escrow,
            paid: paid,
            refunded: refunded
        });
    }

    /// @notice Up to `amount` tasks of a session from task `first` on.
    function taskViews(uint256 sessionId, uint256 first, uint256 amount)
        external
        view
        returns (TaskView[] memory page)
    {
        uint256 count = getTaskCountBySessionId(sessionId);
        uint256 left = first != 0 && first <= count ? count - first + 1 : 0;
        page = new TaskView[](amount < left ? amount : left);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = taskView(sessionId, first + i);
        }
    }

    /// @notice What the miners of a task put down that have precommitted.
    function taskResults(uint256 sessionId, uint256 taskId) external view returns (ResultView[] memory results) {
        Stored storage task = _known(sessionId, taskId);
        uint256 count = 0;
        results = new ResultView[](task.parts.length);
        for (uint256 i = 0; i < results.length; ++i) {
            Part storage part = task.parts[i];
            if (part.precommittedAt == 0) continue;
            Commitment storage commitment = task.commitments[i];
            results[count++] = ResultView({
                miner: part.miner,
                state: part.state,
                current: part.current,
                precommit: commitment.hash,
                precommitData: commitment.data,
                reveal: commitment.reveal,
                ackedAt: part.ackedAt,
                precommittedAt: part.precommittedAt,
                committedAt: part.committedAt
            });
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(results, count)
        }
    }

    /// @notice All miners that ever had a task, and how far each came.
    function minerStates(uint256 sessionId, uint256 taskId)
        public
        view
        returns (address[] memory miners, TaskState[] memory states)
    {
        Stored storage task = _known(sessionId, taskId);
        miners = new address[](task.parts.length);
        states = new TaskState[](miners.length);
        for (uint256 i = 0; i < miners.length; ++i) {
            miners[i] = task.parts[i].miner;
            states[i] = task.parts[i].state;
        }
    }

    /// @notice The hash that a miner precommitted; zero if it has not.
    function precommitOf(uint256 sessionId, uint256 taskId, uint256 part) external view returns (bytes32) {
        return _tasks[sessionId][taskId].commitments[part].hash;
    }

    /// @notice The task of a session that has a client reference; zero if there is none.
    function taskByReference(uint256 sessionId, string calldata clientReference) external view returns (uint256) {
        _knownSession(sessionId);
        return _references[sessionId][keccak256(bytes(clientReference))];
    }

    /// @notice How many tasks are open work to a miner.
    function openTaskCount(address miner) external view returns (uint256) {
        return _openTasks[miner].length();
    }

    /// @notice The tasks that are open work to a miner, in no certain order.
    function openTasks(address miner) external view returns (TaskId[] memory tasks) {
        uint256[] memory keys = _openTasks[miner].values();
        tasks = new TaskId[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            tasks[i] = TaskId({sessionId: keys[i] >> 128, taskId: uint128(keys[i])});
        }
    }

    /// @notice All about the tasks that are open work to a miner, in no certain order.
    function openTaskViews(address miner) external view returns (TaskView[] memory views) {
        uint256[] memory keys = _openTasks[miner].values();
        views = new TaskView[](keys.length);
        for (uint256 i = 0; i < keys.length; ++i) {
            views[i] = taskView(keys[i] >> 128, uint128(keys[i]));
        }
    }

    /// @notice How many miners and validators a task is for: what a call on it costs at most grows with both.
    function sizeOf(uint256 sessionId, uint256 taskId) external view returns (uint256 miners, uint256 validators) {
        Stored storage task = _known(sessionId, taskId);
        return (task.core.redundancy, task.core.validators);
    }

    /// @notice When something has to happen to a task, whether or not anyone calls; zero if nothing has.
    function dueAt(uint256 sessionId, uint256 taskId) external view returns (uint256 due) {
        Stored storage task = _known(sessionId, taskId);
        TaskStatus status = task.core.status;
        if (status == TaskStatus.Precommitted) return task.core.commitDeadline;
        if (status == TaskStatus.Committed) return task.core.validationDeadline;
        if (status != TaskStatus.Assigned) return 0;
        for (uint256 i = 0; i < task.parts.length; ++i) {
            Part memory part = task.parts[i];
            if (!part.current || part.state > TaskState.Acked) continue;
            uint256 next = part.state == TaskState.Assigned ? part.ackDeadline : part.precommitDeadline;
            if (due == 0 || next < due) due = next;
        }
    }

    // ------------------------------------------------------------------------------------ reads of SessionQueueV2

    function getTask(uint256 sessionId, uint256 taskId) public view returns (Task memory) {
        Stored storage task = _known(sessionId, taskId);
        return Task({
            id: taskId,
            gid: task.core.gid,
            sessionId: sessionId,
            data: task.data,
            assignedMiners: _current(task),
            ended: task.core.status == TaskStatus.Ended,
            status: task.core.status,
            createdAt: task.core.createdAt,
            lastPrecommitAt: task.core.lastPrecommitAt,
            lastCommitAt: task.core.lastCommitAt,
            finishedAt: task.core.finishedAt
        });
    }

    function getTasksBySessionId(uint256 sessionId) external view returns (Task[] memory tasks) {
        tasks = new Task[](getTaskCountBySessionId(sessionId));
        for (uint256 i = 0; i < tasks.length; ++i) {
            tasks[i] = getTask(sessionId, i + 1);
        }
    }

    function getTaskCountBySessionId(uint256 sessionId) public view returns (uint256) {
        return _counts[sessionId];
    }

    function getTaskCountBySessionIds(uint256[] calldata sessionIds) external view returns (uint256[] memory counts) {
        counts = new uint256[](sessionIds.length);
        for (uint256 i = 0; i < counts.length; ++i) {
            counts[i] = _counts[sessionIds[i]];
        }
    }

    function getTaskData(uint256 sessionId, uint256 taskId) public view returns (string memory) {
        return _known(sessionId, taskId).data;
    }

    /// @notice A task's data once a miner has acknowledged it, otherwise empty. [INF] from the name.
    function getTaskDataWithAcked(uint256 sessionId, uint256 taskId) external view returns (string memory data) {
        Stored storage task = _known(sessionId, taskId);
        for (uint256 i = 0; i < task.parts.length; ++i) {
            if (task.parts[i].ackedAt != 0) return task.data;
        }
    }

    /// @notice The data of the session's last task, empty if there is none.
    function getLatestTask(uint256 sessionId) external view returns (string memory) {
        return _tasks[sessionId][_counts[sessionId]].data;
    }

    function getTaskStatus(uint256 sessionId, uint256 taskId) external view returns (TaskStatus) {
        return _known(sessionId, taskId).core.status;
    }

    /// @notice Whether every miner that has the task has acknowledged it. [INF] from the name.
    function isAcked(uint256 sessionId, uint256 taskId) external view returns (bool) {
        Stored storage task = _known(sessionId, taskId);
        uint256 current = 0;
        for (uint256 i = 0; i < task.parts.length; ++i) {
            if (!task.parts[i].current) continue;
            if (task.parts[i].ackedAt == 0) return false;
            ++current;
        }
        return current != 0;
    }

    /// @notice How far a miner is; refused if it never had the task.
    function getTaskResultState(uint256 sessionId, uint256 taskId, address addr) external view returns (TaskState) {
        (Stored storage task, uint256 part) = _partOf(sessionId, taskId, addr);
        return task.parts[part].state;
    }

    /// @notice A miner's accepted text, empty if there is none.
    function getTaskResultData(uint256 sessionId, uint256 taskId, address miner) external view returns (string memory) {
        (Stored storage task, uint256 part) = _partOf(sessionId, taskId, miner);
        return _accepted(task, part);
    }

    function getTaskResultDataHash(uint256 sessionId, uint256 taskId, address miner) external view returns (bytes32) {
        (Stored storage task, uint256 part) = _partOf(sessionId, taskId, miner);
        return task.commitments[part].hash;
    }

    function getTaskResultPrecommitTimestamp(uint256 sessionId, uint256 taskId, address miner)
        external
        view
        returns (uint256)
    {
        (Stored storage task, uint256 part) = _partOf(sessionId, taskId, miner);
        return task.parts[part].precommittedAt;
    }

    function getTaskResultCommitTimestamp(uint256 sessionId, uint256 taskId, address miner)
        external
        view
        returns (uint256)
    {
        (Stored storage task, uint256 part) = _partOf(sessionId, taskId, miner);
        return task.parts[part].committedAt;
    }

    /// @notice The miners that have the task, and each one's accepted text, empty as long as there is none.
    function getTaskResults(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory miners, string[] memory data)
    {
        (miners, data,) = getTaskResultsAndHashes(sessionId, taskId);
    }

    /// @notice The miners that have the task, and each one's precommitted hash, zero as long as there is none.
    function getTaskResultHashes(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory miners, bytes32[] memory hashes)
    {
        (miners,, hashes) = getTaskResultsAndHashes(sessionId, taskId);
    }

    function getTaskResultsAndHashes(uint256 sessionId, uint256 taskId)
        public
        view
        returns (address[] memory miners, string[] memory data, bytes32[] memory hashes)
    {
        Stored storage task = _known(sessionId, taskId);
        uint256[] memory parts = _currentParts(task);
        miners = new address[](parts.length);
        data = new string[](parts.length);
        hashes = new bytes32[](parts.length);
        for (uint256 i = 0; i < parts.length; ++i) {
            miners[i] = task.parts[parts[i]].miner;
            data[i] = _accepted(task, parts[i]);
            hashes[i] = task.commitments[parts[i]].hash;
        }
    }

    function getAllTaskResults(uint256 sessionId)
        external
        view
        returns (address[][] memory miners, string[][] memory data, bytes32[][] memory hashes)
    {
        uint256 count = getTaskCountBySessionId(sessionId);
        miners = new address[][](count);
        data = new string[][](count);
        hashes = new bytes32[][](count);
        for (uint256 i = 0; i < count; ++i) {
            (miners[i], data[i], hashes[i]) = getTaskResultsAndHashes(sessionId, i + 1);
        }
    }

    function getAllTaskResultAckedTimestamps(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory miners, uint256[] memory timestamps)
    {
        Stored storage task = _known(sessionId, taskId);
        uint256[] memory parts = _currentParts(task);
        miners = _current(task);
        timestamps = new uint256[](parts.length);
        for (uint256 i = 0; i < parts.length; ++i) {
            timestamps[i] = task.parts[parts[i]].ackedAt;
        }
    }

    function getAllTaskResultPrecommitTimestamps(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory miners, uint256[] memory timestamps)
    {
        Stored storage task = _known(sessionId, taskId);
        uint256[] memory parts = _currentParts(task);
        miners = _current(task);
        timestamps = new uint256[](parts.length);
        for (uint256 i = 0; i < parts.length; ++i) {
            timestamps[i] = task.parts[parts[i]].precommittedAt;
        }
    }

    function getAllTaskResultCommitTimestamps(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory miners, uint256[] memory timestamps)
    {
        Stored storage task = _known(sessionId, taskId);
        uint256[] memory parts = _currentParts(task);
        miners = _current(task);
        timestamps = new uint256[](parts.length);
        for (uint256 i = 0; i < parts.length; ++i) {
            timestamps[i] = task.parts[parts[i]].committedAt;
        }
    }

    function getTaskDecoration(uint256 sessionId, uint256 taskId) public view returns (TaskDecoration memory) {
        Stored storage task = _known(sessionId, taskId);
        Decoration memory decoration = task.decoration;
        return TaskDecoration({
            id: task.core.gid,
            sessionId: sessionId,
            taskId: taskId,
            promptType: decoration.promptType,
            promptTemplate: task.promptTemplate,
            maxTokens: decoration.maxTokens,
            temperature: decoration.temperature,
            topP: decoration.topP,
            topK: decoration.topK,
            presencePenalty: decoration.presencePenalty,
            frequencyPenalty: decoration.frequencyPenalty
        });
    }

    function getTaskDecorationFrequencyPenalty(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.frequencyPenalty;
    }

    function getTaskDecorationMaxTokens(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.maxTokens;
    }

    function getTaskDecorationPresencePenalty(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.presencePenalty;
    }

    function getTaskDecorationPromptTemplate(uint256 sessionId, uint256 taskId) external view returns (string memory) {
        return _known(sessionId, taskId).promptTemplate;
    }

    function getTaskDecorationPromptType(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.promptType;
    }

    function getTaskDecorationTemperature(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.temperature;
    }

    function getTaskDecorationTopK(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.topK;
    }

    function getTaskDecorationTopP(uint256 sessionId, uint256 taskId) external view returns (uint256) {
        return _known(sessionId, taskId).decoration.topP;
    }

    // ------------------------------------------------------------------------------------------------------ parts

    function _known(uint256 sessionId, uint256 taskId) private view returns (Stored storage task) {
        task = _tasks[sessionId][taskId];
        if (task.core.createdAt == 0) {
            _knownSession(sessionId);
            revert UnknownTask(sessionId, taskId, _counts[sessionId]);
        }
    }

    function _knownSession(uint256 sessionId) private view {
        if (!sessionData.doesSessionExist(sessionId)) revert UnknownSession(sessionId, sessionData.getSessionCount());
    }

    function _partOf(uint256 sessionId, uint256 taskId, address miner)
        private
        view
        returns (Stored storage task, uint256 part)
    {
        task = _known(sessionId, taskId);
        for (part = 0; part < task.parts.length; ++part) {
            if (task.parts[part].miner == miner) return (task, part);
        }
        revert NotAssigned(sessionId, taskId, miner);
    }

    function _currentParts(Stored storage task) private view returns (uint256[] memory places) {
        uint256 found = 0;
        places = new uint256[](task.parts.length);
        for (uint256 i = 0; i < places.length; ++i) {
            if (task.parts[i].current) places[found++] = i;
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(places, found)
        }
    }

    function _current(Stored storage task) private view returns (address[] memory miners) {
        uint256[] memory places = _currentParts(task);
        miners = new address[](places.length);
        for (uint256 i = 0; i < places.length; ++i) {
            miners[i] = task.parts[places[i]].miner;
        }
    }

    function _accepted(Stored storage task, uint256 part) private view returns (string memory text) {
        if (task.parts[part].state == TaskState.Committed) text = task.commitments[part].reveal;
    }

    /// @dev The same as in the embedded ledger; the validation phase, which that does not have, ends later.
    function _phaseDeadline(Stored storage task) private view returns (uint256 deadline) {
        if (task.core.validationDeadline != 0) return task.core.validationDeadline;
        if (task.core.status != TaskStatus.Assigned) return task.core.commitDeadline;
        for (uint256 i = 0; i < task.parts.length; ++i) {
            Part memory part = task.parts[i];
            if (part.current && part.precommitDeadline > deadline) deadline = part.precommitDeadline;
        }
        return deadline == 0 ? task.core.commitDeadline : deadline;
    }

    function _param(uint256[] calldata llmParams, uint256 index) private pure returns (uint32) {
        return index < llmParams.length ? llmParams[index].toUint32() : 0;
    }
}
