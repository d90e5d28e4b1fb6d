// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Assets} from "cortensor/Assets.sol";
import {CorToken} from "cortensor/CorToken.sol";
import {InsufficientBalance, NotOwner, OutOfRange, ZeroAddress} from "cortensor/Errors.sol";
import {ISessionOwners} from "cortensor/ISessionOwners.sol";
import {SessionPaymentStaking} from "cortensor/SessionPaymentStaking.sol";

import {newCorToken, newSessionPaymentStaking} from "./Deployment.sol";
import {CallingToken, FeeToken, REENTRANT} from "./Fakes.sol";
import {Permit, signPermit} from "./Permits.sol";
import {SessionOwnersFake} from "./SessionOwnersFake.sol";
import {bound, Test, vm} from "./Test.sol";

contract SessionPaymentStakingTest is Test {
    uint256 private constant START = 1_700_000_000;
    uint256 private constant WINDOW = 1 days;
    uint256 private constant VELOCITY = 500; // 5 % of the stake per window
    uint256 private constant KEY = 0xA11CE;

    CorToken private token;
    SessionOwnersFake private sessions;
    SessionPaymentStaking private payment;
    address private admin = person("admin");
    address private module = person("session contract");
    address private alice = vm.addr(KEY);
    address private bob = person("bob");
    address private node = person("node");

    function setUp() public {
        vm.warp(START);
        token = newCorToken(address(this), 0);
        sessions = new SessionOwnersFake();
        payment = newPayment(token);
        address[3] memory users = [admin, alice, bob];
        for (uint256 i = 0; i < users.length; ++i) {
            token.mint(users[i], 1e24);
            vm.prank(users[i]);
            token.approve(address(payment), type(uint256).max);
        }
        sessions.own(1, alice);
        sessions.own(2, bob);
    }

    function newPayment(IERC20 asset) private returns (SessionPaymentStaking made) {
        made = newSessionPaymentStaking(asset, sessions, WINDOW, VELOCITY, admin);
        bytes32 role = made.SESSION_CONTRACT_ROLE();
        vm.prank(admin);
        made.grantRole(role, module);
    }

    /// @dev A pool of 10,000, and Alice with a stake of 1,000, that is a limit of 50, who pays for session 1.
    function prepare() private {
        vm.prank(admin);
        payment.depositNetwork(10_000);
        vm.startPrank(alice);
        payment.stake(1000);
        payment.setSessionStakingPayment(1, true);
        vm.stopPrank();
    }

    function consume(uint256 sessionId, uint256 taskId, uint256 amount) private {
        vm.prank(module);
        payment.consume(sessionId, taskId, amount);
    }

    function allocate(address to, uint256 amount) private {
        address[] memory nodes = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (nodes[0], amounts[0]) = (to, amount);
        vm.prank(module);
        payment.allocateNodePayments(nodes, amounts);
    }

    // ------------------------------------------------------------------------------------------------- construction

    function test_constructor_zeroAddress_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        newSessionPaymentStaking(IERC20(address(0)), sessions, WINDOW, VELOCITY, admin);
        vm.expectRevert(ZeroAddress.selector);
        newSessionPaymentStaking(token, ISessionOwners(address(0)), WINDOW, VELOCITY, admin);
        vm.expectRevert(ZeroAddress.selector);
        newSessionPaymentStaking(token, sessions, WINDOW, VELOCITY, address(0));
    }

    function test_constructor_outOfRange_refused() public {
        vm.expectPartialRevert(OutOfRange.selector);
        newSessionPaymentStaking(token, sessions, 59 seconds, VELOCITY, admin);
        vm.expectPartialRevert(OutOfRange.selector);
        newSessionPaymentStaking(token, sessions, 30 days + 1, VELOCITY, admin);
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("velocity"), 0, 10_000, 10_001));
        newSessionPaymentStaking(token, sessions, WINDOW, 10_001, admin);
    }

    // --------------------------------------------------------------------------------------------------- the limit

    function testFuzz_limit_roundsDown(uint256 amount, uint256 velocity) public {
        amount = bound(amount, 1, 1e24);
        velocity = bound(velocity, 0, 10_000);
        vm.prank(admin);
        payment.setVelocity(velocity);
        vm.prank(alice);
        payment.stake(amount);
        uint256 limit = payment.userWindowLimit(alice);
        vm.assertLe(limit * 10_000, amount * velocity, "not more than its part");
        vm.assertGt((limit + 1) * 10_000, amount * velocity, "as much as fits");
    }

    function test_consume_upToTheLimit_thenRefused() public {
        prepare();
        consume(1, 1, 30);
        vm.assertEq(payment.userWindowLeft(alice), 20, "left");
        refused(abi.encodeWithSelector(SessionPaymentStaking.LimitExceeded.selector, alice, 21, 20));
        consume(1, 2, 21);
        consume(1, 2, 20);
        vm.assertEq(payment.userWindowConsumed(alice), 50, "consumed");
        vm.assertEq(payment.totalNetworkDepositPoolBalance(), 9950, "pool");
        vm.assertEq(payment.totalNetworkBalance(), 50, "network");
        vm.assertEq(payment.totalNetworkAdminDeposits(), 10_000, "ever deposited");
        vm.assertEq(payment.userStake(alice), 1000, "the stake is not spent");
    }

    function test_consume_nextWindow_startsAnew() public {
        prepare();
        consume(1, 1, 50);
        vm.warp(START + WINDOW - 1);
        refused(abi.encodeWithSelector(SessionPaymentStaking.LimitExceeded.selector, alice, 1, 0));
        consume(1, 2, 1);
        vm.warp(START + WINDOW);
        vm.assertEq(payment.userWindowLeft(alice), 50, "all again");
        consume(1, 2, 1);
        vm.assertEq(payment.userWindowStart(alice), START + WINDOW, "begins with its first use");
        vm.assertEq(payment.userWindowConsumed(alice), 1, "consumed");
    }

    /// A window is not prolonged by what is consumed in it.
    function test_consume_inTheMiddle_windowEndsAllTheSame() public {
        prepare();
        consume(1, 1, 10);
        vm.warp(START + WINDOW / 2);
        consume(1, 2, 40);
        vm.warp(START + WINDOW);
        consume(1, 3, 50);
    }

    function test_consume_limitShrunkBelowConsumption_leavesNothing() public {
        prepare();
        consume(1, 1, 50);
        vm.prank(admin);
        payment.setVelocity(100);
        vm.assertEq(payment.userWindowLeft(alice), 0, "left");
        refused(abi.encodeWithSelector(SessionPaymentStaking.LimitExceeded.selector, alice, 1, 0));
        consume(1, 2, 1);
    }

    /// The same tokens, handed from account to account, unlock one limit per window and not one per account.
    function test_sameStake_handedOn_unlocksOneLimitPerWindow() public {
        prepare();
        vm.prank(bob);
        payment.setSessionStakingPayment(2, true);
        vm.prank(bob);
        token.transfer(address(this), 1e24);
        consume(1, 1, 50);
        vm.startPrank(alice);
        payment.requestUnstake(1000);
        refused(abi.encodeWithSelector(SessionPaymentStaking.StillHeld.selector, alice, START + WINDOW));
        payment.unstake();
        vm.warp(START + WINDOW);
        payment.unstake();
        token.transfer(bob, 1000);
        vm.stopPrank();
        vm.prank(bob);
        payment.stake(1000);
        consume(2, 1, 50);
        refused(abi.encodeWithSelector(SessionPaymentStaking.LimitExceeded.selector, alice, 1, 0));
        consume(1, 2, 1);
    }

    function test_requestUnstake_lowersTheLimitAtOnce() public {
        prepare();
        vm.prank(alice);
        payment.requestUnstake(600);
        vm.assertEq(payment.userWindowLimit(alice), 20, "of what stays");
        refused(abi.encodeWithSelector(SessionPaymentStaking.LimitExceeded.selector, alice, 21, 20));
        consume(1, 1, 21);
    }

    // ----------------------------------------------------------------------------------------------------- payment

    function test_consume_sameTaskTwice_refused() public {
        prepare();
        consume(1, 1, 10);
        refused(abi.encodeWithSelector(SessionPaymentStaking.TaskAlreadyPaid.selector, 1, 1));
        consume(1, 1, 10);
        vm.warp(START + 10 * WINDOW);
        refused(abi.encodeWithSelector(SessionPaymentStaking.TaskAlreadyPaid.selector, 1, 1));
        consume(1, 1, 10);
    }

    function test_consume_sessionThatDidNotAgree_refused() public {
        prepare();
        vm.prank(bob);
        payment.stake(1000);
        refused(abi.encodeWithSelector(SessionPaymentStaking.NotStakingSession.selector, 2));
        consume(2, 1, 1);
        vm.prank(alice);
        payment.setSessionStakingPayment(1, false);
        refused(abi.encodeWithSelector(SessionPaymentStaking.NotStakingSession.selector, 1));
        consume(1, 1, 1);
    }

    /// A session handed to another cannot eat the other's limit.
    function test_sessionHandedOver_newOwnerHasNotAgreed() public {
        prepare();
        vm.prank(bob);
        payment.stake(1000);
        sessions.own(1, bob);
        vm.assertFalse(payment.isSessionStakingPayment(1), "agreed");
        refused(abi.encodeWithSelector(SessionPaymentStaking.NotStakingSession.selector, 1));
        consume(1, 1, 1);
        vm.prank(bob);
        payment.setSessionStakingPayment(1, true);
        consume(1, 1, 1);
        vm.assertEq(payment.userWindowConsumed(bob), 1, "of the new owner");
        vm.assertEq(payment.userWindowConsumed(alice), 0, "of the old one");
    }

    function test_consume_poolTooSmall_refused() public {
        prepare();
        vm.prank(admin);
        payment.withdrawNetwork(admin, 9990);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 11, 10));
        consume(1, 1, 11);
        consume(1, 1, 10);
    }

    function test_roles_strangersRefused() public {
        prepare();
        bytes32 adminRole = payment.ADMIN_ROLE();
        bytes32 sessionRole = payment.SESSION_CONTRACT_ROLE();
        vm.startPrank(alice);
        refused(missingRole(alice, adminRole));
        payment.depositNetwork(1);
        refused(missingRole(alice, adminRole));
        payment.withdrawNetwork(alice, 1);
        refused(missingRole(alice, adminRole));
        payment.setVelocity(10_000);
        refused(missingRole(alice, sessionRole));
        payment.consume(1, 1, 1);
        refused(missingRole(alice, sessionRole));
        payment.allocateNodePayments(new address[](0), new uint256[](0));
        refused(missingRole(alice, sessionRole));
        payment.returnConsumed(1);
        refused(missingRole(alice, 0));
        payment.recoverSurplus(address(token), alice);
        refused(abi.encodeWithSelector(NotOwner.selector, bob, alice));
        payment.setSessionStakingPayment(2, true);
    }

    function test_nodePayment_paidOnce() public {
        prepare();
        consume(1, 1, 50);
        allocate(node, 30);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 21, 20));
        allocate(node, 21);
        vm.startPrank(node);
        vm.assertEq(payment.withdrawNodePayment(), 30, "paid");
        vm.expectRevert(Assets.ZeroAmount.selector);
        payment.withdrawNodePayment();
        vm.stopPrank();
        vm.assertEq(token.balanceOf(node), 30, "received");
    }

    function test_returnConsumed_goesBackToThePool_atMostWhatNobodyWasAllocated() public {
        prepare();
        consume(1, 1, 50);
        allocate(node, 30);
        vm.startPrank(module);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 21, 20));
        payment.returnConsumed(21);
        vm.expectEmit(address(payment));
        emit SessionPaymentStaking.ConsumedReturned(20);
        payment.returnConsumed(20);
        vm.expectRevert(Assets.ZeroAmount.selector);
        payment.returnConsumed(0);
        vm.stopPrank();
        vm.assertEq(payment.totalNetworkDepositPoolBalance(), 9970, "pool");
        vm.assertEq(payment.totalNetworkBalance(), 0, "nothing awaits allocation");
        vm.assertEq(payment.userWindowLeft(alice), 0, "the limit stays drawn on");
        refused(abi.encodeWithSelector(SessionPaymentStaking.TaskAlreadyPaid.selector, 1, 1));
        consume(1, 1, 1);
        vm.startPrank(admin);
        payment.withdrawNetwork(admin, 9970);
    }

    function test_allocate_badBatches_refused() public {
        prepare();
        consume(1, 1, 50);
        vm.startPrank(module);
        refused(abi.encodeWithSelector(SessionPaymentStaking.LengthsDiffer.selector, 2, 1));
        payment.allocateNodePayments(new address[](2), new uint256[](1));
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("nodes"), 0, 100, 101));
        payment.allocateNodePayments(new address[](101), new uint256[](101));
        vm.stopPrank();
        vm.expectRevert(ZeroAddress.selector);
        allocate(address(0), 1);
        vm.expectRevert(Assets.ZeroAmount.selector);
        allocate(node, 0);
        address[] memory nodes = new address[](2);
        uint256[] memory amounts = new uint256[](2);
        (nodes[0], nodes[1], amounts[0], amounts[1]) = (node, node, type(uint256).max, 2);
        vm.expectRevert();
        vm.prank(module);
        payment.allocateNodePayments(nodes, amounts);
        vm.assertEq(payment.nodePendingPayments(node), 0, "nothing of a refused batch");
    }

    function test_withdrawNetwork_cannotTouchAnythingElse() public {
        prepare();
        consume(1, 1, 50);
        allocate(node, 30);
        vm.startPrank(admin);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 9951, 9950));
        payment.withdrawNetwork(admin, 9951);
        payment.withdrawNetwork(admin, 9950);
        refused(abi.encodeWithSelector(Assets.NoSurplus.selector, address(token), 1050, 1050));
        payment.recoverSurplus(address(token), admin);
        vm.stopPrank();
        token.mint(address(payment), 7);
        vm.prank(admin);
        vm.assertEq(payment.recoverSurplus(address(token), admin), 7, "the gift");
    }

    // ---------------------------------------------------------------------------------------------------------- stake

    function test_zeroAmounts_refused() public {
        prepare();
        bytes4 zero = Assets.ZeroAmount.selector;
        vm.startPrank(alice);
        vm.expectRevert(zero);
        payment.stake(0);
        vm.expectRevert(zero);
        payment.requestUnstake(0);
        vm.expectRevert(zero);
        payment.unstake();
        vm.stopPrank();
        vm.startPrank(admin);
        vm.expectRevert(zero);
        payment.depositNetwork(0);
        vm.expectRevert(zero);
        payment.withdrawNetwork(admin, 0);
        vm.expectRevert(ZeroAddress.selector);
        payment.withdrawNetwork(address(0), 1);
        vm.expectRevert(ZeroAddress.selector);
        payment.recoverSurplus(address(token), address(0));
        vm.stopPrank();
        vm.expectRevert(zero);
        consume(1, 1, 0);
    }

    function test_unstake_paidOnce_secondRequestHoldsAll() public {
        prepare();
        vm.startPrank(alice);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 1001, 1000));
        payment.requestUnstake(1001);
        payment.requestUnstake(400);
        vm.warp(START + WINDOW - 1);
        payment.requestUnstake(100);
        vm.warp(START + WINDOW);
        refused(
            abi.encodeWithSelector(SessionPaymentStaking.StillHeld.selector, alice, START + 2 * WINDOW - 1)
        );
        payment.unstake();
        vm.warp(START + 2 * WINDOW - 1);
        vm.assertEq(payment.unstake(), 500, "both");
        vm.expectRevert(Assets.ZeroAmount.selector);
        payment.unstake();
        vm.assertEq(payment.userStake(alice), 500, "stays");
        vm.assertEq(payment.totalUserStake(), 500, "all stakes");
    }

    function test_stakeWithPermit_frontRunPermit_stillStakes() public {
        vm.prank(alice);
        token.approve(address(payment), 0);
        Permit memory permit = signPermit(token, KEY, address(payment), 100, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(payment), 100, permit.deadline, permit.v, permit.r, permit.s);
        vm.startPrank(alice);
        payment.stakeWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(payment.userStake(alice), 100, "stake");
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        payment.stakeWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
    }

    function test_feeToken_refused() public {
        FeeToken fees = new FeeToken();
        payment = newPayment(fees);
        fees.mint(alice, 1000);
        vm.startPrank(alice);
        fees.approve(address(payment), 1000);
        refused(abi.encodeWithSelector(Assets.AmountNotReceived.selector, address(fees), 1000, 990));
        payment.stake(1000);
    }

    /// In the middle of each transfer, its receiver tries each way out again.
    function test_token_reenters_refused() public {
        CallingToken calling = new CallingToken();
        payment = newPayment(calling);
        address user = address(calling);
        calling.mint(user, 1000);
        calling.approveAs(user, address(payment), 1000);
        bytes[3] memory ways = [
            abi.encodeCall(SessionPaymentStaking.stake, (1)),
            abi.encodeCall(SessionPaymentStaking.unstake, ()),
            abi.encodeCall(SessionPaymentStaking.withdrawNodePayment, ())
        ];
        calling.run(address(payment), abi.encodeCall(SessionPaymentStaking.stake, (1000)));
        for (uint256 i = 0; i < ways.length; ++i) {
            calling.run(address(payment), abi.encodeCall(SessionPaymentStaking.requestUnstake, (100)));
            vm.warp(block.timestamp + WINDOW);
            calling.during(address(payment), ways[i]);
            calling.run(address(payment), abi.encodeCall(SessionPaymentStaking.unstake, ()));
            vm.assertFalse(calling.succeeded(), "let in");
            vm.assertEq(bytes32(calling.answer()), bytes32(REENTRANT), "why");
        }
        vm.assertEq(calling.balanceOf(user), 300, "paid once each");
    }
}

