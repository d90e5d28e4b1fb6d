// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NodePool} from "cortensor/NodePool.sol";
import {NodeStaking} from "cortensor/NodeStaking.sol";
import {SessionData} from "cortensor/SessionData.sol";
import {SessionPayment} from "cortensor/SessionPayment.sol";
import {SessionQueueData} from "cortensor/SessionQueueData.sol";
import {SessionQueueV2} from "cortensor/SessionQueueV2.sol";
import {SessionQueueValidation} from "cortensor/SessionQueueValidation.sol";
import {SessionV2} from "cortensor/SessionV2.sol";

import {bound, vm} from "./Test.sol";

/// @notice Uses a network in any order, and counts what goes in and out of it.
contract NetworkHandler {
    uint256 public constant NODES = 6;
    uint256 public constant OWNERS = 3;
    uint256 public constant SUPPLY = 1e24;

    string private constant TRUTH = "the answer";

    SessionV2 private immutable sessions;
    SessionData private immutable sessionData;
    SessionPayment private immutable payment;
    SessionQueueV2 private immutable queue;
    SessionQueueData private immutable queueData;
    SessionQueueValidation private immutable validation;
    NodePool private immutable pool;
    NodeStaking private immutable staking;
    bool private immutable inEth;

    address[] public nodes;
    address[] public owners;

    /// @notice What owners put into sessions and took out again, and what nodes earned and took.
    uint256 public deposited;
    uint256 public withdrawn;
    uint256 public earned;

    constructor(SessionV2 sessions_, SessionPayment payment_, bool inEth_) {
        (sessions, payment, inEth) = (sessions_, payment_, inEth_);
        sessionData = sessions.sessionData();
        queue = sessions.queue();
        queueData = queue.queueData();
        validation = queue.validation();
        pool = queue.nodePool();
        staking = pool.staking();
        for (uint256 i = 0; i < NODES; ++i) {
            nodes.push(address(uint160(0x4000 + i)));
        }
        for (uint256 i = 0; i < OWNERS; ++i) {
            owners.push(address(uint160(0x5000 + i)));
        }
    }

    // ------------------------------------------------------------------------------------------------------- owners

    function open(uint256 who, uint256 redundancy, uint256 validators, uint256 price) public {
        redundancy = bound(redundancy, 1, 3);
        SessionData.SessionTerms memory terms = SessionData.SessionTerms({
            name: "",
            metadata: "",
            minNodes: redundancy,
            maxNodes: NODES,
            redundancy: redundancy,
            validators: bound(validators, 0, 2),
            mode: 0,
            reservePeriod: 300 days,
            maxTasks: 1000,
            pricePerResult: bound(price, 0, 1e18),
            model: 0
        });
        vm.prank(owners[who % OWNERS]);
        try sessions.open(terms) {} catch {}
    }

    function deposit(uint256 who, uint256 session, uint256 amount) public {
        session = pickSession(session);
        amount = bound(amount, 0, 1e19);
        vm.prank(owners[who % OWNERS]);
        payment.depositToSession{value: inEth ? amount : 0}(session, amount);
        deposited += amount;
    }

    function withdraw(uint256 session, uint256 amount) external {
        session = pickSession(session);
        uint256 balance = payment.sessionBalances(session);
        amount = bound(amount, 0, balance + 1);
        vm.prank(sessionData.sessionOwner(session));
        try payment.withdrawFromSession(session, amount) {
            vm.assertLe(amount, balance, "withdrawal should be refused");
            withdrawn += amount;
        } catch {
            vm.assertGt(amount, balance, "withdrawal should be paid");
        }
    }

    function submit(uint256 session) public {
        session = pickSession(session);
        uint256[] memory timeouts = new uint256[](4);
        (timeouts[0], timeouts[1], timeouts[2], timeouts[3]) = (40, 30, 200, 30);
        vm.prank(sessionData.sessionOwner(session));
        try sessions.submit(session, 0, "task", 0, "", new uint256[](0), timeouts, "") {} catch {}
    }

    function handOver(uint256 session, uint256 who) external {
        session = pickSession(session);
        vm.prank(sessionData.sessionOwner(session));
        sessions.updateOwner(session, owners[who % OWNERS]);
    }

    function cancel(uint256 session, uint256 task) external {
        (session, task) = pickTask(session, task);
        if (task == 0) return;
        (SessionQueueData.Core memory core,) = queueData.load(session, task);
        vm.prank(core.owner);
        try queue.end(session, task, true) {} catch {}
    }

    // -------------------------------------------------------------------------------------------------------- nodes

    function register(uint256 who, uint256 stake) external {
        address node = nodes[who % NODES];
        vm.prank(node);
        try pool.register(bound(stake, 0, 2000 ether), "key") {} catch {}
    }

    function drain(uint256 who, bool draining) external {
        vm.prank(nodes[who % NODES]);
        try pool.setDraining(draining) {} catch {}
    }

    function deregister(uint256 who) external {
        address node = nodes[who % NODES];
        bool open_ = queueData.openTaskCount(node) != 0;
        vm.prank(node);
        try pool.deregister() {
            vm.assertFalse(open_, "left its tasks");
        } catch {}
    }

    function unstakeAndWithdraw(uint256 who, uint256 amount) external {
        address node = nodes[who % NODES];
        bool registered = pool.isRegistered(node);
        vm.startPrank(node);
        try staking.unstake(bound(amount, 1, 1000 ether)) {
            vm.assertFalse(registered, "unstaked while registered");
        } catch {}
        try staking.withdraw() {} catch {}
        vm.stopPrank();
    }

    /// @dev Brings a miner one or more steps on: acknowledges and precommits.
    function precommit(uint256 session, uint256 task, uint256 who) external {
        address miner;
        (session, task, miner) = pickMiner(session, task, who);
        if (miner == address(0)) return;
        vm.startPrank(miner);
        try queue.ack(session, task) {} catch {}
        try queue.precommit(session, task, keccak256(bytes(TRUTH)), "") {} catch {}
        vm.stopPrank();
    }

    function reveal(uint256 session, uint256 task, uint256 who, bool lie) external {
        address miner;
        (session, task, miner) = pickMiner(session, task, who);
        if (miner == address(0)) return;
        vm.prank(miner);
        try queue.commit(session, task, lie ? "another answer" : TRUTH) {} catch {}
    }

    /// @dev All miners of a task do all that is due, as honest ones do.
    function serve(uint256 session, uint256 task) external {
        (session, task) = pickTask(session, task);
        if (task == 0) return;
        for (uint256 round = 0; round < 2; ++round) {
            (address[] memory miners,) = queueData.minerStates(session, task);
            for (uint256 i = 0; i < miners.length; ++i) {
                vm.startPrank(miners[i]);
                try queue.ack(session, task) {} catch {}
                try queue.precommit(session, task, keccak256(bytes(TRUTH)), "") {} catch {}
                try queue.commit(session, task, TRUTH) {} catch {}
                vm.stopPrank();
            }
        }
    }

    function decline(uint256 session, uint256 task, uint256 who) external {
        address miner;
        (session, task, miner) = pickMiner(session, task, who);
        if (miner == address(0)) return;
        vm.prank(miner);
        try queue.decline(session, task, 0) {} catch {}
    }

    function judge(uint256 session, uint256 task, uint256 who, bool accepted) external {
        (session, task) = pickTask(session, task);
        if (task == 0) return;
        (address[] memory validators, address[] memory miners,,,) = validation.roundOf(session, task);
        for (uint256 i = 0; i < validators.length; ++i) {
            vm.prank(validators[i]);
            try validation.giveVerdict(session, task, miners[who % miners.length], accepted, 0) {} catch {}
        }
    }

    function takePay(uint256 who) external {
        address node = nodes[who % NODES];
        uint256 due = payment.nodePendingPayments(node);
        vm.prank(node);
        vm.assertEq(payment.withdrawNodePayment(), due, "pay");
        earned += due;
    }

    // ----------------------------------------------------------------------------------------------------- strangers

    function keep(uint256 session, uint256 task, uint256 how) external {
        (session, task) = pickTask(session, task);
        if (task == 0) return;
        if (how % 3 == 0) queue.endAck(session, task);
        else if (how % 3 == 1) queue.endPrecommit(session, task, true);
        else queue.end2(session, task, false);
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 60));
    }

    // -------------------------------------------------------------------------------------------------------- choice

    function pickSession(uint256 session) private view returns (uint256) {
        return 1 + (session % sessionData.getSessionCount());
    }

    /// @dev One of the newest tasks: the older ones have ended.
    function pickTask(uint256 session, uint256 task) private view returns (uint256, uint256) {
        session = pickSession(session);
        uint256 count = queueData.getTaskCountBySessionId(session);
        return (session, count == 0 ? 0 : count - (task % (count < 3 ? count : 3)));
    }

    function pickMiner(uint256 session, uint256 task, uint256 who) private view returns (uint256, uint256, address) {
        (session, task) = pickTask(session, task);
        if (task == 0) return (session, task, address(0));
        (address[] memory miners,) = queueData.minerStates(session, task);
        return (session, task, miners[who % miners.length]);
    }
}
