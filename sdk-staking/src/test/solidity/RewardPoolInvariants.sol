// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CorToken} from "cortensor/CorToken.sol";
import {RewardPool} from "cortensor/RewardPool.sol";
import {StakingPool} from "cortensor/StakingPool.sol";
import {TokenStakingPool} from "cortensor/TokenStakingPool.sol";

import {newCorToken, newStakingPool, newTokenStakingPool} from "./Deployment.sol";
import {Forcer} from "./Fakes.sol";
import {bound, Test, vm} from "./Test.sol";

/// @notice Four holders, a manager and an admin who do anything in any order, with a ledger of our own beside it. Each
/// call is tried with amounts that may be too large or zero, and the ledger says beforehand whether it may succeed.
contract RewardPoolHandler {
    uint256 public constant HOLDERS = 4;
    uint256 public constant SUPPLY = 1e27;

    CorToken private immutable token;
    RewardPool private immutable pool;
    address private immutable manager;
    bool private immutable inEth;

    address[] public holders;
    mapping(address holder => uint256) public sharesOf;
    mapping(address holder => uint256) public paidTo;
    mapping(address holder => uint256) public givenBy;
    uint256 public funded;
    uint256 public paid;
    uint256 public reclaimed;
    uint256 public givenTokens;
    uint256 public forcedEth;
    bool private paused;

    constructor(CorToken token_, RewardPool pool_, address manager_) {
        (token, pool, manager, inEth) = (token_, pool_, manager_, pool_.rewardAsset() == address(0));
        for (uint256 i = 0; i < HOLDERS; ++i) {
            address holder = address(uint160(0x1000 + i));
            holders.push(holder);
            vm.prank(holder);
            token.approve(address(pool), type(uint256).max);
        }
    }

    function deposit(uint256 who, uint256 amount) external {
        address holder = pick(who);
        amount = bound(amount, 0, token.balanceOf(holder));
        bool fits = amount > 0 && !paused;
        uint256[] memory before = earnings();
        vm.prank(holder);
        try pool.deposit(amount) {
            vm.assertTrue(fits, "deposit should be refused");
            sharesOf[holder] += amount;
        } catch {
            vm.assertFalse(fits, "deposit should be taken");
        }
        unchanged(before, address(0));
    }

    function depositAll(uint256 who) external {
        address holder = pick(who);
        uint256 amount = token.balanceOf(holder);
        if (amount == 0 || paused) return;
        vm.prank(holder);
        pool.deposit(amount);
        sharesOf[holder] += amount;
    }

    function withdraw(uint256 who, uint256 amount) external {
        address holder = pick(who);
        amount = bound(amount, 0, sharesOf[holder] + 1);
        bool fits = amount > 0 && amount <= sharesOf[holder];
        uint256[] memory before = earnings();
        vm.prank(holder);
        try pool.withdraw(amount) {
            vm.assertTrue(fits, "withdrawal should be refused");
            sharesOf[holder] -= amount;
        } catch {
            vm.assertFalse(fits, "withdrawal should be paid");
        }
        unchanged(before, address(0));
    }

    function claim(uint256 who) external {
        address holder = pick(who);
        uint256 due = pool.earned(holder);
        uint256[] memory before = earnings();
        vm.prank(holder);
        try pool.claim() returns (uint256 amount) {
            vm.assertEq(amount, due, "paid as announced");
            vm.assertGt(due, 0, "claim should be refused");
            paid += amount;
            paidTo[holder] += amount;
            vm.assertEq(pool.earned(holder), 0, "nothing left of it");
        } catch {
            vm.assertEq(due, 0, "claim should be paid");
        }
        unchanged(before, holder);
    }

    function emergencyWithdraw(uint256 who) external {
        address holder = pick(who);
        bool fits = sharesOf[holder] > 0;
        uint256[] memory before = earnings();
        vm.prank(holder);
        try pool.emergencyWithdraw() {
            vm.assertTrue(fits, "emergency withdrawal should be refused");
            sharesOf[holder] = 0;
        } catch {
            vm.assertFalse(fits, "emergency withdrawal should be paid");
        }
        for (uint256 i = 0; i < HOLDERS; ++i) {
            if (holders[i] != holder) vm.assertGe(pool.earned(holders[i]), before[i], "taken from another");
        }
    }

    function fund(uint256 amount) external {
        amount = bound(amount, 1, 1e26);
        uint256[] memory before = earnings();
        if (inEth) {
            vm.deal(manager, amount);
            vm.prank(manager);
            pool.fund{value: amount}(amount);
        } else {
            token.mint(manager, amount);
            vm.startPrank(manager);
            token.approve(address(pool), amount);
            pool.fund(amount);
            vm.stopPrank();
        }
        funded += amount;
        unchanged(before, address(0));
    }

    function reclaim() external {
        bool fits = pool.totalShares() == 0;
        uint256[] memory before = earnings();
        try pool.reclaim(address(0xdead)) returns (uint256 amount) {
            vm.assertTrue(fits, "reclaim should be refused");
            reclaimed += amount;
        } catch {}
        unchanged(before, address(0));
    }

    function give(uint256 who, uint256 amount) external {
        address holder = pick(who);
        amount = bound(amount, 0, token.balanceOf(holder) / 100);
        vm.prank(holder);
        token.transfer(address(pool), amount);
        givenTokens += amount;
        givenBy[holder] += amount;
    }

    function forceEth(uint256 amount) external {
        amount = bound(amount, 0, 1e18);
        vm.deal(address(this), amount);
        new Forcer{value: amount}(payable(address(pool)));
        forcedEth += amount;
    }

    function recoverSurplus(bool eth) external {
        uint256 expected = eth ? forcedEth : givenTokens;
        address asset = eth ? address(0) : address(token);
        try pool.recoverSurplus(asset, address(0xdead)) returns (uint256 amount) {
            vm.assertEq(amount, expected, "exactly the surplus");
            if (eth) forcedEth = 0;
            else givenTokens = 0;
        } catch {
            vm.assertEq(expected, 0, "surplus should be paid");
        }
    }

    function pauseOrUnpause() external {
        vm.prank(manager);
        if (paused) pool.unpause();
        else pool.pause();
        paused = !paused;
    }

    function pass(uint256 time) external {
        vm.warp(block.timestamp + bound(time, 1, 3 days));
    }

    function pick(uint256 who) private view returns (address) {
        return holders[who % HOLDERS];
    }

    function earnings() private view returns (uint256[] memory earned) {
        earned = new uint256[](HOLDERS);
        for (uint256 i = 0; i < HOLDERS; ++i) {
            earned[i] = pool.earned(holders[i]);
        }
    }

    /// @dev Nobody's earnings but `except`'s move by what was done; a fraction may be rounded up to a whole wei when
    /// the carry meets fewer shares.
    function unchanged(uint256[] memory before, address except) private view {
        for (uint256 i = 0; i < HOLDERS; ++i) {
            if (holders[i] == except) continue;
            uint256 now_ = pool.earned(holders[i]);
            vm.assertGe(now_, before[i], "taken from another");
            vm.assertLe(now_, before[i] + 1, "made from nothing");
        }
    }
}

