// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";
import {Pausable} from "@openzeppelin/contracts/utils/Pausable.sol";

import {Assets} from "cortensor/Assets.sol";
import {CorToken} from "cortensor/CorToken.sol";
import {InsufficientBalance, OutOfRange, ZeroAddress} from "cortensor/Errors.sol";
import {RewardPool} from "cortensor/RewardPool.sol";
import {StakingPool} from "cortensor/StakingPool.sol";
import {TokenStakingPool} from "cortensor/TokenStakingPool.sol";

import {newCorToken, newStakingPool, newTokenStakingPool} from "./Deployment.sol";
import {CallingHolder, CallingToken, DeafHolder, FeeToken, Forcer, REENTRANT} from "./Fakes.sol";
import {Permit, signPermit} from "./Permits.sol";
import {bound, Test, vm} from "./Test.sol";

/// @notice What holds for pools of either reward; each reward runs all of it.
abstract contract RewardPoolTest is Test {
    uint256 internal constant START = 1_700_000_000;
    uint256 internal constant DURATION = 7 days;
    uint256 private constant KEY = 0xA11CE;

    CorToken internal token;
    RewardPool internal pool;
    address internal admin = person("admin");
    address internal manager = person("manager");
    address internal alice = vm.addr(KEY);
    address internal bob = person("bob");

    function newPool(IERC20 staking, uint256 duration, address admin_, address manager_)
        internal
        virtual
        returns (RewardPool);

    function fund(uint256 amount) internal virtual;

    function rewardOf(address account) internal view virtual returns (uint256);

    function setUp() public {
        vm.warp(START);
        token = newCorToken(address(this), 0);
        pool = newPool(token, DURATION, admin, manager);
        stock(alice);
        stock(bob);
    }

    function stock(address account) internal {
        token.mint(account, 1e27);
        vm.prank(account);
        token.approve(address(pool), type(uint256).max);
    }

    function deposit(address account, uint256 amount) internal {
        vm.prank(account);
        pool.deposit(amount);
    }

    function claim(address account) internal returns (uint256) {
        vm.prank(account);
        return pool.claim();
    }

    // ------------------------------------------------------------------------------------------------- construction

    function test_constructor_zeroAddress_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        newPool(IERC20(address(0)), DURATION, admin, manager);
        vm.expectRevert(ZeroAddress.selector);
        newPool(token, DURATION, address(0), manager);
        vm.expectRevert(ZeroAddress.selector);
        newPool(token, DURATION, admin, address(0));
    }

    function test_constructor_durationOutOfRange_refused() public {
        vm.expectPartialRevert(OutOfRange.selector);
        newPool(token, 1 hours - 1, admin, manager);
        vm.expectPartialRevert(OutOfRange.selector);
        newPool(token, 4 * 365 days + 1, admin, manager);
    }

    // --------------------------------------------------------------------------------------------- deposit, withdraw

    function testFuzz_deposit_sharesAreWei(uint256 amount) public {
        amount = bound(amount, 1, 1e27);
        deposit(alice, amount);
        vm.assertEq(pool.shares(alice), amount, "shares");
        vm.assertEq(pool.totalShares(), amount, "all shares");
        vm.prank(alice);
        pool.withdraw(amount);
        vm.assertEq(token.balanceOf(alice), 1e27, "everything back");
        vm.assertEq(pool.totalShares(), 0, "no shares");
    }

    function test_zeroAmounts_refused() public {
        vm.expectRevert(Assets.ZeroAmount.selector);
        deposit(alice, 0);
        vm.expectRevert(Assets.ZeroAmount.selector);
        vm.prank(alice);
        pool.withdraw(0);
        vm.expectRevert(Assets.ZeroAmount.selector);
        vm.prank(alice);
        pool.emergencyWithdraw();
        vm.expectRevert(Assets.ZeroAmount.selector);
        vm.prank(manager);
        pool.fund(0);
        refused(abi.encodeWithSelector(RewardPool.NothingToClaim.selector, alice));
        claim(alice);
    }

    function test_withdraw_moreThanHeld_refused() public {
        deposit(alice, 5);
        deposit(bob, 5);
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 6, 5));
        vm.prank(alice);
        pool.withdraw(6);
    }

    /// Whoever comes first cannot make the shares of whoever comes next worth less by a gift to the pool.
    function testFuzz_firstDepositorInflation_changesNothing(uint256 gift, uint256 second) public {
        gift = bound(gift, 0, 1e26);
        second = bound(second, 1, 1e26);
        deposit(alice, 1);
        vm.prank(alice);
        token.transfer(address(pool), gift);
        deposit(bob, second);
        vm.assertEq(pool.shares(bob), second, "shares of the second");
        vm.prank(bob);
        pool.withdraw(second);
        vm.assertEq(token.balanceOf(bob), 1e27, "everything back");
    }

    function test_deposit_feeToken_refused() public {
        FeeToken fees = new FeeToken();
        pool = newPool(fees, DURATION, admin, manager);
        fees.mint(alice, 1000);
        vm.prank(alice);
        fees.approve(address(pool), 1000);
        refused(abi.encodeWithSelector(Assets.AmountNotReceived.selector, address(fees), 1000, 990));
        deposit(alice, 1000);
    }

    // -------------------------------------------------------------------------------------------------------- permits

    function test_depositWithPermit_takesOneTransaction() public {
        token.mint(alice, 1e27);
        vm.prank(alice);
        token.approve(address(pool), 0);
        Permit memory permit = signPermit(token, KEY, address(pool), 100, block.timestamp);
        vm.prank(alice);
        pool.depositWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(pool.shares(alice), 100, "shares");
    }

    function test_depositWithPermit_frontRunPermit_stillDeposits() public {
        vm.prank(alice);
        token.approve(address(pool), 0);
        Permit memory permit = signPermit(token, KEY, address(pool), 100, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(pool), 100, permit.deadline, permit.v, permit.r, permit.s);
        vm.prank(alice);
        pool.depositWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(pool.shares(alice), 100, "shares");
    }

    function test_depositWithPermit_replay_refused() public {
        vm.prank(alice);
        token.approve(address(pool), 0);
        Permit memory permit = signPermit(token, KEY, address(pool), 100, block.timestamp);
        vm.startPrank(alice);
        pool.depositWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        pool.depositWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.stopPrank();
    }

    function test_depositWithPermit_ofAnother_takesNothingFromThem() public {
        vm.prank(alice);
        token.approve(address(pool), 0);
        vm.prank(bob);
        token.approve(address(pool), 0);
        Permit memory permit = signPermit(token, KEY, address(pool), 100, block.timestamp);
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        vm.prank(bob);
        pool.depositWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(token.balanceOf(alice), 1e27, "of the signer");
    }

    // -------------------------------------------------------------------------------------------------------- rewards

    function testFuzz_claim_sharesByAmountAndTime(uint256 ofAlice, uint256 ofBob, uint256 reward, uint256 later) public {
        ofAlice = bound(ofAlice, 1, 1e27);
        ofBob = bound(ofBob, 1, 1e27);
        reward = bound(reward, 1e9, 1e27);
        later = bound(later, 0, DURATION);
        deposit(alice, ofAlice);
        fund(reward);
        vm.warp(START + later);
        deposit(bob, ofBob);
        vm.warp(START + DURATION);
        uint256 alone = (reward * later) / DURATION;
        uint256 both = reward - alone;
        uint256 expected = alone + (both * ofAlice) / (ofAlice + ofBob);
        uint256 got = pool.earned(alice);
        vm.assertLe(got, expected + 1, "not more than due");
        vm.assertGe(got + 1, expected, "not less than due");
        uint256 ofTheOther = pool.earned(bob);
        vm.assertLe(got + ofTheOther, reward, "not more than was funded");
        vm.assertGe(got + ofTheOther + 2, reward, "all but the fractions of a wei");
        if (got > 0) {
            vm.assertEq(claim(alice), got, "paid as announced");
            vm.assertEq(rewardOf(alice), got, "received");
        }
    }

    function test_claim_twice_paysOnce() public {
        deposit(alice, 100);
        fund(7000);
        vm.warp(START + DURATION);
        vm.assertEq(claim(alice), 7000, "first");
        refused(abi.encodeWithSelector(RewardPool.NothingToClaim.selector, alice));
        claim(alice);
        vm.assertEq(pool.rewardBalance(), 0, "nothing left");
    }

    /// A third of seven wei, ten times: two whole wei are paid each time, and the thirds add up to three more.
    function test_claim_often_keepsTheFractions() public {
        deposit(alice, 1);
        deposit(bob, 2);
        fund(70);
        uint256 paid = 0;
        for (uint256 i = 1; i <= 10; ++i) {
            vm.warp(START + (DURATION * i) / 10);
            paid += claim(alice);
        }
        vm.assertEq(paid, 23, "a third of seventy");
        vm.assertEq(claim(bob), 46, "two thirds of seventy");
    }

    function test_withdraw_beforeClaim_keepsWhatWasEarned() public {
        deposit(alice, 100);
        fund(7000);
        vm.warp(START + DURATION);
        vm.prank(alice);
        pool.withdraw(100);
        vm.warp(START + 2 * DURATION);
        vm.assertEq(claim(alice), 7000, "earned before");
    }

    /// Nothing is released into the void, neither before the first deposit nor after the last withdrawal.
    function test_stream_withoutHolders_waits() public {
        fund(7000);
        vm.warp(START + 100 days);
        deposit(alice, 100);
        vm.warp(START + 100 days + DURATION / 2);
        vm.prank(alice);
        pool.withdraw(100);
        vm.warp(START + 300 days);
        deposit(bob, 1);
        vm.warp(START + 300 days + DURATION / 2);
        vm.assertEq(claim(alice), 3500, "first half");
        vm.assertEq(claim(bob), 3500, "second half");
    }

    /// One wei of reward and a week: pokes in every block release it all the same.
    function test_stream_pokedOften_losesNothing() public {
        deposit(alice, 100);
        deposit(bob, 3);
        fund(103);
        for (uint256 i = 1; i <= 200; ++i) {
            vm.warp(START + (DURATION * i) / 200);
            deposit(bob, 1);
            vm.prank(bob);
            pool.withdraw(1);
        }
        vm.assertGe(pool.earned(alice) + pool.earned(bob), 102, "all but one fraction");
        vm.assertEq(pool.unreleased(), 0, "released");
    }

    /// A deposit just before and a withdrawal just after the funding earn nothing.
    function test_fund_sandwiched_earnsNothing() public {
        deposit(alice, 1e18);
        deposit(bob, 1e26);
        fund(1e18);
        vm.prank(bob);
        pool.withdraw(1e26);
        vm.assertEq(pool.earned(bob), 0, "sandwich");
        vm.warp(START + DURATION);
        vm.assertGe(pool.earned(alice), 1e18 - 1, "of the one who stayed");
    }

    function test_fund_again_addsToWhatIsLeft() public {
        deposit(alice, 1);
        fund(7000);
        vm.warp(START + DURATION / 2);
        fund(1000);
        vm.assertEq(pool.unreleased(), 4500, "half of the first and the second");
        vm.assertEq(pool.streamEnd(), START + DURATION / 2 + DURATION, "end");
        vm.warp(START + 2 * DURATION);
        vm.assertEq(claim(alice), 8000, "all");
    }

    function test_fund_stranger_refused() public {
        refused(missingRole(alice, pool.MANAGER_ROLE()));
        vm.prank(alice);
        pool.fund(1);
    }

    function test_fund_beyondLimit_refused() public {
        uint256 most = pool.MAX_REWARD_BALANCE();
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("amount"), 1, most, most + 1));
        vm.prank(manager);
        pool.fund(most + 1);
    }

    /// The largest reward and the smallest share, handed on until the sum per share wraps around, which takes
    /// 2^128 / 10^36 = 340.28 rounds; two holders then share what takes it over the edge.
    function test_rewardPerShare_wrapsAround_harmlessly() public {
        uint256 most = pool.MAX_REWARD_BALANCE() - 340;
        deposit(alice, 1);
        fund(most);
        for (uint256 i = 0; i < 340; ++i) {
            vm.warp(block.timestamp + DURATION);
            deposit(alice, 1);
            vm.assertEq(pool.earned(alice), most + i, "everything");
            vm.prank(alice);
            pool.emergencyWithdraw();
            deposit(alice, 1);
            fund(1);
        }
        deposit(bob, 1);
        vm.warp(block.timestamp + DURATION);
        uint256 each = pool.MAX_REWARD_BALANCE() / 2;
        vm.assertEq(pool.earned(alice), each, "over the edge");
        vm.assertEq(claim(bob), each, "paid");
    }

    // ------------------------------------------------------------------------------------------- emergency withdrawal

    function test_emergencyWithdraw_leavesRewardsToOthers() public {
        deposit(alice, 50);
        deposit(bob, 50);
        fund(1000);
        vm.warp(START + DURATION);
        vm.prank(alice);
        pool.emergencyWithdraw();
        vm.assertEq(token.balanceOf(alice), 1e27, "deposit back");
        vm.assertEq(pool.earned(alice), 0, "nothing earned");
        vm.assertEq(claim(bob), 1000, "all to the other");
    }

    function test_emergencyWithdraw_afterSettlement_forfeitsUntilTheNextFunding() public {
        deposit(alice, 50);
        deposit(bob, 50);
        fund(1000);
        vm.warp(START + DURATION);
        deposit(alice, 50);
        vm.assertEq(pool.earned(alice), 500, "booked");
        vm.prank(alice);
        pool.emergencyWithdraw();
        vm.assertEq(pool.earned(alice), 0, "given up");
        vm.assertEq(pool.forfeited(), 500, "waits");
        vm.assertEq(claim(bob), 500, "nothing of it at once");
        fund(1);
        vm.assertEq(pool.unreleased(), 501, "released again");
        vm.warp(START + 2 * DURATION);
        vm.assertEq(claim(bob), 501, "all in the end");
    }

    /// What the last holder gives up is not the prize of whoever deposits next.
    function test_emergencyWithdraw_ofTheLast_paysNobodyAtOnce() public {
        deposit(alice, 50);
        fund(1000);
        vm.warp(START + DURATION);
        deposit(alice, 50);
        vm.prank(alice);
        pool.emergencyWithdraw();
        deposit(bob, 1);
        vm.assertEq(pool.earned(bob), 0, "sniped");
        vm.prank(bob);
        pool.withdraw(1);
        vm.prank(admin);
        vm.assertEq(pool.reclaim(admin), 1000, "not trapped");
    }

    /// Alice earns a third of a wei each time and gives it up: three of them are a wei for those who stay.
    function test_emergencyWithdraw_often_losesNoFractions() public {
        deposit(bob, 2);
        for (uint256 i = 0; i < 9; ++i) {
            deposit(alice, 1);
            fund(1);
            vm.warp(block.timestamp + DURATION);
            deposit(alice, 1);
            vm.prank(alice);
            pool.emergencyWithdraw();
        }
        vm.assertEq(pool.earned(bob), 8, "all but the last third");
    }

    function test_emergencyWithdraw_twice_paysOnce() public {
        deposit(alice, 50);
        deposit(bob, 50);
        vm.startPrank(alice);
        pool.emergencyWithdraw();
        vm.expectRevert(Assets.ZeroAmount.selector);
        pool.emergencyWithdraw();
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 1, 0));
        pool.withdraw(1);
        vm.stopPrank();
    }

    // ------------------------------------------------------------------------------------------------- pause and admin

    function test_pause_stopsDepositsOnly() public {
        deposit(alice, 50);
        fund(1000);
        vm.warp(START + DURATION);
        vm.prank(manager);
        pool.pause();
        vm.expectRevert(Pausable.EnforcedPause.selector);
        deposit(alice, 1);
        vm.expectRevert(Pausable.EnforcedPause.selector);
        vm.prank(alice);
        pool.depositWithPermit(1, 0, 0, 0, 0);
        vm.assertEq(claim(alice), 1000, "claim");
        vm.startPrank(alice);
        pool.withdraw(20);
        pool.emergencyWithdraw();
        vm.stopPrank();
        vm.assertEq(pool.totalShares(), 0, "deposit back");
        vm.assertEq(rewardOf(alice), 1000, "reward kept");
        vm.prank(manager);
        pool.unpause();
        deposit(alice, 1);
    }

    function test_pause_stranger_refused() public {
        bytes32 role = pool.MANAGER_ROLE();
        refused(missingRole(alice, role));
        vm.prank(alice);
        pool.pause();
        refused(missingRole(alice, role));
        vm.prank(alice);
        pool.unpause();
    }

    function test_reclaim_whileSharesAreHeld_refused() public {
        deposit(alice, 1);
        fund(1000);
        refused(abi.encodeWithSelector(RewardPool.SharesHeld.selector, 1));
        vm.prank(admin);
        pool.reclaim(admin);
    }

    function test_reclaim_leavesWhatWasEarned() public {
        deposit(alice, 1);
        fund(1000);
        vm.warp(START + DURATION / 4);
        vm.prank(alice);
        pool.withdraw(1);
        vm.prank(admin);
        vm.assertEq(pool.reclaim(admin), 750, "what nobody can earn");
        vm.assertEq(rewardOf(admin), 750, "received");
        vm.assertEq(claim(alice), 250, "earned before");
        vm.assertEq(pool.rewardBalance(), 0, "nothing trapped");
    }

    /// Alice gives up a third of each four wei; whole wei are reclaimed, and the fractions are not lost.
    function test_reclaim_often_losesNoFractions() public {
        uint256 reclaimed = 0;
        for (uint256 i = 0; i < 9; ++i) {
            deposit(alice, 1);
            deposit(bob, 2);
            fund(4);
            vm.warp(block.timestamp + DURATION);
            deposit(alice, 1);
            vm.prank(alice);
            pool.emergencyWithdraw();
            vm.prank(bob);
            pool.withdraw(2);
            vm.prank(admin);
            reclaimed += pool.reclaim(admin);
        }
        vm.assertEq(reclaimed + pool.earned(bob), 35, "all but two fractions, which make one wei");
    }

    function test_reclaim_stranger_refused() public {
        refused(missingRole(manager, 0));
        vm.prank(manager);
        pool.reclaim(manager);
    }

    function test_recoverSurplus_takesNoDepositAndNoReward() public {
        deposit(alice, 50);
        fund(1000);
        vm.startPrank(admin);
        vm.expectPartialRevert(Assets.NoSurplus.selector);
        pool.recoverSurplus(address(token), admin);
        address asset = pool.rewardAsset();
        vm.expectPartialRevert(Assets.NoSurplus.selector);
        pool.recoverSurplus(asset, admin);
        vm.stopPrank();
        vm.prank(bob);
        token.transfer(address(pool), 7);
        vm.prank(admin);
        vm.assertEq(pool.recoverSurplus(address(token), admin), 7, "the gift");
        vm.prank(alice);
        pool.emergencyWithdraw();
        vm.assertEq(token.balanceOf(alice), 1e27, "deposit back");
    }

    function test_recoverSurplus_stranger_refused() public {
        refused(missingRole(manager, 0));
        vm.prank(manager);
        pool.recoverSurplus(address(token), manager);
    }

    // ------------------------------------------------------------------------------------------------------ reentrancy

    /// In the middle of each transfer of the staking token, its holder tries each way out again.
    function test_stakingToken_reenters_refused() public {
        CallingToken calling = new CallingToken();
        pool = newPool(calling, DURATION, admin, manager);
        address holder = address(calling);
        calling.mint(holder, 1000);
        calling.approveAs(holder, address(pool), 1000);
        calling.run(address(pool), abi.encodeCall(RewardPool.deposit, (100)));

        bytes[] memory ways = new bytes[](5);
        ways[0] = abi.encodeCall(RewardPool.deposit, (1));
        ways[1] = abi.encodeCall(RewardPool.withdraw, (1));
        ways[2] = abi.encodeCall(RewardPool.emergencyWithdraw, ());
        ways[3] = abi.encodeCall(RewardPool.claim, ());
        ways[4] = abi.encodeCall(RewardPool.claimTo, (alice));
        for (uint256 outer = 0; outer < 2; ++outer) {
            for (uint256 inner = 0; inner < ways.length; ++inner) {
                calling.during(address(pool), ways[inner]);
                calling.run(address(pool), ways[outer]);
                vm.assertFalse(calling.succeeded(), "let in");
                vm.assertEq(bytes32(calling.answer()), bytes32(REENTRANT), "why");
            }
        }
        calling.during(address(pool), ways[1]);
        calling.run(address(pool), ways[2]);
        vm.assertFalse(calling.succeeded(), "let in");
        vm.assertEq(calling.balanceOf(holder), 1000, "everything back, once");
        vm.assertEq(calling.balanceOf(address(pool)), 0, "nothing left");
    }
}

