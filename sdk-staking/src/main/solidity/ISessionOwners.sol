// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Who owns a session
/// @notice What other modules need of SessionData. [DOC1] says that the owner is resolved there and not copied.
interface ISessionOwners {
    /// @return owner of the session, zero if there is no such session
    function sessionOwner(uint256 sessionId) external view returns (address owner);
}
