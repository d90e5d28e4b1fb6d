// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {SafeCast} from "@openzeppelin/contracts/utils/math/SafeCast.sol";
import {Acl} from "./Acl.sol";
import {BlockClock} from "./BlockClock.sol";
import {AlreadyRegistered, NotAllowed, NotRegistered, OpenTasks, StakeTooLow, ZeroAddress} from "./Errors.sol";
import {Iam} from "./Iam.sol";
import {NodeStaking} from "./NodeStaking.sol";
import {SessionQueueData} from "./SessionQueueData.sol";
import {Text} from "./Text.sol";

/// @title The nodes that can be chosen, and what each says of its encryption key
/// @notice How the network registers nodes is not known; this interface is ours.
///
/// A key announcement is a text that is opaque here. It is in the event of its block alone; the storage keeps its
/// Keccak-256 and that block's number. A reader takes the text from the log and proves it by the hash.
contract NodePool is Ownable {
    using SafeCast for uint256;

    struct Registration {
        bytes32 announcementHash;
        uint64 announcedIn;
        uint32 sequence;
        uint32 place;
        uint40 registeredAt;
        bool draining;
        uint128 slashedBefore;
    }

    /// @notice A node as the public sees it; all zero if it is not registered.
    /// @param slashed what it lost since it registered, in wei
    /// @param sequence how many announcements it made since then
    /// @param announcementBlock the block whose log has the announcement
    /// @param eligible whether it can get tasks: it has the minimum stake, is not blocked and does not drain
    struct Node {
        address node;
        uint256 stake;
        uint256 slashed;
        uint256 registeredAt;
        uint256 sequence;
        bytes32 announcementHash;
        uint256 announcementBlock;
        bool eligible;
    }

    /// @notice The most nodes that one choice looks at, so that nodes without the stake cannot make it too expensive.
    uint256 public constant MAX_SCAN = 1_000;

    NodeStaking public immutable staking;

    /// @notice The stake that a node needs to register and to get tasks, in wei.
    uint256 public minStake;

    Acl public acl;
    Iam public iam;
    SessionQueueData public queueData;

    address[] private _nodes;
    mapping(address node => Registration) private _registrations;

    /// @notice A node registered. `stake` is all it has at stake.
    event NodeRegistered(address indexed node, uint256 stake, uint256 sequence, string announcement);

    /// @notice A node replaced its key announcement.
    event KeyAnnounced(address indexed node, uint256 sequence, string announcement);

    /// @notice A node ended its registration. `stake` was unstaked: paid, or unbonding.
    event NodeWithdrawn(address indexed node, uint256 stake);

    /// @notice A node takes no new tasks, or takes them again.
    event NodeDraining(address indexed node, bool draining);

    event MinStakeChanged(uint256 minStake);

    constructor(NodeStaking staking_, uint256 minStake_) Ownable(msg.sender) {
        if (address(staking_) == address(0)) revert ZeroAddress();
        staking = staking_;
        _setMinStake(minStake_);
    }

    // ------------------------------------------------------------------------------------------------------ nodes

    /// @notice Registers the caller. Adds `stake` to what it has at stake, out of its allowance to {staking}.
    function register(uint256 stake, string calldata announcement) external {
        _checkBefore(stake, announcement);
        staking.stakeAndLock(msg.sender, stake);
        _register(announcement);
    }

    /// @notice The same with an EIP-2612 permit whose spender is {staking}, in one transaction.
    function registerWithPermit(
        uint256 stake,
        string calldata announcement,
        uint256 deadline,
        uint8 v,
        bytes32 r,
        bytes32 s
    ) external {
        _checkBefore(stake, announcement);
        staking.stakeAndLockWithPermit(msg.sender, stake, deadline, v, r, s);
        _register(announcement);
    }

    /// @notice Replaces the caller's key announcement.
    function announceKey(string calldata announcement) external {
        Text.check(announcement, Text.KEY_ANNOUNCEMENT);
        Registration storage node = _registered(msg.sender);
        _announce(node, announcement);
        emit KeyAnnounced(msg.sender, node.sequence, announcement);
    }

    /// @notice Gives the caller no new tasks from now on, or again. Who wants to leave drains first, ends its tasks and
    /// then deregisters: nobody can hold it by handing in more.
    function setDraining(bool draining) external {
        _registered(msg.sender).draining = draining;
        emit NodeDraining(msg.sender, draining);
    }

    /// @notice Ends the caller's registration and unstakes its stake.
    /// @return stake what was unstaked
    function deregister() external returns (uint256 stake) {
        Registration storage node = _registered(msg.sender);
        uint256 open = queueData.openTaskCount(msg.sender);
        if (open != 0) revert OpenTasks(open);
        address last = _nodes[_nodes.length - 1];
        _nodes[node.place] = last;
        _registrations[last].place = node.place;
        _nodes.pop();
        delete _registrations[msg.sender];
        if (address(iam) != address(0)) iam.setRegistered(msg.sender, false);
        stake = staking.release(msg.sender);
        emit NodeWithdrawn(msg.sender, stake);
    }

    // ------------------------------------------------------------------------------------------------------ reads

    function isRegistered(address node) public view returns (bool) {
        return _registrations[node].registeredAt != 0;
    }

    /// @notice Whether a node can get tasks.
    function isEligible(address node) public view returns (bool) {
        return isRegistered(node) && !_registrations[node].draining && staking.stakeOf(node) >= minStake
            && (address(acl) == address(0) || !acl.isBlocked(node));
    }

    function nodeCount() external view returns (uint256) {
        return _nodes.length;
    }

    /// @notice One node.
    function getNode(address node) public view returns (Node memory view_) {
        Registration storage stored = _registrations[node];
        if (stored.registeredAt == 0) return view_;
        return Node({
            node: node,
            stake: staking.stakeOf(node),
            slashed: staking.slashedOf(node) - stored.slashedBefore,
            registeredAt: stored.registeredAt,
            sequence: stored.sequence,
            announcementHash: stored.announcementHash,
            announcementBlock: stored.announcedIn,
            eligible: isEligible(node)
        });
    }

    /// @notice Up to `amount` nodes from place `offset` on. A deregistration moves the last node to the free place.
    function getNodes(uint256 offset, uint256 amount) external view returns (Node[] memory page) {
        uint256 count = _nodes.length;
        uint256 left = offset < count ? count - offset : 0;
        page = new Node[](amount < left ? amount : left);
        for (uint256 i = 0; i < page.length; ++i) {
            page[i] = getNode(_nodes[offset + i]);
        }
    }

    /// @notice Up to `amount` eligible nodes, going round from place `start`, among at most {MAX_SCAN}.
    /// @param without nodes that are not taken
    function choose(uint256 start, uint256 amount, address[] calldata without)
        external
        view
        returns (address[] memory chosen)
    {
        uint256 count = _nodes.length;
        chosen = new address[](amount < count ? amount : count);
        uint256 found = 0;
        uint256 scan = count < MAX_SCAN ? count : MAX_SCAN;
        for (uint256 i = 0; i < scan && found < chosen.length; ++i) {
            address node = _nodes[addmod(start, i, count)];
            if (isEligible(node) && !_contains(without, node)) chosen[found++] = node;
        }
        // Cuts the list to what was found.
        assembly ("memory-safe") {
            mstore(chosen, found)
        }
    }

    // ------------------------------------------------------------------------------------------------------ owner

    /// @notice Sets the stake that a node needs; nodes with less keep their tasks and get no new ones.
    function setMinStake(uint256 minStake_) external onlyOwner {
        _setMinStake(minStake_);
    }

    function setACL(Acl acl_) external onlyOwner {
        acl = acl_;
    }

    function setIAM(Iam iam_) external onlyOwner {
        iam = iam_;
    }

    function setSessionQueueData(SessionQueueData queueData_) external onlyOwner {
        queueData = queueData_;
    }

    // ------------------------------------------------------------------------------------------------------ parts

    function _checkBefore(uint256 stake, string calldata announcement) private view {
        Text.check(announcement, Text.KEY_ANNOUNCEMENT);
        if (isRegistered(msg.sender)) revert AlreadyRegistered(msg.sender);
        if (address(acl) != address(0) && !acl.isAllowed(msg.sender)) revert NotAllowed(msg.sender);
        uint256 total = staking.stakeOf(msg.sender) + stake;
        if (total < minStake) revert StakeTooLow(minStake, total);
    }

    /// @dev The token was called in between: it must not have registered the caller meanwhile.
    function _register(string calldata announcement) private {
        if (isRegistered(msg.sender)) revert AlreadyRegistered(msg.sender);
        Registration storage node = _registrations[msg.sender];
        node.place = _nodes.length.toUint32();
        node.registeredAt = block.timestamp.toUint40();
        node.slashedBefore = staking.slashedOf(msg.sender).toUint128();
        _nodes.push(msg.sender);
        _announce(node, announcement);
        if (address(iam) != address(0)) iam.setRegistered(msg.sender, true);
        emit NodeRegistered(msg.sender, staking.stakeOf(msg.sender), node.sequence, announcement);
    }

    function _announce(Registration storage node, string calldata announcement) private {
        node.announcementHash = keccak256(bytes(announcement));
        node.announcedIn = BlockClock.number().toUint64();
        node.sequence += 1;
    }

    function _registered(address node) private view returns (Registration storage stored) {
        stored = _registrations[node];
        if (stored.registeredAt == 0) revert NotRegistered(node);
    }

    function _setMinStake(uint256 minStake_) private {
        minStake = minStake_;
        emit MinStakeChanged(minStake_);
    }

    function _contains(address[] calldata nodes, address node) private pure returns (bool) {
        for (uint256 i = 0; i < nodes.length; ++i) {
            if (nodes[i] == node) return true;
        }
        return false;
    }
}
