package network.cortensor.sdk.verify;

import com.code_intelligence.jazzer.junit.FuzzTest;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.verify.hidden.EmbeddingShare;

import java.util.Arrays;
import java.util.List;

/**
 * The readers of receipts and of shares of embeddings, for Jazzer: with {@code JAZZER_FUZZ=1} (see {@code .ci/fuzz}) it searches
 * for inputs that break a rule, else it tries the ones that are at hand.
 *
 * <p>The rules: only the exception that is declared is thrown, what was read is written back as the same bytes, and nothing is
 * valid that was not issued here.
 */
class ReceiptFuzzTest {

    private static final String DURATION = "10m";

    /** The input is put over a genuine one, so that the search begins where the form is right. */
    private static byte[] over(byte[] genuine, byte[] input) {
        if (input.length < 3) {
            return input;
        }
        byte[] mixed = genuine.clone();
        int at = ((input[0] & 0xff) << 8 | (input[1] & 0xff)) % mixed.length;
        System.arraycopy(input, 2, mixed, at, Math.min(input.length - 2, mixed.length - at));
        return mixed;
    }

    private static void require(boolean holds, String rule) {
        if (!holds) {
            throw new IllegalStateException("broken rule: " + rule);
        }
    }

    private static void receiptIn(byte[] input, byte[] genuine) {
        try {
            Receipt receipt = Receipt.decode(input);
            require(Arrays.equals(input, receipt.encoded()), "what was read is written back as the same bytes");
            boolean valid = ResultVerifier.check(receipt).valid();
            require(valid == Arrays.equals(input, genuine), "nothing is valid that was not issued here");
        } catch (EvidenceException e) {
            // The rule for most inputs.
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void receipt(byte[] input) {
        byte[] genuine = Receipts.receipt("yes", "no").encoded();
        receiptIn(input, genuine);
        receiptIn(over(genuine, input), genuine);
    }

    @FuzzTest(maxDuration = DURATION)
    void batchedReceipt(byte[] input) {
        List<BatchedReceipt> batch = BatchedReceipt.issue(Receipts.WALLETS.get(1), Receipts.receipts(3));
        byte[] genuine = batch.get(1).encoded();
        for (byte[] tried : List.of(input, over(genuine, input))) {
            try {
                BatchedReceipt batched = BatchedReceipt.decode(tried);
                require(Arrays.equals(tried, batched.encoded()), "what was read is written back as the same bytes");
                boolean valid = ResultVerifier.check(
                                batched, Counterparts.of(Receipts.WALLETS.get(1).address()))
                        .valid();
                require(valid == Arrays.equals(tried, genuine), "nothing is valid that was not issued here");
            } catch (EvidenceException e) {
                // The rule for most inputs.
            }
        }
    }

    @FuzzTest(maxDuration = DURATION)
    void embeddingShare(byte[] input) {
        byte[] genuine =
                EmbeddingShare.deal("model", new float[] {1, 2, 3}).get(0).encoded();
        for (byte[] tried : List.of(input, over(genuine, input))) {
            try (EmbeddingShare share = EmbeddingShare.decode(tried)) {
                require(Arrays.equals(tried, share.encoded()), "what was read is written back as the same bytes");
            } catch (EvidenceException e) {
                // The rule for most inputs.
            }
        }
    }
}
