// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {TextTooLong} from "./Errors.sol";

/// @title How many bytes of UTF-8 a text may have
/// @dev Ours, the same numbers as in the embedded ledger of the Java SDK.
library Text {
    uint256 internal constant SESSION_NAME = 256;
    uint256 internal constant METADATA = 4 * 1024;
    uint256 internal constant CLIENT_REFERENCE = 256;
    uint256 internal constant TASK_DATA = 4 * 1024;
    uint256 internal constant PROMPT_TEMPLATE = 4 * 1024;
    uint256 internal constant PRECOMMIT_DATA = 4 * 1024;
    uint256 internal constant REVEAL = 4 * 1024;
    uint256 internal constant KEY_ANNOUNCEMENT = 8 * 1024;
    uint256 internal constant ENVELOPE = 32 * 1024;

    /// @notice Refuses a text of more than `most` bytes.
    function check(string memory text, uint256 most) internal pure {
        if (bytes(text).length > most) revert TextTooLong(most, bytes(text).length);
    }
}
