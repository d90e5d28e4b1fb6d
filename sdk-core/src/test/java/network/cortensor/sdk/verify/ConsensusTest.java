package network.cortensor.sdk.verify;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Status;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.LayerFinding;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.consensus.Decision;
import network.cortensor.sdk.verify.consensus.Reputation;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import network.cortensor.sdk.verify.consensus.SequentialTest;
import network.cortensor.sdk.verify.consensus.Suspicion;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

/** From answers to a verdict: camps, policies, reputations and suspicions, with real commitments and signatures. */
class ConsensusTest {

    private static final long CHAIN = 31337;
    private static final TaskId TASK = new TaskId(new SessionId(7), 12);
    private static final Cid PROMPT = Cid.of(Codec.RAW, new byte[32]);
    private static final byte[] SALT = new byte[32];
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private static final List<Wallet> WALLETS =
            IntStream.range(0, 12).mapToObj(i -> Wallet.generate()).toList();

    /** Texts that begin with the same word say the same; one that begins with a question mark cannot be told. */
    private static final AnswerComparator FIRST_WORDS = (a, b) -> {
        String first = a.text().split(" ", 2)[0];
        String second = b.text().split(" ", 2)[0];
        Sign sign = first.startsWith("?") || second.startsWith("?")
                ? Sign.NOTHING
                : first.equals(second) ? Sign.SAME : Sign.DIFFERENT;
        double probability = sign == Sign.SAME ? 0.97 : sign == Sign.DIFFERENT ? 0.02 : 0.5;
        return new Comparison(
                sign,
                probability,
                List.of(
                        new LayerFinding(Layer.FACTS, sign, 0, "facts " + sign),
                        new LayerFinding(Layer.EMBEDDING, Sign.SAME, 0.9, "cosine 0.90")));
    };

    private static TaskFacts facts(int asked) {
        return TaskFacts.of(CHAIN, TASK, PROMPT, SALT, asked);
    }

    private static Address node(int number) {
        return Counterparts.of(WALLETS.get(number).address());
    }

    private static NodeSubmission answer(int number, String text) {
        return answer(number, text, "object-" + number);
    }

    private static NodeSubmission answer(int number, String text, String object) {
        Wallet wallet = WALLETS.get(number);
        ResultCommitment commitment = ResultCommitment.create(new TaskRef(CHAIN, 7, 12), wallet.address(), object);
        Hash digest = CanonicalText.of(text).digest(SALT);
        return NodeSubmission.opened(
                node(number),
                Hash.decode(commitment.hash()),
                commitment.reveal(),
                NodeStatement.sign(wallet, CHAIN, TASK, PROMPT, digest, "model"),
                text);
    }

    private static List<NodeSubmission> answers(String... texts) {
        List<NodeSubmission> answers = new ArrayList<>();
        for (int i = 0; i < texts.length; i++) {
            answers.add(answer(i, texts[i]));
        }
        return answers;
    }

    private static Verdict verdict(VerificationPolicy policy, String... texts) {
        return ResultVerifier.builder(policy).build().verify(facts(texts.length), answers(texts));
    }

    private static Verdict compared(VerificationPolicy policy, String... texts) {
        return ResultVerifier.builder(policy)
                .comparator(FIRST_WORDS)
                .build()
                .verify(facts(texts.length), answers(texts));
    }

    private static List<Standing> standings(Verdict verdict) {
        return verdict.nodes().stream().map(NodeFinding::standing).toList();
    }

