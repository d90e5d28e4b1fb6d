package network.cortensor.sdk.verify;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.ReceiptReport.Finding;
import network.cortensor.sdk.verify.Verdict.Status;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What a receipt says, and what the check of it finds. */
class ReceiptTest {

    private static ReceiptReport checked(Receipt receipt) {
        return ResultVerifier.check(Receipt.decode(receipt.encoded()));
    }

    private static List<String> broken(Receipt receipt) {
        return checked(receipt).findings().stream()
                .filter(finding -> !finding.holds())
                .map(Finding::text)
                .toList();
    }

    @Test
    void check_freshReceipt_isValidAndSaysWhatHappened() {
        Receipt receipt = Receipts.receipt("yes", "yes", "yes");
        assertThat(checked(receipt).findings()).allMatch(Finding::holds);

        Receipt read = Receipt.decode(receipt.encoded());
        assertThat(read.chainId()).isEqualTo(Receipts.CHAIN);
        assertThat(read.task()).isEqualTo(Receipts.TASK);
        assertThat(read.client()).isEqualTo(Counterparts.of(Receipts.app().address()));
        assertThat(read.prompt()).isEqualTo(Receipts.prompt(12));
        assertThat(read.answer()).isEqualTo(CanonicalText.of("yes").digest(new byte[32]));
        assertThat(read.model()).contains("llama-3.1:8b-q4_K_M");
        assertThat(read.status()).isEqualTo(Status.ACCEPTED);
        assertThat(read.verdict()).isEqualTo(Status.ACCEPTED);
        assertThat(read.policy()).isEqualTo("majority");
        assertThat(read.probability()).isBetween(0.9, 1.0);
        assertThat(read.layers()).containsExactly(Layer.COMMIT_REVEAL, Layer.SEAL, Layer.SIGNATURE, Layer.CHECKSUM);
        assertThat(List.of(read.asked(), read.quorum(), read.support(), read.alike()))
                .containsExactly(3, 2, 3, 0);
        assertThat(read.paid()).isEqualTo(Receipts.PAID);
        assertThat(read.payment()).contains(Receipts.PAYMENT);
        assertThat(read.issued()).isEqualTo(Receipts.ISSUED);
        assertThat(read.digest()).isEqualTo(receipt.digest());
    }

    @Test
    void keys_nodesWhoseKeyIsTold_areNamed() {
        byte[] key = new byte[32];
        Arrays.fill(key, (byte) 0xa2);
        Receipt read = Receipt.decode(Receipts.receipt("yes", "yes", "yes").encoded());
        Address third = Counterparts.of(Receipts.WALLETS.get(4).address());
        assertThat(read.keys()).hasSize(2).containsEntry(third, KeyId.decode(key));
    }

    @Test
    void payment_unknown_isLeftOut() {
        Receipt receipt = Receipts.receipt(Receipts.TASK, VerificationPolicy.majority(), Optional.empty(), "yes");
        assertThat(receipt.toString()).doesNotContain("payment");
        assertThat(Receipt.decode(receipt.encoded()).payment()).isEmpty();
    }

    @Test
    void check_receiptWithDissenter_isValidAndNamesIt() {
        ReceiptReport report = checked(Receipts.receipt("yes", "bananas", "yes"));
        assertThat(report.valid()).isTrue();
        assertThat(report.findings()).anyMatch(f -> f.text().contains("dissents: signed another answer"));
    }

