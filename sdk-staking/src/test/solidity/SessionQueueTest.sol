// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NotYetDue, WrongPhase} from "cortensor/Errors.sol";
import {SessionQueueData} from "cortensor/SessionQueueData.sol";

import {NetworkFixture} from "./NetworkFixture.sol";
import {vm} from "./Test.sol";

/// @notice Deadlines of a task that nobody looks after.
contract SessionQueueTest is NetworkFixture {
    uint256 private constant PRICE = 1 ether;

    address private owner = person("owner");
    address private honest;
    address private silent;
    uint256 private session;
    uint256 private task;
    uint256 private deadline;
    uint256 private commitTimeout;

    function setUp() public {
        deployNetwork(true);
        for (uint256 i = 0; i < 2; ++i) {
            address node = vm.addr(i + 1);
            stock(node, MIN_STAKE);
            register(node, MIN_STAKE);
        }
        session = open(owner, 2, 0, PRICE);
        vm.deal(address(this), 2 * PRICE);
        payment.depositToSession{value: 2 * PRICE}(session, 2 * PRICE);
        task = submit(owner, session);
        (honest, silent) = (minersOf(session, task)[0], minersOf(session, task)[1]);
        deadline = START + queue.DEFAULT_TIMEOUT();
        commitTimeout = queue.DEFAULT_COMMIT_TIMEOUT();
        // One precommits in time, the other takes the task and never does: the phase ends by its deadline alone.
        precommit(honest, session, task, "answer");
        vm.prank(silent);
        queue.ack(session, task);
    }

    function test_commitPhase_opensLongAfterItWasDue_givesWholeTimeToReveal() public {
        vm.warp(deadline - 1);
        queue.endPrecommit(session, task, true);
        vm.assertEq(queueData.dueAt(session, task), deadline - 1 + commitTimeout, "the commits' deadline");
        vm.warp(deadline - 2 + commitTimeout);
        reveal(honest, session, task, "answer");
        paid();
    }

    function test_commitPhase_nobodyCallsBeforeTaskDeadline_stillTakesReveal() public {
        vm.warp(deadline);
        queue.endPrecommit(session, task, true);
        vm.warp(deadline + commitTimeout - 1);
        reveal(honest, session, task, "answer");
        paid();
    }

    function test_commitPhase_openedByTheRevealItself_takesIt() public {
        vm.warp(deadline + commitTimeout - 1);
        reveal(honest, session, task, "answer");
        paid();
    }

    function test_commitPhase_nobodyCallsForACommitTimeoutAfterTaskDeadline_isOver() public {
        vm.warp(deadline + commitTimeout);
        refused(abi.encodeWithSelector(WrongPhase.selector, session, task, 4, 5));
        vm.prank(honest);
        queue.commit(session, task, "answer");
        queue.end(session, task, false);
        vm.assertEq(payment.sessionBalances(session), 2 * PRICE, "refunded");
        vm.assertEq(payment.nodePendingPayments(honest), 0, "unpaid");
    }

    function test_end_whileCommitsAreLate_saysWhenItIsDue() public {
        vm.warp(deadline);
        queue.endPrecommit(session, task, true);
        refused(abi.encodeWithSelector(NotYetDue.selector, deadline + commitTimeout, deadline));
        queue.end(session, task, false);
        vm.warp(deadline + commitTimeout);
        queue.end(session, task, false);
        vm.assertEq(payment.sessionBalances(session), 2 * PRICE, "refunded");
    }

    /// Whenever the phase is opened, its deadline is one commit time-out on, and never more than that after the task's.
    function testFuzz_commitPhase_openedAtAnyTime_endsOneTimeoutOn(uint256 at) public {
        uint256 due = queueData.dueAt(session, task);
        at = due + at % (deadline + commitTimeout - due);
        vm.warp(at);
        queue.endPrecommit(session, task, true);
        uint256 expected = (at < deadline ? at : deadline) + commitTimeout;
        vm.assertEq(queueData.dueAt(session, task), expected, "the commits' deadline");
    }

    function paid() private view {
        vm.assertTrue(queueData.getTaskStatus(session, task) == SessionQueueData.TaskStatus.Ended, "ended");
        vm.assertEq(payment.nodePendingPayments(honest), PRICE, "pay");
        vm.assertEq(payment.sessionBalances(session), PRICE, "the rest goes back");
    }
}
