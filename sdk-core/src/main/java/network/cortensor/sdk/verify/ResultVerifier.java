package network.cortensor.sdk.verify;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.internal.wire.Addresses;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.Verdict.Status;
import org.jspecify.annotations.Nullable;

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
     * sentence pairs for related ones. It is used for the wording of findings and for nothing else.
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
        Map<Address, Examined> examined = new LinkedHashMap<>();
        for (NodeSubmission submission : submissions) {
            examined.computeIfAbsent(submission.node(), node -> examine(facts, submission));
        }

        Map<Hash, List<Examined>> byAnswer = new LinkedHashMap<>();
        for (Examined node : examined.values()) {
            if (node.answer != null) {
                byAnswer.computeIfAbsent(node.answer, digest -> new ArrayList<>())
                        .add(node);
            }
        }
        List<Examined> largest = byAnswer.values().stream()
                .reduce((a, b) -> b.size() > a.size() ? b : a)
                .orElse(List.of());

        return conclude(facts, List.copyOf(examined.values()), byAnswer.size(), largest);
    }

    private Verdict conclude(TaskFacts facts, List<Examined> nodes, int answers, List<Examined> largest) {
        int quorum = policy.quorum(facts.asked());
        int support = largest.size();
        Examined representative = largest.isEmpty() ? null : largest.get(0);

        boolean similarQuorum = false;
        if (answers > 1 && representative != null) {
            int similar = support;
            for (Examined node : nodes) {
                if (node.answer != null && !node.answer.equals(representative.answer)) {
                    similar += compare(representative, node) ? 1 : 0;
                }
            }
            similarQuorum = similar >= quorum;
        }

        List<NodeFinding> findings = new ArrayList<>();
        int valid = 0;
        for (Examined node : nodes) {
            Standing standing = node.standing;
            if (node.answer != null) {
                valid++;
                boolean agrees = representative != null && node.answer.equals(representative.answer);
                standing = agrees ? Standing.AGREES : Standing.DISSENTS;
                if (agrees) {
                    node.evidence.add(new Evidence(
                            Layer.CHECKSUM, true, "canonical checksum equal in " + support + " of " + facts.asked()));
                }
            }
            findings.add(new NodeFinding(node.node, standing, node.evidence));
        }

        Status status;
        String reason;
        if (support >= quorum) {
            status = Status.ACCEPTED;
            reason = facts.asked() == 1
                    ? "The one node that was asked signed this answer; with one node there is nothing to compare it with."
                    : support + " of " + facts.asked() + " nodes gave this answer independently; " + quorum
                            + " were needed.";
        } else if (valid < quorum) {
            status = Status.UNDECIDED;
            reason = "Only " + valid + " of " + facts.asked() + " nodes delivered a result whose evidence holds; "
                    + quorum + " were needed.";
        } else if (similarQuorum) {
            status = Status.UNDECIDED;
            reason = "At least " + quorum + " answers are similar in meaning, but only " + support
                    + " are equal; similarity alone verifies nothing.";
        } else {
            status = Status.REJECTED;
            reason = valid + " nodes delivered valid results and contradict each other: the most frequent answer has "
                    + support + " of " + quorum + " needed.";
        }
        return new Verdict(
                status,
                facts.asked(),
                quorum,
                support,
                representative == null ? null : representative.answer,
                findings,
                reason);
    }

    /** Measures a differing answer, notes what was found, and returns whether the two are similar. */
    private boolean compare(Examined representative, Examined other) {
        double cosine;
        try {
            cosine = embeddings.similarity(
                    representative.canonical().text(), other.canonical().text());
        } catch (UnavailableException e) {
            other.evidence.add(new Evidence(
                    Layer.CHECKSUM, false, "another answer than most nodes; its similarity could not be measured"));
            return false;
        }
        boolean similar = cosine >= SIMILAR_FROM;
        other.evidence.add(new Evidence(Layer.CHECKSUM, false, "another answer than most nodes"));
        other.evidence.add(new Evidence(
                Layer.EMBEDDING,
                similar,
                String.format(
                        Locale.ROOT,
                        "another answer than most nodes, %s in meaning (cosine %.2f, %s)",
                        similar ? "similar" : "unrelated",
                        cosine,
                        embeddings.id())));
        return similar;
    }

    private static Examined examine(TaskFacts facts, NodeSubmission submission) {
        Examined node = new Examined(submission.node());
        Hash precommit = submission.precommit();
        String reveal = submission.reveal();
        if (precommit == null || reveal == null) {
            node.standing = Standing.SILENT;
            node.fail(failureOf(submission));
            return node;
        }
        String mismatch = commitmentMismatch(facts.chainId(), facts.task(), submission.node(), precommit, reveal);
        if (mismatch != null) {
            node.fail(new Evidence(Layer.COMMIT_REVEAL, false, mismatch));
            return node;
        }
        node.evidence.add(new Evidence(Layer.COMMIT_REVEAL, true, "revealed what it pre-committed to, under its own address"));

        NodeStatement statement = submission.statement();
        String text = submission.text();
        if (statement == null || text == null) {
            node.fail(failureOf(submission));
            return node;
        }
        node.evidence.add(new Evidence(Layer.SEAL, true, "sealed result fetched under its hash and opened"));

        CanonicalText canonical = CanonicalText.of(text);
        Hash digest = canonical.digest(facts.answerSalt());
        String wrong = statementMismatch(facts, submission.node(), statement, digest);
        if (wrong != null) {
            node.fail(new Evidence(Layer.SIGNATURE, false, wrong));
            return node;
        }
        node.evidence.add(new Evidence(Layer.SIGNATURE, true, "the node's wallet signed this answer to this prompt"));
        node.answer = digest;
        node.canonical = canonical;
        return node;
    }

    private static Evidence failureOf(NodeSubmission submission) {
        Evidence failure = submission.failure();
        return failure == null ? new Evidence(Layer.COMMIT_REVEAL, false, "delivered nothing") : failure;
    }

    /** Returns what is wrong between a pre-commitment and what was revealed for it, or null. */
    private static @Nullable String commitmentMismatch(
            long chainId, TaskId task, Address node, Hash precommit, String reveal) {
        ResultCommitment commitment;
        try {
            commitment = ResultCommitment.parse(reveal);
        } catch (CryptoException e) {
            return "revealed something that is no result commitment";
        }
        Hash revealed = Hash.decode(commitment.hash());
        if (!revealed.equals(precommit)) {
            return "revealed something else than it pre-committed to: expected " + precommit + ", found " + revealed;
        }
        Address miner = Addresses.of(commitment.miner());
        if (!miner.equals(node)) {
            // The address inside the commitment is what makes a copied commitment worthless to the copier, and what keeps
            // an honest node safe from being mistaken for one.
            return "copied the commitment of another node, " + miner;
        }
        if (commitment.chainId() != chainId
                || commitment.sessionId() != task.session().value()
                || commitment.taskId() != task.number()) {
            return "revealed a commitment for another task: " + commitment.sessionId() + "/" + commitment.taskId()
                    + " on chain " + commitment.chainId() + ", expected " + task + " on chain " + chainId;
        }
        return null;
    }

    private static @Nullable String statementMismatch(
            TaskFacts facts, Address node, NodeStatement statement, Hash digest) {
        if (!statement.miner().equals(node)
                || statement.chainId() != facts.chainId()
                || !statement.task().equals(facts.task())
                || !statement.prompt().equals(facts.prompt())) {
            return "the signed statement is about another node, task or prompt";
        }
        if (!statement.answer().equals(digest)) {
            return "the signed statement is about another answer";
        }
        return statement.holds() ? null : "the statement is not signed by the node's wallet";
    }

    /**
     * Checks a receipt offline, with nothing but the receipt: the app's signature, the attachments against the body, each
     * node's commitment against its reveal, each node's signed statement, and that the claimed status follows from them.
     *
     * <p>It cannot check what only a chain can tell: that these nodes were registered and staked, and that the payment was
     * made.
     */
    public static ReceiptReport check(Receipt receipt) {
        List<ReceiptReport.Finding> findings = new ArrayList<>();
        note(findings, receipt.bodyBytes() <= Receipt.MAX_BODY_BYTES, "the body has " + receipt.bodyBytes()
                + " bytes, at most " + Receipt.MAX_BODY_BYTES + " are allowed");
        boolean signed = receipt.signer().equals(receipt.client());
        note(findings, signed, signed
                ? "signed by the app " + receipt.client()
                : "the signature is not that of the app: expected " + receipt.client() + ", found " + receipt.signer());
        note(findings, receipt.attachmentsHold(), "the attachments are the ones that the body names");

        int support = 0;
        List<Address> counted = new ArrayList<>();
        for (Receipt.NodeEvidence node : receipt.nodes()) {
            if (counted.contains(node.node())) {
                note(findings, false, "node " + node.node() + " is counted twice");
                continue;
            }
            counted.add(node.node());
            String wrong = commitmentMismatch(
                    receipt.chainId(), receipt.task(), node.node(), node.precommit(), node.reveal());
            NodeStatement statement = new NodeStatement(
                    receipt.chainId(),
                    receipt.task(),
                    node.node(),
                    receipt.prompt(),
                    node.answer(),
                    node.model(),
                    node.statement());
            if (wrong == null && !statement.holds()) {
                wrong = "its statement is not signed by its wallet";
            }
            boolean agrees = wrong == null && node.answer().equals(receipt.answer());
            support += agrees ? 1 : 0;
            // A node that the app itself calls invalid is listed as evidence against that node, so a mismatch is expected.
            boolean told = switch (node.standing()) {
                case AGREES -> agrees;
                case DISSENTS -> wrong == null && !agrees;
                case INVALID, SILENT -> true;
            };
            note(findings, told, "node " + node.node() + " "
                    + node.standing().name().toLowerCase(Locale.ROOT) + ": "
                    + (wrong != null ? wrong : agrees ? "committed to and signed this answer" : "signed another answer"));
        }
        boolean supported = support == receipt.support();
        note(findings, supported, supported
                ? support + " of " + receipt.asked() + " nodes support the answer, " + receipt.quorum() + " were needed"
                : "the body claims " + receipt.support() + " supporting nodes, the attachments prove " + support);
        boolean accepted = support >= receipt.quorum() && receipt.quorum() >= 1;
        boolean follows = (receipt.status() == Status.ACCEPTED) == accepted && receipt.support() <= receipt.asked();
        note(findings, follows, "the status '" + receipt.status().name().toLowerCase(Locale.ROOT) + "' "
                + (follows ? "follows" : "does not follow") + " from the evidence");
        return new ReceiptReport(findings);
    }

    private static void note(List<ReceiptReport.Finding> findings, boolean holds, String text) {
        findings.add(new ReceiptReport.Finding(holds, text));
    }

    /** One node's result while it is being judged. */
    private static final class Examined {
        final Address node;
        final List<Evidence> evidence = new ArrayList<>();
        Standing standing = Standing.INVALID;
        @Nullable Hash answer;
        @Nullable CanonicalText canonical;

        Examined(Address node) {
            this.node = node;
        }

        void fail(Evidence failure) {
            evidence.add(failure);
        }

        CanonicalText canonical() {
            return Objects.requireNonNull(canonical, "only valid results are compared");
        }
    }
}
