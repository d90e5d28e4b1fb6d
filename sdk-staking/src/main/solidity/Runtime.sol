// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ZeroAddress} from "./Errors.sol";

/// @title Address book of a network's modules
/// @notice The one address a client has to know: the network's runtime is used the same way [DOC2], but its ABI is not
/// known, so this interface is ours. A name is a contract's, "SessionV2" for instance.
contract Runtime is Ownable {
    string[] private _names;
    mapping(bytes32 name => address) private _modules;

    event ModuleChanged(string name, address indexed before, address indexed current);

    error UnknownModule(string name);

    constructor() Ownable(msg.sender) {}

    /// @notice Enters or replaces a module.
    function setModule(string calldata name, address to) external onlyOwner {
        _set(name, to);
    }

    /// @notice Enters or replaces several modules.
    function setModules(string[] calldata names, address[] calldata addresses) external onlyOwner {
        for (uint256 i = 0; i < names.length; ++i) {
            _set(names[i], addresses[i]);
        }
    }

    /// @notice Where a module is; refused if the name was never entered.
    function module(string calldata name) external view returns (address found) {
        found = _modules[keccak256(bytes(name))];
        if (found == address(0)) revert UnknownModule(name);
    }

    /// @notice All modules, in the order in which their names were entered first.
    function modules() external view returns (string[] memory names, address[] memory addresses) {
        names = _names;
        addresses = new address[](names.length);
        for (uint256 i = 0; i < names.length; ++i) {
            addresses[i] = _modules[keccak256(bytes(names[i]))];
        }
    }

    function _set(string calldata name, address to) private {
        if (to == address(0)) revert ZeroAddress();
        bytes32 key = keccak256(bytes(name));
        address before = _modules[key];
        if (before == address(0)) _names.push(name);
        _modules[key] = to;
        emit ModuleChanged(name, before, to);
    }
}