contract StakingPoolTest is RewardPoolTest {
    function newPool(IERC20 staking, uint256 duration, address admin_, address manager_)
        internal
        override
        returns (RewardPool)
    {
        return newStakingPool(staking, duration, admin_, manager_);
    }

    function fund(uint256 amount) internal override {
        vm.deal(manager, amount);
        vm.prank(manager);
        pool.fund{value: amount}(amount);
    }

    function rewardOf(address account) internal view override returns (uint256) {
        return account.balance;
    }

    function test_fund_otherValue_refused() public {
        vm.deal(manager, 10);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 5, 4));
        vm.prank(manager);
        pool.fund{value: 4}(5);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 5, 6));
        vm.prank(manager);
        pool.fund{value: 6}(5);
    }

    function test_plainEth_refused() public {
        vm.deal(alice, 1);
        vm.prank(alice);
        (bool taken,) = address(pool).call{value: 1}("");
        vm.assertFalse(taken, "plain ETH taken");
    }

    function test_forcedEth_changesNothing_canBeRecovered() public {
        deposit(alice, 1);
        fund(1000);
        vm.deal(address(this), 5);
        new Forcer{value: 5}(payable(address(pool)));
        vm.warp(START + DURATION);
        vm.assertEq(pool.earned(alice), 1000, "earned");
        vm.prank(admin);
        vm.assertEq(pool.recoverSurplus(address(0), admin), 5, "forced");
        vm.assertEq(claim(alice), 1000, "claim");
    }

    /// A holder that cannot be sent ETH gets its deposit back, and can have its revenue sent elsewhere.
    function test_deafHolder_losesNothing() public {
        DeafHolder deaf = new DeafHolder();
        token.mint(address(deaf), 100);
        deaf.run(address(token), abi.encodeCall(IERC20.approve, (address(pool), 100)));
        deaf.run(address(pool), abi.encodeCall(RewardPool.deposit, (100)));
        fund(1000);
        vm.warp(START + DURATION);
        refused(abi.encodeWithSelector(Assets.PaymentRefused.selector, address(deaf), 1000));
        deaf.run(address(pool), abi.encodeCall(RewardPool.claim, ()));
        deaf.run(address(pool), abi.encodeCall(RewardPool.withdraw, (100)));
        vm.assertEq(token.balanceOf(address(deaf)), 100, "deposit back");
        deaf.run(address(pool), abi.encodeCall(RewardPool.claimTo, (bob)));
        vm.assertEq(bob.balance, 1000, "revenue");
    }

    function test_ethReceiver_reenters_paidOnce() public {
        CallingHolder calling = new CallingHolder();
        token.mint(address(calling), 100);
        calling.run(address(token), abi.encodeCall(IERC20.approve, (address(pool), 100)));
        calling.run(address(pool), abi.encodeCall(RewardPool.deposit, (50)));
        deposit(bob, 50);
        fund(1000);
        vm.warp(START + DURATION);
        bytes[] memory ways = new bytes[](4);
        ways[0] = abi.encodeCall(RewardPool.claim, ());
        ways[1] = abi.encodeCall(RewardPool.withdraw, (50));
        ways[2] = abi.encodeCall(RewardPool.emergencyWithdraw, ());
        ways[3] = abi.encodeCall(RewardPool.deposit, (50));
        for (uint256 i = 0; i < ways.length; ++i) {
            calling.during(address(pool), ways[i]);
            calling.run(address(pool), abi.encodeCall(RewardPool.claim, ()));
            vm.assertFalse(calling.succeeded(), "let in");
            vm.assertEq(bytes32(calling.answer()), bytes32(REENTRANT), "why");
            fund(1000);
            vm.warp(block.timestamp + DURATION);
        }
        vm.assertEq(address(calling).balance, 2000, "half of four");
        vm.assertEq(claim(bob), 2500, "half of five");
    }

    function test_claimTo_zero_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        pool.claimTo(address(0));
    }
}