    @Test
    void verify_otherWords_countAsOneAnswerWithItsMedoid() {
        Verdict verdict = compared(VerificationPolicy.majority(), "yes it is", "yes indeed", "no", "yes it is", "?");
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.support()).isEqualTo(3);
        assertThat(verdict.equal()).isEqualTo(2);
        assertThat(verdict.answer()).contains(CanonicalText.of("yes it is").digest(SALT));
        assertThat(standings(verdict))
                .containsExactly(
                        Standing.AGREES, Standing.ALIKE, Standing.DISSENTS, Standing.AGREES, Standing.UNDECIDED);
        assertThat(verdict.reason()).contains("2 word for word, 1 in other words");
        assertThat(verdict.decision()).isEqualTo(Decision.ACCEPT);
    }

    @Test
    void verify_dissenter_carriesTheLayersWithTheReasonLast() {
        Verdict verdict = compared(VerificationPolicy.majority(), "yes", "yes", "no");
        List<Evidence> evidence = verdict.nodes().get(2).evidence();
        assertThat(evidence).extracting(Evidence::layer).endsWith(Layer.CHECKSUM, Layer.EMBEDDING, Layer.FACTS);
        assertThat(verdict.dissenters()).hasSize(1);
        assertThat(verdict.dissenters().get(0).reason()).isEqualTo("facts DIFFERENT");
    }

    @Test
    void verify_untoldAnswers_leaveItUndecidedAndNotRejected() {
        Verdict verdict = compared(VerificationPolicy.majority(), "yes", "?", "no");
        assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
        assertThat(verdict.reason()).contains("could not be told");
        assertThat(compared(VerificationPolicy.majority(), "yes", "well", "no").status())
                .isEqualTo(Status.REJECTED);
    }

    @Test
    void verify_modelThatIsMissing_leavesAnswersUntold() {
        AnswerComparator broken = (a, b) -> {
            throw new UnavailableException("no model");
        };
        Verdict verdict = ResultVerifier.builder(VerificationPolicy.majority())
                .comparator(broken)
                .build()
                .verify(facts(3), answers("yes", "no", "maybe"));
        assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
        assertThat(verdict.nodes().get(1).reason()).contains("could not be told");
    }

    @Test
    void exact_otherWords_areAnotherAnswer() {
        assertThat(compared(VerificationPolicy.exact(), "yes it is", "yes indeed", "yes it is")
                        .status())
                .isEqualTo(Status.REJECTED);
        assertThat(compared(VerificationPolicy.exact(), "yes", "yes \r\n", "yes")
                        .status())
                .isEqualTo(Status.ACCEPTED);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2})
    void agreement_upToTwoBadOfSeven_acceptsTheHonestAnswer(int bad) {
        String[] texts = new String[7];
        for (int i = 0; i < 7; i++) {
            texts[i] = i < bad ? "wrong" : "right";
        }
        Verdict verdict = verdict(VerificationPolicy.agreement(7, 2), texts);
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.answer()).contains(CanonicalText.of("right").digest(SALT));
        assertThat(verdict.quorum()).isEqualTo(5);
    }

    @Test
    void agreement_threeBadOfSeven_acceptsNothing() {
        Verdict verdict = verdict(
                VerificationPolicy.agreement(7, 2), "wrong", "wrong", "wrong", "right", "right", "right", "right");
        assertThat(verdict.status()).isEqualTo(Status.REJECTED);
    }

    @Test
    void decision_answersComeOneByOne_stopsAsSoonAsItIsSettled() {
        ResultVerifier majority =
                ResultVerifier.builder(VerificationPolicy.majority()).build();
        assertThat(majority.verify(facts(5), answers("a", "a")).decision()).isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(majority.verify(facts(5), answers("a", "a", "a")).decision()).isEqualTo(Decision.ACCEPT);
        Verdict open = majority.verify(facts(5), answers("a", "b", "c"));
        assertThat(open.decision()).isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(open.status()).isEqualTo(Status.UNDECIDED);
        assertThat(majority.verify(facts(5), answers("a", "b", "c", "d")).decision())
                .isEqualTo(Decision.REJECT);
    }

    @Test
    void adaptive_strangersThatAgree_areAskedUntilFiveAnswered() {
        ResultVerifier adaptive =
                ResultVerifier.builder(VerificationPolicy.adaptive(0.01, 16)).build();
        List<NodeSubmission> answers = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            Verdict before = adaptive.verify(facts(1), answers);
            assertThat(before.decision()).isEqualTo(Decision.ASK_ONE_MORE);
            assertThat(before.status()).isEqualTo(Status.UNDECIDED);
            assertThat(before.support()).isLessThan(before.quorum());
            answers.add(answer(i, "yes"));
        }
        Verdict verdict = adaptive.verify(facts(1), answers);
        assertThat(verdict.decision()).isEqualTo(Decision.ACCEPT);
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.asked()).isEqualTo(5);
        assertThat(verdict.support()).isGreaterThanOrEqualTo(verdict.quorum());
        assertThat(verdict.probability()).isGreaterThan(0.99);
        assertThat(verdict.reason()).contains("99.00 % are wanted");
    }

    @Test
    void adaptive_knownNodes_twoAreEnoughEvenAgainstThreeKnownLiars() {
        ReputationBook book = ReputationBook.empty();
        for (int task = 0; task < 10; task++) {
            book = book.after(List.of(node(3), node(4)), List.of(node(0), node(1), node(2)), NOW);
        }
        ResultVerifier adaptive = ResultVerifier.builder(VerificationPolicy.adaptive(0.01, 16))
                .reputations(book)
                .build();
        Verdict verdict = adaptive.verify(facts(5), answers("wrong", "wrong", "wrong", "right", "right"));
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.answer()).contains(CanonicalText.of("right").digest(SALT));
        assertThat(verdict.support()).isEqualTo(2);
        assertThat(verdict.quorum()).isLessThanOrEqualTo(2);
        ReputationBook learned = verdict.recordedIn(book, NOW);
        assertThat(learned.of(node(3)).agreed()).isEqualTo(11);
        assertThat(learned.of(node(0)).deviated()).isEqualTo(11);
        assertThat(verdict.record(0.1).orElseThrow().camps())
                .containsEntry(node(3), 0)
                .containsEntry(node(0), 1);
    }

    @Test
    void adaptive_assumedShareWithABook_staysAssumed() {
        VerificationPolicy wary =
                VerificationPolicy.adaptive(SequentialTest.of(0.01, 16).assuming(0.45));
        ReputationBook book = ReputationBook.empty();
        for (int task = 0; task < 8; task++) {
            book = book.after(
                    IntStream.range(2, 12).mapToObj(ConsensusTest::node).toList(), List.of(), NOW);
        }
        Verdict verdict =
                ResultVerifier.builder(wary).reputations(book).build().verify(facts(1), answers("yes", "yes"));
        assertThat(verdict.probability()).isEqualTo(verdict(wary, "yes", "yes").probability(), within(1e-9));
        assertThat(verdict.accepted()).isFalse();
    }

    @Test
    void adaptive_evenSplitAtTheEnd_isRejected() {
        Verdict verdict = verdict(VerificationPolicy.adaptive(0.01, 6), "a", "a", "a", "b", "b", "b");
        assertThat(verdict.status()).isEqualTo(Status.REJECTED);
        assertThat(verdict.decision()).isEqualTo(Decision.REJECT);
        assertThat(verdict.record(0.1)).isEmpty();
        assertThat(verdict.recordedIn(ReputationBook.empty(), NOW).size()).isZero();
    }

    @Test
    void adaptive_untoldAnswers_countNeitherWay() {
        Verdict without = compared(VerificationPolicy.adaptive(0.01, 16), "yes", "yes", "yes");
        Verdict with = compared(VerificationPolicy.adaptive(0.01, 16), "yes", "yes", "yes", "?", "?x", "?y");
        assertThat(with.probability()).isEqualTo(without.probability(), within(1e-9));
        assertThat(with.decision()).isEqualTo(Decision.ASK_ONE_MORE);
    }

    @Test
    void atLeast_twoAnswersWithEnoughNodes_isNotLeftToTheirOrder() {
        VerificationPolicy two = VerificationPolicy.atLeast(2);
        Verdict tie = verdict(two, "wrong", "right", "wrong", "right");
        assertThat(tie.status()).isEqualTo(Status.REJECTED);
        assertThat(List.of(tie.quorum(), tie.support())).containsExactly(3, 2);
        assertThat(verdict(two, "wrong", "right", "wrong", "right", "right").accepted())
                .isTrue();
        assertThat(verdict(two, "wrong", "right", "right", "no").accepted()).isTrue();
    }

    @Test
    void adaptive_untoldAnswersOfFour_leaveFiveWithoutCertainty() {
        String[] answers = {"wrong", "? right", "wrong", "? right", "wrong", "? right", "wrong", "? right", "wrong"};
        Verdict open = compared(VerificationPolicy.adaptive(0.01, 16), answers);
        assertThat(open.status()).isEqualTo(Status.UNDECIDED);
        assertThat(open.decision()).isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(compared(VerificationPolicy.adaptive(0.01, 9), answers).accepted())
                .isFalse();
        String[] eightAndOne = {"yes", "yes", "yes", "yes", "yes", "yes", "yes", "yes", "?"};
        assertThat(compared(VerificationPolicy.adaptive(0.01, 16), eightAndOne).accepted())
                .isTrue();
    }

    @Test
    void probability_threeEqualAnswersOfStrangers_isWhatTheDocumentationSays() {
        assertThat(verdict(VerificationPolicy.majority(), "a", "a", "a").probability())
                .isEqualTo(0.97, within(0.01));
        assertThat(verdict(VerificationPolicy.majority(), "a", "a", "b").probability())
                .isLessThan(0.9);
    }

    @Test
    void recordedIn_oneNodeAlone_teachesNothing() {
        Verdict verdict = verdict(VerificationPolicy.majority(), "yes");
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.recordedIn(ReputationBook.empty(), NOW).size()).isZero();
    }

    @Test
    void recordedIn_forgedStatement_isADeviation() {
        NodeSubmission genuine = answer(2, "yes");
        NodeSubmission forged = NodeSubmission.opened(
                node(2),
                Hash.decode(new byte[32]),
                String.valueOf(genuine.reveal()),
                Objects.requireNonNull(genuine.statement()),
                "yes");
        Verdict verdict = ResultVerifier.builder(VerificationPolicy.majority())
                .build()
                .verify(facts(3), List.of(answer(0, "yes"), answer(1, "yes"), forged));
        assertThat(verdict.recordedIn(ReputationBook.empty(), NOW).of(node(2))).isEqualTo(new Reputation(0, 1, NOW));
    }

    @Test
    void audited_drawnTask_wantsTwoNodesThatAgree() {
        ResultVerifier always =
                ResultVerifier.builder(VerificationPolicy.audited(1)).build();
        Verdict first = always.verify(facts(1), answers("yes"));
        assertThat(first.status()).isEqualTo(Status.UNDECIDED);
        assertThat(first.decision()).isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(always.verify(facts(2), answers("yes", "yes")).accepted()).isTrue();
        assertThat(always.verify(facts(3), answers("yes", "no", "well")).status())
                .isEqualTo(Status.REJECTED);
        ResultVerifier never = ResultVerifier.builder(VerificationPolicy.audited(Double.MIN_VALUE))
                .build();
        assertThat(never.verify(facts(1), answers("yes")).accepted()).isTrue();
    }

    @Test
    void suspicions_copiedCommitmentAndObject_nameTheNodes() {
        NodeSubmission original = answer(0, "yes", "one-object");
        NodeSubmission sameObject = answer(1, "yes", "one-object");
        NodeSubmission copier = NodeSubmission.opened(
                node(2),
                Objects.requireNonNull(original.precommit()),
                Objects.requireNonNull(original.reveal()),
                NodeStatement.sign(
                        WALLETS.get(2),
                        CHAIN,
                        TASK,
                        PROMPT,
                        CanonicalText.of("yes").digest(SALT),
                        "model"),
                "yes");
        Verdict verdict = ResultVerifier.builder(VerificationPolicy.majority())
                .build()
                .verify(facts(4), List.of(original, sameObject, copier, answer(3, "yes")));
        assertThat(verdict.suspicions())
                .extracting(Suspicion::kind)
                .containsExactly(Suspicion.Kind.EQUAL_COMMITMENT, Suspicion.Kind.SAME_OBJECT);
        assertThat(verdict.suspicions().get(0).nodes()).containsExactlyInAnyOrder(node(0), node(2));
        assertThat(verdict.suspicions().get(1).nodes()).containsExactlyInAnyOrder(node(0), node(1), node(2));
        assertThat(standings(verdict))
                .containsExactly(Standing.AGREES, Standing.AGREES, Standing.INVALID, Standing.AGREES);
    }

    @Test
    void suspicions_longEqualAnswers_areOnlySuspiciousWhenSampled() {
        String copied = "A sampled answer of the secret kind. ".repeat(20);
        List<NodeSubmission> answers = answers(copied, copied, "another " + copied);
        ResultVerifier verifier =
                ResultVerifier.builder(VerificationPolicy.majority()).build();
        assertThat(verifier.verify(facts(3), answers).suspicions()).isEmpty();
        assertThat(verifier.verify(facts(3).withTemperature(0), answers).suspicions())
                .isEmpty();
        List<Suspicion> found =
                verifier.verify(facts(3).withTemperature(0.7), answers).suspicions();
        assertThat(found).hasSize(1);
        assertThat(found.get(0).kind()).isEqualTo(Suspicion.Kind.COPIED_ANSWER);
        assertThat(found.get(0).nodes()).containsExactlyInAnyOrder(node(0), node(1));
        assertThat(found.toString()).doesNotContain("secret");
        assertThat(verifier.verify(facts(2).withTemperature(0.7), answers("yes", "yes"))
                        .suspicions())
                .as("short answers are equal by chance")
                .isEmpty();
        assertThatThrownBy(() -> facts(1).withTemperature(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void receipt_acceptedByLikeness_provesNoMoreThanEqualAnswers() {
        TaskFacts facts = facts(3).withPaid(TokenAmount.ofCor("0.03"));
        List<NodeSubmission> answers = answers("yes it is", "yes indeed", "yes sir");
        Verdict verdict = ResultVerifier.builder(VerificationPolicy.majority())
                .comparator(FIRST_WORDS)
                .build()
                .verify(facts, answers);
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.paid()).contains(TokenAmount.ofCor("0.03"));
        Receipt receipt = Receipt.issue(WALLETS.get(11), facts, verdict, answers, TokenAmount.ofCor("0.03"), NOW);
        assertThat(receipt.status()).isEqualTo(Status.UNDECIDED);
        assertThat(receipt.support()).isEqualTo(1);
        ReceiptReport report = ResultVerifier.check(Receipt.decode(receipt.encoded()));
        assertThat(report.findings()).allMatch(ReceiptReport.Finding::holds);
    }

    @Test
    void receipt_adaptiveVerdicts_hold() {
        for (String[] texts : new String[][] {
            {"a", "a", "a", "a", "a"}, {"a", "a", "b"}, {"a", "b", "a", "a", "a", "a", "a", "a", "a"}
        }) {
            Verdict verdict = verdict(VerificationPolicy.adaptive(0.01, 12), texts);
            Receipt receipt =
                    Receipt.issue(WALLETS.get(11), facts(texts.length), verdict, answers(texts), TokenAmount.ZERO, NOW);
            assertThat(ResultVerifier.check(receipt).findings()).allMatch(ReceiptReport.Finding::holds);
            assertThat(receipt.status()).isEqualTo(verdict.status());
        }
    }

    @Test
    void verify_nothingAtAll_isUndecidedForEveryPolicy() {
        for (VerificationPolicy policy : List.of(
                VerificationPolicy.majority(),
                VerificationPolicy.exact(),
                VerificationPolicy.agreement(4, 1),
                VerificationPolicy.audited(0.5),
                VerificationPolicy.adaptive(0.01, 5))) {
            Verdict empty = ResultVerifier.builder(policy).build().verify(facts(3), List.of());
            assertThat(empty.status()).as("%s", policy).isEqualTo(Status.UNDECIDED);
            assertThat(empty.decision()).as("%s", policy).isEqualTo(Decision.ASK_ONE_MORE);
            assertThat(empty.probability()).isZero();
            assertThat(empty.answer()).isEmpty();
            Verdict silent = ResultVerifier.builder(policy)
                    .build()
                    .verify(facts(3), List.of(NodeSubmission.missing(node(0), "did not answer in time")));
            assertThat(silent.status()).as("%s", policy).isEqualTo(Status.UNDECIDED);
        }
    }

    @Test
    void verify_emptyAndBinaryAnswers_areAnswersLikeOthers() {
        String binary = "\u0000\uFFFF\uD800\u0007";
        Verdict verdict = compared(VerificationPolicy.majority(), "", "", binary);
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.dissenters()).hasSize(1);
    }

    @Test
    void verify_tenMegabytes_areComparedOnceAndMeasuredAtTheirBeginning() {
        String huge = "all work and no play ".repeat(500_000);
        List<Integer> measured = new ArrayList<>();
        EmbeddingModel counting = new EmbeddingModel() {
            @Override
            public String id() {
                return "counting";
            }

            @Override
            public float[] embed(String text) {
                measured.add(text.length());
                return new float[] {text.length() % 2, Float.NaN};
            }
        };
        Verdict verdict = ResultVerifier.create(VerificationPolicy.majority(), counting)
                .verify(facts(3), answers(huge, huge + "x", huge));
        assertThat(verdict.accepted()).isTrue();
        assertThat(measured).isNotEmpty().allMatch(length -> length <= 4096);
        assertThat(verdict.nodes().get(1).reason()).isEqualTo("gave another answer than most nodes");
    }

    @Test
    void verify_answerTooLongToCompare_standsAlone() {
        String huge = "x".repeat(17 * 1024 * 1024);
        Verdict verdict = compared(VerificationPolicy.majority(), "yes", "yes", huge);
        assertThat(verdict.accepted()).isTrue();
        assertThat(verdict.nodes().get(2).standing()).isEqualTo(Standing.UNDECIDED);
    }

    @Test
    void verify_manyDifferentAnswers_measuresAndComparesAFixedNumber() {
        List<NodeSubmission> answers = new ArrayList<>();
        for (int i = 0; i < 200; i++) {
            Wallet wallet = Wallet.generate();
            ResultCommitment commitment = ResultCommitment.create(new TaskRef(CHAIN, 7, 12), wallet.address(), "o" + i);
            String text = "w" + i;
            answers.add(NodeSubmission.opened(
                    Counterparts.of(wallet.address()),
                    Hash.decode(commitment.hash()),
                    commitment.reveal(),
                    NodeStatement.sign(
                            wallet, CHAIN, TASK, PROMPT, CanonicalText.of(text).digest(SALT), "model"),
                    text));
        }
        List<String> embedded = new ArrayList<>();
        EmbeddingModel counting = new EmbeddingModel() {
            @Override
            public String id() {
                return "counting";
            }

            @Override
            public float[] embed(String text) {
                embedded.add(text);
                return new float[] {1, embedded.size()};
            }
        };
        Verdict verdict =
                ResultVerifier.create(VerificationPolicy.majority(), counting).verify(facts(200), answers);
        assertThat(verdict.status()).isNotEqualTo(Status.ACCEPTED);
        assertThat(embedded).hasSize(33);
        Verdict compared = ResultVerifier.builder(VerificationPolicy.majority())
                .comparator(FIRST_WORDS)
                .build()
                .verify(facts(200), answers);
        assertThat(compared.nodes()).hasSize(200);
        assertThat(compared.dissenters()).hasSize(31);
    }

    @Test
    void toString_findings_holdNoAnswer() {
        Verdict verdict = compared(VerificationPolicy.majority(), "yes secret", "yes secret2", "no secret3");
        assertThat((verdict + verdict.reason() + verdict.nodes() + verdict.suspicions()).toLowerCase(Locale.ROOT))
                .doesNotContain("secret");
    }
}