abstract contract RewardPoolInvariants is Test {
    uint256 internal constant DURATION = 7 days;

    CorToken internal token;
    RewardPool internal pool;
    RewardPoolHandler internal handler;
    address internal manager = person("manager");

    function newPool() internal virtual returns (RewardPool);

    /// @dev Whether rewards are ETH, and not the staking token.
    function inEth() internal pure virtual returns (bool);

    function setUp() public {
        vm.warp(1_700_000_000);
        token = newCorToken(address(this), 0);
        pool = newPool();
        handler = new RewardPoolHandler(token, pool, manager);
        pool.grantRole(0, address(handler));
        for (uint256 i = 0; i < handler.HOLDERS(); ++i) {
            token.mint(handler.holders(i), handler.SUPPLY());
        }
        token.transferOwnership(address(handler));
        target(address(handler));
    }

    function invariant_deposits_areAllThere() public view {
        uint256 sum = 0;
        for (uint256 i = 0; i < handler.HOLDERS(); ++i) {
            address holder = handler.holders(i);
            vm.assertEq(pool.shares(holder), handler.sharesOf(holder), "shares");
            sum += pool.shares(holder);
            uint256 paid = inEth() ? 0 : handler.paidTo(holder);
            vm.assertEq(
                token.balanceOf(holder) + pool.shares(holder) + handler.givenBy(holder),
                handler.SUPPLY() + paid,
                "wallet and deposit"
            );
        }
        vm.assertEq(pool.totalShares(), sum, "all shares");
    }

    function invariant_balances_areWhatIsOwed() public view {
        (uint256 eth, uint256 tokens) = inEth() ? (pool.rewardBalance(), uint256(0)) : (0, pool.rewardBalance());
        vm.assertEq(token.balanceOf(address(pool)), pool.totalShares() + tokens + handler.givenTokens(), "tokens");
        vm.assertEq(address(pool).balance, eth + handler.forcedEth(), "ETH");
    }

    function invariant_rewards_areConserved() public view {
        vm.assertEq(pool.rewardBalance(), handler.funded() - handler.paid() - handler.reclaimed(), "in and out");
        uint256 owed = unreleasedNow() + pool.forfeited();
        for (uint256 i = 0; i < handler.HOLDERS(); ++i) {
            owed += pool.earned(handler.holders(i));
        }
        vm.assertLe(owed, pool.rewardBalance(), "no more owed than held");
        if (pool.totalShares() > 0) {
            vm.assertLe(pool.rewardBalance() - owed, handler.HOLDERS() + 1, "all but fractions of a wei is owed");
        }
    }

    /// Nothing is trapped: once everybody has left, only fractions of a wei are left of each asset.
    function afterInvariant() public {
        for (uint256 i = 0; i < handler.HOLDERS(); ++i) {
            address holder = handler.holders(i);
            vm.startPrank(holder);
            if (pool.earned(holder) > 0) pool.claim();
            if (pool.shares(holder) > 0) pool.withdraw(pool.shares(holder));
            vm.stopPrank();
        }
        try pool.reclaim(address(0xdead)) {} catch {}
        try pool.recoverSurplus(address(0), address(0xdead)) {} catch {}
        try pool.recoverSurplus(address(token), address(0xdead)) {} catch {}
        vm.assertEq(pool.totalShares(), 0, "shares left");
        vm.assertLe(address(pool).balance + token.balanceOf(address(pool)), handler.HOLDERS(), "trapped");
        vm.assertEq(address(pool).balance + token.balanceOf(address(pool)), pool.rewardBalance(), "fractions");
    }

    /// @dev What the stream still holds at this moment, computed from the books of the last accrual.
    function unreleasedNow() private view returns (uint256) {
        uint256 end = pool.streamEnd();
        uint256 since = pool.lastAccrual();
        uint256 left = pool.unreleased();
        if (pool.totalShares() == 0) return left;
        if (block.timestamp >= end) return 0;
        return left - (left * (block.timestamp - since)) / (end - since);
    }
}

contract StakingPoolInvariants is RewardPoolInvariants {
    function newPool() internal override returns (RewardPool) {
        return newStakingPool(token, DURATION, address(this), manager);
    }

    function inEth() internal pure override returns (bool) {
        return true;
    }
}

contract TokenStakingPoolInvariants is RewardPoolInvariants {
    function newPool() internal override returns (RewardPool) {
        return newTokenStakingPool(token, token, DURATION, address(this), manager);
    }

    function inEth() internal pure override returns (bool) {
        return false;
    }
}
