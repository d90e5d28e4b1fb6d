// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {AccessControl} from "@openzeppelin/contracts/access/AccessControl.sol";

/// @title Who is what on the network
/// @notice Roles of accounts and whether a node is registered [DOC1]. `isOracleNode` is in the ABI of the session
/// modules, which ask here; the rest of the interface is ours.
contract Iam is AccessControl {
    bytes32 public constant ORACLE_ROLE = keccak256("ORACLE_ROLE");
    bytes32 public constant VALIDATOR_ROLE = keccak256("VALIDATOR_ROLE");
    bytes32 public constant MINER_ROLE = keccak256("MINER_ROLE");
    bytes32 public constant ROUTER_ROLE = keccak256("ROUTER_ROLE");

    /// @notice May say which nodes are registered: the registry.
    bytes32 public constant REGISTRAR_ROLE = keccak256("REGISTRAR_ROLE");

    /// @notice Whether a node is registered now.
    mapping(address node => bool) public isRegistered;

    event RegistrationChanged(address indexed node, bool registered);

    constructor() {
        _grantRole(DEFAULT_ADMIN_ROLE, msg.sender);
    }

    /// @notice The registry's word on a node.
    function setRegistered(address node, bool registered) external onlyRole(REGISTRAR_ROLE) {
        isRegistered[node] = registered;
        emit RegistrationChanged(node, registered);
    }

    /// @notice [ABI] of the session modules. An oracle may fill free places of a task and release nodes from sessions.
    function isOracleNode(address account) external view returns (bool) {
        return hasRole(ORACLE_ROLE, account);
    }

    function isValidatorNode(address account) external view returns (bool) {
        return hasRole(VALIDATOR_ROLE, account);
    }

    function isMinerNode(address account) external view returns (bool) {
        return hasRole(MINER_ROLE, account);
    }

    function isRouterNode(address account) external view returns (bool) {
        return hasRole(ROUTER_ROLE, account);
    }
}
