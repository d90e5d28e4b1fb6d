package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.Sign;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Which of several different answers say the same, by comparing them in pairs. Immutable.
 *
 * <p>Saying the same is not transitive: of three answers, the first may be like the second and the second like the third,
 * while the first and the third contradict each other. So a cluster is not what hangs together by a chain. A cluster has a
 * {@linkplain Cluster#medoid() medoid}, one of its answers, that every member is {@link Sign#SAME} as, and no two of its
 * members are {@link Sign#DIFFERENT}. Pairs that nothing can be said of count neither way.
 *
 * <p>Bounded: only the {@value #MAX_REPRESENTATIVES} most frequent answers are compared, at most {@value
 * #MAX_COMPARED_CHARACTERS} characters in all; of the others nothing is known. Among those, the largest cluster is found
 * exactly and not by a rule of thumb.
 */
public final class AgreementGraph {

    /** How many different answers are compared with one another, the most frequent ones. */
    public static final int MAX_REPRESENTATIVES = 32;

    /** How many characters are compared in all, the two texts of each pair added up. */
    public static final long MAX_COMPARED_CHARACTERS = 512L * 1024 * 1024;

    private final List<Group> groups;

    /** The groups that were compared: the rows of the table, which is square and symmetric. */
    private final int[] representatives;

    private final @Nullable Comparison[][] table;

    /** For each row the rows that say the same, a bit for each. */
    private final int[] same;

    /** For each row the rows that say something else, a bit for each. */
    private final int[] different;

    private AgreementGraph(List<Group> groups, int[] representatives, @Nullable Comparison[][] table) {
        this.groups = groups;
        this.representatives = representatives;
        this.table = table;
        this.same = rowsWith(Sign.SAME, table);
        this.different = rowsWith(Sign.DIFFERENT, table);
    }

    private static int[] rowsWith(Sign sign, @Nullable Comparison[][] table) {
        int[] rows = new int[table.length];
        for (int row = 0; row < rows.length; row++) {
            for (int other = 0; other < rows.length; other++) {
                Comparison found = table[row][other];
                if (found != null && found.sign() == sign) {
                    rows[row] |= 1 << other;
                }
            }
        }
        return rows;
    }

    /**
     * Nodes that gave one and the same answer.
     *
     * @param size how many
     * @param answer their answer; null when it cannot be compared, because it is too long
     */
    public record Group(int size, @Nullable AnswerText answer) {

        /** Checks the size. */
        public Group {
            if (size < 1) {
                throw new IllegalArgumentException("A group has at least 1 node, not " + size);
            }
        }
    }

    /**
     * Answers that say the same.
     *
     * @param medoid the number of the group whose answer stands for all: the one that is most like the others
     * @param groups the numbers of all groups in it, the medoid first
     * @param support how many nodes gave one of these answers
     */
    public record Cluster(int medoid, List<Integer> groups, int support) {

        /** Copies the list. */
        public Cluster {
            groups = List.copyOf(groups);
        }
    }

    /**
     * Compares answers.
     *
     * <p>A comparison that fails because something cannot be asked now, or because a model gives no finite number, is one
     * that says nothing.
     *
     * @param groups all different answers; their numbers in clusters are their places in this list
     */
    public static AgreementGraph of(List<Group> groups, AnswerComparator comparator) {
        int[] representatives = IntStream.range(0, groups.size())
                .boxed()
                .sorted(Comparator.comparingInt(
                        (Integer group) -> -groups.get(group).size()))
                .filter(group -> groups.get(group).answer() != null)
                .limit(MAX_REPRESENTATIVES)
                .mapToInt(group -> group)
                .toArray();
        int rows = representatives.length;
        @Nullable Comparison[][] table = new Comparison[rows][rows];
        long characters = 0;
        for (int i = 0; i < rows; i++) {
            for (int j = 0; j < i; j++) {
                AnswerText a = groups.get(representatives[i]).answer();
                AnswerText b = groups.get(representatives[j]).answer();
                if (a == null || b == null) {
                    continue; // none of the representatives is
                }
                characters += (long) a.text().length() + b.text().length();
                if (characters <= MAX_COMPARED_CHARACTERS) {
                    Comparison found = compared(comparator, a, b);
                    table[i][j] = found;
                    table[j][i] = found;
                }
            }
        }
        return new AgreementGraph(List.copyOf(groups), representatives, table);
    }

    private static @Nullable Comparison compared(AnswerComparator comparator, AnswerText a, AnswerText b) {
        try {
            Comparison found = comparator.compare(a, b);
            // Not so for NaN.
            return found.probability() >= 0 && found.probability() <= 1 ? found : null;
        } catch (UnavailableException | RefusedException | IllegalArgumentException e) {
            return null;
        }
    }

    /** Returns what was found about two different answers; empty when they were not compared, or could not be. */
    public Optional<Comparison> between(int group, int other) {
        int row = rowOf(group);
        int column = rowOf(other);
        return row < 0 || column < 0 ? Optional.empty() : Optional.ofNullable(table[row][column]);
    }

    /** Returns what is said of two different answers; {@link Sign#NOTHING} when they were not compared. */
    public Sign sign(int group, int other) {
        return between(group, other).map(Comparison::sign).orElse(Sign.NOTHING);
    }

    private int rowOf(int group) {
        for (int row = 0; row < representatives.length; row++) {
            if (representatives[row] == group) {
                return row;
            }
        }
        return -1;
    }

    /**
     * Returns the clusters: the largest one, the largest one of what is left, and so on, until every answer is in one. An
     * answer that is like no other is a cluster of its own. Of clusters with equal support the one comes first whose medoid
     * is more like its members, itself and its equals included, then the one that was there first.
     */
    public List<Cluster> clusters() {
        List<Cluster> clusters = new ArrayList<>();
        int left = representatives.length == 0 ? 0 : -1 >>> (Integer.SIZE - representatives.length);
        while (left != 0) {
            Best best = best(left);
            clusters.add(cluster(best));
            left &= ~best.members();
        }
        for (int group = 0; group < groups.size(); group++) {
            if (rowOf(group) < 0) {
                clusters.add(
                        new Cluster(group, List.of(group), groups.get(group).size()));
            }
        }
        clusters.sort(Comparator.comparingInt((Cluster cluster) -> -cluster.support()));
        return List.copyOf(clusters);
    }

    private Cluster cluster(Best best) {
        List<Integer> members = new ArrayList<>();
        members.add(representatives[best.medoid()]);
        for (int row = 0; row < representatives.length; row++) {
            if (row != best.medoid() && (best.members() & (1 << row)) != 0) {
                members.add(representatives[row]);
            }
        }
        return new Cluster(representatives[best.medoid()], members, best.support());
    }

    /** A cluster by rows: a bit for each. */
    private record Best(int medoid, int members, int support, double likeness) {}

    private Best best(int left) {
        Best best = new Best(-1, 0, 0, 0);
        for (int medoid = 0; medoid < representatives.length; medoid++) {
            if ((left & (1 << medoid)) == 0) {
                continue;
            }
            int members = (1 << medoid) | consistent(same[medoid] & left);
            int support = size(members);
            double likeness = likeness(medoid, members);
            // Rows are in the order of size and place, so the first of equals is the right one.
            if (support > best.support() || (support == best.support() && likeness > best.likeness())) {
                best = new Best(medoid, members, support, likeness);
            }
        }
        return best;
    }

    private double likeness(int medoid, int members) {
        double sum = 0;
        for (int row = 0; row < representatives.length; row++) {
            if (row != medoid && (members & (1 << row)) != 0) {
                Comparison found = table[medoid][row];
                sum += found == null ? 0 : sizeOf(row) * found.probability();
            }
        }
        // The medoid is wholly like itself, so that the larger group is preferred.
        return sum + sizeOf(medoid);
    }

    private int sizeOf(int row) {
        return groups.get(representatives[row]).size();
    }

    private int size(int members) {
        int size = 0;
        for (int rest = members; rest != 0; rest &= rest - 1) {
            size += sizeOf(Integer.numberOfTrailingZeros(rest));
        }
        return size;
    }

    /**
     * Returns the largest part of these rows in which no two are different: a maximum independent set, by branching on the
     * row with the most contradictions. With 31 rows at most that takes some hundred thousand steps in the worst case.
     */
    private int consistent(int rows) {
        int worst = -1;
        int contradictions = 0;
        for (int rest = rows; rest != 0; rest &= rest - 1) {
            int row = Integer.numberOfTrailingZeros(rest);
            int count = Integer.bitCount(different[row] & rows);
            if (count > contradictions) {
                contradictions = count;
                worst = row;
            }
        }
        if (contradictions == 0) {
            return rows;
        }
        int without = rows & ~(1 << worst);
        if (contradictions == 1) {
            // Nothing but separate pairs is left: of each, the lighter one has to go.
            int other = Integer.numberOfTrailingZeros(different[worst] & rows);
            return consistent(sizeOf(worst) < sizeOf(other) ? without : rows & ~(1 << other));
        }
        int with = (1 << worst) | consistent(without & ~different[worst]);
        if (size(without) <= size(with)) {
            return with;
        }
        int best = consistent(without);
        return size(best) > size(with) ? best : with;
    }
}
