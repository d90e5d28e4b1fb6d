package network.cortensor.sdk.verify.consensus;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Collections;
import java.util.List;
import java.util.Locale;

/**
 * Asks one node after the other, and stops when an answer is certain enough or cannot become so: a sequential probability
 * ratio test (Wald 1945) over the answers, with what is known of the nodes as its prior. Immutable, pure, thread-safe.
 *
 * <h2>The rule</h2>
 *
 * Nodes that gave one answer are a camp. For each camp {@code c}, hypothesis {@code H(c)} says "this is what honest nodes
 * give": then its members did not deviate and all others did. {@code H(0)} says that nobody gave the honest answer. With
 * {@code d} the {@linkplain Reputation#deviation assumed deviation} of a node,
 *
 * <pre>{@code P(answers | H(c)) = product of (1 - d) over the members of c, times product of d over all others}</pre>
 *
 * all hypotheses weigh the same before, and the share of bad nodes, which the deviation of little known nodes depends on, is
 * integrated out over what the {@link ReputationBook} says of all nodes met so far (at first: a Beta(1, 3) distribution below
 * one half, with a mean of 0.2). The answer of the best camp is accepted as soon as its probability reaches {@code 1 -
 * targetError}.
 *
 * <h2>What the probability assumes</h2>
 *
 * Bad nodes collude as well as they can: nothing is gained from wrong answers being different. Nodes are drawn by somebody
 * whom the bad ones do not control. Fewer than half of the nodes are bad. Nodes behave as they did in the past, apart from
 * what {@link Reputation} caps. All honest nodes run one model; its own errors are theirs.
 *
 * <h2>What it costs and what cannot be had</h2>
 *
 * <ul>
 *   <li><b>Cold, with an empty book:</b> 5 nodes when all agree, for an error of 1 %. At 30 % colluding nodes and at most 16
 *       asked, 0.28 % of all tasks end with a wrong answer and 60 % with none; at 45 %, 2.8 % and 88 %.
 *   <li><b>Warm:</b> 2 nodes when all agree. 100 nodes that lie always, or never, from an empty book on, over 200 tasks, at
 *       most 16 asked: with no bad ones 2.05 nodes on average, with 30 % 3.7, with below 0.1 % wrong answers and 1 % of the
 *       tasks without one. {@code examples} has the simulation.
 *   <li><b>Sleepers.</b> A rule that looks at one task only, and asks {@code m} nodes on average when all agree, lets at
 *       least {@code b^m} wrong answers through when a share {@code b} of the nodes collude that nobody can tell from the
 *       others (Jensen's inequality over the number of nodes that it stops at). With 2.2 nodes and 30 % that is 7.1 %:
 *       no rule at that price holds 1 %. Only the past of the nodes can, and so it does not against those who have been
 *       honest all the time: in the first tasks in which they lie together, about {@code b^2} of the answers are wrong.
 *       Who has much to lose in one single task buys more nodes by a lower target error, see {@link Reputation#leastNodes}.
 *   <li><b>Near one half.</b> With 45 % colluding nodes, about 12 % of the answers were wrong in such a simulation:
 *       sometimes the bad ones win the first tasks and the book learns the wrong way round. Nothing that counts votes
 *       helps there.
 * </ul>
 */
public final class SequentialTest {

    private final double targetError;
    private final int maxNodes;
    private final ShareBelief belief;

    /** Whether the share of bad nodes is assumed and not learned. */
    private final boolean assumed;

    /** The best that a node can be which is asked next. */
    private final Reputation best;

    private SequentialTest(double targetError, int maxNodes, ShareBelief belief, boolean assumed, Reputation best) {
        this.targetError = targetError;
        this.maxNodes = maxNodes;
        this.belief = belief;
        this.assumed = assumed;
        this.best = best;
    }

