package network.cortensor.sdk.verify;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Status;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Judges what the nodes of a task delivered.
 *
 * <p>Every result is first checked on its own: commitment against reveal, the sealed result, the miner's signature, the
 * digest. Only results that pass are compared: equal canonical texts agree. Answers that differ are measured with the
 * embedding model, so that the verdict can say whether a dissenter was close or talked about something else; closeness
 * alone accepts nothing, because the angle between a right and a wrong answer is often smaller than between two right ones.
 *
 * <p>Pure and thread-safe: the same input gives the same verdict, nothing is fetched, no clock is read. Cost: linear in
 * the number of results and their length; the model runs only when answers differ.
 */
public final class ResultVerifier {

    /**
     * Cosine from which a dissenting answer is called similar: at this bound all-MiniLM-L6-v2 took 1.3 % of unrelated
     * sentence pairs for related ones. It is used for the wording of findings and for telling undecided from rejected; it
     * accepts nothing.
     */
    public static final double SIMILAR_FROM = 0.75;

    private final VerificationPolicy policy;
    private final EmbeddingModel embeddings;

    private ResultVerifier(VerificationPolicy policy, EmbeddingModel embeddings) {
        this.policy = policy;
        this.embeddings = embeddings;
    }

    /** Creates a verifier. */
    public static ResultVerifier create(VerificationPolicy policy, EmbeddingModel embeddings) {
        return new ResultVerifier(policy, embeddings);
    }

    /**
     * Judges the results of one task.
     *
     * @param submissions one per node that was asked at any time; a node that is given twice counts once, with its first
     */
    public Verdict verify(TaskFacts facts, List<NodeSubmission> submissions) {
        Map<Address, Examined> nodes = new LinkedHashMap<>();
        for (NodeSubmission submission : submissions) {
            nodes.computeIfAbsent(submission.node(), node -> Examined.of(facts, submission));
        }
        Map<Hash, List<Examined.Valid>> byAnswer = new LinkedHashMap<>();
        int valid = 0;
        for (Examined node : nodes.values()) {
            if (node instanceof Examined.Valid result) {
                valid++;
                byAnswer.computeIfAbsent(result.answer(), digest -> new ArrayList<>())
                        .add(result);
            }
        }
        // Of equally frequent answers the first one counts, so that the verdict follows from the input alone.
        Optional<Map.Entry<Hash, List<Examined.Valid>>> mostFrequent = byAnswer.entrySet().stream()
                .reduce((a, b) -> b.getValue().size() > a.getValue().size() ? b : a);

        int quorum = policy.quorum(facts.asked());
        int support = mostFrequent.map(entry -> entry.getValue().size()).orElse(0);
        int similar = support;
        List<NodeFinding> findings = new ArrayList<>();
        for (Examined node : nodes.values()) {
            if (node instanceof Examined.Valid result && mostFrequent.isPresent()) {
                Comparison comparison = compare(mostFrequent.get().getValue().get(0), result, facts, support);
                similar += comparison.similar() ? 1 : 0;
                findings.add(comparison.finding());
            } else {
                findings.add(node.finding());
            }
        }
        return conclude(
                facts, findings, quorum, valid, support, similar >= quorum, mostFrequent.map(Map.Entry::getKey));
    }

    private static Verdict conclude(
            TaskFacts facts,
            List<NodeFinding> findings,
            int quorum,
            int valid,
            int support,
            boolean similarQuorum,
            Optional<Hash> answer) {
        int asked = facts.asked();
        Status status;
        String reason;
        if (support >= quorum) {
            status = Status.ACCEPTED;
            reason = asked == 1
                    ? "The one node that was asked signed this answer; with one node there is nothing to compare it with."
                    : support + " of " + asked + " nodes gave this answer independently; " + quorum + " were needed.";
        } else if (valid < quorum) {
            status = Status.UNDECIDED;
            reason = "Only " + valid + " of " + asked + " nodes delivered a result whose evidence holds; " + quorum
                    + " were needed.";
        } else if (similarQuorum) {
            status = Status.UNDECIDED;
            reason = "At least " + quorum + " answers are similar in meaning, but only " + support
                    + " are equal; similarity alone verifies nothing.";
        } else {
            status = Status.REJECTED;
            reason = valid + " nodes delivered valid results and contradict each other: the most frequent answer has "
                    + support + " of " + quorum + " needed.";
        }
        return new Verdict(status, asked, quorum, support, answer.orElse(null), findings, reason);
    }

    /**
     * One result held against the most frequent answer.
     *
     * @param similar whether it is another answer, but one of similar meaning
     */
    private record Comparison(NodeFinding finding, boolean similar) {}

    private Comparison compare(Examined.Valid most, Examined.Valid result, TaskFacts facts, int support) {
        if (result.answer().equals(most.answer())) {
            return new Comparison(
                    result.finding(
                            Standing.AGREES,
                            new Evidence(
                                    Layer.CHECKSUM,
                                    true,
                                    "canonical checksum equal in " + support + " of " + facts.asked())),
                    false);
        }
        Evidence differs = new Evidence(Layer.CHECKSUM, false, "gave another answer than most nodes");
        @Nullable
        Double cosine = cosine(most.canonical().text(), result.canonical().text());
        if (cosine == null) {
            return new Comparison(result.finding(Standing.DISSENTS, differs), false);
        }
        boolean similar = cosine >= SIMILAR_FROM;
        Evidence measured = new Evidence(
                Layer.EMBEDDING,
                similar,
                String.format(
                        Locale.ROOT,
                        "gave another answer than most nodes, %s in meaning (cosine %.2f, %s)",
                        similar ? "similar" : "unrelated",
                        cosine,
                        embeddings.id()));
        return new Comparison(result.finding(Standing.DISSENTS, differs, measured), similar);
    }

    /** Returns null when the model cannot be run: then the verdict has one finding less, and is the same. */
    private @Nullable Double cosine(String a, String b) {
        try {
            return embeddings.similarity(a, b);
        } catch (UnavailableException | IllegalArgumentException e) {
            return null; // also for a text that holds nothing the model knows
        }
    }

    /**
     * Checks a receipt offline, with nothing but the receipt: the app's signature, the attachments against the body, each
     * node's commitment against its reveal, each node's signed statement, and that the claimed status follows from them.
     *
     * <p>It cannot check what only a chain can tell: that these nodes were registered and staked, and that the payment was
     * made.
     */
    public static ReceiptReport check(Receipt receipt) {
        return ReceiptCheck.of(receipt);
    }
}