/// @notice Users, an admin and a session contract who do anything in any order, with a ledger of our own beside it.
contract SessionPaymentStakingHandler {
    uint256 public constant USERS = 3;
    uint256 public constant SUPPLY = 1e24;
    uint256 private constant TASKS = 8;

    CorToken private immutable token;
    SessionOwnersFake private immutable sessions;
    SessionPaymentStaking private immutable payment;

    address[] public users;
    uint256 public deposited;
    uint256 public withdrawn;
    uint256 public consumed;
    uint256 public allocated;
    uint256 public paid;
    uint256 public given;
    mapping(address user => uint256) public staked;
    mapping(address user => uint256) public leaving;
    mapping(address node => uint256) public due;
    mapping(address user => uint256) private windowStart;
    mapping(address user => uint256) private windowConsumed;
    mapping(uint256 sessionId => mapping(uint256 taskId => bool)) private done;
    mapping(uint256 sessionId => address) private agreed;

    constructor(CorToken token_, SessionOwnersFake sessions_, SessionPaymentStaking payment_) {
        (token, sessions, payment) = (token_, sessions_, payment_);
        token.approve(address(payment), type(uint256).max);
        for (uint256 i = 0; i < USERS; ++i) {
            address user = address(uint160(0x2000 + i));
            users.push(user);
            vm.prank(user);
            token.approve(address(payment), type(uint256).max);
            sessions.own(i, user);
        }
    }

    function deposit(uint256 amount) external {
        amount = bound(amount, 1, 1e24);
        token.mint(address(this), amount);
        payment.depositNetwork(amount);
        deposited += amount;
    }

    function withdrawNetwork(uint256 amount) external {
        uint256 left = deposited - withdrawn - consumed;
        amount = bound(amount, 0, left + 1);
        bool fits = amount > 0 && amount <= left;
        try payment.withdrawNetwork(address(0xdead), amount) {
            vm.assertTrue(fits, "withdrawal should be refused");
            withdrawn += amount;
        } catch {
            vm.assertFalse(fits, "withdrawal should be paid");
        }
    }

    function stake(uint256 who, uint256 amount) external {
        address user = pick(who);
        amount = bound(amount, 0, token.balanceOf(user));
        if (amount == 0) return;
        vm.prank(user);
        payment.stake(amount);
        staked[user] += amount;
    }

    function requestUnstake(uint256 who, uint256 amount) external {
        address user = pick(who);
        amount = bound(amount, 0, staked[user] + 1);
        bool fits = amount > 0 && amount <= staked[user];
        vm.prank(user);
        try payment.requestUnstake(amount) {
            vm.assertTrue(fits, "request should be refused");
            staked[user] -= amount;
            leaving[user] += amount;
        } catch {
            vm.assertFalse(fits, "request should be taken");
        }
    }

    function unstake(uint256 who) external {
        address user = pick(who);
        uint256 before = token.balanceOf(user);
        vm.prank(user);
        try payment.unstake() returns (uint256 amount) {
            vm.assertEq(amount, leaving[user], "all that was leaving");
            vm.assertEq(token.balanceOf(user), before + amount, "received");
            leaving[user] = 0;
        } catch {}
    }

    function agree(uint256 sessionId, bool enabled) external {
        sessionId %= USERS;
        address owner = sessions.sessionOwner(sessionId);
        vm.prank(owner);
        payment.setSessionStakingPayment(sessionId, enabled);
        agreed[sessionId] = enabled ? owner : address(0);
    }

    function handOver(uint256 sessionId, uint256 who) external {
        sessions.own(sessionId % USERS, pick(who));
    }

    function setVelocity(uint256 velocity) external {
        payment.setVelocity(bound(velocity, 0, 10_000));
    }

    function consume(uint256 sessionId, uint256 taskId, uint256 amount) external {
        sessionId %= USERS;
        taskId %= TASKS;
        address user = sessions.sessionOwner(sessionId);
        if (block.timestamp >= windowStart[user] + payment.windowLength()) {
            (windowStart[user], windowConsumed[user]) = (block.timestamp, 0);
        }
        uint256 limit = (staked[user] * payment.velocity()) / 10_000;
        uint256 left = deposited - withdrawn - consumed;
        amount = bound(amount, 0, limit + 1);
        bool fits = amount > 0 && amount <= left && windowConsumed[user] + amount <= limit
            && !done[sessionId][taskId] && agreed[sessionId] == user;
        try payment.consume(sessionId, taskId, amount) {
            vm.assertTrue(fits, "consumption should be refused");
            consumed += amount;
            windowConsumed[user] += amount;
            done[sessionId][taskId] = true;
        } catch {
            // The contract's window may have begun earlier than ours did, never later: it is the stricter one.
            if (payment.userWindowStart(user) == windowStart[user]) {
                vm.assertFalse(fits, "consumption should be paid");
            }
        }
    }

    function allocate(uint256 who, uint256 amount) external {
        uint256 left = consumed - allocated;
        amount = bound(amount, 0, left + 1);
        bool fits = amount > 0 && amount <= left;
        address[] memory nodes = new address[](1);
        uint256[] memory amounts = new uint256[](1);
        (nodes[0], amounts[0]) = (pick(who), amount);
        try payment.allocateNodePayments(nodes, amounts) {
            vm.assertTrue(fits, "allocation should be refused");
            allocated += amount;
            due[nodes[0]] += amount;
        } catch {
            vm.assertFalse(fits, "allocation should be made");
        }
    }

    function returnConsumed(uint256 amount) external {
        uint256 left = consumed - allocated;
        amount = bound(amount, 0, left + 1);
        bool fits = amount > 0 && amount <= left;
        try payment.returnConsumed(amount) {
            vm.assertTrue(fits, "return should be refused");
            consumed -= amount;
        } catch {
            vm.assertFalse(fits, "return should be made");
        }
    }

    function withdrawNodePayment(uint256 who) external {
        address node = pick(who);
        vm.prank(node);
        try payment.withdrawNodePayment() returns (uint256 amount) {
            vm.assertEq(amount, due[node], "what was allocated");
            vm.assertGt(amount, 0, "withdrawal should be refused");
            paid += amount;
            due[node] = 0;
        } catch {
            vm.assertEq(due[node], 0, "withdrawal should be paid");
        }
    }

    function give(uint256 amount) external {
        amount = bound(amount, 0, 1e18);
        token.mint(address(payment), amount);
        given += amount;
    }

    function recoverSurplus() external {
        try payment.recoverSurplus(address(token), address(0xdead)) returns (uint256 amount) {
            vm.assertEq(amount, given, "exactly the surplus");
            given = 0;
        } catch {
            vm.assertEq(given, 0, "surplus should be paid");
        }
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 2 days));
    }

    function pick(uint256 who) private view returns (address) {
        return users[who % USERS];
    }
}

