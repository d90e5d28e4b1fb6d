package network.cortensor.sdk.verify;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Receipts under one signature. The tree itself is tested in sdk-crypto. */
class BatchedReceiptTest {

    private static final Wallet ISSUER = Receipts.WALLETS.get(1);
    private static final Address EXPECTED = Counterparts.of(ISSUER.address());
    private static final List<Receipt> RECEIPTS = Receipts.receipts(17);

    private static boolean isValid(byte[] bytes) {
        try {
            return ResultVerifier.check(BatchedReceipt.decode(bytes), EXPECTED).valid();
        } catch (EvidenceException e) {
            return false;
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 7, 8, 9, 17})
    void check_everyReceipt_holdsAfterTheWayOverBytes(int size) {
        List<BatchedReceipt> batch = BatchedReceipt.issue(ISSUER, RECEIPTS.subList(0, size));
        for (int i = 0; i < size; i++) {
            BatchedReceipt read = BatchedReceipt.decode(batch.get(i).encoded());
            assertThat(read.index()).isEqualTo(i);
            assertThat(read.size()).isEqualTo(size);
            assertThat(read.root()).isEqualTo(batch.get(0).root());
            assertThat(read.receipt()).hasToString(RECEIPTS.get(i).toString());
            assertThat(ResultVerifier.check(read, EXPECTED).findings()).allMatch(ReceiptReport.Finding::holds);
            assertThat(ResultVerifier.check(read, EXPECTED).findings().get(0).text())
                    .isEqualTo("it is receipt " + (i + 1) + " of " + size + " in a batch that " + EXPECTED + " signed");
        }
    }

    @Test
    void check_anyByteChanged_isNeverValid() {
        byte[] original = BatchedReceipt.issue(ISSUER, RECEIPTS).get(11).encoded();
        for (int i = 0; i < original.length; i++) {
            for (int change : new int[] {0x01, 0x20, 0x80}) {
                byte[] changed = original.clone();
                changed[i] ^= (byte) change;
                assertThat(isValid(changed)).as("byte %d xor %d", i, change).isFalse();
            }
        }
    }

    @Test
    void check_cutOrExtended_isNeverValid() {
        byte[] original = BatchedReceipt.issue(ISSUER, RECEIPTS).get(16).encoded();
        assertThat(isValid(original)).isTrue();
        for (int length = 0; length < original.length; length++) {
            assertThat(isValid(Arrays.copyOf(original, length)))
                    .as("cut to %d", length)
                    .isFalse();
        }
        assertThat(isValid(Arrays.copyOf(original, original.length + 1))).isFalse();
    }

    @Test
    void check_proofOfAnotherReceipt_isFound() {
        List<BatchedReceipt> batch = BatchedReceipt.issue(ISSUER, RECEIPTS.subList(0, 5));
        String mine = batch.get(1).toString();
        String other = batch.get(2).toString();
        int at = mine.indexOf("\"receipt\"");
        BatchedReceipt smuggled =
                BatchedReceipt.decode((other.substring(0, other.indexOf("\"receipt\"")) + mine.substring(at))
                        .getBytes(StandardCharsets.UTF_8));
        assertThat(ResultVerifier.check(smuggled, EXPECTED).findings().get(0).holds())
                .isFalse();
        assertThat(ResultVerifier.check(smuggled, EXPECTED).valid()).isFalse();
    }

    @Test
    void check_receiptWithAlteredAttachments_isFoundThoughItsDigestIsInTheBatch() {
        String batched =
                BatchedReceipt.issue(ISSUER, RECEIPTS.subList(0, 3)).get(0).toString();
        // Node 0 has the key a0a0...
        BatchedReceipt altered = BatchedReceipt.decode(
                batched.replace("\"key\":\"a0", "\"key\":\"a1").getBytes(StandardCharsets.UTF_8));
        ReceiptReport report = ResultVerifier.check(altered, EXPECTED);
        assertThat(report.findings().get(0).holds()).isTrue();
        assertThat(report.valid()).isFalse();
    }

    @Test
    void check_anotherIssuer_isFound() {
        BatchedReceipt batched = BatchedReceipt.issue(ISSUER, RECEIPTS).get(0);
        ReceiptReport report =
                ResultVerifier.check(batched, Counterparts.of(Receipts.app().address()));
        assertThat(report.valid()).isFalse();
        assertThat(report.findings().get(0).text()).contains("not signed by");
    }

    @Test
    void issue_noneTwiceOrOfTwoChains_isRefused() {
        assertThatThrownBy(() -> BatchedReceipt.issue(ISSUER, List.of())).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> BatchedReceipt.issue(ISSUER, List.of(RECEIPTS.get(0), RECEIPTS.get(0))))
                .hasMessageContaining("twice");
        TaskFacts facts =
                TaskFacts.of(1, Receipts.TASK, Cid.parse(Receipts.prompt(3).toString()), new byte[32], 1);
        List<NodeSubmission> submissions = List.of(Receipts.answer(Receipts.TASK, 0, "yes", "m"));
        Verdict verdict = ResultVerifier.builder(VerificationPolicy.majority())
                .build()
                .verify(Receipts.facts(Receipts.TASK, 1), submissions);
        Receipt ofAnother =
                Receipt.issue(Receipts.app(), facts, verdict, submissions, TokenAmount.ZERO, Receipts.ISSUED);
        assertThatThrownBy(() -> BatchedReceipt.issue(ISSUER, List.of(RECEIPTS.get(0), ofAnother)))
                .hasMessageContaining("of one chain");
    }

    @Test
    void decode_hugeInput_isRefusedBeforeItIsParsed() {
        assertThatThrownBy(() -> BatchedReceipt.decode(new byte[BatchedReceipt.MAX_BYTES + 1]))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("at most");
    }

    @ParameterizedTest
    @ValueSource(strings = {"{}", "[]", "", "{\"receipt\":1}", "{\"batch\":1,\"proof\":\"\",\"receipt\":{}}"})
    void decode_somethingElse_isRefused(String text) {
        assertThatThrownBy(() -> BatchedReceipt.decode(text.getBytes(StandardCharsets.UTF_8)))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("not a batched receipt");
    }

    @Test
    void decode_furtherFieldOrPadding_isRefused() {
        String batched =
                BatchedReceipt.issue(ISSUER, RECEIPTS.subList(0, 1)).get(0).toString();
        for (String altered : List.of(
                batched.replace("{\"batch\"", "{\"also\":1,\"batch\""),
                batched.replace("\",\"proof\"", "=\",\"proof\""),
                batched.replace("\",\"receipt\"", "==\",\"receipt\""))) {
            assertThatThrownBy(() -> BatchedReceipt.decode(altered.getBytes(StandardCharsets.UTF_8)))
                    .isInstanceOf(EvidenceException.class);
        }
    }

    @Test
    void encoded_proofOfTheLargestBatch_staysSmall() {
        BatchedReceipt batched = BatchedReceipt.issue(ISSUER, RECEIPTS).get(0);
        int more = batched.encoded().length - batched.receipt().encoded().length;
        // 5 of the 20 hashes that a proof in the largest batch has.
        int largest = more + 15 * 32 * 4 / 3;
        System.out.println("a proof adds " + more + " bytes to a receipt in a batch of 17, at most " + largest);
        assertThat(largest).isLessThan(1300);
    }
}
