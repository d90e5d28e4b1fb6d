package network.cortensor.sdk.verify;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ReceiptTest {

    private static final TaskId TASK = new TaskId(new SessionId(7), 12);
    private static final Cid PROMPT = Cid.of(Codec.RAW, new byte[32]);
    private static final byte[] SALT = new byte[32];

    private final Wallet client = Wallet.generate();

    private static NodeSubmission submission(Wallet node, String text) {
        ResultCommitment commitment =
                ResultCommitment.create(new TaskRef(31337, 7, 12), node.address(), PROMPT.toString());
        return NodeSubmission.opened(
                Counterparts.of(node.address()),
                Hash.decode(commitment.hash()),
                commitment.reveal(),
                NodeStatement.sign(
                        node, 31337, TASK, PROMPT, CanonicalText.of(text).digest(SALT), "model"),
                text);
    }

    private Receipt receipt(int asked, String... answers) {
        List<NodeSubmission> submissions = new ArrayList<>();
        for (String answer : answers) {
            submissions.add(submission(Wallet.generate(), answer));
        }
        TaskFacts facts = TaskFacts.of(31337, TASK, PROMPT, SALT, asked);
        Verdict verdict = ResultVerifier.create(VerificationPolicy.majority(), EmbeddingModel.miniLm())
                .verify(facts, submissions);
        return Receipt.issue(
                client, facts, verdict, submissions, TokenAmount.ofCor("0.03"), Instant.parse("2026-11-22T10:00:00Z"));
    }

    @Test
    void check_freshReceipt_isValid() {
        Receipt receipt = receipt(3, "yes", "yes", "yes");
        assertThat(ResultVerifier.check(receipt).findings()).allMatch(ReceiptReport.Finding::holds);
        Receipt read = Receipt.decode(receipt.encoded());
        assertThat(ResultVerifier.check(read).valid()).isTrue();
        assertThat(read.task()).isEqualTo(TASK);
        assertThat(read.client()).isEqualTo(Counterparts.of(client.address()));
        assertThat(read.support()).isEqualTo(3);
        assertThat(read.paid()).isEqualTo(TokenAmount.ofCor("0.03"));
    }

    @Test
    void check_receiptWithDissenter_isValidAndNamesIt() {
        ReceiptReport report = ResultVerifier.check(receipt(3, "yes", "bananas", "yes"));
        assertThat(report.valid()).isTrue();
        assertThat(report.findings()).anyMatch(f -> f.text().contains("dissents: signed another answer"));
    }

    @Test
    void check_rejectedVerdict_isAValidReceiptOfARejection() {
        Receipt receipt = receipt(3, "yes", "bananas are yellow", "the moon");
        assertThat(receipt.status()).isEqualTo(Verdict.Status.REJECTED);
        assertThat(ResultVerifier.check(receipt).valid()).isTrue();
    }

    @Test
    void body_threeNodes_fitsItsLimit() {
        Receipt receipt = receipt(3, "yes", "yes", "yes");
        assertThat(receipt.bodyBytes()).isLessThanOrEqualTo(Receipt.MAX_BODY_BYTES);
    }

    @Test
    void check_anyByteChanged_isNeverValid() {
        byte[] original = receipt(3, "yes", "yes", "no").encoded();
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
        byte[] original = receipt(1, "yes").encoded();
        for (int length = 0; length < original.length; length++) {
            assertThat(isValid(Arrays.copyOf(original, length)))
                    .as("cut to %d", length)
                    .isFalse();
        }
        assertThat(isValid((new String(original, StandardCharsets.UTF_8) + " ").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
        assertThat(isValid((new String(original, StandardCharsets.UTF_8) + "\n").getBytes(StandardCharsets.UTF_8)))
                .isFalse();
    }

    @Test
    void check_nodesOfAnotherReceipt_doNotHold() {
        String mine = receipt(1, "yes").toString();
        String other = receipt(1, "yes").toString();
        String spliced = other.substring(0, other.indexOf("\"body\"")) + mine.substring(mine.indexOf("\"body\""));
        ReceiptReport report = ResultVerifier.check(Receipt.decode(spliced.getBytes(StandardCharsets.UTF_8)));
        assertThat(report.valid()).isFalse();
        assertThat(report.findings())
                .filteredOn(finding -> !finding.holds())
                .extracting(ReceiptReport.Finding::text)
                .anyMatch(text -> text.contains("attachments"));
    }

    @Test
    void decode_hugeInput_isRefusedBeforeItIsParsed() {
        assertThatThrownBy(() -> Receipt.decode(new byte[Receipt.MAX_BYTES + 1]))
                .isInstanceOf(EvidenceException.class)
                .hasMessageContaining("at most");
    }

    @Test
    void encoded_answerAndSalt_areNotInIt() {
        assertThat(receipt(1, "the secret answer").toString()).doesNotContain("secret");
    }

    private static boolean isValid(byte[] bytes) {
        try {
            return ResultVerifier.check(Receipt.decode(bytes)).valid();
        } catch (EvidenceException e) {
            return false;
        }
    }
}
