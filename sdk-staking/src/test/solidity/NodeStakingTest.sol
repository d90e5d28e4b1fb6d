// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Assets} from "cortensor/Assets.sol";
import {CorToken} from "cortensor/CorToken.sol";
import {InsufficientBalance, NotAllowed, OutOfRange} from "cortensor/Errors.sol";
import {NodeStaking} from "cortensor/NodeStaking.sol";

import {deploy, newCorToken} from "./Deployment.sol";
import {CallingToken, FeeToken, REENTRANT} from "./Fakes.sol";
import {Permit, signPermit} from "./Permits.sol";
import {bound, Test, vm} from "./Test.sol";

/// @notice The test is owner, registry, slasher, rewarder and treasury.
contract NodeStakingTest is Test {
    uint256 private constant START = 1_700_000_000;
    uint256 private constant UNBONDING = 7 days;
    uint256 private constant KEY = 0xA11CE;

    CorToken private token;
    NodeStaking private staking;
    address private alice = vm.addr(KEY);
    address private bob = person("bob");

    function setUp() public {
        vm.warp(START);
        token = newCorToken(address(this), 1e30);
        staking = newStaking(token);
        token.approve(address(staking), type(uint256).max);
        stock(alice);
        stock(bob);
    }

    function newStaking(IERC20 asset) private returns (NodeStaking made) {
        made = NodeStaking(deploy("NodeStaking", abi.encode(asset, address(this), UNBONDING)));
        made.grantRole(made.REGISTRY_ROLE(), address(this));
        made.grantRole(made.SLASHER_ROLE(), address(this));
        made.grantRole(made.REWARDER_ROLE(), address(this));
    }

    function stock(address node) private {
        token.transfer(node, 1000);
        vm.prank(node);
        token.approve(address(staking), type(uint256).max);
    }

    function stake(address node, uint256 amount) private {
        vm.prank(node);
        staking.stake(amount);
    }

    function unstake(address node, uint256 amount) private {
        vm.prank(node);
        staking.unstake(amount);
    }

    function withdraw(address node) private returns (uint256) {
        vm.prank(node);
        return staking.withdraw();
    }

    function held() private view returns (uint256) {
        return token.balanceOf(address(staking));
    }

    // ----------------------------------------------------------------------------------------------------- unbonding

    function test_unstake_thenWithdraw_paysOnceAndNotEarly() public {
        stake(alice, 1000);
        unstake(alice, 400);
        refused(abi.encodeWithSelector(NodeStaking.StillUnbonding.selector, START + UNBONDING, START));
        withdraw(alice);
        vm.warp(START + UNBONDING);
        vm.assertEq(withdraw(alice), 400, "paid");
        vm.assertEq(withdraw(alice), 0, "paid again");
        vm.assertEq(token.balanceOf(alice), 400, "received");
        vm.assertEq(staking.stakeOf(alice), 600, "stays");
        refused(abi.encodeWithSelector(InsufficientBalance.selector, 601, 600));
        unstake(alice, 601);
    }

    function test_unstake_again_prolongs() public {
        stake(alice, 1000);
        unstake(alice, 400);
        vm.warp(START + UNBONDING - 1);
        unstake(alice, 1);
        vm.warp(START + UNBONDING);
        vm.expectPartialRevert(NodeStaking.StillUnbonding.selector);
        withdraw(alice);
        vm.warp(START + 2 * UNBONDING - 1);
        vm.assertEq(withdraw(alice), 401, "both");
    }

    /// A shorter period does not bring forward what was promised to stay slashable longer.
    function test_periodShortened_keepsWhatIsUnbonding() public {
        stake(alice, 1000);
        unstake(alice, 400);
        staking.setUnbondingPeriod(0);
        unstake(alice, 1);
        vm.assertEq(token.balanceOf(alice), 0, "nothing yet");
        vm.warp(START + UNBONDING);
        unstake(alice, 1);
        vm.assertEq(token.balanceOf(alice), 402, "all of it, at once");
    }

    function test_locked_cannotUnstake() public {
        staking.stakeAndLock(alice, 1000);
        refused(abi.encodeWithSelector(NodeStaking.StakeIsLocked.selector, alice));
        unstake(alice, 1);
        vm.assertEq(staking.release(alice), 1000, "released");
        vm.warp(START + UNBONDING);
        vm.assertEq(withdraw(alice), 1000, "paid");
    }

    // ------------------------------------------------------------------------------------------------------ slashing

    /// What left the stake is still there to be taken: unstaking just before does not help.
    function test_slash_whileUnbonding_takesOfBoth() public {
        stake(alice, 1000);
        unstake(alice, 900);
        vm.assertEq(staking.slash(alice, 5000, 1, 1, 0), 500, "half of all");
        vm.assertEq(staking.stakeOf(alice), 0, "stake first");
        vm.assertEq(staking.totalUnbonding(), 500, "then what is unbonding");
        vm.warp(START + UNBONDING);
        vm.assertEq(withdraw(alice), 500, "the rest");
        vm.assertEq(staking.takeSlashed(), 500, "the treasury's");
        vm.assertEq(held(), 0, "nothing left");
    }

    function testFuzz_slash_conserves(uint256 staked, uint256 leaving, uint256 share) public {
        staked = bound(staked, 0, 1000);
        leaving = bound(leaving, 0, staked);
        share = bound(share, 0, 10_000);
        stake(alice, staked);
        unstake(alice, leaving);
        uint256 amount = staking.slash(alice, share, 1, 1, 0);
        vm.assertEq(amount, (staked * share) / 10_000, "rounded down");
        vm.assertEq(staking.totalStaked() + staking.totalUnbonding() + amount, staked, "conserved");
        vm.assertEq(staking.slashedBalance(), amount, "to be taken");
        vm.assertEq(staking.slashedOf(alice), amount, "recorded");
    }

    function test_slash_everything_twice_takesOnce() public {
        stake(alice, 1000);
        stake(bob, 1000);
        vm.assertEq(staking.slash(alice, 10_000, 1, 1, 0), 1000, "all");
        vm.assertEq(staking.slash(alice, 10_000, 1, 2, 0), 0, "nothing more");
        vm.assertEq(staking.stakeOf(bob), 1000, "not of another");
        vm.assertEq(withdraw(alice), 0, "nothing to withdraw");
    }

    function test_slash_moreThanAll_refused() public {
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("basisPoints"), 0, 10_000, 10_001));
        staking.slash(alice, 10_001, 1, 1, 0);
    }

    function test_takeSlashed_onlyTreasury_once() public {
        stake(alice, 1000);
        staking.slash(alice, 1000, 1, 1, 0);
        refused(abi.encodeWithSelector(NotAllowed.selector, alice));
        vm.prank(alice);
        staking.takeSlashed();
        vm.assertEq(staking.takeSlashed(), 100, "taken");
        vm.assertEq(staking.takeSlashed(), 0, "taken again");
    }

    function test_roles_strangersRefused() public {
        vm.startPrank(alice);
        refused(missingRole(alice, staking.REGISTRY_ROLE()));
        staking.stakeAndLock(bob, 1);
        refused(missingRole(alice, staking.REGISTRY_ROLE()));
        staking.stakeAndLockWithPermit(bob, 1, 0, 0, 0, 0);
        refused(missingRole(alice, staking.REGISTRY_ROLE()));
        staking.release(bob);
        refused(missingRole(alice, staking.SLASHER_ROLE()));
        staking.slash(bob, 1, 1, 1, 0);
        refused(missingRole(alice, staking.REWARDER_ROLE()));
        staking.fundRewards(1, 1);
        refused(missingRole(alice, 0));
        staking.setTreasury(alice);
        refused(missingRole(alice, 0));
        staking.setUnbondingPeriod(0);
    }

    // ------------------------------------------------------------------------------------------------------- rewards

    function testFuzz_rewards_sharedByStakeAndTime(uint256 ofAlice, uint256 ofBob, uint256 reward, uint256 later)
        public
    {
        ofAlice = bound(ofAlice, 1, 1000);
        ofBob = bound(ofBob, 1, 1000);
        reward = bound(reward, 1, 1e24);
        later = bound(later, 0, 100);
        stake(alice, ofAlice);
        staking.fundRewards(reward, 100);
        vm.warp(START + later);
        stake(bob, ofBob);
        vm.warp(START + 200);
        uint256 paid = staking.claimable(alice) + staking.claimable(bob);
        vm.assertLe(paid, reward, "not more than was funded");
        vm.assertGe(paid + 2, reward, "all but the fractions of a wei");
        // The rate is rounded up to a whole wei per second, so the last seconds may have nothing left to give.
        uint256 rate = (reward + 99) / 100;
        uint256 alone = rate * later < reward ? rate * later : reward;
        uint256 due = alone + ((reward - alone) * ofAlice) / (ofAlice + ofBob);
        vm.assertLe(staking.claimable(alice), due + 1, "not more than due");
        vm.assertGe(staking.claimable(alice) + 1, due, "not less than due");
    }

    function test_rewards_withoutStake_wait() public {
        staking.fundRewards(1000, 100);
        vm.warp(START + 1 days);
        stake(alice, 10);
        vm.assertEq(staking.claimable(alice), 0, "nothing for the time before");
        vm.warp(START + 1 days + 100);
        vm.prank(alice);
        vm.assertEq(staking.claimRewards(), 1000, "all");
        vm.prank(alice);
        vm.assertEq(staking.claimRewards(), 0, "again");
    }

    function test_rewards_unbondingEarnsNothing() public {
        stake(alice, 10);
        stake(bob, 10);
        unstake(bob, 10);
        staking.fundRewards(1000, 100);
        vm.warp(START + 100);
        vm.assertEq(staking.claimable(bob), 0, "unbonding");
        vm.assertEq(staking.claimable(alice), 1000, "staked");
    }

    function test_rewards_slashedStakeEarnsNoMore_keepsWhatItEarned() public {
        stake(alice, 10);
        stake(bob, 10);
        staking.fundRewards(1000, 100);
        vm.warp(START + 50);
        staking.slash(bob, 10_000, 1, 1, 0);
        vm.warp(START + 100);
        vm.assertEq(staking.claimable(bob), 250, "before");
        vm.assertEq(staking.claimable(alice), 750, "alone after");
    }

    function test_rewards_stakeJustForFunding_earnsNothing() public {
        stake(alice, 10);
        stake(bob, 1000);
        staking.fundRewards(1000, 100);
        unstake(bob, 1000);
        vm.warp(START + 100);
        vm.assertEq(staking.claimable(bob), 0, "sandwich");
    }

    /// Who accrues in every block loses rewards to nobody but the fractions of a wei.
    function test_rewards_pokedOften_lossIsFractions() public {
        stake(alice, 1000);
        staking.fundRewards(7000, 1000);
        for (uint256 i = 1; i <= 1000; ++i) {
            vm.warp(START + i);
            vm.prank(bob);
            staking.claimRewards();
        }
        vm.assertGe(staking.claimable(alice), 6999, "all but a fraction");
    }

    /// A rate that overflows in time would hold all stakes for ever.
    function test_fundRewards_beyondLimit_refused() public {
        uint256 most = type(uint128).max;
        token.mint(address(this), 2 * most);
        staking.fundRewards(1, 1);
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("amount"), 0, most - 1, most));
        staking.fundRewards(most, 1);
    }

    /// With the most that can be funded and the least that can be staked, everybody still gets out.
    function test_rewards_extremes_trapNobody() public {
        uint256 most = type(uint128).max;
        token.mint(address(this), 3 * most);
        stake(alice, 1);
        for (uint256 i = 0; i < 3; ++i) {
            staking.fundRewards(most, 1);
            vm.warp(block.timestamp + 100 * 365 days);
            stake(bob, i + 1);
            unstake(bob, i + 1);
        }
        unstake(alice, 1);
        vm.warp(block.timestamp + UNBONDING);
        vm.assertEq(withdraw(alice), 1, "stake");
        vm.assertEq(staking.claimable(alice), 3 * most, "rewards");
    }

    function test_reclaimRewards_onlyWhileNobodyEarns() public {
        staking.fundRewards(1000, 100);
        stake(alice, 10);
        refused(abi.encodeWithSelector(NodeStaking.StakesHeld.selector, 10));
        staking.reclaimRewards(bob);
        vm.warp(START + 40);
        unstake(alice, 10);
        vm.assertEq(staking.reclaimRewards(bob), 600, "what nobody can earn");
        vm.assertEq(staking.claimable(alice), 400, "earned before");
        vm.prank(alice);
        vm.assertEq(staking.claimRewards(), 400, "paid");
        refused(missingRole(alice, 0));
        vm.prank(alice);
        staking.reclaimRewards(alice);
    }

    function test_recoverSurplus_takesTheGiftAlone() public {
        staking.fundRewards(1000, 100);
        stake(alice, 500);
        unstake(alice, 200);
        staking.slash(alice, 1000, 1, 1, 0);
        vm.expectPartialRevert(Assets.NoSurplus.selector);
        staking.recoverSurplus(address(token), address(this));
        vm.prank(bob);
        token.transfer(address(staking), 7);
        vm.assertEq(staking.recoverSurplus(address(token), address(this)), 7, "the gift");
        refused(missingRole(alice, 0));
        vm.prank(alice);
        staking.recoverSurplus(address(token), alice);
    }

    // ------------------------------------------------------------------------------------------------------- permits

    function test_stakeWithPermit_frontRunPermit_stillStakes() public {
        vm.prank(alice);
        token.approve(address(staking), 0);
        Permit memory permit = signPermit(token, KEY, address(staking), 100, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(staking), 100, permit.deadline, permit.v, permit.r, permit.s);
        vm.startPrank(alice);
        staking.stakeWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(staking.stakeOf(alice), 100, "stake");
        vm.expectPartialRevert(bytes4(keccak256("ERC20InsufficientAllowance(address,uint256,uint256)")));
        staking.stakeWithPermit(100, permit.deadline, permit.v, permit.r, permit.s);
    }

    function test_stakeAndLockWithPermit_frontRunPermit_stillLocks() public {
        vm.prank(alice);
        token.approve(address(staking), 0);
        Permit memory permit = signPermit(token, KEY, address(staking), 100, block.timestamp);
        vm.prank(bob);
        token.permit(alice, address(staking), 100, permit.deadline, permit.v, permit.r, permit.s);
        staking.stakeAndLockWithPermit(alice, 100, permit.deadline, permit.v, permit.r, permit.s);
        vm.assertEq(staking.stakeOf(alice), 100, "stake");
        vm.assertTrue(staking.accountOf(alice).locked, "locked");
    }

    // -------------------------------------------------------------------------------------------------- other tokens

    function test_feeToken_refused() public {
        FeeToken fees = new FeeToken();
        staking = newStaking(fees);
        fees.mint(alice, 1000);
        vm.startPrank(alice);
        fees.approve(address(staking), 1000);
        refused(abi.encodeWithSelector(Assets.AmountNotReceived.selector, address(fees), 1000, 990));
        staking.stake(1000);
    }

    function test_token_reenters_refused() public {
        CallingToken calling = new CallingToken();
        staking = newStaking(calling);
        address node = address(calling);
        calling.mint(node, 1000);
        calling.approveAs(node, address(staking), 1000);
        calling.run(address(staking), abi.encodeCall(NodeStaking.stake, (1000)));
        bytes[4] memory ways = [
            abi.encodeCall(NodeStaking.stake, (1)),
            abi.encodeCall(NodeStaking.unstake, (1)),
            abi.encodeCall(NodeStaking.withdraw, ()),
            abi.encodeCall(NodeStaking.claimRewards, ())
        ];
        for (uint256 i = 0; i < ways.length; ++i) {
            calling.run(address(staking), abi.encodeCall(NodeStaking.unstake, (100)));
            vm.warp(block.timestamp + UNBONDING);
            calling.during(address(staking), ways[i]);
            calling.run(address(staking), abi.encodeCall(NodeStaking.withdraw, ()));
            vm.assertFalse(calling.succeeded(), "let in");
            vm.assertEq(bytes32(calling.answer()), bytes32(REENTRANT), "why");
        }
        vm.assertEq(calling.balanceOf(node), 400, "paid once each");
    }
}