contract SessionPaymentStakingInvariants is Test {
    CorToken private token;
    SessionPaymentStaking private payment;
    SessionPaymentStakingHandler private handler;

    function setUp() public {
        vm.warp(1_700_000_000);
        token = newCorToken(address(this), 0);
        SessionOwnersFake sessions = new SessionOwnersFake();
        payment = newSessionPaymentStaking(token, sessions, 1 days, 5000, address(this));
        handler = new SessionPaymentStakingHandler(token, sessions, payment);
        for (uint256 i = 0; i < handler.USERS(); ++i) {
            token.mint(handler.users(i), handler.SUPPLY());
        }
        payment.grantRole(0, address(handler));
        payment.grantRole(payment.ADMIN_ROLE(), address(handler));
        payment.grantRole(payment.SESSION_CONTRACT_ROLE(), address(handler));
        token.transferOwnership(address(handler));
        target(address(handler));
    }

    function invariant_balance_isWhatIsOwed() public view {
        uint256 pool = payment.totalNetworkDepositPoolBalance();
        uint256 owed = pool + payment.totalNetworkBalance() + payment.totalNodePendingPayments()
            + payment.totalUserStake();
        vm.assertEq(token.balanceOf(address(payment)), owed + handler.given(), "balance");
        vm.assertEq(payment.totalNetworkAdminDeposits(), handler.deposited(), "ever deposited");
        vm.assertEq(pool, handler.deposited() - handler.withdrawn() - handler.consumed(), "pool");
        vm.assertEq(payment.totalNetworkBalance(), handler.consumed() - handler.allocated(), "network");
        vm.assertEq(payment.totalNodePendingPayments(), handler.allocated() - handler.paid(), "pending");
    }

    function invariant_stakes_areNeverSpent() public view {
        uint256 sum = 0;
        for (uint256 i = 0; i < handler.USERS(); ++i) {
            address user = handler.users(i);
            (uint256 leaving,) = payment.userUnstaking(user);
            vm.assertEq(payment.userStake(user), handler.staked(user), "stake");
            vm.assertEq(leaving, handler.leaving(user), "leaving");
            vm.assertEq(payment.nodePendingPayments(user), handler.due(user), "due");
            sum += payment.userStake(user) + leaving;
        }
        vm.assertEq(payment.totalUserStake(), sum, "all stakes");
    }

    /// Nothing is trapped: everybody gets what is theirs, and then nothing is left.
    function afterInvariant() public {
        for (uint256 i = 0; i < handler.USERS(); ++i) {
            address user = handler.users(i);
            vm.startPrank(user);
            if (payment.userStake(user) > 0) payment.requestUnstake(payment.userStake(user));
            vm.warp(block.timestamp + payment.windowLength());
            (uint256 leaving,) = payment.userUnstaking(user);
            if (leaving > 0) payment.unstake();
            if (payment.nodePendingPayments(user) > 0) payment.withdrawNodePayment();
            vm.stopPrank();
        }
        payment.grantRole(payment.SESSION_CONTRACT_ROLE(), address(this));
        if (payment.totalNetworkBalance() > 0) payment.returnConsumed(payment.totalNetworkBalance());
        uint256 pool = payment.totalNetworkDepositPoolBalance();
        if (pool > 0) payment.withdrawNetwork(address(0xdead), pool);
        try payment.recoverSurplus(address(token), address(0xdead)) {} catch {}
        vm.assertEq(token.balanceOf(address(payment)), 0, "trapped");
    }
}
