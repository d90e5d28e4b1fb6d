// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {Assets} from "cortensor/Assets.sol";
import {CorToken} from "cortensor/CorToken.sol";
import {OutOfRange, ZeroAddress} from "cortensor/Errors.sol";
import {PoolManager} from "cortensor/PoolManager.sol";
import {RewardPool} from "cortensor/RewardPool.sol";
import {StakingPool} from "cortensor/StakingPool.sol";
import {TokenStakingPool} from "cortensor/TokenStakingPool.sol";

import {newCorToken, newPoolManager, newStakingPool} from "./Deployment.sol";
import {FeeToken} from "./Fakes.sol";
import {Test, vm} from "./Test.sol";

contract PoolManagerTest is Test {
    CorToken private token;
    PoolManager private manager;
    address private admin = person("admin");
    address private stranger = person("stranger");

    function setUp() public {
        vm.warp(1_700_000_000);
        token = newCorToken(admin, 1e27);
        manager = newPoolManager(token, admin);
    }

    function test_constructor_zeroAddress_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        newPoolManager(IERC20(address(0)), admin);
        vm.expectRevert(ZeroAddress.selector);
        newPoolManager(token, address(0));
    }

    function test_create_poolIsWiredAndListed() public {
        vm.startPrank(admin);
        StakingPool first = manager.createStakingPool(30 days);
        TokenStakingPool second = manager.createTokenStakingPool(token, 90 days);
        vm.stopPrank();
        vm.assertEq(manager.poolCount(), 2, "count");
        vm.assertEq(address(manager.poolAt(0)), address(first), "first");
        vm.assertEq(address(manager.poolAt(1)), address(second), "second");
        vm.assertTrue(manager.isPool(address(first)) && manager.isPool(address(second)), "known");
        vm.assertEq(first.rewardAsset(), address(0), "ETH");
        vm.assertEq(second.rewardAsset(), address(token), "COR");
        vm.assertEq(address(first.stakingToken()), address(token), "deposits");
        vm.assertEq(second.rewardsDuration(), 90 days, "duration");
        vm.assertTrue(first.hasRole(first.DEFAULT_ADMIN_ROLE(), admin), "admin");
        vm.assertFalse(first.hasRole(first.DEFAULT_ADMIN_ROLE(), address(manager)), "the manager is no admin");
        vm.assertTrue(first.hasRole(first.MANAGER_ROLE(), address(manager)), "manager");
    }

    function test_create_stranger_refused() public {
        bytes32 role = manager.ADMIN_ROLE();
        vm.startPrank(stranger);
        refused(missingRole(stranger, role));
        manager.createStakingPool(30 days);
        refused(missingRole(stranger, role));
        manager.createTokenStakingPool(token, 30 days);
        refused(missingRole(stranger, role));
        manager.register(RewardPool(address(1)));
    }

    function test_register_checksThePool() public {
        StakingPool own = newStakingPool(token, 1 days, admin, address(manager));
        StakingPool unmanaged = newStakingPool(token, 1 days, admin, admin);
        StakingPool other = newStakingPool(IERC20(address(7)), 1 days, admin, address(manager));
        vm.startPrank(admin);
        manager.register(own);
        vm.assertTrue(manager.isPool(address(own)), "known");
        refused(abi.encodeWithSelector(PoolManager.PoolAlreadyKnown.selector, address(own)));
        manager.register(own);
        refused(abi.encodeWithSelector(PoolManager.ManagerRoleMissing.selector, address(unmanaged)));
        manager.register(unmanaged);
        refused(
            abi.encodeWithSelector(
                PoolManager.OtherStakingToken.selector, address(other), address(token), address(7)
            )
        );
        manager.register(other);
        vm.assertEq(manager.poolCount(), 1, "one");
    }

    function test_fund_eth_reachesThePool() public {
        vm.deal(admin, 1000);
        vm.startPrank(admin);
        StakingPool pool = manager.createStakingPool(30 days);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 1000, 999));
        manager.fund{value: 999}(pool, 1000);
        manager.fund{value: 1000}(pool, 1000);
        vm.assertEq(pool.rewardBalance(), 1000, "booked");
        vm.assertEq(address(pool).balance, 1000, "held");
        vm.assertEq(address(manager).balance, 0, "nothing stays");
    }

    function test_fund_token_reachesThePool() public {
        vm.startPrank(admin);
        TokenStakingPool pool = manager.createTokenStakingPool(token, 30 days);
        token.approve(address(manager), 1000);
        manager.fund(pool, 1000);
        vm.assertEq(pool.rewardBalance(), 1000, "booked");
        vm.assertEq(token.balanceOf(address(pool)), 1000, "held");
        vm.assertEq(token.balanceOf(address(manager)), 0, "nothing stays");
        vm.assertEq(token.allowance(address(manager), address(pool)), 0, "no allowance stays");
        vm.deal(admin, 1);
        refused(abi.encodeWithSelector(Assets.WrongValue.selector, 0, 1));
        manager.fund{value: 1}(pool, 1);
    }

    function test_fund_feeToken_refused() public {
        FeeToken fees = new FeeToken();
        fees.mint(admin, 1000);
        vm.startPrank(admin);
        TokenStakingPool pool = manager.createTokenStakingPool(fees, 30 days);
        fees.approve(address(manager), 1000);
        refused(abi.encodeWithSelector(Assets.AmountNotReceived.selector, address(fees), 1000, 990));
        manager.fund(pool, 1000);
    }

    function test_fund_stranger_refused() public {
        vm.prank(admin);
        StakingPool pool = manager.createStakingPool(30 days);
        vm.deal(stranger, 1);
        refused(missingRole(stranger, manager.FUNDER_ROLE()));
        vm.prank(stranger);
        manager.fund{value: 1}(pool, 1);
    }

    function test_unknownPool_refused() public {
        StakingPool pool = newStakingPool(token, 1 days, admin, address(manager));
        bytes memory unknown = abi.encodeWithSelector(PoolManager.UnknownPool.selector, address(pool));
        vm.deal(admin, 1);
        vm.startPrank(admin);
        refused(unknown);
        manager.fund{value: 1}(pool, 1);
        refused(unknown);
        manager.pause(pool);
        refused(unknown);
        manager.unpause(pool);
    }

    function test_pause_reachesThePool() public {
        vm.startPrank(admin);
        StakingPool pool = manager.createStakingPool(30 days);
        manager.pause(pool);
        vm.assertTrue(pool.paused(), "paused");
        manager.unpause(pool);
        vm.assertFalse(pool.paused(), "unpaused");
        vm.stopPrank();
        bytes32 role = manager.ADMIN_ROLE();
        vm.startPrank(stranger);
        refused(missingRole(stranger, role));
        manager.pause(pool);
        refused(missingRole(stranger, role));
        manager.unpause(pool);
    }

    function test_pages_edges() public {
        vm.startPrank(admin);
        for (uint256 i = 0; i < 5; ++i) {
            manager.createStakingPool(1 days + i);
        }
        vm.stopPrank();
        vm.assertEq(manager.pools(0, 0).length, 0, "none asked");
        vm.assertEq(manager.pools(5, 1).length, 0, "just beyond the end");
        vm.assertEq(manager.pools(type(uint256).max, 100).length, 0, "far beyond the end");
        vm.assertEq(manager.pools(2, 2).length, 2, "in the middle");
        vm.assertEq(address(manager.pools(3, 100)[1]), address(manager.poolAt(4)), "the last");
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("limit"), 0, 100, 101));
        manager.pools(0, 101);
        refused(abi.encodeWithSelector(PoolManager.NoSuchIndex.selector, 5, 5));
        manager.poolAt(5);
    }
}
