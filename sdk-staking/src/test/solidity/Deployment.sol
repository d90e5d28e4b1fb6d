// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {IERC20} from "@openzeppelin/contracts/token/ERC20/IERC20.sol";

import {CorToken} from "cortensor/CorToken.sol";
import {ISessionOwners} from "cortensor/ISessionOwners.sol";
import {PoolManager} from "cortensor/PoolManager.sol";
import {PrivacySettingData} from "cortensor/PrivacySettingData.sol";
import {SessionPaymentStaking} from "cortensor/SessionPaymentStaking.sol";
import {StakingPool} from "cortensor/StakingPool.sol";
import {TokenStakingPool} from "cortensor/TokenStakingPool.sol";

import {vm} from "./Test.sol";

// The contracts under test are deployed from the artifacts that the SDK ships, and not from what forge would compile: the
// code that is tested is the code that is used. Of the sources, only the types are taken.

/// @dev Refuses with what the constructor refuses with.
function deploy(string memory name, bytes memory arguments) returns (address made) {
    string memory artifact = vm.readFile(string.concat("artifacts/", name, ".json"));
    bytes memory code = bytes.concat(vm.parseJsonBytes(artifact, ".bytecode"), arguments);
    assembly ("memory-safe") {
        made := create(0, add(code, 32), mload(code))
        if iszero(made) {
            let free := mload(0x40)
            returndatacopy(free, 0, returndatasize())
            revert(free, returndatasize())
        }
    }
}

function newCorToken(address owner, uint256 supply) returns (CorToken) {
    return CorToken(deploy("CorToken", abi.encode(owner, supply)));
}

function newStakingPool(IERC20 token, uint256 duration, address admin, address manager) returns (StakingPool) {
    return StakingPool(deploy("StakingPool", abi.encode(token, duration, admin, manager)));
}

function newTokenStakingPool(IERC20 token, IERC20 reward, uint256 duration, address admin, address manager)
    returns (TokenStakingPool)
{
    return TokenStakingPool(deploy("TokenStakingPool", abi.encode(token, reward, duration, admin, manager)));
}

function newPoolManager(IERC20 token, address admin) returns (PoolManager) {
    return PoolManager(deploy("PoolManager", abi.encode(token, admin)));
}

function newPrivacySettingData(ISessionOwners sessions) returns (PrivacySettingData) {
    return PrivacySettingData(deploy("PrivacySettingData", abi.encode(sessions)));
}

function newSessionPaymentStaking(
    IERC20 token,
    ISessionOwners sessions,
    uint256 window,
    uint256 velocity,
    address admin
) returns (SessionPaymentStaking) {
    bytes memory arguments = abi.encode(token, sessions, window, velocity, admin);
    return SessionPaymentStaking(deploy("SessionPaymentStaking", arguments));
}
