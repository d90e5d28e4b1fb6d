// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {EnumerableSet} from "@openzeppelin/contracts/utils/structs/EnumerableSet.sol";
import {OutOfRange, UnknownSession} from "./Errors.sol";
import {ISessionOwners} from "./ISessionOwners.sol";
import {SessionPayment} from "./SessionPayment.sol";
import {SessionQueueData} from "./SessionQueueData.sol";
import {Text} from "./Text.sol";

/// @title Where sessions are kept
/// @notice {Session} is the struct of the network's ABI [ABI]; it is kept packed and put together when it is read. The
/// reads with names of the ABI are those that SessionV2 passes on. Only a writer, SessionV2, changes anything.
contract SessionData is AccessControl, ISessionOwners {
    using EnumerableSet for EnumerableSet.UintSet;
    using SafeCast for uint256;

    /// @dev Clients take 1 for active [COM]; the rest of the order is ours.
    enum SessionState {
        None,
        Active,
        Inactive
    }

    /// @dev [ABI]
    struct Session {
        uint256 id;
        bytes32 sid;
        string name;
        string metadata;
        SessionState state;
        uint256 createdAt;
        uint256 updatedAt;
        address owner;
        address[] ephemeralNodes;
        address[] dedicatedNodes;
        uint256 mode;
        uint256 redundant;
        uint256 minNumOfNodes;
        uint256 maxNumOfNodes;
        uint256 numOfValidatorNodes;
        string[] routerMetadatas;
        address[] routerAddresses;
        uint256 sla;
        uint256 modelIdentifier;
        uint256 reservePeriod;
        uint256 maxTaskExecutionCount;
    }

    /// @notice What a session is opened with. Ours.
    /// @param mode 0 ephemeral, 1 hybrid, 2 dedicated [DOC1]; recorded only
    /// @param reservePeriod seconds during which tasks are taken
    /// @param maxTasks the most tasks
    /// @param pricePerResult wei for each accepted result
    /// @param model index of the model
    struct SessionTerms {
        string name;
        string metadata;
        uint256 minNodes;
        uint256 maxNodes;
        uint256 redundancy;
        uint256 validators;
        uint256 mode;
        uint256 reservePeriod;
        uint256 maxTasks;
        uint256 pricePerResult;
        uint256 model;
    }

    /// @notice What other modules need of a session, without its texts and lists.
    struct Rules {
        address owner;
        SessionState state;
        uint256 redundancy;
        uint256 maxNodes;
        uint256 validators;
        uint256 maxTasks;
        uint256 reservedUntil;
        uint256 pricePerResult;
        uint256 model;
    }

    /// @notice All about a session in one read. Ours.
    struct SessionView {
        Session session;
        uint256 pricePerResult;
        uint256 reservedUntil;
        uint256 taskCount;
        uint256 balance;
    }

    /// @notice In which session a node was placed last, when, and in how many active ones it is.
    struct Placement {
        uint64 session;
        uint40 placedAt;
        uint32 sessions;
    }

    struct Stored {
        address owner;
        SessionState state;
        uint8 mode;
        uint40 createdAt;
        uint40 updatedAt;
        uint16 redundancy;
        uint16 minNodes;
        uint16 maxNodes;
        uint16 validators;
        uint8 sla;
        uint32 maxTasks;
        uint40 reservePeriod;
        uint64 model;
        uint256 pricePerResult;
        string name;
        string metadata;
        address[] ephemeralNodes;
        address[] dedicatedNodes;
        address[] routers;
        string[] routerMetadatas;
    }

    /// @notice May change sessions: SessionV2.
    bytes32 public constant WRITER_ROLE = keccak256("WRITER_ROLE");

    /// @notice Bounds of every loop over a session's lists. Ours.
    uint256 public constant MAX_NODES = 64;
    uint256 public constant MAX_ROUTERS = 16;

    uint256 private constant DEDICATED = 2;

    /// @dev For {sessionView} alone.
    SessionPayment public payment;
    SessionQueueData public queueData;

    uint256 private _count;
    mapping(uint256 sessionId => Stored) private _sessions;
    mapping(address owner => EnumerableSet.UintSet) private _sessionsOf;
    mapping(address node => Placement) private _placements;

    /// @notice The session has no such router, or has it already.
    error UnknownRouter(uint256 sessionId, address router);
    error RouterExists(uint256 sessionId, address router);

    /// @notice The session has no such dedicated node, or has it already.
    error UnknownNode(uint256 sessionId, address node);
    error NodeExists(uint256 sessionId, address node);

    constructor() {
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    /// @notice Names the modules that {sessionView} reads.
    function setModules(SessionPayment payment_, SessionQueueData queueData_) external onlyRole(DEFAULT_ADMIN_ROLE) {
        payment = payment_;
        queueData = queueData_;
    }

    // ------------------------------------------------------------------------------------------------------ writer

    function create(address owner, SessionTerms calldata terms, uint256 sla, address[] calldata nodes)
        external
        onlyRole(WRITER_ROLE)
        returns (uint256 id, bytes32 sid)
    {
        id = ++_count;
        sid = _sid(id);
        Stored storage session = _sessions[id];
        session.owner = owner;
        session.state = SessionState.Active;
        session.createdAt = block.timestamp.toUint40();
        session.sla = sla.toUint8();
        session.maxTasks = terms.maxTasks.toUint32();
        session.reservePeriod = terms.reservePeriod.toUint40();
        session.model = terms.model.toUint64();
        session.pricePerResult = terms.pricePerResult;
        _setTexts(session, terms.name, terms.metadata);
        _setNodes(session, terms.minNodes, terms.maxNodes, terms.redundancy, terms.validators, terms.mode);
        session.ephemeralNodes = nodes;
        for (uint256 i = 0; i < nodes.length; ++i) {
            _place(nodes[i], id);
        }
        _sessionsOf[owner].add(id);
    }

    function update(
        uint256 sessionId,
        string calldata name,
        string calldata metadata,
        uint256 minNodes,
        uint256 maxNodes,
        uint256 redundancy,
        uint256 validators,
        uint256 mode
    ) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        _setTexts(session, name, metadata);
        _setNodes(session, minNodes, maxNodes, redundancy, validators, mode);
    }

    function setOwner(uint256 sessionId, address owner) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        _sessionsOf[session.owner].remove(sessionId);
        _sessionsOf[owner].add(sessionId);
        session.owner = owner;
        _touch(session);
    }

    /// @return nodes all its candidates, which are free of it now
    function deactivate(uint256 sessionId) external onlyRole(WRITER_ROLE) returns (address[] memory nodes) {
        Stored storage session = _known(sessionId);
        session.state = SessionState.Inactive;
        _touch(session);
        nodes = _candidates(session, 1);
        for (uint256 i = 0; i < nodes.length; ++i) {
            _free(nodes[i], sessionId);
        }
    }

    /// @notice Takes a node out of the candidates of the session in which it was placed last.
    /// @return sessionId zero if it is in none
    function releaseNode(address node) external onlyRole(WRITER_ROLE) returns (uint256 sessionId) {
        sessionId = _placements[node].session;
        if (sessionId == 0) return 0;
        Stored storage session = _sessions[sessionId];
        if (!_remove(session.ephemeralNodes, node)) _remove(session.dedicatedNodes, node);
        _free(node, sessionId);
        _touch(session);
    }

    function addDedicatedNode(uint256 sessionId, address node) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        if (_placeOf(session.dedicatedNodes, node) >= 0 || _placeOf(session.ephemeralNodes, node) >= 0) {
            revert NodeExists(sessionId, node);
        }
        uint256 count = session.dedicatedNodes.length + 1;
        if (count > MAX_NODES) revert OutOfRange("dedicatedNodes", 0, MAX_NODES, count);
        session.dedicatedNodes.push(node);
        _place(node, sessionId);
        _touch(session);
    }

    function removeDedicatedNode(uint256 sessionId, address node) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        if (!_remove(session.dedicatedNodes, node)) revert UnknownNode(sessionId, node);
        if (session.state == SessionState.Active) _free(node, sessionId);
        _touch(session);
    }

    function addRouter(uint256 sessionId, address router, string calldata metadata) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        Text.check(metadata, Text.METADATA);
        if (_placeOf(session.routers, router) >= 0) revert RouterExists(sessionId, router);
        uint256 count = session.routers.length + 1;
        if (count > MAX_ROUTERS) revert OutOfRange("routers", 0, MAX_ROUTERS, count);
        session.routers.push(router);
        session.routerMetadatas.push(metadata);
        _touch(session);
    }

    function updateRouter(uint256 sessionId, address router, string calldata metadata) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        Text.check(metadata, Text.METADATA);
        session.routerMetadatas[_router(session, sessionId, router)] = metadata;
        _touch(session);
    }

    function removeRouter(uint256 sessionId, address router) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        uint256 place = _router(session, sessionId, router);
        uint256 last = session.routers.length - 1;
        for (uint256 i = place; i < last; ++i) {
            session.routers[i] = session.routers[i + 1];
            session.routerMetadatas[i] = session.routerMetadatas[i + 1];
        }
        session.routers.pop();
        session.routerMetadatas.pop();
        _touch(session);
    }

    function resetAllRouters(uint256 sessionId) external onlyRole(WRITER_ROLE) {
        Stored storage session = _known(sessionId);
        delete session.routers;
        delete session.routerMetadatas;
        _touch(session);
    }

    // ------------------------------------------------------------------------------------------ reads of modules

    /// @inheritdoc ISessionOwners
    function sessionOwner(uint256 sessionId) external view returns (address owner) {
        return _sessions[sessionId].owner;
    }

    /// @notice What other modules need; refused if there is no such session.
    function rulesOf(uint256 sessionId) external view returns (Rules memory) {
        Stored storage session = _known(sessionId);
        return Rules({
            owner: session.owner,
            state: session.state,
            redundancy: session.redundancy,
            maxNodes: session.maxNodes,
            validators: session.validators,
            maxTasks: session.maxTasks,
            reservedUntil: uint256(session.createdAt) + session.reservePeriod,
            pricePerResult: session.pricePerResult,
            model: session.model
        });
    }

    /// @notice A session's candidates: its ephemeral nodes and then its dedicated ones, as `nodeType` asks for.
    /// @param nodeType 0 ephemeral, 1 both, 2 dedicated [COM]
    function candidatesOf(uint256 sessionId, uint256 nodeType) external view returns (address[] memory) {
        return _candidates(_known(sessionId), nodeType);
    }

    /// @notice All about a session in one read. Ours.
    function sessionView(uint256 sessionId) external view returns (SessionView memory) {
        Stored storage stored = _known(sessionId);
        return SessionView({
            session: _view(sessionId),
            pricePerResult: stored.pricePerResult,
            reservedUntil: uint256(stored.createdAt) + stored.reservePeriod,
            taskCount: queueData.getTaskCountBySessionId(sessionId),
            balance: payment.sessionBalances(sessionId)
        });
    }

    // --------------------------------------------------------------------------------------- reads of SessionV2

    function getSession(uint256 sessionId) external view returns (Session memory) {
        _known(sessionId);
        return _view(sessionId);
    }

    function doesSessionExist(uint256 sessionId) external view returns (bool) {
        return _sessions[sessionId].owner != address(0);
    }

    function getSessionCount() external view returns (uint256) {
        return _count;
    }

    function getSessionCountByAddress(address userAddr) external view returns (uint256) {
        return _sessionsOf[userAddr].length();
    }

    /// @notice Zero if it has none.
    function getLatestSessionId(address userAddr) external view returns (uint256) {
        uint256 count = _sessionsOf[userAddr].length();
        return count == 0 ? 0 : _sessionsOf[userAddr].at(count - 1);
    }

    function getSessionIds(address userAddr) external view returns (uint256[] memory) {
        return _sessionsOf[userAddr].values();
    }

    function getSessionsIdsByAddress(address userAddr) external view returns (uint256[] memory) {
        return _sessionsOf[userAddr].values();
    }

    function getUserSessions(address user) external view returns (uint256[] memory) {
        return _sessionsOf[user].values();
    }

    function getSessionsByAddressByPage(address userAddr, uint256 offset, uint256 amount)
        external
        view
        returns (Session[] memory page)
    {
        uint256 count = _sessionsOf[userAddr].length();
        uint256 left = offset < count ? count - offset : 0;
        page = new Session[](amount < left ? amount : left);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = _view(_sessionsOf[userAddr].at(offset + i));
        }
    }

    function getActiveSessionsByAddress(address userAddr) external view returns (Session[] memory active) {
        uint256[] memory ids = _sessionsOf[userAddr].values();
        active = new Session[](ids.length);
        uint256 found = 0;
        for (uint256 i = 0; i < ids.length; ++i) {
            if (_sessions[ids[i]].state == SessionState.Active) active[found++] = _view(ids[i]);
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(active, found)
        }
    }

    /// @return ids of the user's sessions
    /// @return names theirs
    /// @return metadatas theirs
    /// @return states theirs [INF]: the ABI does not name the fourth list
    function getSessionIdAndNameAndMetadataByAddress(address userAddr)
        external
        view
        returns (uint256[] memory ids, string[] memory names, string[] memory metadatas, uint256[] memory states)
    {
        ids = _sessionsOf[userAddr].values();
        names = new string[](ids.length);
        metadatas = new string[](ids.length);
        states = new uint256[](ids.length);
        for (uint256 i = 0; i < ids.length; ++i) {
            Stored storage session = _sessions[ids[i]];
            names[i] = session.name;
            metadatas[i] = session.metadata;
            states[i] = uint256(session.state);
        }
    }

    function getDedicatedNodeExists(uint256 sessionId, address nodeAddress) external view returns (bool) {
        return _placeOf(_sessions[sessionId].dedicatedNodes, nodeAddress) >= 0;
    }

    /// @notice The session in which a node was placed last; zero if it is free of it.
    function getNodeSessionId(address nodeAddress) external view returns (uint256) {
        return _placements[nodeAddress].session;
    }

    function getNodeAssignedTimestamp(address nodeAddress) external view returns (uint256) {
        return _placements[nodeAddress].placedAt;
    }

    function isNodeAssignedToAnySession(address nodeAddress) external view returns (bool) {
        return _placements[nodeAddress].sessions != 0;
    }

    function getRouterCount(uint256 sessionId) public view returns (uint256) {
        return _sessions[sessionId].routers.length;
    }

    function getRouterAddress(uint256 sessionId, uint256 index) external view returns (address) {
        return _sessions[sessionId].routers[index];
    }

    /// @notice Refused if the session has no such router; {getRouterIndex} tells that as -1.
    function getRouterAddressToIndex(uint256 sessionId, address routerAddress) external view returns (uint256) {
        return _router(_sessions[sessionId], sessionId, routerAddress);
    }

    function getRouterIndex(uint256 sessionId, address routerAddress) external view returns (int256) {
        return _placeOf(_sessions[sessionId].routers, routerAddress);
    }

    function getRouterInfo(uint256 sessionId, address routerAddress) external view returns (string memory) {
        Stored storage session = _sessions[sessionId];
        return session.routerMetadatas[_router(session, sessionId, routerAddress)];
    }

    function getRouterInfoExists(uint256 sessionId, string calldata routerInfo) external view returns (bool) {
        string[] storage metadatas = _sessions[sessionId].routerMetadatas;
        for (uint256 i = 0; i < metadatas.length; ++i) {
            if (keccak256(bytes(metadatas[i])) == keccak256(bytes(routerInfo))) return true;
        }
        return false;
    }

    function getLatestRouterIndex(uint256 sessionId) public view returns (uint256) {
        uint256 count = getRouterCount(sessionId);
        if (count == 0) revert UnknownRouter(sessionId, address(0));
        return count - 1;
    }

    function getLatestRouterAddress(uint256 sessionId) external view returns (address) {
        return _sessions[sessionId].routers[getLatestRouterIndex(sessionId)];
    }

    function getLatestRouterInfo(uint256 sessionId) external view returns (string memory) {
        return _sessions[sessionId].routerMetadatas[getLatestRouterIndex(sessionId)];
    }

    function getRouterMetadatasByAddress(address userAddr) external view returns (string[] memory) {
        return getRouterMetadatasBySessionIds(_sessionsOf[userAddr].values());
    }

    function getRouterMetadatasBySessionIds(uint256[] memory sessionIds) public view returns (string[] memory all) {
        uint256 count = 0;
        for (uint256 i = 0; i < sessionIds.length; ++i) {
            count += getRouterCount(sessionIds[i]);
        }
        all = new string[](count);
        uint256 next = 0;
        for (uint256 i = 0; i < sessionIds.length; ++i) {
            string[] storage metadatas = _sessions[sessionIds[i]].routerMetadatas;
            for (uint256 j = 0; j < metadatas.length; ++j) {
                all[next++] = metadatas[j];
            }
        }
    }

    // ------------------------------------------------------------------------------------------------------ parts

    function _setTexts(Stored storage session, string calldata name, string calldata metadata) private {
        Text.check(name, Text.SESSION_NAME);
        Text.check(metadata, Text.METADATA);
        session.name = name;
        session.metadata = metadata;
    }

    function _setNodes(
        Stored storage session,
        uint256 minNodes,
        uint256 maxNodes,
        uint256 redundancy,
        uint256 validators,
        uint256 mode
    ) private {
        _between("maxNodes", 1, MAX_NODES, maxNodes);
        _between("minNodes", 1, maxNodes, minNodes);
        _between("redundancy", 1, maxNodes, redundancy);
        _between("validators", 0, MAX_NODES, validators);
        _between("mode", 0, DEDICATED, mode);
        session.minNodes = uint16(minNodes);
        session.maxNodes = uint16(maxNodes);
        session.redundancy = uint16(redundancy);
        session.validators = uint16(validators);
        session.mode = uint8(mode);
        _touch(session);
    }

    function _touch(Stored storage session) private {
        session.updatedAt = block.timestamp.toUint40();
    }

    function _place(address node, uint256 sessionId) private {
        Placement storage placement = _placements[node];
        placement.session = sessionId.toUint64();
        placement.placedAt = block.timestamp.toUint40();
        placement.sessions += 1;
    }

    function _free(address node, uint256 sessionId) private {
        Placement storage placement = _placements[node];
        if (placement.session == sessionId) placement.session = 0;
        placement.sessions -= 1;
    }

    function _candidates(Stored storage session, uint256 nodeType) private view returns (address[] memory nodes) {
        _between("nodeType", 0, DEDICATED, nodeType);
        uint256 ephemeral = nodeType == DEDICATED ? 0 : session.ephemeralNodes.length;
        uint256 dedicated = nodeType == 0 ? 0 : session.dedicatedNodes.length;
        nodes = new address[](ephemeral + dedicated);
        for (uint256 i = 0; i < ephemeral; ++i) {
            nodes[i] = session.ephemeralNodes[i];
        }
        for (uint256 i = 0; i < dedicated; ++i) {
            nodes[ephemeral + i] = session.dedicatedNodes[i];
        }
    }

    function _view(uint256 id) private view returns (Session memory) {
        Stored storage session = _sessions[id];
        return Session({
            id: id,
            sid: _sid(id),
            name: session.name,
            metadata: session.metadata,
            state: session.state,
            createdAt: session.createdAt,
            updatedAt: session.updatedAt,
            owner: session.owner,
            ephemeralNodes: session.ephemeralNodes,
            dedicatedNodes: session.dedicatedNodes,
            mode: session.mode,
            redundant: session.redundancy,
            minNumOfNodes: session.minNodes,
            maxNumOfNodes: session.maxNodes,
            numOfValidatorNodes: session.validators,
            routerMetadatas: session.routerMetadatas,
            routerAddresses: session.routers,
            sla: session.sla,
            modelIdentifier: session.model,
            reservePeriod: session.reservePeriod,
            maxTaskExecutionCount: session.maxTasks
        });
    }

    /// @dev Unlike the number, it differs between networks and deployments. Ours.
    function _sid(uint256 id) private view returns (bytes32) {
        return keccak256(abi.encode(block.chainid, address(this), id));
    }

    function _known(uint256 sessionId) private view returns (Stored storage session) {
        session = _sessions[sessionId];
        if (session.owner == address(0)) revert UnknownSession(sessionId, _count);
    }

    function _router(Stored storage session, uint256 sessionId, address router) private view returns (uint256) {
        int256 place = _placeOf(session.routers, router);
        if (place < 0) revert UnknownRouter(sessionId, router);
        return uint256(place);
    }

    function _placeOf(address[] storage list, address account) private view returns (int256) {
        for (uint256 i = 0; i < list.length; ++i) {
            if (list[i] == account) return int256(i);
        }
        return -1;
    }

    /// @dev Keeps the order, which is the order of turns.
    function _remove(address[] storage list, address account) private returns (bool) {
        int256 place = _placeOf(list, account);
        if (place < 0) return false;
        for (uint256 i = uint256(place); i + 1 < list.length; ++i) {
            list[i] = list[i + 1];
        }
        list.pop();
        return true;
    }

    function _between(bytes32 what, uint256 minimum, uint256 maximum, uint256 found) private pure {
        if (found < minimum || found > maximum) revert OutOfRange(what, minimum, maximum, found);
    }
}
