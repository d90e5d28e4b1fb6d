// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

interface IArbSys {
    function arbBlockNumber() external view returns (uint256);
}

/// @title The number of the block as a client sees it
/// @dev On Arbitrum `block.number` is about the parent chain's; logs have the number that ArbSys tells.
library BlockClock {
    IArbSys private constant ARB_SYS = IArbSys(address(100));

    function number() internal view returns (uint256) {
        return address(ARB_SYS).code.length == 0 ? block.number : ARB_SYS.arbBlockNumber();
    }
}
