package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;

/** One node's result, checked on its own, before it is compared with the others. */
sealed interface Examined {

    /** Returns what is said of the node when there is nothing to compare it with. */
    NodeFinding finding();

    /** Nothing came, or what came does not hold. */
    record Unusable(NodeFinding finding) implements Examined {}

    /** A result whose evidence holds. */
    record Valid(Address node, Hash answer, CanonicalText canonical, List<Evidence> evidence) implements Examined {

        @Override
        public NodeFinding finding() {
            return new NodeFinding(node, Standing.DISSENTS, evidence);
        }

        NodeFinding finding(Standing standing, List<Evidence> further) {
            List<Evidence> all = new ArrayList<>(evidence);
            all.addAll(further);
            return new NodeFinding(node, standing, all);
        }

        /** The same with a text that is equal to its own, so that equal answers take their room once. */
        Valid sharing(CanonicalText equal) {
            return new Valid(node, answer, equal, evidence);
        }
    }

    static Examined of(TaskFacts facts, NodeSubmission submission) {
        Address node = submission.node();
        Hash precommit = submission.precommit();
        String reveal = submission.reveal();
        if (precommit == null || reveal == null) {
            return new Unusable(new NodeFinding(node, Standing.SILENT, List.of(failureOf(submission))));
        }
        List<Evidence> evidence = new ArrayList<>();
        TaskId task = submission.task(facts);
        String mismatch = facts.tasks().contains(task)
                ? CommitmentCheck.mismatch(facts.chainId(), task, node, precommit, reveal)
                : "delivered a result for a task that did not ask this";
        if (mismatch != null) {
            return invalid(node, evidence, new Evidence(Layer.COMMIT_REVEAL, false, mismatch));
        }
        evidence.add(
                new Evidence(Layer.COMMIT_REVEAL, true, "revealed what it pre-committed to, under its own address"));

        NodeStatement statement = submission.statement();
        String text = submission.text();
        if (statement == null || text == null) {
            return invalid(node, evidence, failureOf(submission));
        }
        evidence.add(new Evidence(Layer.SEAL, true, "its sealed result was fetched under its hash and opened"));

        CanonicalText canonical = CanonicalText.of(text);
        Hash answer = canonical.digest(facts.answerSalt());
        String wrong = mismatch(facts, task, node, statement, answer);
        if (wrong != null) {
            return invalid(node, evidence, new Evidence(Layer.SIGNATURE, false, wrong));
        }
        evidence.add(new Evidence(Layer.SIGNATURE, true, "its wallet signed this answer to this prompt"));
        return new Valid(node, answer, canonical, List.copyOf(evidence));
    }

    private static Unusable invalid(Address node, List<Evidence> evidence, Evidence failure) {
        evidence.add(failure);
        return new Unusable(new NodeFinding(node, Standing.INVALID, evidence));
    }

    private static Evidence failureOf(NodeSubmission submission) {
        Evidence failure = submission.failure();
        return failure == null ? new Evidence(Layer.COMMIT_REVEAL, false, "delivered nothing") : failure;
    }

    private static @Nullable String mismatch(
            TaskFacts facts, TaskId task, Address node, NodeStatement statement, Hash answer) {
        if (!statement.miner().equals(node)
                || statement.chainId() != facts.chainId()
                || !statement.task().equals(task)
                || !statement.prompt().equals(facts.prompt())) {
            return "signed a statement about another node, task or prompt";
        }
        if (!statement.answer().equals(answer)) {
            return "signed a statement about another answer";
        }
        return statement.holds() ? null : "delivered a statement that its wallet did not sign";
    }
}
