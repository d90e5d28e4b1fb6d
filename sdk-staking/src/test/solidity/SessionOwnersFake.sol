// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {ISessionOwners} from "cortensor/ISessionOwners.sol";

/// @notice Sessions that belong to whom a test says.
contract SessionOwnersFake is ISessionOwners {
    mapping(uint256 sessionId => address) public sessionOwner;

    function own(uint256 sessionId, address owner) external {
        sessionOwner[sessionId] = owner;
    }
}
