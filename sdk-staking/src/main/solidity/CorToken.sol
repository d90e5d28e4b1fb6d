// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Ownable} from "@openzeppelin/contracts/access/Ownable.sol";
import {ERC20} from "@openzeppelin/contracts/token/ERC20/ERC20.sol";
import {ERC20Permit} from "@openzeppelin/contracts/token/ERC20/extensions/ERC20Permit.sol";

/// @title COR of a development network
/// @notice ERC-20 with 18 decimals and EIP-2612 permits, so that staking takes one transaction.
/// @dev The real token lives on Ethereum mainnet [COM] and mints nothing for us: {mint} exists on development
/// networks only. The EIP-712 domain is name "Cortensor", version "1", chain id and this address (ours: that of the
/// real token is not known).
contract CorToken is ERC20, ERC20Permit, Ownable {
    /// @param initialOwner who may mint, and who receives `initialSupply`
    /// @param initialSupply in wei of COR
    constructor(address initialOwner, uint256 initialSupply)
        ERC20("Cortensor", "COR")
        ERC20Permit("Cortensor")
        Ownable(initialOwner)
    {
        _mint(initialOwner, initialSupply);
    }

    /// @notice Makes `amount` new wei of COR for `to`.
    function mint(address to, uint256 amount) external onlyOwner {
        _mint(to, amount);
    }
}
