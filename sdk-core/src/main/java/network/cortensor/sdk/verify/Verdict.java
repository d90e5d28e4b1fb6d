package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import org.jspecify.annotations.Nullable;

import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * The one conclusion about a task's results, with everything it rests on. Immutable.
 *
 * <p><b>What accepted means.</b> At least {@linkplain #quorum() the quorum} of the nodes that were asked delivered, each
 * under its own signature and bound by a commitment made before it could see the others, answers that are equal in
 * canonical form. It does not mean that the answer is true: nodes that run one model share its errors, and if so many of
 * the asked nodes collude that they reach the quorum, they decide.
 */
public final class Verdict {

    /** The conclusion. */
    public enum Status {
        /** Enough nodes gave the same answer and their evidence holds. */
        ACCEPTED,
        /** Enough nodes delivered valid evidence, and they contradict each other. */
        REJECTED,
        /** Not enough valid results to tell, or answers that are merely similar. */
        UNDECIDED
    }

    private final Status status;
    private final int asked;
    private final int quorum;
    private final int support;
    private final @Nullable Hash answer;
    private final List<NodeFinding> nodes;
    private final String reason;

    Verdict(
            Status status,
            int asked,
            int quorum,
            int support,
            @Nullable Hash answer,
            List<NodeFinding> nodes,
            String reason) {
        this.status = status;
        this.asked = asked;
        this.quorum = quorum;
        this.support = support;
        this.answer = answer;
        this.nodes = List.copyOf(nodes);
        this.reason = reason;
    }

    /** Returns the conclusion. */
    public Status status() {
        return status;
    }

    /** Returns true when {@link #status()} is {@link Status#ACCEPTED}. */
    public boolean accepted() {
        return status == Status.ACCEPTED;
    }

    /** Returns how many nodes the task was to be answered by (the session's redundancy). */
    public int asked() {
        return asked;
    }

    /** Returns how many equal answers were needed. */
    public int quorum() {
        return quorum;
    }

    /** Returns how many nodes gave the answer that most nodes gave, with valid evidence. */
    public int support() {
        return support;
    }

    /** Returns the salted digest of the answer that most nodes gave, unless no node delivered a valid one. */
    public Optional<Hash> answer() {
        return Optional.ofNullable(answer);
    }

    /** Returns the findings, one per node that was asked at any time, in the order in which the nodes were given. */
    public List<NodeFinding> nodes() {
        return nodes;
    }

    /** Returns the nodes that gave another answer than most. */
    public List<NodeFinding> dissenters() {
        return nodes.stream().filter(n -> n.standing() == Standing.DISSENTS).toList();
    }

    /** Returns one sentence that says why the status is what it is. */
    public String reason() {
        return reason;
    }

    /** Returns the conclusion in a few words, such as {@code accepted, 3 of 3}. */
    @Override
    public String toString() {
        return status.name().toLowerCase(Locale.ROOT) + ", " + support + " of " + asked;
    }
}