    /**
     * A test that knows nothing of the nodes yet.
     *
     * @param targetError the probability of accepting a wrong answer that is wanted, between 0 and 0.5
     * @param maxNodes how many nodes are asked at most
     * @throws IllegalArgumentException when the error is out of its range, or so small that these nodes could not reach it
     *     even if all agreed
     */
    public static SequentialTest of(double targetError, int maxNodes) {
        int least = Reputation.leastNodes(targetError);
        if (maxNodes < least) {
            throw new IllegalArgumentException("An error of " + targetError + " needs at least " + least + " nodes, "
                    + maxNodes + " may be asked; allow more nodes or a larger error");
        }
        return new SequentialTest(targetError, maxNodes, ShareBelief.afterMeeting(0, 0), false, Reputation.UNKNOWN);
    }

    /** The same test, with a share of bad nodes that is assumed and not learned. Between 0 and 0.5. */
    public SequentialTest assuming(double badShare) {
        if (!(badShare >= 0 && badShare < 0.5)) {
            throw new IllegalArgumentException(
                    "The assumed share of bad nodes is from 0 to below 0.5, not " + badShare);
        }
        return new SequentialTest(targetError, maxNodes, ShareBelief.known(badShare), true, best);
    }

    /**
     * The same test, with the share of bad nodes as this book has it, unless one is {@linkplain #assuming assumed}. Linear in the
     * number of its nodes.
     */
    public SequentialTest knowing(ReputationBook book) {
        ShareBelief population = assumed ? belief : book.population();
        return new SequentialTest(targetError, maxNodes, population, assumed, book.best(population.mean()));
    }

    /** Returns the error that is wanted. */
    public double targetError() {
        return targetError;
    }

    /** Returns how many nodes are asked at most. */
    public int maxNodes() {
        return maxNodes;
    }

    /** Returns the mean of the share of bad nodes that is assumed at present. */
    public double assumedBadShare() {
        return belief.mean();
    }

    /**
     * Judges the answers so far. Linear in the number of votes.
     *
     * @param camps the votes for each answer; nodes whose answer can be put into no camp are left out
     * @param asked how many nodes were asked, with those whose answer does not count
     */
    public Assessment assess(List<List<Vote>> camps, int asked) {
        int votes = camps.stream().mapToInt(List::size).sum();
        if (votes == 0) {
            return new Assessment(asked < maxNodes ? Decision.ASK_ONE_MORE : Decision.REJECT, -1, 0);
        }
        Odds odds = Odds.of(belief, camps);
        int camp = odds.best();
        double probability = odds.probability(camp);
        Decision decision;
        if (probability >= 1 - targetError) {
            decision = Decision.ACCEPT;
        } else {
            // The best that can happen is that all further nodes are as good as the best known one and join the best
            // camp.
            double reachable = odds.probabilityAfter(camp, best, Math.max(0, maxNodes - asked));
            decision = reachable >= 1 - targetError ? Decision.ASK_ONE_MORE : Decision.REJECT;
        }
        return new Assessment(decision, camp, probability);
    }

    /**
     * Returns the probability that one camp's answer is what honest nodes give, as {@link #assess} has it for the best one.
     *
     * @param camp the number of a camp
     */
    public double probability(List<List<Vote>> camps, int camp) {
        return Odds.of(belief, camps).probability(camp);
    }

    /** Returns this test as a rule over nodes that nothing is known of. */
    public StoppingRule ofStrangers() {
        return camps -> {
            List<List<Vote>> votes = new ArrayList<>();
            for (int camp : camps) {
                votes.add(Collections.nCopies(camp, Vote.equal(Reputation.UNKNOWN)));
            }
            return assess(votes, Arrays.stream(camps).sum()).decision();
        };
    }

    /** Returns how many strangers have to agree before an answer is accepted that nobody contradicts. */
    public int unanimous() {
        StoppingRule rule = ofStrangers();
        int nodes = 1;
        while (nodes < maxNodes && rule.after(new int[] {nodes}) != Decision.ACCEPT) {
            nodes++;
        }
        return nodes;
    }

