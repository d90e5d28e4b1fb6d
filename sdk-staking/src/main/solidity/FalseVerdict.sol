// SPDX-License-Identifier: Apache-2.0
pragma solidity 0.8.37;

import {Base64} from "@openzeppelin/contracts/utils/Base64.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";
import {ECDSA} from "@openzeppelin/contracts/utils/cryptography/ECDSA.sol";
import {MessageHashUtils} from "@openzeppelin/contracts/utils/cryptography/MessageHashUtils.sol";

/// @title What proves that a validator called a good signature wrong
/// @notice Two byte strings: the validator's verdict (canonical JSON of the Java SDK's ValidatorVerdict, version 1) and the
/// miner's statement (the text whose Keccak-256 the verdict names, of its NodeStatement, version 1). Both formats are ours.
/// It is proved if the verdict says, of this miner's result for this task on this chain, that the signature under this very
/// statement is wrong, and the signature is right.
///
/// Nobody can prove it of a validator that checks before it claims. Every part of a verdict that matters here is at a place
/// that is counted from its first or its last byte, so that nothing in its findings can pass for one. The statement is bound
/// by its hash, the signature included, and reads in one way: nothing before the model has a colon. So who claims that this
/// statement's signature is wrong has seen these bytes, and the check below is the one that it made.
library FalseVerdict {
    bytes32 private constant DOMAIN = keccak256("EIP712Domain(string name,string version,uint256 chainId)");
    bytes32 private constant NAME = keccak256("Cortensor node statement");
    bytes32 private constant VERSION = keccak256("1");
    bytes32 private constant STATEMENT = keccak256(
        "NodeStatement(uint64 session,uint64 task,address miner,string prompt,bytes32 answer,string model)"
    );

    /// @dev Characters of a hash, 0x included, and of 65 bytes in base64url without padding.
    uint256 private constant HASH = 66;
    uint256 private constant SIGNATURE = 87;

    /// @notice Whose verdict on what.
    struct Subject {
        uint256 sessionId;
        uint256 taskId;
        address miner;
        address validator;
    }

    /// @return found why it is not proved, in a few words; empty if it is
    function flaw(Subject memory subject, bytes calldata verdict, bytes calldata statement)
        internal
        view
        returns (string memory found)
    {
        (bool ours, bytes calldata prompt, bytes calldata rest) = _ofSubject(subject, statement);
        if (!ours) return "a statement of another miner, task, chain or form";
        if (!_claims(subject, verdict, prompt, keccak256(statement))) {
            return "a verdict that does not call the signature of this statement wrong";
        }
        return _signed(subject, prompt, rest) ? "" : "a statement that its miner did not sign";
    }

    /// @return ours whether the statement is one of this miner, for this task on this chain
    /// @return prompt the content id of the prompt
    /// @return rest the answer's digest, the signature and the model, with the colons before and between them
    function _ofSubject(Subject memory subject, bytes calldata statement)
        private
        view
        returns (bool ours, bytes calldata prompt, bytes calldata rest)
    {
        bytes memory start = bytes.concat(
            "cortensor:statement:1:",
            _decimal(block.chainid),
            ":",
            _decimal(subject.sessionId),
            "/",
            _decimal(subject.taskId),
            ":",
            bytes(Strings.toChecksumHexString(subject.miner)),
            ":"
        );
        uint256 from = start.length;
        uint256 to = from;
        while (to < statement.length && statement[to] != ":") ++to;
        ours = _holds(statement, 0, start) && statement.length - to > HASH + SIGNATURE + 2
            && statement[to + 1 + HASH] == ":" && statement[to + 2 + HASH + SIGNATURE] == ":";
        if (ours) (prompt, rest) = (statement[from:to], statement[to:]);
        else (prompt, rest) = (statement[:0], statement[:0]);
    }

    /// @dev All of the verdict but its findings, what the validator saw, and its signature: the ledger had it of the validator.
    function _claims(Subject memory subject, bytes calldata verdict, bytes calldata prompt, bytes32 statement)
        private
        view
        returns (bool)
    {
        bytes memory first = bytes.concat('{"chain":', _decimal(block.chainid), ',"claim":"SIGNATURE","findings":[');
        bytes memory second = bytes.concat(
            '],"miner":"', bytes(Strings.toChecksumHexString(subject.miner)), '","prompt":"', prompt, '","seen":"'
        );
        bytes memory third = bytes.concat('","session":', _decimal(subject.sessionId), ',"signature":"');
        bytes memory last = bytes.concat(
            '","statement":"',
            bytes(Strings.toHexString(uint256(statement), 32)),
            '","task":',
            _decimal(subject.taskId),
            ',"validator":"',
            bytes(Strings.toChecksumHexString(subject.validator)),
            '","version":1}'
        );
        uint256 tail = second.length + HASH + third.length + SIGNATURE + last.length;
        if (verdict.length < first.length + tail) return false;
        uint256 begin = verdict.length - tail;
        return _holds(verdict, 0, first) && _holds(verdict, begin, second)
            && _holds(verdict, begin + second.length + HASH, third)
            && _holds(verdict, verdict.length - last.length, last);
    }

    /// @dev As a wallet signs it (EIP-712); of the two forms of a signature only the one with the lower `s` counts.
    function _signed(Subject memory subject, bytes calldata prompt, bytes calldata rest) private view returns (bool) {
        (bool read, uint256 answer) = Strings.tryParseHexUint(string(rest[1:1 + HASH]));
        if (!read || !_isBase64(rest[2 + HASH:2 + HASH + SIGNATURE])) return false;
        bytes memory signature = Base64.decode(string(rest[2 + HASH:2 + HASH + SIGNATURE]));
        bytes calldata model = rest[3 + HASH + SIGNATURE:];
        bytes32 statement = keccak256(
            abi.encode(
                STATEMENT,
                subject.sessionId,
                subject.taskId,
                subject.miner,
                keccak256(prompt),
                bytes32(answer),
                keccak256(model)
            )
        );
        bytes32 domain = keccak256(abi.encode(DOMAIN, NAME, VERSION, block.chainid));
        bytes32 digest = MessageHashUtils.toTypedDataHash(domain, statement);
        (address signer, ECDSA.RecoverError error_,) = ECDSA.tryRecover(digest, signature);
        return error_ == ECDSA.RecoverError.NoError && signer == subject.miner;
    }

    /// @dev Whether `part` is in `whole` from `begin` on.
    function _holds(bytes calldata whole, uint256 begin, bytes memory part) private pure returns (bool) {
        return whole.length >= begin + part.length && keccak256(whole[begin:begin + part.length]) == keccak256(part);
    }

    /// @dev Base64.decode refuses other characters with an error that says nothing of what is proved.
    function _isBase64(bytes calldata text) private pure returns (bool) {
        for (uint256 i = 0; i < text.length; ++i) {
            bytes1 c = text[i];
            bool known = (c >= "A" && c <= "Z") || (c >= "a" && c <= "z") || (c >= "0" && c <= "9") || c == "-" || c == "_";
            if (!known) return false;
        }
        return true;
    }

    function _decimal(uint256 number) private pure returns (bytes memory) {
        return bytes(Strings.toString(number));
    }
}
