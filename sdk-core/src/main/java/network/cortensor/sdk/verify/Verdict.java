package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.consensus.Decision;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import network.cortensor.sdk.verify.consensus.Suspicion;
import network.cortensor.sdk.verify.consensus.TaskRecord;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * The one conclusion about a task's results, with everything it rests on. Immutable.
 *
 * <p><b>What accepted means.</b> Enough of the nodes that were asked delivered, each under its own signature and bound by a
 * commitment made before it could see the others, answers that are equal in canonical form or, where a comparator was given,
 * say the same as {@linkplain #answer() the one that stands for all}. What enough is, the {@link VerificationPolicy} says: for
 * most a {@linkplain #quorum() quorum}. It does not mean that the answer is true: nodes that run one model share its errors,
 * and if so many of the asked nodes collude that they reach the quorum, they decide.
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
    private final Decision decision;
    private final int asked;
    private final int quorum;
    private final int support;
    private final double probability;
    private final @Nullable Hash answer;
    private final List<NodeFinding> nodes;
    private final Map<Address, Integer> camps;
    private final List<Suspicion> suspicions;
    private final @Nullable TokenAmount paid;
    private final String reason;
    private final VerificationPolicy policy;

    Verdict(Conclusion conclusion, TaskFacts facts, int asked, List<NodeFinding> nodes, Details details) {
        this.status = conclusion.status();
        this.decision = conclusion.decision();
        this.asked = asked;
        this.quorum = conclusion.quorum();
        this.support = conclusion.support();
        this.probability = conclusion.probability();
        this.reason = conclusion.reason();
        this.answer = details.answer();
        this.nodes = List.copyOf(nodes);
        this.camps = Map.copyOf(details.camps());
        this.suspicions = List.copyOf(details.suspicions());
        this.policy = details.policy();
        this.paid = facts.paid().orElse(null);
    }

    /** What follows from the votes. */
    record Conclusion(Status status, Decision decision, int quorum, int support, double probability, String reason) {}

    /**
     * What else a verdict tells.
     *
     * @param camps for each node with a valid answer the number of its camp, 0 being the one of the answer
     */
    record Details(
            @Nullable Hash answer,
            Map<Address, Integer> camps,
            List<Suspicion> suspicions,
            VerificationPolicy policy) {}

    /** Returns the conclusion. */
    public Status status() {
        return status;
    }

    /** Returns true when {@link #status()} is {@link Status#ACCEPTED}. */
    public boolean accepted() {
        return status == Status.ACCEPTED;
    }

    /**
     * Returns what to do when nodes are asked one after the other: whether one more could change the conclusion. It counts
     * only with what the policy allows to be asked; an application may always start anew.
     */
    public Decision decision() {
        return decision;
    }

    /**
     * Returns how many nodes the task was to be answered by (the session's redundancy); for an adaptive policy, how many were
     * asked.
     */
    public int asked() {
        return asked;
    }

    /**
     * Returns how many nodes had to give the answer. An adaptive policy has no fixed number; there it is how many would have
     * been enough, or, when nothing was accepted, at least one more than there were.
     */
    public int quorum() {
        return quorum;
    }

    /**
     * Returns how many nodes gave the answer with valid evidence: the {@linkplain #equal() equal} ones, and those that say the
     * same in other words as a comparator found.
     */
    public int support() {
        return support;
    }

    /** Returns how many nodes gave the answer letter by letter in canonical form. Only these can a receipt prove. */
    public int equal() {
        return (int) nodes.stream().filter(n -> n.standing() == Standing.AGREES).count();
    }

    /**
     * Returns the salted digest of the answer that stands for those of most nodes: the medoid, which every other one of them
     * says the same as. Of an adaptive policy it is the most probable one. Empty when no node delivered a valid one.
     */
    public Optional<Hash> answer() {
        return Optional.ofNullable(answer);
    }

    /**
     * Returns the probability that the answer is what honest nodes give; 0 without an answer.
     *
     * <p>It assumes what {@link network.cortensor.sdk.verify.consensus.SequentialTest} assumes: fewer than half of the nodes
     * are bad, they collude as well as they can, and nodes are drawn by somebody whom the bad ones do not control. Without a
     * book of reputations the share of bad nodes is taken from a prior with a mean of 20 %, so three equal answers of three
     * strangers give 97 % and not more. It is no probability of being true. Answers of which it cannot be told whether they say
     * the same count neither way; where they would make a difference, an adaptive policy does not accept.
     */
    public double probability() {
        return probability;
    }

    /** Returns the policy that it was judged by. */
    public VerificationPolicy policy() {
        return policy;
    }

    /** Returns what the task cost, where the facts told it. */
    public Optional<TokenAmount> paid() {
        return Optional.ofNullable(paid);
    }

    /** Returns the findings, one per node that was asked at any time, in the order in which the nodes were given. */
    public List<NodeFinding> nodes() {
        return nodes;
    }

    /** Returns the nodes that gave another answer than most. */
    public List<NodeFinding> dissenters() {
        return nodes.stream().filter(n -> n.standing() == Standing.DISSENTS).toList();
    }

    /** Returns what looks like copying among the nodes of this task. It changes nothing of the conclusion. */
    public List<Suspicion> suspicions() {
        return suspicions;
    }

    /** Returns one sentence that says why the status is what it is. */
    public String reason() {
        return reason;
    }

    /**
     * Returns a book of reputations with what this verdict shows: who gave the accepted answer agreed; who gave another one,
     * or evidence that does not hold, deviated; of silent and undecided ones nothing is learned. The book stays as it is when
     * the verdict is not accepted, or when a single node stands behind it, because then nothing was compared.
     */
    public ReputationBook recordedIn(ReputationBook book, Instant now) {
        if (!accepted() || support < 2) {
            return book;
        }
        return book.after(
                nodesWith(Set.of(Standing.AGREES, Standing.ALIKE)),
                nodesWith(Set.of(Standing.DISSENTS, Standing.INVALID)),
                now);
    }

    private List<Address> nodesWith(Set<Standing> standings) {
        return nodes.stream()
                .filter(node -> standings.contains(node.standing()))
                .map(NodeFinding::node)
                .toList();
    }

    /**
     * Returns who gave which answer, for {@link network.cortensor.sdk.verify.consensus.Collusion}. Empty when the verdict is
     * not accepted: then there is nothing to stand against.
     *
     * @param chanceMatch the probability that two nodes which err on their own give the same wrong answer to such a prompt
     */
    public Optional<TaskRecord> record(double chanceMatch) {
        return accepted() ? Optional.of(new TaskRecord(camps, chanceMatch)) : Optional.empty();
    }

    /** Returns the conclusion in a few words, such as {@code accepted, 3 of 3}. */
    @Override
    public String toString() {
        return status.name().toLowerCase(Locale.ROOT) + ", " + support + " of " + asked;
    }
}
