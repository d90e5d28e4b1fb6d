// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Assets} from "cortensor/Assets.sol";
import {AlreadyRegistered, InsufficientBalance, NotOwner, OpenTasks, StakeTooLow, UnknownSession, WrongPhase, ZeroAddress} from
    "cortensor/Errors.sol";
import {SessionPayment} from "cortensor/SessionPayment.sol";
import {SessionQueueValidation} from "cortensor/SessionQueueValidation.sol";

import {CallingHolder, DeafHolder, Forcer, REENTRANT} from "./Fakes.sol";
import {NetworkFixture} from "./NetworkFixture.sol";
import {Permit, signPermit} from "./Permits.sol";
import {vm} from "./Test.sol";

/// @notice What sessions pay and nodes earn, on a whole network; each asset runs all of it.
abstract contract SessionPaymentTest is NetworkFixture {
    uint256 internal constant KEY = 0xA11CE;
    uint256 internal constant PRICE = 100;

    address internal alice = vm.addr(KEY);
    address internal bob = person("bob");
    address[4] internal nodes = [person("node 1"), person("node 2"), person("node 3"), person("node 4")];

    function inEth() internal pure virtual returns (bool);

    function setUp() public {
        deployNetwork(inEth());
        for (uint256 i = 0; i < nodes.length; ++i) {
            stock(nodes[i], MIN_STAKE);
            register(nodes[i], MIN_STAKE);
        }
        stock(alice, 1e6);
        stock(bob, 1e6);
        vm.deal(alice, 1e6);
        vm.deal(bob, 1e6);
    }

    function deposit(address from, uint256 sessionId, uint256 amount) internal {
        vm.prank(from);
        payment.depositToSession{value: inEth() ? amount : 0}(sessionId, amount);
    }

    function wealth(address account) internal view returns (uint256) {
        return inEth() ? account.balance : token.balanceOf(account);
    }

    function held() internal view returns (uint256) {
        return wealth(address(payment));
    }

    /// @dev A funded session of Alice's with a task that has `redundancy` miners.
    function task(uint256 redundancy) private returns (uint256 sessionId, uint256 taskId, address[] memory miners) {
        sessionId = open(alice, redundancy, 0, PRICE);
        deposit(alice, sessionId, 1000);
        taskId = submit(alice, sessionId);
        miners = minersOf(sessionId, taskId);
    }

    // --------------------------------------------------------------------------------------------- deposit, withdraw

    function test_deposit_withdraw_ownerOnly_once() public {
        uint256 sessionId = open(alice, 1, 0, PRICE);
        deposit(bob, sessionId, 500);
        refused(abi.encodeWithSelector(NotOwner.selector, alice, bob));
        vm.prank(bob);
        payment.withdrawFromSession(sessionId, 500);
        vm.startPrank(alice);
        payment.withdrawFromSession(sessionId, 500);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 1, 0));
        payment.withdrawFromSession(sessionId, 1);
        vm.stopPrank();
        vm.assertEq(wealth(alice), 1e6 + 500, "received");
        vm.assertEq(held(), 0, "nothing left");
    }

    function test_deposit_unknownSession_refused() public {
        refused(abi.encodeWithSelector(UnknownSession.selector, 7, 0));
        deposit(alice, 7, 1);
        refused(abi.encodeWithSelector(UnknownSession.selector, 0, 0));
        deposit(alice, 0, 1);
    }

    function test_withdraw_ofAnotherSession_refused() public {
        uint256 mine = open(alice, 1, 0, PRICE);
        uint256 others = open(bob, 1, 0, PRICE);
        deposit(bob, others, 500);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 1, 0));
        vm.prank(alice);
        payment.withdrawFromSession(mine, 1);
    }

    function test_withdrawTo_ownerOnly_paysTheOther() public {
        uint256 sessionId = open(alice, 1, 0, PRICE);
        deposit(alice, sessionId, 500);
        refused(abi.encodeWithSelector(NotOwner.selector, alice, bob));
        vm.prank(bob);
        payment.withdrawFromSessionTo(sessionId, bob, 500);
        vm.startPrank(alice);
        vm.expectRevert(ZeroAddress.selector);
        payment.withdrawFromSessionTo(sessionId, address(0), 500);
        payment.withdrawFromSessionTo(sessionId, bob, 500);
        vm.stopPrank();
        vm.assertEq(wealth(bob), 1e6 + 500, "received");
        vm.assertEq(held(), 0, "nothing left");
    }

    function test_recoverSurplus_takesTheGiftAlone() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(2);
        precommit(miners[0], sessionId, taskId, "text");
        precommit(miners[1], sessionId, taskId, "text");
        reveal(miners[0], sessionId, taskId, "text");
        address asset = payment.token();
        vm.expectPartialRevert(Assets.NoSurplus.selector);
        payment.recoverSurplus(asset, address(this));
        reveal(miners[1], sessionId, taskId, "text");
        vm.expectPartialRevert(Assets.NoSurplus.selector);
        payment.recoverSurplus(asset, address(this));
        gift(7);
        vm.assertEq(payment.recoverSurplus(asset, treasury), 7, "the gift");
        refused(missingRole(alice, 0));
        vm.prank(alice);
        payment.recoverSurplus(asset, alice);
    }

    /// @dev Moves value there without a call.
    function gift(uint256 amount) private {
        if (inEth()) {
            vm.deal(address(this), amount);
            new Forcer{value: amount}(payable(address(payment)));
        } else {
            token.mint(address(payment), amount);
        }
    }

    // --------------------------------------------------------------------------------------------------- tasks' money

    function test_task_allCommit_allPaid_nothingTwice() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(3);
        vm.assertEq(payment.sessionBalances(sessionId), 700, "charged");
        for (uint256 i = 0; i < 3; ++i) {
            precommit(miners[i], sessionId, taskId, "text");
        }
        for (uint256 i = 0; i < 3; ++i) {
            reveal(miners[i], sessionId, taskId, "text");
        }
        (uint256 escrow, uint256 paid, uint256 refunded) = payment.taskMoney(sessionId, taskId);
        vm.assertEq(escrow, 0, "escrow");
        vm.assertEq(paid, 300, "paid");
        vm.assertEq(refunded, 0, "refunded");
        queue.end2(sessionId, taskId, false);
        queue.endCommit(sessionId, taskId, true);
        vm.expectPartialRevert(WrongPhase.selector);
        reveal(miners[0], sessionId, taskId, "text");
        vm.expectPartialRevert(WrongPhase.selector);
        vm.prank(alice);
        queue.end(sessionId, taskId, true);
        for (uint256 i = 0; i < 3; ++i) {
            uint256 before = wealth(miners[i]);
            vm.startPrank(miners[i]);
            vm.assertEq(payment.withdrawNodePayment(), PRICE, "pay");
            vm.assertEq(payment.withdrawNodePayment(), 0, "again");
            vm.stopPrank();
            vm.assertEq(wealth(miners[i]), before + PRICE, "received");
        }
        vm.assertEq(held(), 700, "the session's");
    }

    function test_task_someMissSomeLie_restGoesBack() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(3);
        for (uint256 i = 0; i < 3; ++i) {
            precommit(miners[i], sessionId, taskId, "text");
        }
        reveal(miners[0], sessionId, taskId, "text");
        reveal(miners[1], sessionId, taskId, "another text");
        vm.assertEq(staking.stakeOf(miners[1]), MIN_STAKE * 9 / 10, "slashed");
        vm.warp(block.timestamp + 1 days);
        queue.end2(sessionId, taskId, false);
        (uint256 escrow, uint256 paid, uint256 refunded) = payment.taskMoney(sessionId, taskId);
        vm.assertEq(escrow, 0, "escrow");
        vm.assertEq(paid, 100, "paid");
        vm.assertEq(refunded, 200, "refunded");
        vm.assertEq(payment.sessionBalances(sessionId), 900, "balance");
        vm.assertEq(payment.nodePendingPayments(miners[1]), 0, "a liar's pay");
    }

    function test_task_cancelled_allGoesBack_once() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(2);
        vm.prank(miners[0]);
        queue.ack(sessionId, taskId);
        vm.startPrank(alice);
        queue.end(sessionId, taskId, true);
        vm.assertEq(payment.sessionBalances(sessionId), 1000, "all of it");
        vm.expectPartialRevert(WrongPhase.selector);
        queue.end(sessionId, taskId, true);
        vm.stopPrank();
        vm.expectPartialRevert(WrongPhase.selector);
        vm.prank(miners[0]);
        queue.precommit(sessionId, taskId, 0, "");
        vm.assertEq(payment.sessionBalances(sessionId), 1000, "all of it, once");
    }

    function test_task_cancelAfterACommit_refused() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(2);
        precommit(miners[0], sessionId, taskId, "text");
        precommit(miners[1], sessionId, taskId, "text");
        reveal(miners[0], sessionId, taskId, "text");
        vm.expectRevert();
        vm.prank(alice);
        queue.end(sessionId, taskId, true);
    }

    /// Nobody gets a second place in a task, and so a second pay.
    function test_replacement_isAlwaysAnotherMiner() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(3);
        vm.prank(miners[0]);
        queue.decline(sessionId, taskId, 0);
        address[] memory four = minersOf(sessionId, taskId);
        vm.assertEq(four.length, 4, "replaced");
        for (uint256 i = 0; i < 3; ++i) {
            vm.assertTrue(four[3] != four[i], "has a place already");
        }
        vm.prank(miners[1]);
        queue.decline(sessionId, taskId, 0);
        vm.assertEq(minersOf(sessionId, taskId).length, 4, "nobody is left");
    }

    function test_submit_withoutMoney_refused_nothingCharged() public {
        uint256 sessionId = open(alice, 3, 0, PRICE);
        deposit(alice, sessionId, 299);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 300, 299));
        submitAs(alice, sessionId);
        vm.assertEq(payment.sessionBalances(sessionId), 299, "balance");
        vm.assertEq(queueData.getTaskCountBySessionId(sessionId), 0, "tasks");
    }

    function submitAs(address owner, uint256 sessionId) private {
        vm.prank(owner);
        sessions.submit(sessionId, 0, "task", 0, "", new uint256[](0), new uint256[](0), "");
    }

    /// Escrow is no part of what an owner can take, whoever owns the session by then.
    function test_escrow_cannotBeWithdrawn_alsoNotByTheNextOwner() public {
        (uint256 sessionId,,) = task(3);
        vm.prank(alice);
        sessions.updateOwner(sessionId, bob);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 701, 700));
        vm.prank(bob);
        payment.withdrawFromSession(sessionId, 701);
        refused(abi.encodeWithSelector(NotOwner.selector, bob, alice));
        vm.prank(alice);
        payment.withdrawFromSession(sessionId, 1);
    }

    function test_settlement_strangersRefused() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(1);
        bytes32 role = payment.SESSION_CONTRACT_ROLE();
        vm.startPrank(alice);
        refused(missingRole(alice, role));
        payment.payFromSessionToNetwork(sessionId, 9, 1);
        refused(missingRole(alice, role));
        payment.allocateNodePayments(sessionId, taskId, miners, 1);
        refused(missingRole(alice, role));
        payment.refundTask(sessionId, taskId);
    }

    /// The module itself holds against a queue that asks twice.
    function test_settlement_askedTwice_paysOnce() public {
        payment.grantRole(payment.SESSION_CONTRACT_ROLE(), address(this));
        uint256 sessionId = open(alice, 1, 0, PRICE);
        deposit(alice, sessionId, 1000);
        payment.payFromSessionToNetwork(sessionId, 1, 300);
        refused(abi.encodeWithSelector(SessionPayment.AlreadyCharged.selector, sessionId, 1));
        payment.payFromSessionToNetwork(sessionId, 1, 300);
        address[] memory two = new address[](2);
        (two[0], two[1]) = (nodes[0], nodes[1]);
        payment.allocateNodePayments(sessionId, 1, two, 100);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 200, 100));
        payment.allocateNodePayments(sessionId, 1, two, 100);
        payment.refundTask(sessionId, 1);
        payment.refundTask(sessionId, 1);
        vm.assertEq(payment.sessionBalances(sessionId), 800, "refunded once");
        refused(abi.encodeWithSelector(SessionPayment.AlreadyCharged.selector, sessionId, 1));
        payment.payFromSessionToNetwork(sessionId, 1, 300);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 200, 0));
        payment.allocateNodePayments(sessionId, 1, two, 100);
    }

    function test_allocate_overflow_refused() public {
        payment.grantRole(payment.SESSION_CONTRACT_ROLE(), address(this));
        uint256 sessionId = open(alice, 1, 0, PRICE);
        deposit(alice, sessionId, 1000);
        payment.payFromSessionToNetwork(sessionId, 1, 300);
        address[] memory two = new address[](2);
        vm.expectRevert();
        payment.allocateNodePayments(sessionId, 1, two, 1 << 255);
    }

    // ------------------------------------------------------------------------------------------------- validators

    function test_validators_majorityRejects_unpaid() public {
        uint256 sessionId = open(alice, 2, 2, PRICE);
        deposit(alice, sessionId, 1000);
        uint256 taskId = submit(alice, sessionId);
        address[] memory miners = minersOf(sessionId, taskId);
        precommit(miners[0], sessionId, taskId, "good");
        precommit(miners[1], sessionId, taskId, "bad");
        reveal(miners[0], sessionId, taskId, "good");
        reveal(miners[1], sessionId, taskId, "bad");
        (address[] memory validators,,,,) = validation.roundOf(sessionId, taskId);
        vm.assertEq(validators.length, 2, "validators");
        for (uint256 i = 0; i < 2; ++i) {
            vm.startPrank(validators[i]);
            validation.giveVerdict(sessionId, taskId, miners[0], true, 0);
            vm.expectPartialRevert(SessionQueueValidation.AlreadyJudged.selector);
            validation.giveVerdict(sessionId, taskId, miners[0], false, 0);
            validation.giveVerdict(sessionId, taskId, miners[1], false, 0);
            vm.stopPrank();
        }
        vm.assertEq(payment.nodePendingPayments(miners[0]), PRICE, "good");
        vm.assertEq(payment.nodePendingPayments(miners[1]), 0, "bad");
        vm.assertEq(payment.sessionBalances(sessionId), 900, "refunded");
        vm.expectPartialRevert(SessionQueueValidation.ValidationOver.selector);
        vm.prank(validators[0]);
        validation.giveVerdict(sessionId, taskId, miners[1], true, 0);
    }

    function test_validators_silent_allPaidAtTheDeadline() public {
        uint256 sessionId = open(alice, 1, 2, PRICE);
        deposit(alice, sessionId, 1000);
        uint256 taskId = submit(alice, sessionId);
        address[] memory miners = minersOf(sessionId, taskId);
        precommit(miners[0], sessionId, taskId, "text");
        reveal(miners[0], sessionId, taskId, "text");
        vm.assertEq(payment.nodePendingPayments(miners[0]), 0, "not yet");
        vm.warp(block.timestamp + 1 days);
        queue.end2(sessionId, taskId, false);
        queue.end2(sessionId, taskId, false);
        vm.assertEq(payment.nodePendingPayments(miners[0]), PRICE, "paid once");
    }

    // ------------------------------------------------------------------------------------------------- nodes' stakes

    function test_deregister_withOpenTask_refused() public {
        (uint256 sessionId, uint256 taskId, address[] memory miners) = task(1);
        refused(abi.encodeWithSelector(OpenTasks.selector, 1));
        vm.prank(miners[0]);
        pool.deregister();
        vm.warp(block.timestamp + 1 days);
        queue.end2(sessionId, taskId, false);
        vm.prank(miners[0]);
        vm.assertEq(pool.deregister(), MIN_STAKE, "unstaked");
    }

    /// Nobody can keep a node from leaving by handing in tasks.
    function test_drainingNode_getsNoTasks_andLeaves() public {
        uint256 sessionId = open(alice, 1, 0, 0);
        vm.prank(nodes[0]);
        pool.setDraining(true);
        for (uint256 i = 0; i < 8; ++i) {
            vm.assertTrue(minersOf(sessionId, submit(alice, sessionId))[0] != nodes[0], "assigned");
        }
        vm.prank(nodes[0]);
        vm.assertEq(pool.deregister(), MIN_STAKE, "unstaked");
    }

    /// The stake of a registered node cannot be moved away before a slash.
    function test_registeredStake_isLocked() public {
        vm.expectRevert();
        vm.prank(nodes[0]);
        staking.unstake(1);
    }

    function test_register_permitUsedByAnotherFirst_stillRegisters() public {
        token.mint(alice, MIN_STAKE);
        vm.prank(alice);
        token.approve(address(staking), 0);
        Permit memory permit = signPermit(token, KEY, address(staking), MIN_STAKE, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(staking), MIN_STAKE, permit.deadline, permit.v, permit.r, permit.s);
        vm.startPrank(alice);
        pool.registerWithPermit(MIN_STAKE, "key", permit.deadline, permit.v, permit.r, permit.s);
        vm.assertTrue(pool.isEligible(alice), "eligible");
        refused(abi.encodeWithSelector(AlreadyRegistered.selector, alice));
        pool.registerWithPermit(MIN_STAKE, "key", permit.deadline, permit.v, permit.r, permit.s);
    }

    function test_register_permitOfAnother_takesNothingFromThem() public {
        token.mint(alice, MIN_STAKE);
        vm.prank(alice);
        token.approve(address(staking), 0);
        Permit memory permit = signPermit(token, KEY, address(staking), MIN_STAKE, block.timestamp);
        vm.prank(bob);
        token.approve(address(staking), 0);
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        vm.prank(bob);
        pool.registerWithPermit(MIN_STAKE, "key", permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(token.balanceOf(alice), MIN_STAKE + 1e6, "of the signer");
    }

    function test_register_belowTheMinimum_refused() public {
        stock(alice, MIN_STAKE);
        refused(abi.encodeWithSelector(StakeTooLow.selector, MIN_STAKE, MIN_STAKE - 1));
        register(alice, MIN_STAKE - 1);
    }
}

