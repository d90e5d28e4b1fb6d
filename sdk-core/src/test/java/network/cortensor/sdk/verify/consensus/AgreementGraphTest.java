package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.compare.AnswerComparator;
import network.cortensor.sdk.verify.compare.AnswerText;
import network.cortensor.sdk.verify.compare.Comparison;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.compare.TaskType;
import network.cortensor.sdk.verify.consensus.AgreementGraph.Cluster;
import network.cortensor.sdk.verify.consensus.AgreementGraph.Group;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AgreementGraphTest {

    /** What random graphs are made of: half of the pairs say the same. */
    private static final List<Sign> SIGNS = List.of(Sign.SAME, Sign.SAME, Sign.DIFFERENT, Sign.NOTHING);

    /** Answers by list; whatever is not in it differs. */
    private static final class Scripted implements AnswerComparator {

        private final Map<String, Comparison> pairs = new HashMap<>();

        Scripted with(String a, String b, Sign sign, double probability) {
            Comparison comparison = new Comparison(sign, probability, List.of());
            pairs.put(a + '|' + b, comparison);
            pairs.put(b + '|' + a, comparison);
            return this;
        }

        Scripted same(String a, String b) {
            return with(a, b, Sign.SAME, 0.95);
        }

        @Override
        public Comparison compare(AnswerText a, AnswerText b) {
            return pairs.getOrDefault(a.text() + '|' + b.text(), new Comparison(Sign.DIFFERENT, 0.02, List.of()));
        }
    }

    private static Group group(int size, String text) {
        return new Group(size, AnswerText.of(TaskType.PROSE, text));
    }

    @Test
    void clusters_chainWhoseEndsContradict_isNotOneCluster() {
        AnswerComparator chain = new Scripted().same("a", "b").same("b", "c");
        List<Cluster> clusters = AgreementGraph.of(List.of(group(1, "a"), group(1, "b"), group(2, "c")), chain)
                .clusters();
        assertThat(clusters).hasSize(2);
        assertThat(clusters.get(0).groups()).containsExactlyInAnyOrder(1, 2);
        assertThat(clusters.get(0).support()).isEqualTo(3);
        assertThat(clusters.get(1)).isEqualTo(new Cluster(0, List.of(0), 1));
    }

    @Test
    void clusters_chainWhoseEndsCannotBeTold_isOneAroundItsMiddle() {
        AnswerComparator chain = new Scripted().same("a", "b").same("b", "c").with("a", "c", Sign.NOTHING, 0.5);
        List<Cluster> clusters = AgreementGraph.of(List.of(group(1, "a"), group(1, "b"), group(1, "c")), chain)
                .clusters();
        assertThat(clusters).hasSize(1);
        assertThat(clusters.get(0).medoid()).isEqualTo(1);
        assertThat(clusters.get(0).support()).isEqualTo(3);
    }

    @Test
    void clusters_untoldPair_countsNeitherWay() {
        AgreementGraph graph = AgreementGraph.of(
                List.of(group(2, "a"), group(2, "b")), new Scripted().with("a", "b", Sign.NOTHING, 0.5));
        assertThat(graph.clusters()).containsExactly(new Cluster(0, List.of(0), 2), new Cluster(1, List.of(1), 2));
        assertThat(graph.sign(0, 1)).isEqualTo(Sign.NOTHING);
    }

    @Test
    void clusters_allDifferentAndAllTheSame_areTheirExtremes() {
        List<Group> groups = List.of(group(1, "a"), group(3, "b"), group(2, "c"));
        assertThat(AgreementGraph.of(groups, new Scripted()).clusters())
                .extracting(Cluster::medoid)
                .containsExactly(1, 2, 0);
        AnswerComparator all = new Scripted().same("a", "b").same("a", "c").same("b", "c");
        assertThat(AgreementGraph.of(groups, all).clusters()).containsExactly(new Cluster(1, List.of(1, 2, 0), 6));
        assertThat(AgreementGraph.of(List.of(), all).clusters()).isEmpty();
        assertThat(AgreementGraph.of(List.of(group(5, "a")), all).clusters())
                .containsExactly(new Cluster(0, List.of(0), 5));
    }

    @Test
    void medoid_severalFit_isTheOneMostLikeTheOthers() {
        AnswerComparator comparator = new Scripted()
                .with("a", "b", Sign.SAME, 0.8)
                .with("a", "c", Sign.SAME, 0.8)
                .with("b", "c", Sign.SAME, 0.99);
        Cluster cluster = AgreementGraph.of(List.of(group(1, "a"), group(1, "b"), group(1, "c")), comparator)
                .clusters()
                .get(0);
        assertThat(cluster.medoid()).isEqualTo(1);
        assertThat(cluster.groups().get(0)).isEqualTo(1);
    }

    /** Against all subsets, on random graphs: the largest cluster is the largest there is, and it is consistent. */
    @Test
    void clusters_randomGraphs_largestIsTheLargestThereIs() {
        Random random = Seeds.random(AgreementGraphTest.class);
        for (int round = 0; round < 400; round++) {
            int count = 1 + random.nextInt(9);
            List<Group> groups = new ArrayList<>();
            Scripted comparator = new Scripted();
            for (int i = 0; i < count; i++) {
                groups.add(group(1 + random.nextInt(4), "t" + i));
                for (int j = 0; j < i; j++) {
                    Sign sign = SIGNS.get(random.nextInt(SIGNS.size()));
                    comparator.with("t" + i, "t" + j, sign, random.nextDouble());
                }
            }
            AgreementGraph graph = AgreementGraph.of(groups, comparator);
            int best = 0;
            for (int subset = 1; subset < (1 << count); subset++) {
                best = Math.max(best, isCluster(graph, subset, count) ? size(groups, subset) : 0);
            }
            List<Cluster> clusters = graph.clusters();
            assertThat(clusters.get(0).support())
                    .as("seed %d, round %d", Seeds.SEED, round)
                    .isEqualTo(best);
            int covered = 0;
            for (Cluster cluster : clusters) {
                int subset =
                        cluster.groups().stream().mapToInt(group -> 1 << group).sum();
                assertThat(covered & subset).isZero();
                covered |= subset;
                assertThat(isClusterAround(graph, subset, count, cluster.medoid()))
                        .isTrue();
                assertThat(cluster.support()).isEqualTo(size(groups, subset));
            }
            assertThat(covered).isEqualTo((1 << count) - 1);
        }
    }

    private static boolean isCluster(AgreementGraph graph, int subset, int count) {
        for (int medoid = 0; medoid < count; medoid++) {
            if ((subset & (1 << medoid)) != 0 && isClusterAround(graph, subset, count, medoid)) {
                return true;
            }
        }
        return false;
    }

    private static boolean isClusterAround(AgreementGraph graph, int subset, int count, int medoid) {
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                if (i != j && (subset & (1 << i)) != 0 && (subset & (1 << j)) != 0) {
                    if (graph.sign(i, j) == Sign.DIFFERENT || (i == medoid && graph.sign(i, j) != Sign.SAME)) {
                        return false;
                    }
                }
            }
        }
        return true;
    }

    private static int size(List<Group> groups, int subset) {
        int size = 0;
        for (int i = 0; i < groups.size(); i++) {
            size += (subset & (1 << i)) == 0 ? 0 : groups.get(i).size();
        }
        return size;
    }

    /** The worst graphs for the exact search are those with few contradictions each. */
    @Test
    void clusters_fullOfContradictions_endSoon() {
        Random random = Seeds.random(AgreementGraphTest.class);
        for (int contradictions = 1; contradictions <= 6; contradictions++) {
            Scripted comparator = new Scripted();
            List<Group> groups = new ArrayList<>();
            for (int i = 0; i < AgreementGraph.MAX_REPRESENTATIVES; i++) {
                groups.add(group(1 + random.nextInt(3), "t" + i));
                for (int j = 0; j < i; j++) {
                    comparator.same("t" + i, "t" + j);
                }
                for (int k = 0; k < contradictions && i > 0; k++) {
                    comparator.with("t" + i, "t" + random.nextInt(i), Sign.DIFFERENT, 0.1);
                }
            }
            assertThat(AgreementGraph.of(groups, comparator).clusters().get(0).support())
                    .isGreaterThan(10);
        }
    }

    @Test
    void of_hundredThousandDifferentAnswers_comparesTheMostFrequentOnly() {
        AtomicInteger comparisons = new AtomicInteger();
        AnswerComparator counting = (a, b) -> {
            comparisons.incrementAndGet();
            return new Comparison(Sign.DIFFERENT, 0, List.of());
        };
        List<Group> groups = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            groups.add(group(i == 77_777 ? 2 : 1, "answer " + i));
        }
        AgreementGraph graph = AgreementGraph.of(groups, counting);
        List<Cluster> clusters = graph.clusters();
        assertThat(comparisons).hasValue(32 * 31 / 2);
        assertThat(clusters).hasSize(100_000);
        assertThat(clusters.get(0).medoid()).isEqualTo(77_777);
        assertThat(graph.sign(77_777, 0)).isEqualTo(Sign.DIFFERENT);
        assertThat(graph.sign(77_777, 90_000)).isEqualTo(Sign.NOTHING);
    }

    @Test
    void of_comparatorThatFails_leavesThePairUntold() {
        List<Group> groups = List.of(group(1, "a"), group(1, "b"));
        for (AnswerComparator broken : List.<AnswerComparator>of(
                (a, b) -> {
                    throw new UnavailableException("no model");
                },
                (a, b) -> {
                    throw new IllegalArgumentException("NaN");
                },
                (a, b) -> new Comparison(Sign.SAME, Double.NaN, List.of()))) {
            AgreementGraph graph = AgreementGraph.of(groups, broken);
            assertThat(graph.sign(0, 1)).isEqualTo(Sign.NOTHING);
            assertThat(graph.clusters()).hasSize(2);
        }
    }

    @Test
    void of_answersThatCannotBeCompared_standAlone() {
        AnswerComparator all = (a, b) -> new Comparison(Sign.SAME, 1, List.of());
        AgreementGraph graph = AgreementGraph.of(List.of(new Group(3, null), group(1, "a"), group(1, "b")), all);
        assertThat(graph.clusters()).containsExactly(new Cluster(0, List.of(0), 3), new Cluster(1, List.of(1, 2), 2));
        assertThatThrownBy(() -> new Group(0, null)).isInstanceOf(IllegalArgumentException.class);
    }
}
