package network.cortensor.sdk.internal.facts;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Map;
import java.util.Set;

/**
 * How the facts of two answers stand to each other: how many agree, contradict each other, or are stated by one answer only.
 * It holds figures alone, never a part of an answer. Immutable.
 */
public final class FactReport {

    private final Map<FactKind, Integer> agreed;
    private final Map<FactKind, Integer> conflicting;
    private final Map<FactKind, Integer> oneSided;
    private final double coverage;
    private final boolean covered;

    private FactReport(Tally tally) {
        this.agreed = new EnumMap<>(tally.agreed);
        this.conflicting = new EnumMap<>(tally.conflicting);
        this.oneSided = new EnumMap<>(tally.oneSided);
        this.coverage = tally.coverage;
        this.covered = tally.covered;
    }

    /** Returns how many facts of one kind both answers state. */
    public int agreed(FactKind kind) {
        return agreed.getOrDefault(kind, 0);
    }

    /** Returns how many facts both answers state. */
    public int agreed() {
        return sum(agreed);
    }

    /** Returns how many facts of one answer contradict one of the other. */
    public int conflicting() {
        return sum(conflicting);
    }

    /** Returns how many facts only one of the answers states. */
    public int oneSided() {
        return sum(oneSided);
    }

    /** Returns the kinds of facts in which the answers contradict each other. */
    public Set<FactKind> conflicts() {
        return copy(conflicting.keySet());
    }

    /** Returns the kinds of facts that only one of the answers states. */
    public Set<FactKind> gaps() {
        return copy(oneSided.keySet());
    }

    /** Returns the kinds of facts in which the answers agree. */
    public Set<FactKind> agreements() {
        return copy(agreed.keySet());
    }

    /** Returns the share of what either answer says that the other says too, between 0 and 1; the lower of both ways. */
    public double coverage() {
        return coverage;
    }

    /** Returns whether each answer says enough of what the other says to be called the same. */
    public boolean covered() {
        return covered;
    }

    /** Returns the share of all facts that agree, between 0 and 1. */
    public double agreement() {
        int all = agreed() + conflicting() + oneSided();
        return all == 0 ? 0 : (double) agreed() / all;
    }

    private static int sum(Map<FactKind, Integer> counts) {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    private static Set<FactKind> copy(Set<FactKind> kinds) {
        return kinds.isEmpty() ? EnumSet.noneOf(FactKind.class) : EnumSet.copyOf(kinds);
    }

    @Override
    public String toString() {
        return "FactReport(agreed " + agreed + ", conflicting " + conflicting + ", one-sided " + oneSided
                + ", coverage " + coverage + (covered ? ", covered)" : ")");
    }

    /** Counts facts while two answers are compared. Not thread-safe. */
    static final class Tally {

        private final Map<FactKind, Integer> agreed = new EnumMap<>(FactKind.class);
        private final Map<FactKind, Integer> conflicting = new EnumMap<>(FactKind.class);
        private final Map<FactKind, Integer> oneSided = new EnumMap<>(FactKind.class);
        private double coverage;
        private boolean covered;

        void agree(FactKind kind) {
            agreed.merge(kind, 1, Integer::sum);
        }

        void agree(FactKind kind, int facts) {
            if (facts > 0) {
                agreed.merge(kind, facts, Integer::sum);
            }
        }

        void conflict(FactKind kind) {
            conflicting.merge(kind, 1, Integer::sum);
        }

        void onlyOne(FactKind kind) {
            oneSided.merge(kind, 1, Integer::sum);
        }

        void cover(double share, boolean enough) {
            coverage = share;
            covered = enough;
        }

        boolean hasConflict() {
            return !conflicting.isEmpty();
        }

        /** Adds what was counted elsewhere, the share of what is covered aside. */
        void add(FactReport other) {
            other.agreed.forEach((kind, count) -> agreed.merge(kind, count, Integer::sum));
            other.conflicting.forEach((kind, count) -> conflicting.merge(kind, count, Integer::sum));
            other.oneSided.forEach((kind, count) -> oneSided.merge(kind, count, Integer::sum));
        }

        FactReport report() {
            return new FactReport(this);
        }
    }
}
