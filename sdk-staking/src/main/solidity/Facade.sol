// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

/// @title Answers reads from the module that keeps the data
/// @dev The network's ABI has the same read on the logic contract that the data contract answers. Passing call data
/// and answer through as they are saves coding both twice, which would not fit below the limit for deployed code.
abstract contract Facade {
    /// @dev Ends the call with what `module` answers to the same call data.
    function _answerOf(address module) internal view {
        // Memory-safe, because no code of this contract runs after it.
        assembly ("memory-safe") {
            calldatacopy(0, 0, calldatasize())
            let ok := staticcall(gas(), module, 0, calldatasize(), 0, 0)
            returndatacopy(0, 0, returndatasize())
            if iszero(ok) { revert(0, returndatasize()) }
            return(0, returndatasize())
        }
    }
}
