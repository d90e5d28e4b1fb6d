// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {NotOwner, OutOfRange, ZeroAddress} from "cortensor/Errors.sol";
import {ISessionOwners} from "cortensor/ISessionOwners.sol";
import {PrivacySettingData} from "cortensor/PrivacySettingData.sol";

import {newPrivacySettingData} from "./Deployment.sol";
import {SessionOwnersFake} from "./SessionOwnersFake.sol";
import {Test, vm} from "./Test.sol";

contract PrivacySettingDataTest is Test {
    SessionOwnersFake private sessions;
    PrivacySettingData private privacy;
    address private owner = person("owner");
    address private miner = person("miner");

    function setUp() public {
        sessions = new SessionOwnersFake();
        privacy = newPrivacySettingData(sessions);
        sessions.own(1, owner);
    }

    function test_constructor_zeroAddress_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        newPrivacySettingData(ISessionOwners(address(0)));
    }

    function test_firstMiner_makesPrivateForGood() public {
        vm.assertFalse(privacy.sessionEncryptionEnabled(1), "public at first");
        vm.startPrank(owner);
        vm.expectEmit(address(privacy));
        emit PrivacySettingData.SessionEncryptionEnabled(1);
        vm.expectEmit(address(privacy));
        emit PrivacySettingData.SessionAllowedMinerAdded(1, miner);
        privacy.addSessionAllowedMiner(1, miner);
        vm.assertTrue(privacy.sessionEncryptionEnabled(1), "private");
        vm.expectEmit(address(privacy));
        emit PrivacySettingData.SessionAllowedMinerRemoved(1, miner);
        privacy.removeSessionAllowedMiner(1, miner);
        vm.stopPrank();
        vm.assertTrue(privacy.sessionEncryptionEnabled(1), "private without miners");
        vm.assertFalse(privacy.sessionAllowedMiners(1, miner), "nobody allowed");
        vm.assertEq(privacy.getAllowedMinersCount(1), 0, "nobody listed");
    }

    function test_add_twice_refused() public {
        vm.startPrank(owner);
        privacy.addSessionAllowedMiner(1, miner);
        refused(abi.encodeWithSelector(PrivacySettingData.MinerAlreadyAllowed.selector, 1, miner));
        privacy.addSessionAllowedMiner(1, miner);
    }

    function test_add_zeroMiner_refused() public {
        vm.expectRevert(ZeroAddress.selector);
        vm.prank(owner);
        privacy.addSessionAllowedMiner(1, address(0));
    }

    function test_remove_unknown_refused() public {
        refused(abi.encodeWithSelector(PrivacySettingData.MinerNotAllowed.selector, 1, miner));
        vm.prank(owner);
        privacy.removeSessionAllowedMiner(1, miner);
    }

    function test_notOwner_refused() public {
        refused(abi.encodeWithSelector(NotOwner.selector, owner, miner));
        vm.prank(miner);
        privacy.addSessionAllowedMiner(1, miner);
        vm.prank(owner);
        privacy.addSessionAllowedMiner(1, miner);
        refused(abi.encodeWithSelector(NotOwner.selector, owner, miner));
        vm.prank(miner);
        privacy.removeSessionAllowedMiner(1, miner);
    }

    function test_unknownSession_refused() public {
        refused(abi.encodeWithSelector(NotOwner.selector, address(0), owner));
        vm.prank(owner);
        privacy.addSessionAllowedMiner(2, miner);
    }

    /// Who owned the session yesterday lets nobody in today.
    function test_ownerChanged_newOwnerDecides() public {
        address next = person("next owner");
        sessions.own(1, next);
        refused(abi.encodeWithSelector(NotOwner.selector, next, owner));
        vm.prank(owner);
        privacy.addSessionAllowedMiner(1, miner);
        vm.prank(next);
        privacy.addSessionAllowedMiner(1, miner);
    }

    function test_sessions_areApart() public {
        sessions.own(2, owner);
        vm.prank(owner);
        privacy.addSessionAllowedMiner(1, miner);
        vm.assertFalse(privacy.sessionAllowedMiners(2, miner), "allowed elsewhere");
        vm.assertFalse(privacy.sessionEncryptionEnabled(2), "private elsewhere");
        vm.assertEq(privacy.getAllowedMinersCount(2), 0, "listed elsewhere");
    }

    /// The index is documented, so a reader of the storage may go by it: 1-based, and zero once a miner is removed.
    function test_index_inStorage_isOneBasedAndCleared() public {
        address last = person("last");
        vm.startPrank(owner);
        privacy.addSessionAllowedMiner(1, miner);
        privacy.addSessionAllowedMiner(1, last);
        vm.assertEq(uint256(vm.load(address(privacy), indexSlot(last))), 2, "second");
        privacy.removeSessionAllowedMiner(1, miner);
        vm.stopPrank();
        vm.assertEq(uint256(vm.load(address(privacy), indexSlot(miner))), 0, "removed");
        vm.assertEq(uint256(vm.load(address(privacy), indexSlot(last))), 1, "moved to the free place");
    }

    function indexSlot(address who) private pure returns (bytes32) {
        return keccak256(abi.encode(who, keccak256(abi.encode(uint256(1), uint256(2)))));
    }

    function test_pages_edges() public {
        vm.startPrank(owner);
        for (uint160 i = 1; i <= 5; ++i) {
            privacy.addSessionAllowedMiner(1, address(i));
        }
        vm.stopPrank();
        vm.assertEq(privacy.getAllowedMiners(1, 0, 0).length, 0, "none asked");
        vm.assertEq(privacy.getAllowedMiners(1, 5, 1).length, 0, "just beyond the end");
        vm.assertEq(privacy.getAllowedMiners(1, type(uint256).max, 200).length, 0, "far beyond the end");
        vm.assertEq(privacy.getAllowedMiners(1, 3, 200).length, 2, "the rest");
        vm.assertEq(privacy.getAllowedMiners(1, 3, 200)[1], address(5), "the last");
        refused(abi.encodeWithSelector(OutOfRange.selector, bytes32("limit"), 0, 200, 201));
        privacy.getAllowedMiners(1, 0, 201);
    }

    /// The list, the flags and the pages say the same after any additions and removals.
    function testFuzz_list_isTheSetOfAllowedMiners(uint8[40] calldata steps) public {
        bool[16] memory allowed;
        uint256 count = 0;
        vm.startPrank(owner);
        for (uint256 i = 0; i < steps.length; ++i) {
            uint256 k = steps[i] % 16;
            address who = address(uint160(100 + k));
            if (allowed[k]) {
                privacy.removeSessionAllowedMiner(1, who);
                --count;
            } else {
                privacy.addSessionAllowedMiner(1, who);
                ++count;
            }
            allowed[k] = !allowed[k];
        }
        vm.stopPrank();
        vm.assertEq(privacy.getAllowedMinersCount(1), count, "count");
        uint256 read = 0;
        for (uint256 offset = 0; offset < count + 3; offset += 3) {
            address[] memory page = privacy.getAllowedMiners(1, offset, 3);
            for (uint256 i = 0; i < page.length; ++i) {
                uint256 k = uint160(page[i]) - 100;
                vm.assertTrue(allowed[k], "listed, not allowed, or listed twice");
                vm.assertTrue(privacy.sessionAllowedMiners(1, page[i]), "flag");
                allowed[k] = false;
                ++read;
            }
        }
        vm.assertEq(read, count, "all on the pages");
        for (uint256 k = 0; k < 16; ++k) {
            vm.assertFalse(allowed[k], "allowed, not listed");
        }
        vm.assertTrue(privacy.sessionEncryptionEnabled(1), "private for good");
    }
}