/// @notice Nodes, a registry, a slasher and a rewarder who do anything in any order.
contract NodeStakingHandler {
    uint256 public constant NODES = 4;
    uint256 public constant SUPPLY = 1e24;

    CorToken private immutable token;
    NodeStaking private immutable staking;

    address[] public nodes;
    mapping(address node => uint256) public staked;
    mapping(address node => uint256) public unbonding;
    mapping(address node => bool) private locked;
    uint256 public funded;
    uint256 public claimed;
    uint256 public slashed;
    uint256 public taken;
    uint256 public reclaimed;
    uint256 public given;

    constructor(CorToken token_, NodeStaking staking_) {
        (token, staking) = (token_, staking_);
        token.approve(address(staking), type(uint256).max);
        for (uint256 i = 0; i < NODES; ++i) {
            address node = address(uint160(0x3000 + i));
            nodes.push(node);
            vm.prank(node);
            token.approve(address(staking), type(uint256).max);
        }
    }

    function stake(uint256 who, uint256 amount) external {
        address node = pick(who);
        amount = bound(amount, 0, token.balanceOf(node));
        vm.prank(node);
        staking.stake(amount);
        staked[node] += amount;
    }

    function stakeAndLock(uint256 who, uint256 amount) external {
        address node = pick(who);
        amount = bound(amount, 0, token.balanceOf(node));
        staking.stakeAndLock(node, amount);
        staked[node] += amount;
        locked[node] = true;
    }

    function release(uint256 who) external {
        address node = pick(who);
        uint256 before = token.balanceOf(node);
        staking.release(node);
        locked[node] = false;
        moveOut(node, staked[node], before);
    }

    function unstake(uint256 who, uint256 amount) external {
        address node = pick(who);
        amount = bound(amount, 0, staked[node] + 1);
        bool fits = amount <= staked[node] && !locked[node];
        uint256 before = token.balanceOf(node);
        vm.prank(node);
        try staking.unstake(amount) {
            vm.assertTrue(fits, "unstaking should be refused");
            moveOut(node, amount, before);
        } catch {
            vm.assertFalse(fits, "unstaking should be taken");
        }
    }

    function withdraw(uint256 who) external {
        address node = pick(who);
        bool due = block.timestamp >= staking.accountOf(node).withdrawableAt;
        vm.prank(node);
        try staking.withdraw() returns (uint256 amount) {
            vm.assertTrue(due, "withdrawal should be refused");
            vm.assertEq(amount, unbonding[node], "all of it");
            unbonding[node] = 0;
        } catch {
            vm.assertFalse(due, "withdrawal should be paid");
        }
    }

    function claim(uint256 who) external {
        address node = pick(who);
        uint256 due = staking.claimable(node);
        vm.prank(node);
        vm.assertEq(staking.claimRewards(), due, "paid as announced");
        claimed += due;
        vm.assertEq(staking.claimable(node), 0, "nothing left of it");
    }

    function slash(uint256 who, uint256 share) external {
        address node = pick(who);
        share = bound(share, 0, 10_000);
        uint256 amount = staking.slash(node, share, 1, 1, 0);
        vm.assertEq(amount, ((staked[node] + unbonding[node]) * share) / 10_000, "share");
        uint256 ofStake = amount < staked[node] ? amount : staked[node];
        staked[node] -= ofStake;
        unbonding[node] -= amount - ofStake;
        slashed += amount;
    }

    function takeSlashed() external {
        vm.assertEq(staking.takeSlashed(), slashed - taken, "what was slashed");
        taken = slashed;
    }

    function fundRewards(uint256 amount, uint256 duration) external {
        amount = bound(amount, 0, 1e24);
        token.mint(address(this), amount);
        staking.fundRewards(amount, bound(duration, 1, 30 days));
        funded += amount;
    }

    function reclaimRewards() external {
        bool fits = staking.totalStaked() == 0;
        uint256 reserve = staking.rewardReserve();
        try staking.reclaimRewards(address(0xdead)) returns (uint256 amount) {
            vm.assertTrue(fits, "reclaim should be refused");
            vm.assertEq(amount, reserve, "the reserve");
            reclaimed += amount;
        } catch {
            vm.assertFalse(fits, "reclaim should be paid");
        }
    }

    function recoverSurplus() external {
        try staking.recoverSurplus(address(token), address(0xdead)) returns (uint256 amount) {
            vm.assertEq(amount, given, "exactly the surplus");
            given = 0;
        } catch {
            vm.assertEq(given, 0, "surplus should be paid");
        }
    }

    function setUnbondingPeriod(uint256 period) external {
        staking.setUnbondingPeriod(bound(period, 0, 3 days));
    }

    function give(uint256 amount) external {
        amount = bound(amount, 0, 1e18);
        token.mint(address(staking), amount);
        given += amount;
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 2 days));
    }

    /// @dev Without an unbonding period all that is due is paid at once.
    function moveOut(address node, uint256 amount, uint256 before) private {
        staked[node] -= amount;
        unbonding[node] += amount;
        uint256 received = token.balanceOf(node) - before;
        if (received == 0) return;
        vm.assertEq(received, unbonding[node], "all that was unbonding");
        unbonding[node] = 0;
    }

    function pick(uint256 who) private view returns (address) {
        return nodes[who % NODES];
    }
}