contract TokenStakingPoolTest is RewardPoolTest {
    /// The same token is staked and paid: the harder case.
    function newPool(IERC20 staking, uint256 duration, address admin_, address manager_)
        internal
        override
        returns (RewardPool)
    {
        return newTokenStakingPool(staking, token, duration, admin_, manager_);
    }

    function fund(uint256 amount) internal override {
        token.mint(manager, amount);
        vm.startPrank(manager);
        token.approve(address(pool), amount);
        pool.fund(amount);
        vm.stopPrank();
    }

    function rewardOf(address account) internal view override returns (uint256) {
        uint256 given = account == alice || account == bob ? 1e27 : 0;
        return token.balanceOf(account) + pool.shares(account) - given;
    }

    function test_constructor_ethAsToken_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        newTokenStakingPool(token, IERC20(address(0)), DURATION, admin, manager);
    }

    function test_fund_withEth_refused() public {
        vm.deal(manager, 5);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 0, 5));
        vm.prank(manager);
        pool.fund{value: 5}(5);
    }

    /// Deposits never pay rewards, and rewards never pay deposits.
    function test_depositsAndRewards_areBookedApart() public {
        deposit(alice, 100);
        deposit(bob, 100);
        fund(50);
        vm.warp(START + DURATION);
        claim(alice);
        claim(bob);
        vm.assertEq(token.balanceOf(address(pool)), 200, "deposits are all there");
        vm.startPrank(alice);
        pool.withdraw(100);
        vm.stopPrank();
        vm.prank(bob);
        pool.emergencyWithdraw();
        vm.assertEq(token.balanceOf(address(pool)), 0, "nothing left");
    }
}
