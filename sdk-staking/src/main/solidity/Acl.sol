// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";

/// @title Who may register a node and open a session
/// @notice A network starts permissioned, with an allow list, and may become permissionless; a block list holds in
/// both [DOC1]. Functions and events are ours: none is known.
/// @dev {becomePermissionless} has no way back. Whoever locks stake in an open network relies on its staying open;
/// a switch back would shut all of them out at once, while a bad actor is met by {blockAccounts} alone.
contract Acl is Ownable {
    /// @notice Whether the allow list has no say any more.
    bool public permissionless;

    /// @notice Who may act while the network is permissioned.
    mapping(address account => bool) public isOnAllowList;

    /// @notice Who may not act, whatever the allow list says.
    mapping(address account => bool) public isBlocked;

    event AllowListChanged(address indexed account, bool allowed);
    event BlockListChanged(address indexed account, bool blocked);
    event BecamePermissionless();

    constructor(bool permissionless_) Ownable(msg.sender) {
        permissionless = permissionless_;
        if (permissionless_) emit BecamePermissionless();
    }

    /// @notice Whether an account may register a node and open sessions.
    function isAllowed(address account) external view returns (bool) {
        return !isBlocked[account] && (permissionless || isOnAllowList[account]);
    }

    /// @notice Puts accounts on the allow list.
    function allowAccounts(address[] calldata accounts) external onlyOwner {
        _allow(accounts, true);
    }

    /// @notice Takes accounts off the allow list. Their nodes and sessions stay.
    function disallowAccounts(address[] calldata accounts) external onlyOwner {
        _allow(accounts, false);
    }

    /// @notice Puts accounts on the block list. A blocked node gets no new task; its stake stays its own.
    function blockAccounts(address[] calldata accounts) external onlyOwner {
        _block(accounts, true);
    }

    /// @notice Takes accounts off the block list.
    function unblockAccounts(address[] calldata accounts) external onlyOwner {
        _block(accounts, false);
    }

    /// @notice Lets everyone in who is not blocked, for good.
    function becomePermissionless() external onlyOwner {
        if (permissionless) return;
        permissionless = true;
        emit BecamePermissionless();
    }

    function _allow(address[] calldata accounts, bool allowed) private {
        for (uint256 i = 0; i < accounts.length; ++i) {
            isOnAllowList[accounts[i]] = allowed;
            emit AllowListChanged(accounts[i], allowed);
        }
    }

    function _block(address[] calldata accounts, bool blocked) private {
        for (uint256 i = 0; i < accounts.length; ++i) {
            isBlocked[accounts[i]] = blocked;
            emit BlockListChanged(accounts[i], blocked);
        }
    }
}
