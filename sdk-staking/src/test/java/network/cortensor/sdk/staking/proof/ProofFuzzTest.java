package network.cortensor.sdk.staking.proof;

import com.code_intelligence.jazzer.junit.FuzzTest;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.trie.TrieProof;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

/**
 * The readers of RLP, headers, receipts, trie nodes and proof files, for Jazzer: with {@code JAZZER_FUZZ=1} (see {@code
 * .ci/fuzz}) it searches for inputs that break a rule, else it tries the empty one.
 *
 * <p>The rules: only the exceptions that are declared are thrown, and what was read is written back as the same bytes.
 */
class ProofFuzzTest {
    private static final String DURATION = "10m";

    @FuzzTest(maxDuration = DURATION)
    void rlp(byte[] input) {
        try {
            RlpItem item = Rlp.decode(input);
            requireSame(input, Rlp.encode(item));
        } catch (MalformedEvidenceException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void blockHeader(byte[] input) {
        try {
            BlockHeader header = BlockHeader.decode(input);
            requireSame(input, header.rlp());
            require(header.hash().equals(Hash.keccak256(input)), "the hash is that of the input");
        } catch (MalformedEvidenceException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void receipt(byte[] input) {
        try {
            Receipt receipt = Receipt.decode(input);
            requireSame(input, receipt.encoded());
            if (receipt.statesItsBloom()) {
                Receipt again =
                        Receipt.of(receipt.type(), receipt.succeeded(), receipt.cumulativeGasUsed(), receipt.logs());
                requireSame(input, again.encoded());
            }
        } catch (LedgerEvidenceException e) {
            // The rule for most inputs.
        }
    }

    /** A root node that hashes well: whoever makes up a header can make up its root. */
    @FuzzTest(maxDuration = DURATION)
    void trieNode(byte[] input) {
        try {
            byte[] key = Hash.keccak256(input).bytes();
            TrieProof.check("input", Hash.keccak256(input), key, List.of(input))
                    .ifPresent(value -> require(!value.isEmpty(), "a value is not empty"));
        } catch (LedgerEvidenceException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void proofFile(byte[] input) {
        try {
            ProofFile file = ProofFile.parse(input);
            ProofFile again = ProofFile.parse(file.toJson().getBytes(StandardCharsets.UTF_8));
            require(again.header().equals(file.header()), "what was written is read as the same");
            file.check();
        } catch (LedgerEvidenceException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void number(byte[] input) {
        try {
            RlpBytes number = RlpBytes.view(input);
            requireSame(
                    input,
                    RlpBytes.ofNumber(number.number("number", Hash.LENGTH)).bytes());
        } catch (MalformedEvidenceException e) {
            // The rule for most inputs.
        }
    }

    private static void requireSame(byte[] expected, byte[] found) {
        require(Arrays.equals(expected, found), "what was read is written as the same bytes");
    }

    private static void require(boolean rule, String message) {
        if (!rule) {
            throw new AssertionError(message);
        }
    }
}
