package network.cortensor.sdk.verify;

import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Conclusion;
import network.cortensor.sdk.verify.Verdict.Details;
import network.cortensor.sdk.verify.Verdict.Status;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.consensus.AgreementGraph;
import network.cortensor.sdk.verify.consensus.AgreementGraph.Cluster;
import network.cortensor.sdk.verify.consensus.Assessment;
import network.cortensor.sdk.verify.consensus.Decision;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import network.cortensor.sdk.verify.consensus.SequentialTest;
import network.cortensor.sdk.verify.consensus.Vote;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * Judges what the nodes of a task delivered.
 *
 * <p>Every result is first checked on its own: commitment against reveal, the sealed result, the miner's signature, the
 * digest. Only results that pass are compared: equal canonical texts agree. With a {@linkplain Builder#comparator comparator},
 * different texts are compared with one another, and those that say the same agree as well; see {@link AgreementGraph}.
 *
 * <p>Without one, only equal texts agree. Answers that differ are then measured with the embedding model, so that the verdict
 * can say whether a dissenter was close or talked about something else; closeness alone accepts nothing, because the angle
 * between a right and a wrong answer is often smaller than between two right ones.
 *
 * <p>Thread-safe, and pure where its model and comparator are: the same input gives the same verdict, nothing is fetched, no
 * clock is read. It closes neither of the two. Cost: linear in the number of results and their length; at most
 * {@value AgreementGraph#MAX_REPRESENTATIVES} different answers, the most frequent ones, are compared in pairs or measured.
 */
public final class ResultVerifier {

    /**
     * Cosine from which a dissenting answer is called similar: at this bound all-MiniLM-L6-v2 took 1.3 % of unrelated
     * sentence pairs for related ones. It is used for the wording of findings and for telling undecided from rejected; it
     * accepts nothing.
     */
    public static final double SIMILAR_FROM = 0.75;

    /** How much of an answer is measured to explain a dissent, in characters: more than any of the models reads. */
    private static final int MEASURED_CHARACTERS = 4096;

    private final VerificationPolicy policy;
    private final @Nullable EmbeddingModel embeddings;
    private final @Nullable AnswerComparator comparator;
    private final ReputationBook reputations;
    private final SequentialTest test;

    private ResultVerifier(Builder builder) {
        this.policy = builder.policy;
        this.embeddings = builder.embeddings;
        this.comparator = builder.policy.takesEqualOnly() ? null : builder.comparator;
        this.reputations = builder.reputations;
        this.test = reputations.size() == 0 ? policy.test() : policy.test().knowing(reputations);
    }

    /** Creates a verifier that takes equal answers only, and explains others with a model. */
    public static ResultVerifier create(VerificationPolicy policy, EmbeddingModel embeddings) {
        return builder(policy).embeddings(embeddings).build();
    }

    /** Starts a verifier that takes equal answers only and knows nothing of the nodes. */
    public static Builder builder(VerificationPolicy policy) {
        return new Builder(policy);
    }

    /** Collects the optional parts. Not thread-safe. */
    public static final class Builder {

        private final VerificationPolicy policy;
        private @Nullable EmbeddingModel embeddings;
        private @Nullable AnswerComparator comparator;
        private ReputationBook reputations = ReputationBook.empty();

        private Builder(VerificationPolicy policy) {
            this.policy = policy;
        }

        /** Sets the model that explains how far a dissenting answer is off. It is not asked when there is a comparator. */
        public Builder embeddings(EmbeddingModel model) {
            this.embeddings = model;
            return this;
        }

        /**
         * Sets what tells whether two different answers say the same. {@link VerificationPolicy#exact()} does not ask it.
         *
         * <p>From then on the {@link Verdict} is only as good as the comparator; a receipt proves equal answers alone.
         */
        public Builder comparator(AnswerComparator comparing) {
            this.comparator = comparing;
            return this;
        }

        /**
         * Sets what is known of the nodes, for the verdict's probability and for {@link VerificationPolicy#adaptive}, faded to
         * the present by the caller ({@link ReputationBook#fadedTo}). Make a new verifier for a new book; that is cheap.
         */
        public Builder reputations(ReputationBook book) {
            this.reputations = book;
            return this;
        }

        /** Creates the verifier. */
        public ResultVerifier build() {
            return new ResultVerifier(this);
        }
    }

    /**
     * Judges the results of one task. Bad evidence makes a finding, never an exception; no result at all is undecided.
     *
     * @param submissions one per node that was asked at any time; a node that is given twice counts once, with its first
     * @throws network.cortensor.sdk.CancelledException when the thread is interrupted while a model or judge on a server is asked
     */
    public Verdict verify(TaskFacts facts, List<NodeSubmission> submissions) {
        Map<Address, NodeSubmission> firsts = new LinkedHashMap<>();
        submissions.forEach(submission -> firsts.putIfAbsent(submission.node(), submission));
        List<Examined> nodes = new ArrayList<>();
        Map<Hash, Integer> numbers = new HashMap<>();
        List<AnswerGroup> groups = new ArrayList<>();
        for (NodeSubmission submission : firsts.values()) {
            Examined node = Examined.of(facts, submission);
            if (node instanceof Examined.Valid result) {
                int number = numbers.computeIfAbsent(result.answer(), digest -> groups.size());
                if (number == groups.size()) {
                    groups.add(new AnswerGroup(result.answer(), result.canonical()));
                }
                AnswerGroup group = groups.get(number);
                group.add(result.node());
                node = result.sharing(group.text());
            }
            nodes.add(node);
        }
        Camps camps = comparator == null ? Camps.ofEqual(groups) : Camps.compared(groups, facts.type(), comparator);

        int leading = leading(camps, nodes.size());
        Dissent dissent = leading < 0 ? Dissent.NONE : dissent(camps, leading);
        int asked = policy.decidesByTest() ? Math.max(facts.asked(), nodes.size()) : facts.asked();
        List<NodeFinding> findings = new ArrayList<>();
        for (Examined node : nodes) {
            findings.add(
                    node instanceof Examined.Valid result && leading >= 0
                            ? finding(asked, camps, leading, result, numbers.getOrDefault(result.answer(), 0), dissent)
                            : node.finding());
        }
        int valid = groups.stream().mapToInt(AnswerGroup::size).sum();
        Tally tally = new Tally(facts, camps, leading, nodes.size(), valid, dissent.similar());
        Conclusion conclusion = policy.decidesByTest() ? byTest(tally) : byQuorum(tally);
        return new Verdict(
                conclusion,
                facts,
                asked,
                findings,
                new Details(
                        leading < 0
                                ? null
                                : groups.get(camps.clusters().get(leading).medoid())
                                        .digest(),
                        camps.byNode(leading),
                        CopyCheck.among(facts, firsts.values(), groups),
                        policy));
    }

    /** Returns the number of the camp whose answer is named; -1 without any. */
    private int leading(Camps camps, int nodes) {
        if (camps.clusters().isEmpty()) {
            return -1;
        }
        return policy.decidesByTest()
                ? test.assess(camps.votes(-1, reputations), nodes).camp()
                : 0;
    }

    /**
     * What a conclusion is drawn from.
     *
     * @param nodes how many nodes were asked, whatever they delivered
     * @param valid how many delivered a result whose evidence holds
     * @param similar how many gave an answer that may be the same: similar in meaning, or not to be told
     */
    private record Tally(TaskFacts facts, Camps camps, int leading, int nodes, int valid, int similar) {

        int support() {
            return leading < 0 ? 0 : camps.clusters().get(leading).support();
        }

        /** "word for word" is said only where something else counts as well. */
        /** Returns how many nodes gave one and the same answer that is told from the leading one. */
        int rivals() {
            int medoid = camps.clusters().get(leading).medoid();
            return IntStream.range(0, camps.clusters().size())
                    .filter(camp -> camp != leading)
                    .mapToObj(camps.clusters()::get)
                    .filter(camp -> camps.sign(camp.medoid(), medoid) == Sign.DIFFERENT)
                    .mapToInt(Cluster::support)
                    .max()
                    .orElse(0);
        }

        String split() {
            if (leading < 0) {
                return "";
            }
            Cluster cluster = camps.clusters().get(leading);
            int equal = camps.groups().get(cluster.medoid()).size();
            return equal == cluster.support()
                    ? ""
                    : " (" + equal + " word for word, " + (cluster.support() - equal) + " in other words)";
        }
    }

    private Conclusion byQuorum(Tally tally) {
        int asked = tally.facts().asked();
        int support = tally.support();
        int wanted = policy.quorum(tally.facts());
        // A quorum of half of the nodes or fewer, two answers can reach that contradict each other.
        int quorum = support >= wanted ? Math.max(wanted, tally.rivals() + 1) : wanted;
        int open = Math.max(0, policy.mostNodes(tally.facts()) - tally.nodes());
        boolean reachable = support + open >= quorum;
        Status status;
        String reason;
        if (support >= quorum) {
            status = Status.ACCEPTED;
            reason = asked == 1
                    ? "The one node that was asked signed this answer; with one node there is nothing to compare it with."
                    : support + " of " + asked + " nodes gave this answer independently" + tally.split() + "; " + quorum
                            + " were needed.";
        } else if (tally.valid() < quorum) {
            status = Status.UNDECIDED;
            reason = "Only " + tally.valid() + " of " + asked + " nodes delivered a result whose evidence holds; "
                    + quorum + " were needed.";
        } else if (support + tally.similar() >= quorum) {
            status = Status.UNDECIDED;
            reason = comparator != null
                    ? support + " nodes gave this answer" + tally.split() + " and of " + tally.similar()
                            + " more it could not be told; " + quorum + " were needed."
                    : "At least " + quorum + " answers are similar in meaning, but only " + support
                            + " are equal; similarity alone verifies nothing.";
        } else if (reachable) {
            status = Status.UNDECIDED;
            reason = "The most frequent answer has " + support + " of " + quorum + " needed, and " + open
                    + " nodes have not been heard yet.";
        } else {
            status = Status.REJECTED;
            reason = tally.valid()
                    + " nodes delivered valid results and contradict each other: the most frequent answer has "
                    + support + " of " + quorum + " needed.";
        }
        Decision decision =
                status == Status.ACCEPTED ? Decision.ACCEPT : reachable ? Decision.ASK_ONE_MORE : Decision.REJECT;
        return new Conclusion(status, decision, quorum, support, probability(tally), reason);
    }

    private double probability(Tally tally) {
        return tally.leading() < 0
                ? 0
                : test.probability(tally.camps().votes(tally.leading(), reputations), tally.leading());
    }

    private Conclusion byTest(Tally tally) {
        int support = tally.support();
        List<List<Vote>> votes = tally.leading() < 0 ? List.of() : tally.camps().votes(tally.leading(), reputations);
        Assessment assessment = test.assess(votes, tally.nodes());
        double probability = tally.leading() < 0 ? 0 : test.probability(votes, tally.leading());
        // Without those that cannot be told, another camp may be ahead; then nothing is certain yet. And it has to be
        // certain also if they say something else: bad nodes would need no more than answers that cannot be compared.
        boolean ahead = assessment.camp() == tally.leading()
                && test.assess(tally.camps().votes(-1, reputations), tally.nodes())
                                .decision()
                        == Decision.ACCEPT;
        Decision decision = ahead || assessment.decision() != Decision.ACCEPT
                ? assessment.decision()
                : tally.nodes() < test.maxNodes() ? Decision.ASK_ONE_MORE : Decision.REJECT;
        String certainty = String.format(
                Locale.ROOT,
                "%d of %d nodes gave this answer%s, which makes it certain by %.2f %%; %.2f %% are wanted",
                support,
                tally.nodes(),
                tally.split(),
                100 * probability,
                100 * (1 - test.targetError()));
        return switch (decision) {
            case ACCEPT ->
                new Conclusion(
                        Status.ACCEPTED,
                        decision,
                        Math.min(support, test.unanimous()),
                        support,
                        probability,
                        certainty + ".");
            case ASK_ONE_MORE ->
                new Conclusion(
                        Status.UNDECIDED,
                        decision,
                        Math.max(support + 1, test.unanimous()),
                        support,
                        probability,
                        tally.valid() == 0
                                ? "No node has delivered a result whose evidence holds yet. Ask one more node."
                                : certainty + ". Ask one more node.");
            case REJECT ->
                new Conclusion(
                        tally.valid() > support ? Status.REJECTED : Status.UNDECIDED,
                        decision,
                        Math.max(support + 1, test.unanimous()),
                        support,
                        probability,
                        tally.valid() == 0
                                ? "No node delivered a result whose evidence holds."
                                : certainty + ", which " + test.maxNodes() + " nodes cannot bring about any more.");
        };
    }

    /**
     * What is known of the answers that are not the leading camp's.
     *
     * @param cosines how close an answer is to the leading one, by group, where that was measured
     * @param similar how many nodes gave an answer that may be the same
     */
    private record Dissent(Map<Integer, Double> cosines, int similar) {

        static final Dissent NONE = new Dissent(Map.of(), 0);
    }

    private Dissent dissent(Camps camps, int leading) {
        Cluster cluster = camps.clusters().get(leading);
        if (comparator != null) {
            int untold = 0;
            for (int group = 0; group < camps.groups().size(); group++) {
                boolean told =
                        cluster.groups().contains(group) || camps.sign(group, cluster.medoid()) == Sign.DIFFERENT;
                untold += told ? 0 : camps.groups().get(group).size();
            }
            return new Dissent(Map.of(), untold);
        }
        if (embeddings == null || camps.clusters().size() < 2) {
            return Dissent.NONE;
        }
        return measured(embeddings, camps, cluster);
    }

    /** Measures the most frequent other answers. Without a model that works there is one finding less, and the same verdict. */
    private static Dissent measured(EmbeddingModel model, Camps camps, Cluster leading) {
        Map<Integer, Double> cosines = new HashMap<>();
        int similar = 0;
        float[] reference;
        try {
            reference = model.embed(beginning(camps.groups().get(leading.medoid())));
        } catch (UnavailableException | RefusedException | IllegalArgumentException e) {
            return Dissent.NONE;
        }
        List<Cluster> others = camps.clusters().stream()
                .filter(cluster -> cluster.medoid() != leading.medoid())
                .limit(AgreementGraph.MAX_REPRESENTATIVES)
                .toList();
        for (Cluster other : others) {
            AnswerGroup group = camps.groups().get(other.medoid());
            try {
                double cosine = EmbeddingModel.cosine(reference, model.embed(beginning(group)));
                cosines.put(other.medoid(), cosine);
                similar += cosine >= SIMILAR_FROM ? group.size() : 0;
            } catch (UnavailableException | RefusedException | IllegalArgumentException e) {
                // Also for a text that holds nothing the model knows, and for figures that are none.
                cosines.remove(other.medoid());
            }
        }
        return new Dissent(cosines, similar);
    }

    private static String beginning(AnswerGroup group) {
        String text = group.text().text();
        if (text.length() <= MEASURED_CHARACTERS) {
            return text;
        }
        boolean halved = Character.isHighSurrogate(text.charAt(MEASURED_CHARACTERS - 1));
        return text.substring(0, halved ? MEASURED_CHARACTERS - 1 : MEASURED_CHARACTERS);
    }

    private NodeFinding finding(
            int asked, Camps camps, int leading, Examined.Valid result, int group, Dissent dissent) {
        Cluster cluster = camps.clusters().get(leading);
        int medoid = cluster.medoid();
        if (group == medoid) {
            int equal = camps.groups().get(medoid).size();
            return result.finding(
                    Standing.AGREES,
                    List.of(new Evidence(
                            Layer.CHECKSUM, true, "canonical checksum equal in " + equal + " of " + asked)));
        }
        List<Evidence> evidence = new ArrayList<>();
        evidence.add(new Evidence(Layer.CHECKSUM, false, "gave another answer than most nodes"));
        evidence.addAll(camps.findings(group, medoid));
        if (cluster.groups().contains(group)) {
            return result.finding(Standing.ALIKE, evidence);
        }
        Sign sign = camps.sign(group, medoid);
        if (sign != Sign.DIFFERENT) {
            evidence.add(new Evidence(
                    Layer.CHECKSUM,
                    false,
                    sign == Sign.SAME
                            ? "gave an answer like that of most nodes, and one that contradicts another of theirs"
                            : "gave another answer than most nodes, and whether it says the same could not be told"));
            return result.finding(Standing.UNDECIDED, evidence);
        }
        Double cosine = dissent.cosines().get(group);
        if (cosine != null && embeddings != null) {
            boolean similar = cosine >= SIMILAR_FROM;
            evidence.add(new Evidence(
                    Layer.EMBEDDING,
                    similar,
                    String.format(
                            Locale.ROOT,
                            "gave another answer than most nodes, %s in meaning (cosine %.2f, %s)",
                            similar ? "similar" : "unrelated",
                            cosine,
                            embeddings.id())));
        }
        return result.finding(Standing.DISSENTS, evidence);
    }

    /**
     * Checks a receipt offline, with nothing but the receipt: the app's signature, the attachments against the body, each
     * node's commitment against its reveal, each node's signed statement, and that support, model, quorum, status and verdict
     * follow from them, or can.
     *
     * <p>It cannot check what only a chain can tell: that these nodes were registered and staked, under which keys, and that
     * the payment was made. Probability, layers and what was found alike are the app's word.
     *
     * <p>Costs a signature for the app and one for each node: about a seventh of a millisecond each, those of the nodes side by
     * side in the common pool.
     */
    public static ReceiptReport check(Receipt receipt) {
        return ReceiptCheck.of(receipt);
    }

    /**
     * Checks a receipt of a batch offline: all that {@link #check(Receipt)} checks, and that the issuer put this receipt into
     * the batch that comes with it.
     *
     * @param issuer the wallet that must have signed the batch. Take it from where it is known, not from whoever brings the
     *     receipt
     */
    public static ReceiptReport check(BatchedReceipt batched, Address issuer) {
        return ReceiptCheck.of(batched, issuer);
    }
}