contract NodeStakingInvariants is Test {
    CorToken private token;
    NodeStaking private staking;
    NodeStakingHandler private handler;

    function setUp() public {
        vm.warp(1_700_000_000);
        token = newCorToken(address(this), 0);
        staking = NodeStaking(deploy("NodeStaking", abi.encode(token, address(this), 1 days)));
        handler = new NodeStakingHandler(token, staking);
        staking.setTreasury(address(handler));
        staking.grantRole(0, address(handler));
        staking.grantRole(staking.REGISTRY_ROLE(), address(handler));
        staking.grantRole(staking.SLASHER_ROLE(), address(handler));
        staking.grantRole(staking.REWARDER_ROLE(), address(handler));
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            token.mint(handler.nodes(i), handler.SUPPLY());
        }
        token.transferOwnership(address(handler));
        target(address(handler));
    }

    function invariant_stakes_areAllThere() public view {
        uint256 staked = 0;
        uint256 unbonding = 0;
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            address node = handler.nodes(i);
            vm.assertEq(staking.stakeOf(node), handler.staked(node), "stake");
            vm.assertEq(staking.accountOf(node).unbonding, handler.unbonding(node), "unbonding");
            staked += handler.staked(node);
            unbonding += handler.unbonding(node);
        }
        vm.assertEq(staking.totalStaked(), staked, "all stakes");
        vm.assertEq(staking.totalUnbonding(), unbonding, "all that is unbonding");
    }

    function invariant_balance_isWhatIsOwed() public view {
        uint256 rewards = staking.rewardReserve() + staking.unclaimedRewards();
        vm.assertEq(rewards, handler.funded() - handler.claimed() - handler.reclaimed(), "rewards");
        vm.assertEq(staking.slashedBalance(), handler.slashed() - handler.taken(), "slashed");
        uint256 owed = staking.totalStaked() + staking.totalUnbonding() + rewards + staking.slashedBalance();
        vm.assertEq(token.balanceOf(address(staking)), owed + handler.given(), "balance");
        uint256 claimable = 0;
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            claimable += staking.claimable(handler.nodes(i));
        }
        vm.assertLe(claimable, rewards, "no more claimable than held");
    }

    /// Nothing but fractions of a wei stays when all have left.
    function afterInvariant() public {
        staking.grantRole(staking.REGISTRY_ROLE(), address(this));
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            staking.release(handler.nodes(i));
        }
        vm.warp(block.timestamp + 91 days);
        for (uint256 i = 0; i < handler.NODES(); ++i) {
            vm.startPrank(handler.nodes(i));
            staking.withdraw();
            staking.claimRewards();
            vm.stopPrank();
        }
        handler.takeSlashed();
        handler.reclaimRewards();
        handler.recoverSurplus();
        uint256 left = token.balanceOf(address(staking));
        vm.assertEq(left, staking.unclaimedRewards(), "fractions");
        // One for each time that a node's rewards were brought up to now.
        vm.assertLe(left, 200, "trapped");
    }
}
