// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {CorToken} from "cortensor/CorToken.sol";

import {vm} from "./Test.sol";

/// @notice An EIP-2612 signature.
struct Permit {
    uint256 deadline;
    uint8 v;
    bytes32 r;
    bytes32 s;
}

/// @dev Signs with the account's next nonce; the type hash is written out here so that it is not the token's own.
function signPermit(CorToken token, uint256 key, address spender, uint256 value, uint256 deadline)
    view
    returns (Permit memory permit)
{
    address owner = vm.addr(key);
    bytes32 typeHash = 0x6e71edae12b1b97f4d1f60370fef10105fa2faae0126114a169c64845d6126c9;
    bytes32 message = keccak256(abi.encode(typeHash, owner, spender, value, token.nonces(owner), deadline));
    bytes32 digest = keccak256(abi.encodePacked(hex"1901", token.DOMAIN_SEPARATOR(), message));
    permit.deadline = deadline;
    (permit.v, permit.r, permit.s) = vm.sign(key, digest);
}