    @Test
    void check_rejectedVerdict_isAValidReceiptOfARejection() {
        Receipt receipt = Receipts.receipt("yes", "bananas are yellow", "the moon");
        assertThat(receipt.status()).isEqualTo(Status.REJECTED);
        assertThat(receipt.verdict()).isEqualTo(Status.REJECTED);
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void check_acceptedByLikeness_isUndecidedBesideTheAppsVerdict() {
        Receipt receipt = Receipts.receipt("yes it is", "yes indeed", "no");
        assertThat(receipt.status()).isEqualTo(Status.UNDECIDED);
        assertThat(receipt.verdict()).isEqualTo(Status.ACCEPTED);
        assertThat(List.of(receipt.support(), receipt.alike())).containsExactly(1, 1);
        assertThat(receipt.layers()).contains(Layer.FACTS, Layer.EMBEDDING);
        assertThat(broken(receipt)).isEmpty();
        assertThat(checked(receipt).findings())
                .anyMatch(f -> f.text().contains("if those that are alike say the same"));
    }

    @Test
    void check_eachPolicy_isValidAndNamed() {
        List<VerificationPolicy> policies = List.of(
                VerificationPolicy.majority(),
                VerificationPolicy.atLeast(2),
                VerificationPolicy.exact(),
                VerificationPolicy.agreement(4, 1),
                VerificationPolicy.audited(0.125),
                VerificationPolicy.adaptive(0.01, 16));
        List<String> names = new ArrayList<>();
        for (VerificationPolicy policy : policies) {
            for (String last : List.of("yes", "no", "yes indeed")) {
                Receipt receipt = Receipts.receipt(Receipts.TASK, policy, Optional.empty(), "yes", "yes", "yes", last);
                assertThat(broken(receipt)).as("%s, %s", policy, last).isEmpty();
                names.add(receipt.policy());
            }
        }
        assertThat(names.stream().distinct())
                .containsExactly(
                        "majority", "at-least:2", "exact", "agreement:4:1", "audited:125000", "adaptive:10000:16");
    }

    @Test
    void check_tieOfAnswersThatBothHaveEnough_isAValidReceiptOfARejection() {
        Receipt tie = Receipts.receipt(
                Receipts.TASK, VerificationPolicy.atLeast(2), Optional.empty(), "yes", "no", "yes", "no");
        assertThat(tie.verdict()).isEqualTo(Status.REJECTED);
        assertThat(broken(tie)).isEmpty();
    }

    @Test
    void issue_moreNodesThanAReceiptLists_keepsThoseNearestToTheAnswer() {
        String[] answers = IntStream.range(0, 70)
                .mapToObj(i -> i < 10 ? "no" : i < 20 ? "yes it is" : "yes")
                .toArray(String[]::new);
        Receipt receipt = Receipts.receipt(Receipts.TASK, VerificationPolicy.majority(), Optional.empty(), answers);
        assertThat(receipt.encoded()).hasSizeLessThanOrEqualTo(Receipt.MAX_BYTES);
        assertThat(List.of(receipt.asked(), receipt.support(), receipt.alike())).containsExactly(70, 50, 10);
        assertThat(broken(receipt)).isEmpty();
        assertThat(checked(receipt).findings())
                .filteredOn(f -> f.text().contains(" dissents: "))
                .hasSize(4);
    }

    @Test
    void issue_supportBeyondWhatAReceiptLists_isUndecided() {
        String[] answers = IntStream.range(0, 70).mapToObj(i -> "yes").toArray(String[]::new);
        Receipt receipt = Receipts.receipt(Receipts.TASK, VerificationPolicy.exact(), Optional.empty(), answers);
        assertThat(List.of(receipt.status(), receipt.verdict())).containsOnly(Status.UNDECIDED);
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void issue_nodeWithAModelThatIsNone_isNotListed() {
        List<NodeSubmission> submissions = List.of(
                Receipts.answer(Receipts.TASK, 0, "yes", "a\nb"),
                Receipts.answer(Receipts.TASK, 1, "yes", "m".repeat(257)),
                Receipts.answer(Receipts.TASK, 2, "yes", "\"quoted\" \\ \u00fc \ud83d\ude00"));
        Receipt receipt = Receipts.receipt(Receipts.TASK, VerificationPolicy.majority(), Optional.empty(), submissions);
        assertThat(receipt.support()).isEqualTo(1);
        assertThat(receipt.status()).isEqualTo(Status.UNDECIDED);
        assertThat(receipt.model()).contains("\"quoted\" \\ \u00fc \ud83d\ude00");
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void issue_modelThatIsTooLongForABody_isInTheAttachmentsAlone() {
        List<NodeSubmission> submissions = List.of(Receipts.answer(Receipts.TASK, 0, "yes", "\u4e2d".repeat(256)));
        Receipt receipt = Receipts.receipt(Receipts.TASK, VerificationPolicy.majority(), Optional.empty(), submissions);
        assertThat(receipt.model()).isEmpty();
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void check_promptGivenUnderSeveralTasks_isValid() {
        Receipt receipt = Receipts.receipt(
                List.of(13, 15),
                Receipts.answer(Receipts.TASK, 0, "yes", "llama"),
                Receipts.later(13, 1, "no"),
                Receipts.later(15, 2, "yes"));
        assertThat(receipt.task()).isEqualTo(Receipts.TASK);
        assertThat(receipt.support()).isEqualTo(2);
        assertThat(receipt.toString()).contains("\"task\":13").contains("\"task\":15");
        assertThat(broken(receipt)).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {",\"task\":15}>,\"task\":13}", ",\"task\":15}>,\"task\":12}", ",\"task\":15}>}"})
    void check_nodeOfALaterTaskGivenAsOneOfAnother_isFound(String lie) {
        String[] parts = lie.split(">", -1);
        Receipt honest = Receipts.receipt(
                List.of(13, 15), Receipts.answer(Receipts.TASK, 0, "yes", "llama"), Receipts.later(15, 2, "yes"));
        Receipt lying = Receipts.signedAnewWithAttachments(honest.toString().replace(parts[0], parts[1]));
        assertThat(lying.toString()).isNotEqualTo(honest.toString());
        assertThat(broken(lying))
                .anyMatch(text -> text.contains("another task"))
                .noneMatch(text -> text.contains("attachments are not") || text.contains("signature is not the app's"));
    }

    /** What is wrong with it, only who holds the answers can see; a receipt that listed it would not hold. */
    @Test
    void issue_nodeThatSignsAnotherAnswerThanItDelivers_isNotListed() {
        Receipt receipt = Receipts.receipt(
                List.of(),
                Receipts.answer(Receipts.TASK, 0, "yes", "llama"),
                Receipts.signsAndDelivers(1, "yes", "no"),
                Receipts.signsAndDelivers(2, "no", "yes"),
                Receipts.answer(Receipts.TASK, 3, "yes", "llama"),
                Receipts.answer(Receipts.TASK, 4, "yes", "llama"));
        assertThat(List.of(receipt.asked(), receipt.support())).containsExactly(5, 3);
        assertThat(receipt.status()).isEqualTo(Status.ACCEPTED);
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void issue_nodeThatAnswersUnderATaskThatDidNotAsk_isNotListed() {
        Receipt receipt = Receipts.receipt(
                List.of(13),
                Receipts.answer(Receipts.TASK, 0, "yes", "llama"),
                Receipts.later(13, 1, "yes"),
                Receipts.later(14, 2, "yes"));
        assertThat(List.of(receipt.asked(), receipt.support())).containsExactly(3, 2);
        assertThat(broken(receipt)).isEmpty();
    }

    /** It has the prompt from the first task, and can answer in the second although nothing was sealed for it there. */
    @Test
    void issue_nodeThatIsSilentFirstAndAnswersUnderAFurtherTask_isNotListed() {
        NodeSubmission late = Receipts.later(13, 2, "yes");
        Receipt receipt = Receipts.receipt(
                List.of(13),
                Receipts.answer(Receipts.TASK, 0, "yes", "llama"),
                Receipts.answer(Receipts.TASK, 1, "yes", "llama"),
                NodeSubmission.missing(late.node(), "did not answer in time"),
                late);
        assertThat(receipt.support()).isEqualTo(2);
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void check_nodeThatRevealsForAnotherTask_isListedAsEvidenceAgainstIt() {
        Receipt receipt = Receipts.receipt(
                List.of(13),
                Receipts.answer(Receipts.TASK, 0, "yes", "llama"),
                Receipts.answer(new TaskId(new SessionId(7), 14), 1, "yes", "llama"),
                Receipts.later(13, 2, "yes"));
        assertThat(receipt.toString()).contains("\"standing\":\"invalid\"");
        assertThat(broken(receipt)).isEmpty();
    }

    @Test
    void issue_verdictWithoutAnAnswer_isRefused() {
        TaskFacts facts = Receipts.facts(Receipts.TASK, 3);
        Verdict verdict =
                ResultVerifier.builder(VerificationPolicy.majority()).build().verify(facts, List.of());
        assertThatThrownBy(() ->
                        Receipt.issue(Receipts.app(), facts, verdict, List.of(), TokenAmount.ZERO, Receipts.ISSUED))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("names an answer");
    }

    @Test
    void issue_promptOfAnotherFormOrTimeOutOfRange_isRefused() {
        assertThatThrownBy(() -> longest(Cid.of(Codec.RAW, HashFunction.SHA2_512, new byte[64]), Receipts.ISSUED))
                .hasMessageContaining("CIDv1");
        assertThatThrownBy(() -> longest(Receipts.prompt(1), Instant.ofEpochSecond(-1)))
                .hasMessageContaining("the time is from 0");
        assertThatThrownBy(() -> longest(Receipts.prompt(1), Instant.ofEpochSecond(253_402_300_800L)))
                .hasMessageContaining("the time is from 0");
    }

    /** Everything at its longest. */
    private static ReceiptBody longest(Cid prompt, Instant issued) {
        Hash hash = Hash.decode(new byte[32]);
        long most = (1L << 53) - 1;
        return new ReceiptBody(
                most,
                new TaskId(new SessionId(most), most),
                Counterparts.of(Receipts.app().address()),
                prompt,
                hash,
                "\\".repeat(60),
                Status.UNDECIDED,
                Status.UNDECIDED,
                65_535,
                65_535,
                65_535,
                65_535,
                ReceiptPolicy.agreement(Integer.MAX_VALUE, Integer.MAX_VALUE / 3),
                1_000_000,
                EnumSet.allOf(Layer.class),
                new TokenAmount(BigInteger.ONE.shiftLeft(256).subtract(BigInteger.ONE)),
                hash,
                issued,
                hash);
    }

    @Test
    void body_everythingAtItsLongest_hasOneKibibyte() {
        int longest = longest(Receipts.prompt(1), Instant.ofEpochSecond(253_402_300_799L))
                .encoded()
                .length;
        int usual = Receipts.receipt("yes", "yes", "yes").bodyBytes();
        System.out.println("body of a receipt: " + usual + " bytes, at most " + longest + "; a receipt of 3 nodes: "
                + Receipts.receipt("yes", "yes", "yes").encoded().length);
        assertThat(longest).isLessThanOrEqualTo(Receipt.MAX_BODY_BYTES);
    }

    @Test
    void encoded_sixtyFourNodesAtTheirLongest_isRead() {
        List<NodeSubmission> submissions = IntStream.range(0, 64)
                .mapToObj(i -> Receipts.answer(Receipts.TASK, i, "yes", "\u4e2d".repeat(256)))
                .toList();
        Receipt receipt = Receipts.receipt(Receipts.TASK, VerificationPolicy.majority(), Optional.empty(), submissions);
        assertThat(broken(receipt)).isEmpty();
        assertThat(receipt.support()).isEqualTo(64);
    }

    @Test
    void check_anyByteChanged_isNeverValid() {
        byte[] original = Receipts.receipt("yes", "yes", "no").encoded();
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
        byte[] original = Receipts.receipt("yes").encoded();
        for (int length = 0; length < original.length; length++) {
            assertThat(isValid(Arrays.copyOf(original, length)))
                    .as("cut to %d", length)
                    .isFalse();
        }
        for (String more : List.of(" ", "\n", "\0", "{}", "x")) {
            assertThat(isValid((new String(original, StandardCharsets.UTF_8) + more).getBytes(StandardCharsets.UTF_8)))
                    .isFalse();
        }
    }

    @Test
    void check_nodesOfAnotherReceipt_doNotHold() {
        String mine = Receipts.receipt("yes").toString();
        String other = Receipts.receipt("no").toString();
        String spliced = other.substring(0, other.indexOf("\"body\"")) + mine.substring(mine.indexOf("\"body\""));
        assertThat(broken(Receipt.decode(spliced.getBytes(StandardCharsets.UTF_8))))
                .anyMatch(text -> text.contains("attachments are not"));
    }

    /** Each lie is signed by the app itself, and its attachments are the ones that the body names. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"support\":3>\"support\":2>attachments prove 3",
                "\"support\":3>\"support\":4>attachments prove 3",
                "\"asked\":3>\"asked\":2>3 of 2 nodes",
                "\"alike\":0>\"alike\":1>claims 1 nodes that say the same",
                "\"quorum\":2>\"quorum\":4>has to be another than accepted",
                "\"quorum\":2>\"quorum\":1>needs 2 or more",
                "\"quorum\":2>\"quorum\":0>needs 2 or more",
                "\"policy\":\"majority\">\"policy\":\"exact\">needs 3 or more",
                "\"policy\":\"majority\">\"policy\":\"agreement:7:2\">needs 5 or more",
                "\"policy\":\"majority\">\"policy\":\"at-least:3\">needs 3 or more",
                "\"status\":\"accepted\">\"status\":\"rejected\">has to be accepted",
                "\"status\":\"accepted\">\"status\":\"undecided\">has to be accepted",
                "\"verdict\":\"accepted\">\"verdict\":\"rejected\">do not bear out",
                "\"verdict\":\"accepted\">\"verdict\":\"undecided\">do not bear out",
                "8b-q4_K_M\",\"paid>8b-q8_0\",\"paid>no node that gave the answer",
                "\"chain\":421614>\"chain\":42161>another task",
                "\"session\":7>\"session\":8>another task",
                "\"task\":12>\"task\":13>another task",
            })
    void check_appLiesInItsBody_isFound(String lie) {
        String[] parts = lie.split(">", -1);
        Receipt honest = Receipts.receipt("yes", "yes", "yes");
        Receipt lying = Receipts.signedAnew(honest.toString().replace(parts[0], parts[1]));
        assertThat(lying.toString()).isNotEqualTo(honest.toString());
        assertThat(broken(lying))
                .as(lie)
                .anyMatch(text -> text.contains(parts[2]))
                .noneMatch(text -> text.contains("signature is not the app's"));
    }

    @Test
    void check_probabilityAndLayers_areTheAppsWord() {
        String honest = Receipts.receipt("yes", "yes", "yes").toString();
        Receipt boasting = Receipts.signedAnew(honest.replaceAll("\"probability\":[0-9]+", "\"probability\":1000000")
                .replace("\"checksum\"]", "\"checksum\",\"replay\"]"));
        assertThat(broken(boasting)).isEmpty();
        assertThat(boasting.probability()).isEqualTo(1);
    }

    @Test
    void check_signedByAnother_isNotTheApps() {
        String honest = Receipts.receipt("yes").toString();
        Receipt foreign = Receipt.decode(honest.replaceFirst(
                        "\"signature\":\"[^\"]+\"}$",
                        "\"signature\":\""
                                + Receipts.WALLETS
                                        .get(1)
                                        .sign(Receipts.receipt("yes").digest().bytes())
                                + "\"}")
                .getBytes(StandardCharsets.UTF_8));
        assertThat(broken(foreign)).singleElement().asString().contains("signature is not the app's");
    }

    @Test
    void issue_signerOfAnotherKey_isRefused() {
        WalletSigner confused = new WalletSigner() {
            @Override
            public WalletAddress address() {
                return Receipts.app().address();
            }

            @Override
            public WalletSignature sign(byte[] digest) {
                return Receipts.WALLETS.get(1).sign(digest);
            }
        };
        TaskFacts facts = Receipts.facts(Receipts.TASK, 1);
        List<NodeSubmission> submissions = List.of(Receipts.answer(Receipts.TASK, 0, "yes", "m"));
        Verdict verdict =
                ResultVerifier.builder(VerificationPolicy.majority()).build().verify(facts, submissions);
        assertThatThrownBy(
                        () -> Receipt.issue(confused, facts, verdict, submissions, TokenAmount.ZERO, Receipts.ISSUED))
                .hasMessageContaining("not by that address");
    }

    @Test
    void encoded_answerAndSalt_areNotInIt() {
        assertThat(Receipts.receipt("the secret answer").toString()).doesNotContain("secret");
    }

    private static boolean isValid(byte[] bytes) {
        try {
            return ResultVerifier.check(Receipt.decode(bytes)).valid();
        } catch (EvidenceException e) {
            return false;
        }
    }
}
