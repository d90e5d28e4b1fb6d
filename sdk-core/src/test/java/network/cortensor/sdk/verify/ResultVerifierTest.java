package network.cortensor.sdk.verify;

import network.cortensor.sdk.RefusedException;
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
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Status;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ResultVerifierTest {

    private static final long CHAIN = 31337;
    private static final TaskId TASK = new TaskId(new SessionId(7), 12);
    private static final Cid PROMPT = Cid.of(Codec.RAW, new byte[32]);
    private static final byte[] SALT = new byte[32];

    /** Calls texts similar that share their first word. */
    private static final EmbeddingModel FIRST_WORDS = new EmbeddingModel() {
        @Override
        public String id() {
            return "first-words";
        }

        @Override
        public float[] embed(String text) {
            String word = text.contains(" ") ? text.substring(0, text.indexOf(' ')) : text;
            float[] vector = new float[61];
            vector[Math.floorMod(word.hashCode(), vector.length)] = 1;
            return vector;
        }
    };

    private final ResultVerifier verifier = ResultVerifier.create(VerificationPolicy.majority(), FIRST_WORDS);
    private final Wallet alice = Wallet.generate();
    private final Wallet bob = Wallet.generate();
    private final Wallet carol = Wallet.generate();

    private static TaskFacts facts(int asked) {
        return TaskFacts.of(CHAIN, TASK, PROMPT, SALT, asked);
    }

    private static ResultCommitment commitment(Wallet node) {
        return ResultCommitment.create(new TaskRef(CHAIN, 7, 12), node.address(), PROMPT.toString());
    }

    private static NodeStatement statement(Wallet node, String text) {
        return NodeStatement.sign(
                node, CHAIN, TASK, PROMPT, CanonicalText.of(text).digest(SALT), "model");
    }

    private static NodeSubmission answer(Wallet node, String text) {
        ResultCommitment commitment = commitment(node);
        return NodeSubmission.opened(
                address(node), Hash.decode(commitment.hash()), commitment.reveal(), statement(node, text), text);
    }

    private static Address address(Wallet node) {
        return Counterparts.of(node.address());
    }

    private static NodeFinding findingOf(Verdict verdict, Wallet node) {
        return verdict.nodes().stream()
                .filter(finding -> finding.node().equals(address(node)))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void verify_allEqual_isAccepted() {
        Verdict verdict =
                verifier.verify(facts(3), List.of(answer(alice, "yes"), answer(bob, "yes \n"), answer(carol, "yes")));
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.support()).isEqualTo(3);
        assertThat(verdict.toString()).isEqualTo("accepted, 3 of 3");
        assertThat(verdict.answer()).contains(CanonicalText.of("yes").digest(SALT));
        assertThat(verdict.nodes()).allMatch(node -> node.standing() == Standing.AGREES);
    }

    @Test
    void verify_oneUnrelated_isAcceptedAndNamesTheDissenter() {
        Verdict verdict =
                verifier.verify(facts(3), List.of(answer(alice, "bananas"), answer(bob, "yes"), answer(carol, "yes")));
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.support()).isEqualTo(2);
        assertThat(verdict.dissenters()).extracting(NodeFinding::node).containsExactly(address(alice));
        assertThat(findingOf(verdict, alice).reason()).contains("unrelated").contains("cosine 0.00");
    }

    @Test
    void verify_allDifferent_isRejected() {
        Verdict verdict = verifier.verify(facts(3), List.of(answer(alice, "a"), answer(bob, "b"), answer(carol, "c")));
        assertThat(verdict.status()).isEqualTo(Status.REJECTED);
        assertThat(verdict.support()).isEqualTo(1);
    }

    @Test
    void verify_merelySimilar_isUndecided() {
        Verdict verdict = verifier.verify(
                facts(3), List.of(answer(alice, "yes sir"), answer(bob, "yes madam"), answer(carol, "yes all")));
        assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
        assertThat(verdict.reason()).contains("similarity alone verifies nothing");
    }

    @Test
    void verify_tooFewValid_isUndecided() {
        Verdict verdict = verifier.verify(
                facts(3),
                List.of(
                        answer(alice, "yes"),
                        NodeSubmission.missing(address(bob), "did not answer in time"),
                        NodeSubmission.unreadable(
                                address(carol),
                                Hash.decode(commitment(carol).hash()),
                                commitment(carol).reveal(),
                                "gone")));
        assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
        assertThat(findingOf(verdict, bob).standing()).isEqualTo(Standing.SILENT);
        assertThat(findingOf(verdict, carol).standing()).isEqualTo(Standing.INVALID);
    }

    @Test
    void verify_nothingSubmitted_isUndecidedWithoutAnswer() {
        Verdict verdict = verifier.verify(facts(1), List.of());
        assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
        assertThat(verdict.answer()).isEmpty();
    }

    @Test
    void verify_oneNodeAsked_saysThatNothingWasCompared() {
        Verdict verdict = verifier.verify(facts(1), List.of(answer(alice, "yes")));
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.reason()).contains("nothing to compare");
    }

    @Test
    void verify_sameNodeTwice_countsOnce() {
        Verdict verdict = verifier.verify(facts(3), List.of(answer(alice, "yes"), answer(alice, "yes")));
        assertThat(verdict.support()).isEqualTo(1);
        assertThat(verdict.status()).isEqualTo(Status.UNDECIDED);
    }

    @Test
    void verify_revealOfAnotherHash_isInvalid() {
        ResultCommitment first = commitment(alice);
        ResultCommitment second = commitment(alice);
        NodeSubmission submission = NodeSubmission.opened(
                address(alice), Hash.decode(first.hash()), second.reveal(), statement(alice, "yes"), "yes");
        NodeFinding finding = findingOf(verifier.verify(facts(1), List.of(submission)), alice);
        assertThat(finding.standing()).isEqualTo(Standing.INVALID);
        assertThat(finding.reason()).contains("something else than it pre-committed to");
    }

    @Test
    void verify_copiedCommitment_hurtsTheCopierOnly() {
        ResultCommitment original = commitment(bob);
        NodeSubmission copy = NodeSubmission.opened(
                address(alice), Hash.decode(original.hash()), original.reveal(), statement(alice, "yes"), "yes");
        NodeSubmission honest = NodeSubmission.opened(
                address(bob), Hash.decode(original.hash()), original.reveal(), statement(bob, "yes"), "yes");
        Verdict verdict = verifier.verify(facts(3), List.of(copy, honest, answer(carol, "yes")));
        assertThat(findingOf(verdict, alice).reason()).contains("copied the commitment of another node");
        assertThat(findingOf(verdict, bob).standing()).isEqualTo(Standing.AGREES);
        assertThat(verdict.support()).isEqualTo(2);
    }

    @Test
    void verify_commitmentForAnotherTask_isInvalid() {
        for (ResultCommitment other : List.of(
                ResultCommitment.create(new TaskRef(CHAIN + 1, 7, 12), alice.address(), "x"),
                ResultCommitment.create(new TaskRef(CHAIN, 8, 12), alice.address(), "x"),
                ResultCommitment.create(new TaskRef(CHAIN, 7, 13), alice.address(), "x"))) {
            NodeSubmission submission = NodeSubmission.opened(
                    address(alice), Hash.decode(other.hash()), other.reveal(), statement(alice, "yes"), "yes");
            NodeFinding finding = findingOf(verifier.verify(facts(1), List.of(submission)), alice);
            assertThat(finding.standing()).isEqualTo(Standing.INVALID);
            assertThat(finding.reason()).contains("another task");
        }
    }

    @Test
    void verify_statementThatDoesNotFit_isInvalid() {
        Hash yes = CanonicalText.of("yes").digest(SALT);
        Hash no = CanonicalText.of("no").digest(SALT);
        Cid otherPrompt = Cid.of(Codec.RAW, Hash.keccak256(new byte[0]).bytes());
        NodeStatement signedByBob = statement(bob, "yes");
        List<NodeStatement> wrong = new ArrayList<>(List.of(
                NodeStatement.sign(alice, CHAIN, TASK, PROMPT, no, "model"),
                NodeStatement.sign(alice, CHAIN, TASK, otherPrompt, yes, "model"),
                NodeStatement.sign(alice, CHAIN, new TaskId(new SessionId(7), 13), PROMPT, yes, "model"),
                NodeStatement.sign(alice, CHAIN + 1, TASK, PROMPT, yes, "model"),
                signedByBob,
                new NodeStatement(CHAIN, TASK, address(alice), PROMPT, yes, "model", signedByBob.signature())));
        for (NodeStatement statement : wrong) {
            ResultCommitment commitment = commitment(alice);
            NodeSubmission submission = NodeSubmission.opened(
                    address(alice), Hash.decode(commitment.hash()), commitment.reveal(), statement, "yes");
            NodeFinding finding = findingOf(verifier.verify(facts(1), List.of(submission)), alice);
            assertThat(finding.standing()).isEqualTo(Standing.INVALID);
            assertThat(finding.evidence().get(finding.evidence().size() - 1).layer())
                    .isEqualTo(Layer.SIGNATURE);
        }
    }

    @Test
    void verify_modelNotAvailable_stillFindsTheMajority() {
        EmbeddingModel broken = new EmbeddingModel() {
            @Override
            public String id() {
                return "broken";
            }

            @Override
            public float[] embed(String text) {
                throw new UnavailableException("no model here");
            }
        };
        Verdict verdict = ResultVerifier.create(VerificationPolicy.majority(), broken)
                .verify(facts(3), List.of(answer(alice, "no"), answer(bob, "yes"), answer(carol, "yes")));
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.dissenters()).hasSize(1);
    }

    @Test
    void verify_modelServerRefusesTheDissenter_verdictIsTheSame() {
        EmbeddingModel refusing = new EmbeddingModel() {
            @Override
            public String id() {
                return "refusing";
            }

            @Override
            public float[] embed(String text) {
                throw new RefusedException("status 413, input is too large");
            }
        };
        Verdict verdict = ResultVerifier.create(VerificationPolicy.majority(), refusing)
                .verify(facts(3), List.of(answer(alice, "no"), answer(bob, "yes"), answer(carol, "yes")));
        assertThat(verdict.status()).isEqualTo(Status.ACCEPTED);
        assertThat(verdict.dissenters()).hasSize(1);
    }

    @Test
    void verify_unanimityWanted_oneDissenterIsEnoughToReject() {
        Verdict verdict = ResultVerifier.create(VerificationPolicy.atLeast(3), FIRST_WORDS)
                .verify(facts(3), List.of(answer(alice, "no"), answer(bob, "yes"), answer(carol, "yes")));
        assertThat(verdict.status()).isEqualTo(Status.REJECTED);
    }

    @Test
    void toString_submissionsAndVerdict_holdNoAnswer() {
        NodeSubmission submission = answer(alice, "the secret answer");
        Verdict verdict = verifier.verify(facts(1), List.of(submission));
        assertThat(submission.toString() + verdict + verdict.nodes() + verdict.reason() + facts(1))
                .doesNotContain("secret");
    }

    private static NodeSubmission later(Wallet node, TaskId signed, TaskId committed, String text) {
        ResultCommitment commitment = ResultCommitment.create(
                new TaskRef(CHAIN, committed.session().value(), committed.number()), node.address(), PROMPT.toString());
        NodeStatement statement = NodeStatement.sign(
                node, CHAIN, signed, PROMPT, CanonicalText.of(text).digest(SALT), "model");
        return NodeSubmission.opened(
                address(node), Hash.decode(commitment.hash()), commitment.reveal(), statement, text);
    }

    @Test
    void verify_followUps_countUnderTheTaskThatTheyAreBoundTo() {
        TaskId second = new TaskId(TASK.session(), 13);
        TaskId third = new TaskId(TASK.session(), 20);
        TaskFacts facts = facts(3).withFollowUps(List.of(second, third));
        assertThat(facts.tasks()).containsExactly(TASK, second, third);

        Verdict verdict = verifier.verify(
                facts,
                List.of(
                        answer(alice, "yes").in(TASK),
                        later(bob, second, second, "yes").in(second),
                        NodeSubmission.missing(address(carol), "did not answer").in(third)));
        assertThat(verdict.toString()).isEqualTo("accepted, 2 of 3");
    }

    @Test
    void verify_followUpsThatDoNotFit_areInvalid() {
        TaskId second = new TaskId(TASK.session(), 13);
        TaskId stranger = new TaskId(TASK.session(), 14);
        TaskFacts facts = facts(1).withFollowUps(List.of(second));
        List<NodeSubmission> wrong = List.of(
                later(bob, second, second, "yes"),
                later(bob, TASK, TASK, "yes").in(second),
                later(bob, TASK, second, "yes").in(second),
                later(bob, second, TASK, "yes").in(second),
                later(bob, stranger, stranger, "yes").in(stranger));
        for (NodeSubmission submission : wrong) {
            Verdict verdict = verifier.verify(facts, List.of(submission));
            assertThat(findingOf(verdict, bob).standing()).isEqualTo(Standing.INVALID);
        }
        assertThatThrownBy(() -> facts.withFollowUps(List.of(new TaskId(new SessionId(8), 1))))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