contract EthSessionPaymentTest is SessionPaymentTest {
    function inEth() internal pure override returns (bool) {
        return true;
    }

    function test_deposit_otherValue_refused() public {
        uint256 sessionId = open(alice, 1, 0, PRICE);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 5, 6));
        vm.prank(alice);
        payment.depositToSession{value: 6}(sessionId, 5);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 5, 0));
        vm.prank(alice);
        payment.depositToSession(sessionId, 5);
    }

    function test_deposit_withPermit_refused() public {
        uint256 sessionId = open(alice, 1, 0, PRICE);
        vm.expectRevert();
        vm.prank(alice);
        payment.depositToSessionWithPermit(sessionId, 5, 0, 0, 0, 0);
        vm.assertEq(payment.sessionBalances(sessionId), 0, "balance");
    }

    /// A session owner that is sent ETH tries every way to have it twice.
    function test_owner_reenters_paidOnce() public {
        CallingHolder owner = new CallingHolder();
        uint256 sessionId = open(address(owner), 1, 0, PRICE);
        deposit(alice, sessionId, 1000);
        bytes memory withdrawal = abi.encodeCall(SessionPayment.withdrawFromSession, (sessionId, 100));
        bytes[2] memory ways = [withdrawal, abi.encodeCall(SessionPayment.withdrawNodePayment, ())];
        for (uint256 i = 0; i < ways.length; ++i) {
            owner.during(address(payment), ways[i]);
            owner.run(address(payment), withdrawal);
            vm.assertFalse(owner.succeeded(), "let in");
            vm.assertEq(bytes32(owner.answer()), bytes32(REENTRANT), "why");
        }
        vm.assertEq(address(owner).balance, 200, "once each");
        vm.assertEq(payment.sessionBalances(sessionId), 800, "balance");
    }

    /// In the middle of a withdrawal the owner hands in a task: it is charged on what is left.
    function test_owner_submitsDuringWithdrawal_isCharged() public {
        CallingHolder owner = new CallingHolder();
        uint256 sessionId = open(address(owner), 1, 0, PRICE);
        deposit(alice, sessionId, 100);
        owner.during(
            address(sessions),
            abi.encodeCall(
                sessions.submit, (sessionId, 0, "task", 0, "", new uint256[](0), new uint256[](0), "")
            )
        );
        owner.run(address(payment), abi.encodeCall(SessionPayment.withdrawFromSession, (sessionId, 100)));
        vm.assertFalse(owner.succeeded(), "charged on nothing");
        vm.assertEq(held(), 0, "nothing left");
    }

    function test_deafNode_canHaveItsPaySentElsewhere() public {
        DeafHolder node = new DeafHolder();
        payment.grantRole(payment.SESSION_CONTRACT_ROLE(), address(this));
        uint256 sessionId = open(alice, 1, 0, PRICE);
        deposit(alice, sessionId, 1000);
        payment.payFromSessionToNetwork(sessionId, 1, 300);
        address[] memory paid = new address[](1);
        paid[0] = address(node);
        payment.allocateNodePayments(sessionId, 1, paid, 300);
        refused(abi.encodeWithSelector(Assets.PaymentRefused.selector, address(node), 300));
        node.run(address(payment), abi.encodeCall(SessionPayment.withdrawNodePayment, ()));
        node.run(address(payment), abi.encodeCall(SessionPayment.withdrawNodePaymentTo, (treasury)));
        vm.assertEq(treasury.balance, 300, "received");
        vm.assertEq(payment.nodePendingPayments(address(node)), 0, "once");
    }

    function test_deafOwner_canHandTheSessionOn() public {
        DeafHolder owner = new DeafHolder();
        uint256 sessionId = open(address(owner), 1, 0, PRICE);
        deposit(alice, sessionId, 100);
        vm.expectPartialRevert(Assets.PaymentRefused.selector);
        owner.run(address(payment), abi.encodeCall(SessionPayment.withdrawFromSession, (sessionId, 100)));
        owner.run(address(sessions), abi.encodeCall(sessions.updateOwner, (sessionId, bob)));
        vm.prank(bob);
        payment.withdrawFromSession(sessionId, 100);
        vm.assertEq(bob.balance, 1e6 + 100, "received");
    }
}

contract CorSessionPaymentTest is SessionPaymentTest {
    function inEth() internal pure override returns (bool) {
        return false;
    }

    function test_deposit_withEth_refused() public {
        uint256 sessionId = open(alice, 1, 0, PRICE);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 0, 5));
        vm.prank(alice);
        payment.depositToSession{value: 5}(sessionId, 5);
    }

    function test_depositWithPermit_frontRunPermit_stillDeposits() public {
        uint256 sessionId = open(alice, 1, 0, PRICE);
        vm.prank(alice);
        token.approve(address(payment), 0);
        Permit memory permit = signPermit(token, KEY, address(payment), 100, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(payment), 100, permit.deadline, permit.v, permit.r, permit.s);
        vm.startPrank(alice);
        payment.depositToSessionWithPermit(sessionId, 100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(payment.sessionBalances(sessionId), 100, "balance");
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        payment.depositToSessionWithPermit(sessionId, 100, permit.deadline, permit.v, permit.r, permit.s);
    }
}
