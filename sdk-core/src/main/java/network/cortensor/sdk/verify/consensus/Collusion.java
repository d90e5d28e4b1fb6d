package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.consensus.Suspicion.Kind;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Looks for nodes that stand together against the accepted answers over many tasks.
 * Pure functions, for any number of threads.
 *
 * <p><b>The test.</b> For two nodes, over the {@code T} tasks that both answered, {@code X} counts those in which both gave
 * the same answer and it was not the accepted one. If each errs on its own, that happens in one task with a probability of at
 * most {@code r(i) * r(j) * m}: how often each deviates, smoothed with one deviation more, times {@link
 * TaskRecord#chanceMatch}. With {@code p} the mean of these over the tasks, {@code P(X >= x)} is at most {@code exp(-T *
 * KL(x/T, p))} (Chernoff and Hoeffding, for tasks of different probabilities as well). A pair is named when this bound, times
 * the number of pairs that met at all (Bonferroni), is at most {@code alpha}. Named pairs that share a node are one ring.
 *
 * <p><b>What it cannot tell.</b> Nodes that run the same other model, or the same broken machine, stand together without
 * having agreed to: they are not independent, which is what a voter has to know, but they need not be liars. A ring that wins
 * its tasks is not against the accepted answer and stays unseen. Deviations are estimated from the same tasks, so the bound
 * holds for many tasks and not to the letter.
 *
 * <p>Time and memory: linear in the number of answers, plus the number of pairs that deviated together; of a camp of more
 * than {@value #MAX_CAMP} nodes, the pairs of the first ones in ascending order are looked at.
 */
public final class Collusion {

    /** How many nodes of one deviating camp are paired with one another. */
    public static final int MAX_CAMP = 64;

    /** Fewer joint deviations than that are never called a pattern. */
    private static final int LEAST_TOGETHER = 3;

    private final List<TaskRecord> history;
    private final Map<Address, BitSet> answered = new HashMap<>();
    private final Map<Address, Integer> deviations = new HashMap<>();
    private final Map<Pair, Integer> together = new HashMap<>();

    private Collusion(List<TaskRecord> history) {
        this.history = history;
    }

    private record Pair(Address a, Address b) {}

    /** A pair whose figures are not chance. */
    private record Named(Pair pair, int together, int met, double bound) {}

    /**
     * Names the rings in a history.
     *
     * @param history tasks with an accepted answer, in any order
     * @param alpha the probability of naming anybody at all when all nodes are independent, such as 0.01
     * @return one suspicion for each ring; empty when there is none
     */
    public static List<Suspicion> among(List<TaskRecord> history, double alpha) {
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("A significance level is between 0 and 1, not " + alpha);
        }
        Collusion collusion = new Collusion(List.copyOf(history));
        for (int task = 0; task < history.size(); task++) {
            collusion.count(task);
        }
        return collusion.rings(collusion.named(alpha));
    }

    private void count(int task) {
        Map<Integer, List<Address>> camps = new TreeMap<>();
        history.get(task).camps().forEach((node, camp) -> {
            answered.computeIfAbsent(node, any -> new BitSet()).set(task);
            if (camp != 0) {
                deviations.merge(node, 1, Integer::sum);
                camps.computeIfAbsent(camp, any -> new ArrayList<>()).add(node);
            }
        });
        for (List<Address> camp : camps.values()) {
            List<Address> nodes = camp.stream().sorted().limit(MAX_CAMP).toList();
            for (int i = 0; i < nodes.size(); i++) {
                for (int j = i + 1; j < nodes.size(); j++) {
                    together.merge(new Pair(nodes.get(i), nodes.get(j)), 1, Integer::sum);
                }
            }
        }
    }

    private List<Named> named(double alpha) {
        double pairs = pairsThatMet();
        List<Named> named = new ArrayList<>();
        together.forEach((pair, count) -> {
            if (count < LEAST_TOGETHER) {
                return;
            }
            BitSet met = (BitSet) bitsOf(pair.a()).clone();
            met.and(bitsOf(pair.b()));
            double rates = rate(pair.a()) * rate(pair.b());
            double expected = met.stream()
                    .mapToDouble(task -> rates * history.get(task).chanceMatch())
                    .sum();
            double bound = pairs * tail(count, met.cardinality(), expected);
            if (bound <= alpha) {
                named.add(new Named(pair, count, met.cardinality(), bound));
            }
        });
        // The order of a hash map is nobody's business.
        named.sort(Comparator.comparing((Named one) -> one.pair().a())
                .thenComparing(one -> one.pair().b()));
        return named;
    }

    /** An upper bound: no more pairs than nodes allow, and no more than the tasks brought together. */
    private double pairsThatMet() {
        double byNodes = answered.size() * (answered.size() - 1.0) / 2;
        double byTasks = history.stream()
                .mapToDouble(task -> task.camps().size() * (task.camps().size() - 1.0) / 2)
                .sum();
        return Math.min(byNodes, byTasks);
    }

    private BitSet bitsOf(Address node) {
        return answered.getOrDefault(node, new BitSet());
    }

    private double rate(Address node) {
        int tasks = bitsOf(node).cardinality();
        return Math.min(1, (deviations.getOrDefault(node, 0) + 1.0) / (tasks + 1.0));
    }

    /** Returns a bound of the probability of that many hits in so many independent tries with this expected number. */
    static double tail(int hits, int tries, double expected) {
        double share = (double) hits / tries;
        double mean = expected / tries;
        if (share <= mean) {
            return 1;
        }
        if (mean == 0) {
            return 0;
        }
        double divergence = share * Math.log(share / mean);
        if (share < 1) {
            divergence += (1 - share) * Math.log((1 - share) / (1 - mean));
        }
        return Math.exp(-tries * divergence);
    }

    /** Joins the pairs that share a node. */
    private List<Suspicion> rings(List<Named> named) {
        Map<Address, Address> parents = new HashMap<>();
        for (Named one : named) {
            Address a = root(parents, one.pair().a());
            Address b = root(parents, one.pair().b());
            if (!a.equals(b)) {
                parents.put(a, b);
            }
        }
        Map<Address, List<Named>> rings = new TreeMap<>();
        named.forEach(one -> rings.computeIfAbsent(root(parents, one.pair().a()), any -> new ArrayList<>())
                .add(one));
        return rings.values().stream().map(Collusion::ring).toList();
    }

    private static Address root(Map<Address, Address> parents, Address node) {
        Address root = node;
        for (Address parent = parents.get(root); parent != null; parent = parents.get(root)) {
            root = parent;
        }
        return root;
    }

    private static Suspicion ring(List<Named> pairs) {
        TreeSet<Address> nodes = new TreeSet<>();
        Named strongest = pairs.get(0);
        for (Named one : pairs) {
            nodes.add(one.pair().a());
            nodes.add(one.pair().b());
            strongest = one.bound() < strongest.bound() ? one : strongest;
        }
        return new Suspicion(
                Kind.COLLUSION,
                List.copyOf(nodes),
                String.format(
                        Locale.ROOT,
                        "%d nodes stand together against the accepted answers: the most striking two in %d of %d tasks,"
                                + " which has a probability of at most %.1e by chance, all pairs considered",
                        nodes.size(),
                        strongest.together(),
                        strongest.met(),
                        strongest.bound()));
    }
}
