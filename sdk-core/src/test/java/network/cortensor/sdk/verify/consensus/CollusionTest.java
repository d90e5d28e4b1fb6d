package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CollusionTest {

    private static final double ALPHA = 0.01;

    /** Who does what in a made-up network of 40 nodes. */
    private enum Conduct {
        HONEST,
        /** Lies as the ring does. */
        RING,
        /** Lies on its own in a third of the tasks; two such lies match in one case of ten. */
        LONER
    }

    private static List<TaskRecord> history(Random random, int tasks, List<Conduct> network, double chanceMatch) {
        List<TaskRecord> history = new ArrayList<>();
        for (int task = 0; task < tasks; task++) {
            List<Integer> order =
                    new ArrayList<>(IntStream.range(0, network.size()).boxed().toList());
            Collections.shuffle(order, random);
            Map<Address, Integer> camps = new HashMap<>();
            boolean ringLies = random.nextInt(3) == 0;
            for (int node : order.subList(0, 7)) {
                int camp = switch (network.get(node)) {
                    case HONEST -> random.nextInt(20) == 0 ? lone(random, node, chanceMatch) : 0;
                    case RING -> ringLies ? 1 : 0;
                    case LONER -> random.nextInt(3) == 0 ? lone(random, node, chanceMatch) : 0;
                };
                camps.put(Seeds.node(node), camp);
            }
            history.add(new TaskRecord(camps, chanceMatch));
        }
        return history;
    }

    /** A wrong answer that two nodes share with no more than the given probability. */
    private static int lone(Random random, int node, double chanceMatch) {
        return random.nextDouble() < Math.sqrt(chanceMatch) ? 2 : 100 + node;
    }

    private static List<Conduct> network(int ring, int loners) {
        List<Conduct> network = new ArrayList<>(Collections.nCopies(40, Conduct.HONEST));
        Collections.fill(network.subList(0, ring), Conduct.RING);
        Collections.fill(network.subList(ring, ring + loners), Conduct.LONER);
        return network;
    }

    @Test
    void among_ringOfFour_namesTheFour() {
        Random random = Seeds.random(CollusionTest.class);
        List<Suspicion> found = Collusion.among(history(random, 2000, network(4, 6), 0.1), ALPHA);
        assertThat(found).as("seed %d", Seeds.SEED).hasSize(1);
        assertThat(found.get(0).kind()).isEqualTo(Suspicion.Kind.COLLUSION);
        assertThat(found.get(0).nodes())
                .as("seed %d", Seeds.SEED)
                .containsExactly(Seeds.node(0), Seeds.node(1), Seeds.node(2), Seeds.node(3));
        assertThat(found.get(0).finding()).contains("4 nodes stand together").contains("by chance");
    }

    /** The level holds: with independent nodes only, hardly any history of a hundred names anybody. */
    @Test
    void among_independentNodes_namesHardlyEverAnybody() {
        Random random = Seeds.random(CollusionTest.class);
        int named = 0;
        for (int round = 0; round < 100; round++) {
            named += Collusion.among(history(random, 400, network(0, 15), 0.1), ALPHA)
                            .isEmpty()
                    ? 0
                    : 1;
        }
        System.out.println(
                "collusion: " + named + " of 100 histories of independent nodes name somebody, level " + ALPHA);
        assertThat(named).as("seed %d", Seeds.SEED).isLessThanOrEqualTo(3);
    }

    @Test
    void among_yesOrNoTasks_nothingCanBeTold() {
        List<TaskRecord> history = history(Seeds.random(CollusionTest.class), 2000, network(4, 6), 0.1);
        List<TaskRecord> yesOrNo =
                history.stream().map(task -> new TaskRecord(task.camps(), 1)).toList();
        assertThat(Collusion.among(yesOrNo, 1e-6)).hasSizeLessThanOrEqualTo(1);
        assertThat(Collusion.among(List.of(), ALPHA)).isEmpty();
        assertThat(Collusion.among(List.of(new TaskRecord(Map.of(), 0)), ALPHA)).isEmpty();
    }

    @Test
    void among_sameHistory_saysTheSameInAnyOrder() {
        List<TaskRecord> history =
                new ArrayList<>(history(Seeds.random(CollusionTest.class), 1500, network(5, 0), 0.05));
        List<Suspicion> first = Collusion.among(history, ALPHA);
        Collections.reverse(history);
        assertThat(Collusion.among(history, ALPHA)).isEqualTo(first);
    }

    @Test
    void among_oneTaskWithHundredThousandEqualWrongAnswers_isBounded() {
        Map<Address, Integer> camps = new HashMap<>();
        for (int i = 0; i < 100_000; i++) {
            camps.put(Seeds.node(i), 1);
        }
        List<TaskRecord> history = Collections.nCopies(3, new TaskRecord(camps, 0.01));
        assertThat(Collusion.among(history, ALPHA)).hasSizeLessThanOrEqualTo(1);
    }

    @Test
    void tail_bound_isAboveTheBinomialTail() {
        // P(Bin(20, 0.1) >= 6) = 0.01125
        assertThat(Collusion.tail(6, 20, 2)).isBetween(0.01125, 0.06);
        assertThat(Collusion.tail(20, 20, 2)).isEqualTo(Math.pow(0.1, 20), within(1e-22));
        assertThat(Collusion.tail(2, 20, 2)).isEqualTo(1);
        assertThat(Collusion.tail(1, 20, 0)).isZero();
    }

    @Test
    void valuesOutOfRange_areRefused() {
        assertThatThrownBy(() -> Collusion.among(List.of(), Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new TaskRecord(Map.of(), -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Suspicion(
                        Suspicion.Kind.COLLUSION, List.of(Seeds.node(1), Seeds.node(1)), "twice the same"))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
