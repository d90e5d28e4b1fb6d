// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {Math} from "@openzeppelin/contracts/utils/math/Math.sol";
import {Acl} from "./Acl.sol";
import {
    DuplicateReference,
    NotAllowed,
    NotEligible,
    NotEnoughNodes,
    NotOwner,
    OutOfRange,
    SessionExpired,
    SessionInactive,
    TaskLimit,
    ZeroAddress
} from "./Errors.sol";
import {Facade} from "./Facade.sol";
import {Iam} from "./Iam.sol";
import {NodePool} from "./NodePool.sol";
import {SessionData} from "./SessionData.sol";
import {SessionPayment} from "./SessionPayment.sol";
import {SessionQueueData} from "./SessionQueueData.sol";
import {SessionQueueV2} from "./SessionQueueV2.sol";
import {Text} from "./Text.sol";

/// @title Sessions
/// @notice Functions, events and structs of the network's ABI of 2025-11 [ABI]; the rules are those of the embedded
/// ledger of the Java SDK, ours unless marked. A session has candidate nodes, a price and a reserve period; its owner
/// hands in tasks. Sessions, and the tasks of one session, are numbered from 1.
contract SessionV2 is Ownable, Facade {
    /// @notice What {create} takes where the caller names zero [COM: what clients name].
    uint256 public constant DEFAULT_RESERVE_PERIOD = 300;
    uint256 public constant DEFAULT_MAX_TASKS = 5;

    /// @notice The longest reserve period of a session, in seconds, and the most tasks. [ABI]
    uint256 public MAX_RESERVE_PERIOD = 36_525 days;
    uint256 public MAX_TASK_EXECUTION_COUNT = type(uint32).max;

    uint256 private constant EPHEMERAL = 0;

    SessionData public sessionData;
    SessionQueueV2 public queue;
    SessionPayment public payment;
    NodePool public nodePool;
    Acl public acl;
    Iam public iam;

    /// @notice Whether sessions that name no price cost the payment module's default; otherwise they are free. [ABI]
    bool public useSessionPayment = true;

    /// @notice Switches of the ABI whose meaning is not known: recorded, without effect.
    bool public useSwitchModel;
    bool public useDedicatedNodeSwitchModel;

    /// @dev Modules of the ABI that we do not have: recorded, without effect.
    address private _auth;
    address private _stats;

    // Events of the ABI.
    event SessionCreated(uint256 sessionId, bytes32 sid, address owner, address[] miners);
    event NewNodeAssignedToSession(
        uint256 indexed sessionId, address[] nodeAddresses, uint256 newNodeCount, uint256 assignmentType
    );
    event SessionUpdated(
        uint256 indexed sessionId,
        address indexed updater,
        uint256 minNumOfNodes,
        uint256 maxNumOfNodes,
        uint256 redundant
    );
    event SessionDeactivated(uint256 indexed sessionId, address indexed deactivator);
    event NodeReleased(bytes32 nodeId, uint256 sessionId);
    event DedicatedNodeAdded(address indexed nodeAddress);
    event DedicatedNodeRemoved(address indexed nodeAddress);
    event RouterAdded(address routerAddress, string routerInfo);
    event RouterRemoved(address routerAddress);
    event RouterUpdated(address routerAddress, string routerInfo);
    event AllRoutersRemoved(uint256 indexed sessionId);
    event TaskSubmitted(uint256 sessionId, uint256 taskId, string taskData, string clientReference);
    event TaskAssigned(uint256 sessionId, uint256 taskId, bytes32[] nodeIds);

    /// @notice A session has another owner. Ours.
    event SessionOwnerChanged(uint256 indexed sessionId, address indexed before, address indexed owner);

    constructor() Ownable(msg.sender) {}

    // ---------------------------------------------------------------------------------------------------- sessions

    /// @notice Opens a session and chooses its candidates: up to `maxNodes` eligible nodes, going round the registry
    /// from place `sessionId` on. Refused below `minNodes` or `redundancy`. Ours.
    function open(SessionData.SessionTerms calldata terms) external returns (uint256 sessionId) {
        return _create(msg.sender, terms, 0);
    }

    /// @notice [ABI] The same, at the payment module's default price.
    /// @param variableAddress the owner [COM]; zero means the caller
    /// @param reserveEphemeralNodes without effect, its meaning is not known
    /// @param sla 0 low, 1 medium, 2 high [COM]; recorded only
    /// @param reservePeriod in seconds; zero means {DEFAULT_RESERVE_PERIOD}
    /// @param maxTaskExecutionCount zero means {DEFAULT_MAX_TASKS}
    function create(
        string calldata name,
        string calldata metadata,
        address variableAddress,
        uint256 minNumOfNodes,
        uint256 maxNumOfNodes,
        uint256 redundant,
        uint256 numOfValidatorNodes,
        uint256 mode,
        bool reserveEphemeralNodes,
        uint256 sla,
        uint256 modelIdentifier,
        uint256 reservePeriod,
        uint256 maxTaskExecutionCount
    ) external {
        SessionData.SessionTerms memory terms = SessionData.SessionTerms({
            name: name,
            metadata: metadata,
            minNodes: minNumOfNodes,
            maxNodes: maxNumOfNodes,
            redundancy: redundant,
            validators: numOfValidatorNodes,
            mode: mode,
            reservePeriod: reservePeriod == 0 ? DEFAULT_RESERVE_PERIOD : reservePeriod,
            maxTasks: maxTaskExecutionCount == 0 ? DEFAULT_MAX_TASKS : maxTaskExecutionCount,
            pricePerResult: useSessionPayment ? payment.defaultPricePerResult() : 0,
            model: modelIdentifier
        });
        _create(variableAddress == address(0) ? msg.sender : variableAddress, terms, sla);
    }

    /// @notice [ABI] Changes a session's terms. Its candidates, price and reserve period stay, as do open tasks.
    function update(
        string calldata name,
        string calldata metadata,
        uint256 sessionId,
        uint256 minNumOfNodes,
        uint256 maxNumOfNodes,
        uint256 redundant,
        uint256 numOfValidatorNodes,
        uint256 mode
    ) external {
        _checkActive(sessionId);
        sessionData.update(
            sessionId, name, metadata, minNumOfNodes, maxNumOfNodes, redundant, numOfValidatorNodes, mode
        );
        emit SessionUpdated(sessionId, msg.sender, minNumOfNodes, maxNumOfNodes, redundant);
    }

    /// @notice [ABI] Hands a session with its balance to another owner. Open tasks stay with who handed them in.
    function updateOwner(uint256 sessionId, address newOwner) external {
        if (newOwner == address(0)) revert ZeroAddress();
        _checkOwner(sessionId);
        sessionData.setOwner(sessionId, newOwner);
        emit SessionOwnerChanged(sessionId, msg.sender, newOwner);
    }

    /// @notice [ABI] Lets a session take no more tasks. Open ones go on to their end.
    function deactivateSession(uint256 sessionId) external {
        _checkActive(sessionId);
        address[] memory nodes = sessionData.deactivate(sessionId);
        for (uint256 i = 0; i < nodes.length; ++i) {
            emit NodeReleased(getNodeId(nodes[i]), sessionId);
        }
        emit SessionDeactivated(sessionId, msg.sender);
    }

    /// @notice [ABI] Adds a registered node to those that work for this session's hybrid and dedicated tasks.
    function addDedicatedNode(uint256 sessionId, address nodeAddress) external {
        _checkActive(sessionId);
        if (!nodePool.isEligible(nodeAddress)) revert NotEligible(nodeAddress);
        sessionData.addDedicatedNode(sessionId, nodeAddress);
        emit DedicatedNodeAdded(nodeAddress);
    }

    /// @notice [ABI] Takes such a node out. Its open tasks stay.
    function removeDedicatedNode(uint256 sessionId, address nodeAddress) external {
        _checkOwner(sessionId);
        sessionData.removeDedicatedNode(sessionId, nodeAddress);
        emit DedicatedNodeRemoved(nodeAddress);
    }

    /// @notice [ABI] Takes a node out of the candidates of the session it was placed in last: the node itself, an
    /// oracle or the owner of this contract may. Its open tasks stay. Without effect if it is in none.
    function releaseByNodeId(bytes32 nodeId) external {
        address node = address(uint160(uint256(nodeId)));
        if (msg.sender != node && msg.sender != owner() && !isOracleNode(msg.sender)) revert NotAllowed(msg.sender);
        uint256 sessionId = sessionData.releaseNode(node);
        if (sessionId != 0) emit NodeReleased(nodeId, sessionId);
    }

    /// @notice [ABI] Names a router of the session; `metadata` is opaque.
    function addRouter(uint256 sessionId, address routerAddress, string calldata metadata) external {
        _checkOwner(sessionId);
        sessionData.addRouter(sessionId, routerAddress, metadata);
        emit RouterAdded(routerAddress, metadata);
    }

    /// @notice [ABI]
    function updateRouter(uint256 sessionId, address routerAddress, string calldata newRouterInfo) external {
        _checkOwner(sessionId);
        sessionData.updateRouter(sessionId, routerAddress, newRouterInfo);
        emit RouterUpdated(routerAddress, newRouterInfo);
    }

    /// @notice [ABI]
    function removeRouter(uint256 sessionId, address routerAddress) external {
        _checkOwner(sessionId);
        sessionData.removeRouter(sessionId, routerAddress);
        emit RouterRemoved(routerAddress);
    }

    /// @notice [ABI]
    function resetAllRouters(uint256 sessionId) external {
        _checkOwner(sessionId);
        sessionData.resetAllRouters(sessionId);
        emit AllRoutersRemoved(sessionId);
    }

    // ------------------------------------------------------------------------------------------------------- tasks

    /// @notice [ABI] Hands in a task of an own session: puts `redundancy` times the price of the session's balance in
    /// escrow for it, and assigns miners.
    /// @param nodeType 0 ephemeral, 1 hybrid, 2 dedicated [COM]: which of the session's candidates may get it
    /// @param llmParams maxTokens, temperature, topP, topK, repeatPenalty, presencePenalty, frequencyPenalty [COM]
    /// @param requestParams seconds for the precommit [INF], the commit, the whole task and the validation (ours);
    /// zero or absent means 90, 60, 360 and 60
    /// @param clientReference names one task of the session; empty names none
    function submit(
        uint256 sessionId,
        uint256 nodeType,
        string calldata taskData,
        uint256 promptType,
        string calldata promptTemplate,
        uint256[] calldata llmParams,
        uint256[] calldata requestParams,
        string calldata clientReference
    ) external {
        _submit(
            sessionId,
            SessionQueueV2.Submission({
                nodeType: nodeType,
                taskData: taskData,
                promptType: promptType,
                promptTemplate: promptTemplate,
                llmParams: llmParams,
                requestParams: requestParams,
                clientReference: clientReference
            })
        );
    }

    function _submit(uint256 sessionId, SessionQueueV2.Submission memory submission) private {
        Text.check(submission.taskData, Text.TASK_DATA);
        Text.check(submission.clientReference, Text.CLIENT_REFERENCE);
        SessionData.Rules memory rules = _checkActive(sessionId);
        SessionQueueData queueData = queue.queueData();
        uint256 other = queueData.taskByReference(sessionId, submission.clientReference);
        if (other != 0) revert DuplicateReference(other);
        if (block.timestamp >= rules.reservedUntil) revert SessionExpired(rules.reservedUntil, block.timestamp);
        uint256 taskId = queueData.getTaskCountBySessionId(sessionId) + 1;
        if (taskId > rules.maxTasks) revert TaskLimit(rules.maxTasks, taskId - 1);

        emit TaskSubmitted(sessionId, taskId, submission.taskData, submission.clientReference);
        queue.enqueue(sessionId, submission);
        (address[] memory miners,) = queueData.minerStates(sessionId, taskId);
        bytes32[] memory nodeIds = new bytes32[](miners.length);
        for (uint256 i = 0; i < miners.length; ++i) {
            nodeIds[i] = getNodeId(miners[i]);
        }
        emit TaskAssigned(sessionId, taskId, nodeIds);
    }

    // ------------------------------------------------------------------------------------------------ reads: ours

    /// @notice All about a session in one read.
    function sessionView(uint256 sessionId) external view returns (SessionData.SessionView memory) {
        _answerOf(address(sessionData));
    }

    /// @notice The task of a session that has a client reference; zero if there is none.
    function taskByReference(uint256 sessionId, string calldata clientReference) external view returns (uint256) {
        _answerOf(address(queue.queueData()));
    }

    // ----------------------------------------------------------------------------------------------- reads: [ABI]

    function getSession(uint256 sessionId) external view returns (SessionData.Session memory) {
        _answerOf(address(sessionData));
    }

    function getTaskResults(uint256 sessionId, uint256 taskId)
        external
        view
        returns (address[] memory, string[] memory)
    {
        _answerOf(address(queue.queueData()));
    }

    function doesSessionExist(uint256 sessionId) external view returns (bool) {
        _answerOf(address(sessionData));
    }

    function getActiveSessionsByAddress(address userAddr) external view returns (SessionData.Session[] memory) {
        _answerOf(address(sessionData));
    }

    function getDedicatedNodeExists(uint256 sessionId, address nodeAddress) external view returns (bool) {
        _answerOf(address(sessionData));
    }

    function getLatestRouterAddress(uint256 sessionId) external view returns (address) {
        _answerOf(address(sessionData));
    }

    function getLatestRouterIndex(uint256 sessionId) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getLatestRouterInfo(uint256 sessionId) external view returns (string memory) {
        _answerOf(address(sessionData));
    }

    function getLatestSessionId(address userAddr) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getNodeAssignedTimestamp(address nodeAddress) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getNodeSessionId(address nodeAddress) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getRouterAddress(uint256 sessionId, uint256 index) external view returns (address) {
        _answerOf(address(sessionData));
    }

    function getRouterAddressToIndex(uint256 sessionId, address routerAddress) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getRouterCount(uint256 sessionId) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getRouterIndex(uint256 sessionId, address routerAddress) external view returns (int256) {
        _answerOf(address(sessionData));
    }

    function getRouterInfo(uint256 sessionId, address routerAddress) external view returns (string memory) {
        _answerOf(address(sessionData));
    }

    function getRouterInfoExists(uint256 sessionId, string calldata routerInfo) external view returns (bool) {
        _answerOf(address(sessionData));
    }

    function getRouterMetadatasByAddress(address userAddr) external view returns (string[] memory) {
        _answerOf(address(sessionData));
    }

    function getRouterMetadatasBySessionIds(uint256[] calldata sessionIds) external view returns (string[] memory) {
        _answerOf(address(sessionData));
    }

    function getSessionCount() external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getSessionCountByAddress(address userAddr) external view returns (uint256) {
        _answerOf(address(sessionData));
    }

    function getSessionIdAndNameAndMetadataByAddress(address userAddr)
        external
        view
        returns (uint256[] memory, string[] memory, string[] memory, uint256[] memory)
    {
        _answerOf(address(sessionData));
    }

    function getSessionIds(address userAddr) external view returns (uint256[] memory) {
        _answerOf(address(sessionData));
    }

    function getSessionsByAddressByPage(address userAddr, uint256 offset, uint256 amount)
        external
        view
        returns (SessionData.Session[] memory)
    {
        _answerOf(address(sessionData));
    }

    function getSessionsIdsByAddress(address userAddr) external view returns (uint256[] memory) {
        _answerOf(address(sessionData));
    }

    function getUserSessions(address user) external view returns (uint256[] memory) {
        _answerOf(address(sessionData));
    }

    function isNodeAssignedToAnySession(address nodeAddress) external view returns (bool) {
        _answerOf(address(sessionData));
    }

    /// @notice The address in the low bytes. Ours: how the network makes the id is not known.
    function getNodeId(address addr) public pure returns (bytes32) {
        return bytes32(uint256(uint160(addr)));
    }

    function isOracleNode(address addr) public view returns (bool) {
        return address(iam) != address(0) && iam.isOracleNode(addr);
    }

    function getACLAddress() external view returns (address) {
        return address(acl);
    }

    function getIAMAddress() external view returns (address) {
        return address(iam);
    }

    function getNodePoolAddress() external view returns (address) {
        return address(nodePool);
    }

    function getSessionAuthAddress() external view returns (address) {
        return _auth;
    }

    function getSessionDataAddress() external view returns (address) {
        return address(sessionData);
    }

    function getSessionPaymentAddress() external view returns (address) {
        return address(payment);
    }

    function getSessionQueueAddress() external view returns (address) {
        return address(queue);
    }

    function getSessionStatsAddress() external view returns (address) {
        return _stats;
    }

    // ------------------------------------------------------------------------------------------------------ owner

    function setSessionData(address _sessionData) external onlyOwner {
        sessionData = SessionData(_sessionData);
    }

    function setSessionQueue(address _sessionQueueContrat) external onlyOwner {
        queue = SessionQueueV2(_sessionQueueContrat);
    }

    function setSessionPayment(address _sessionPayment) external onlyOwner {
        payment = SessionPayment(_sessionPayment);
    }

    function setNodePool(address _nodePool) external onlyOwner {
        nodePool = NodePool(_nodePool);
    }

    /// @notice Names the access list that {open} and {create} ask; zero lets everyone in.
    function setACL(address _aclContract) external onlyOwner {
        acl = Acl(_aclContract);
    }

    function setIAM(address _iamContract) external onlyOwner {
        iam = Iam(_iamContract);
    }

    function setReservePeriod(uint256 _reservePeriod) external onlyOwner {
        MAX_RESERVE_PERIOD = _reservePeriod;
    }

    function setMaxTaskExecutionCount(uint256 _maxTaskExecutionCount) external onlyOwner {
        MAX_TASK_EXECUTION_COUNT = _maxTaskExecutionCount;
    }

    function setUseSessionPayment(bool _useSessionPayment) external onlyOwner {
        useSessionPayment = _useSessionPayment;
    }

    /// @notice Recorded, without effect, like the three below.
    function setSessionAuth(address _sessionAuth) external onlyOwner {
        _auth = _sessionAuth;
    }

    function setSessionStats(address _sessionStats) external onlyOwner {
        _stats = _sessionStats;
    }

    function setUseSwitchModel(bool _useSwitchModel) external onlyOwner {
        useSwitchModel = _useSwitchModel;
    }

    function setUseDedicatedNodeSwitchModel(bool _useDedicatedNodeSwitchModel) external onlyOwner {
        useDedicatedNodeSwitchModel = _useDedicatedNodeSwitchModel;
    }

    // ------------------------------------------------------------------------------------------------------ parts

    function _create(address owner_, SessionData.SessionTerms memory terms, uint256 sla)
        private
        returns (uint256 sessionId)
    {
        if (address(acl) != address(0) && !acl.isAllowed(msg.sender)) revert NotAllowed(msg.sender);
        _between("reservePeriod", MAX_RESERVE_PERIOD, terms.reservePeriod);
        _between("maxTasks", MAX_TASK_EXECUTION_COUNT, terms.maxTasks);
        _between("maxNodes", sessionData.MAX_NODES(), terms.maxNodes);
        uint256 start = sessionData.getSessionCount() + 1;
        address[] memory miners = nodePool.choose(start, terms.maxNodes, new address[](0));
        uint256 needed = Math.max(terms.minNodes, terms.redundancy);
        if (miners.length < needed) revert NotEnoughNodes(needed, miners.length);
        bytes32 sid;
        (sessionId, sid) = sessionData.create(owner_, terms, sla, miners);
        emit SessionCreated(sessionId, sid, owner_, miners);
        emit NewNodeAssignedToSession(sessionId, miners, miners.length, EPHEMERAL);
    }

    function _checkOwner(uint256 sessionId) private view returns (SessionData.Rules memory rules) {
        rules = sessionData.rulesOf(sessionId);
        if (rules.owner != msg.sender) revert NotOwner(rules.owner, msg.sender);
    }

    function _checkActive(uint256 sessionId) private view returns (SessionData.Rules memory rules) {
        rules = _checkOwner(sessionId);
        if (rules.state != SessionData.SessionState.Active) revert SessionInactive(sessionId);
    }

    function _between(bytes32 what, uint256 maximum, uint256 found) private pure {
        if (found == 0 || found > maximum) revert OutOfRange(what, 1, maximum, found);
    }
}
