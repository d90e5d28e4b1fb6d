// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SessionQueueData} from "cortensor/SessionQueueData.sol";

import {NetworkFixture} from "./NetworkFixture.sol";
import {NetworkHandler} from "./NetworkHandler.sol";
import {vm} from "./Test.sol";

/// @notice Owners, nodes and strangers who use a network in any order: sessions, tasks, commits, lies, verdicts, time-outs,
/// cancellations, withdrawals and departures. What is refused is refused; what is done must keep all books.
abstract contract NetworkInvariants is NetworkFixture {
    NetworkHandler internal handler;

    function inEth() internal pure virtual returns (bool);

    function setUp() public {
        deployNetwork(inEth());
        handler = new NetworkHandler(sessions, payment, inEth());
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            stock(handler.nodes(i), 2 * MIN_STAKE);
            if (i < 4) register(handler.nodes(i), MIN_STAKE + i * 1 ether);
        }
        for (uint256 i = 0; i < handler.OWNERS(); ++i) {
            stock(handler.owners(i), handler.SUPPLY());
            vm.deal(handler.owners(i), handler.SUPPLY());
        }
        // One session of each kind to begin with, so that short sequences meet tasks too.
        for (uint256 i = 0; i < 3; ++i) {
            handler.open(i, i, i, 10 + i);
            handler.deposit(i, i, 10_000);
            handler.submit(i);
        }
        target(address(handler));
    }

    function invariant_payment_holdsWhatItOwes() public view {
        uint256 balances = 0;
        uint256 escrows = 0;
        uint256 pending = 0;
        for (uint256 s = 1; s <= sessionData.getSessionCount(); ++s) {
            balances += payment.sessionBalances(s);
            uint256 used = 0;
            for (uint256 t = 1; t <= queueData.getTaskCountBySessionId(s); ++t) {
                (uint256 escrow, uint256 paid, uint256 refunded) = payment.taskMoney(s, t);
                escrows += escrow;
                used += escrow + paid;
                checkTask(s, t, escrow, paid, refunded);
            }
            vm.assertEq(payment.sessionNetworkUsage(s), used, "usage");
        }
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            pending += payment.nodePendingPayments(handler.nodes(i));
        }
        vm.assertEq(payment.totalSessionBalance(), balances, "all balances");
        vm.assertEq(payment.totalNetworkBalance(), escrows + pending, "escrows and pay");
        uint256 held = inEth() ? address(payment).balance : token.balanceOf(address(payment));
        vm.assertEq(held, balances + escrows + pending, "held");
        vm.assertEq(handler.deposited(), held + handler.withdrawn() + handler.earned(), "in and out");
    }

    function invariant_staking_holdsWhatItOwes() public view {
        uint256 owed = staking.totalStaked() + staking.totalUnbonding() + staking.slashedBalance();
        vm.assertEq(token.balanceOf(address(staking)), owed, "held");
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            address node = handler.nodes(i);
            vm.assertTrue(staking.accountOf(node).locked == pool.isRegistered(node), "locked while registered");
        }
    }

    /// Whatever happened, anybody can end all tasks in time, everybody gets what is theirs, and nothing is left.
    function afterInvariant() public {
        vm.warp(block.timestamp + 1000 days);
        for (uint256 s = 1; s <= sessionData.getSessionCount(); ++s) {
            for (uint256 t = 1; t <= queueData.getTaskCountBySessionId(s); ++t) {
                queue.end2(s, t, false);
                // Where nobody called when commits were over, the validators' time begins only now.
                if (queueData.getTaskStatus(s, t) == SessionQueueData.TaskStatus.Committed) {
                    vm.warp(block.timestamp + 30);
                    queue.end2(s, t, false);
                }
                vm.assertTrue(queueData.getTaskStatus(s, t) == SessionQueueData.TaskStatus.Ended, "ended");
            }
            address owner = sessionData.sessionOwner(s);
            uint256 balance = payment.sessionBalances(s);
            vm.prank(owner);
            payment.withdrawFromSession(s, balance);
        }
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            vm.startPrank(handler.nodes(i));
            payment.withdrawNodePayment();
            if (pool.isRegistered(handler.nodes(i))) pool.deregister();
            vm.stopPrank();
        }
        vm.warp(block.timestamp + UNBONDING);
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            vm.prank(handler.nodes(i));
            staking.withdraw();
        }
        vm.prank(treasury);
        staking.takeSlashed();
        vm.assertEq(address(payment).balance + token.balanceOf(address(payment)), 0, "trapped pay");
        vm.assertEq(token.balanceOf(address(staking)), 0, "trapped stake");
    }

    /// @dev A task costs its price per miner, no more is paid than results were accepted, and an ended one holds nothing.
    function checkTask(uint256 s, uint256 t, uint256 escrow, uint256 paid, uint256 refunded) private view {
        (SessionQueueData.Core memory core, SessionQueueData.Part[] memory parts) = queueData.load(s, t);
        uint256 accepted = 0;
        uint256 current = 0;
        for (uint256 i = 0; i < parts.length; ++i) {
            if (parts[i].state == SessionQueueData.TaskState.Committed) ++accepted;
            if (parts[i].current) ++current;
            for (uint256 j = 0; j < i; ++j) {
                vm.assertTrue(parts[i].miner != parts[j].miner, "two places");
            }
        }
        vm.assertEq(escrow + paid + refunded, core.redundancy * core.pricePerResult, "cost");
        vm.assertLe(paid, accepted * core.pricePerResult, "paid for nothing");
        vm.assertLe(current, core.redundancy, "too many miners");
        bool ended = core.status == SessionQueueData.TaskStatus.Ended;
        vm.assertTrue(ended ? escrow == 0 : paid + refunded == 0, "settled exactly when ended");
    }
}

contract EthNetworkInvariants is NetworkInvariants {
    function inEth() internal pure override returns (bool) {
        return true;
    }
}

contract CorNetworkInvariants is NetworkInvariants {
    function inEth() internal pure override returns (bool) {
        return false;
    }
}
