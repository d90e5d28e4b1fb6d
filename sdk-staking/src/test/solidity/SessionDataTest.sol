// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {SessionData} from "cortensor/SessionData.sol";

import {NetworkFixture} from "./NetworkFixture.sol";
import {vm} from "./Test.sol";

contract SessionDataTest is NetworkFixture {
    address private owner = person("owner");
    address private router = person("router");
    address private other = person("other router");
    address private third = person("third router");
    uint256 private session;

    function setUp() public {
        deployNetwork(true);
        address node = person("node");
        stock(node, MIN_STAKE);
        register(node, MIN_STAKE);
        session = open(owner, 1, 0, 1);
        vm.startPrank(owner);
    }

    function test_removeRouter_noRouterAtAll_refusedByName() public {
        refused(abi.encodeWithSelector(SessionData.UnknownRouter.selector, session, router));
        sessions.removeRouter(session, router);
    }

    function test_removeRouter_anotherRouter_refusedByName() public {
        sessions.addRouter(session, other, "other");
        refused(abi.encodeWithSelector(SessionData.UnknownRouter.selector, session, router));
        sessions.removeRouter(session, router);
    }

    function test_removeRouter_twice_refusedByName() public {
        sessions.addRouter(session, router, "router");
        sessions.removeRouter(session, router);
        refused(abi.encodeWithSelector(SessionData.UnknownRouter.selector, session, router));
        sessions.removeRouter(session, router);
    }

    function test_updateRouter_unknown_refusedByName() public {
        refused(abi.encodeWithSelector(SessionData.UnknownRouter.selector, session, router));
        sessions.updateRouter(session, router, "new");
    }

    /// Wherever it is in the list, the others keep their order and their texts.
    function testFuzz_removeRouter_anyPlace_keepsOthersInOrder(uint256 place) public {
        address[3] memory routers = [router, other, third];
        for (uint256 i = 0; i < 3; ++i) {
            sessions.addRouter(session, routers[i], vm.toString(routers[i]));
        }
        place = place % 3;
        sessions.removeRouter(session, routers[place]);
        vm.assertEq(sessionData.getRouterCount(session), 2, "one less");
        uint256 next = 0;
        for (uint256 i = 0; i < 3; ++i) {
            if (i == place) continue;
            vm.assertEq(sessionData.getRouterAddress(session, next), routers[i], "order");
            string memory kept = sessionData.getRouterInfo(session, routers[i]);
            vm.assertEq(keccak256(bytes(kept)), keccak256(bytes(vm.toString(routers[i]))), "its text");
            ++next;
        }
        vm.assertTrue(sessionData.getRouterIndex(session, routers[place]) == -1, "gone");
    }
}