    /** Returns whether that many nodes can be enough: if all agree, and each is as good as the best one that is known. */
    public boolean canAcceptWith(int nodes) {
        return nodes > 0
                && probability(List.of(Collections.nCopies(Math.min(nodes, maxNodes), Vote.equal(best))), 0)
                        >= 1 - targetError;
    }

    @Override
    public String toString() {
        return String.format(Locale.ROOT, "error at most %s, at most %d nodes", targetError, maxNodes);
    }

    /** The likelihoods of all hypotheses, as logarithms, for each share of bad nodes on the belief's grid. */
    private static final class Odds {

        private final ShareBelief belief;

        /** Nobody is honest: by share. */
        private final double[] nobody;

        /** What each camp's likelihood is larger by than that: by camp, by share. */
        private final double[][] gains;

        /** The camps without any vote, which are no hypotheses. */
        private final BitSet empty;

        private Odds(ShareBelief belief, double[] nobody, double[][] gains, BitSet empty) {
            this.belief = belief;
            this.nobody = nobody;
            this.gains = gains;
            this.empty = empty;
        }

        static Odds of(ShareBelief belief, List<List<Vote>> camps) {
            double[] shares = belief.shares();
            double[] nobody = new double[shares.length];
            double[][] gains = new double[camps.size()][shares.length];
            BitSet empty = new BitSet();
            for (int camp = 0; camp < gains.length; camp++) {
                empty.set(camp, camps.get(camp).isEmpty());
                for (Vote vote : camps.get(camp)) {
                    for (int i = 0; i < shares.length; i++) {
                        double deviation = vote.voter().deviation(shares[i]);
                        double like = vote.likeness();
                        double against = like * deviation + (1 - like) * (1 - deviation);
                        nobody[i] += Math.log(against);
                        gains[camp][i] += Math.log(1 - against) - Math.log(against);
                    }
                }
            }
            return new Odds(belief, nobody, gains, empty);
        }

        /** The camp of the highest likelihood; of equal ones the first. */
        int best() {
            double reference = reference();
            int best = 0;
            double highest = -1;
            for (int camp = empty.nextClearBit(0); camp < gains.length; camp = empty.nextClearBit(camp + 1)) {
                double likelihood = likelihood(gains[camp], reference);
                if (likelihood > highest) {
                    highest = likelihood;
                    best = camp;
                }
            }
            return best;
        }

        double probability(int camp) {
            double reference = reference();
            double sum = likelihood(new double[nobody.length], reference);
            for (int other = empty.nextClearBit(0); other < gains.length; other = empty.nextClearBit(other + 1)) {
                sum += likelihood(gains[other], reference);
            }
            return likelihood(gains[camp], reference) / sum;
        }

        /** The probability of a camp when that many nodes of one repute have joined it. */
        double probabilityAfter(int camp, Reputation repute, int joined) {
            Odds later = new Odds(belief, nobody.clone(), gains.clone(), empty);
            later.gains[camp] = gains[camp].clone();
            double[] shares = belief.shares();
            for (int i = 0; i < shares.length; i++) {
                double deviation = repute.deviation(shares[i]);
                later.nobody[i] += joined * Math.log(deviation);
                later.gains[camp][i] += joined * (Math.log(1 - deviation) - Math.log(deviation));
            }
            return later.probability(camp);
        }

        /** The largest logarithm of all, so that the largest likelihood is about 1 and none is too large for a double. */
        private double reference() {
            double highest = Double.NEGATIVE_INFINITY;
            for (int i = 0; i < nobody.length; i++) {
                double weight = Math.log(belief.weights()[i]) + nobody[i];
                highest = Math.max(highest, weight);
                for (double[] gain : gains) {
                    highest = Math.max(highest, weight + gain[i]);
                }
            }
            return highest;
        }

        private double likelihood(double[] gain, double reference) {
            double sum = 0;
            for (int i = 0; i < nobody.length; i++) {
                sum += Math.exp(Math.log(belief.weights()[i]) + nobody[i] + gain[i] - reference);
            }
            return sum;
        }
    }
}
