package network.cortensor.sdk.verify.consensus;

import network.cortensor.sdk.staking.Address;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class SequentialTestTest {

    private static final SequentialTest TEST = SequentialTest.of(0.01, 16);
    private static final Instant NOW = Instant.parse("2026-11-23T00:00:00Z");

    private static List<Vote> strangers(int votes) {
        return Collections.nCopies(votes, Vote.equal(Reputation.UNKNOWN));
    }

    private static List<Vote> known(double agreed, double deviated, int votes) {
        return Collections.nCopies(votes, Vote.equal(new Reputation(agreed, deviated, NOW)));
    }

    @Test
    void assess_strangersThatAgree_takesFiveOfThem() {
        for (int votes = 1; votes < 5; votes++) {
            assertThat(TEST.assess(List.of(strangers(votes)), votes).decision())
                    .as("%d", votes)
                    .isEqualTo(Decision.ASK_ONE_MORE);
        }
        assertThat(TEST.assess(List.of(strangers(5)), 5).decision()).isEqualTo(Decision.ACCEPT);
        assertThat(TEST.unanimous()).isEqualTo(5);
    }

    @Test
    void assess_nobodyAnswered_asksUntilThereIsNobodyLeft() {
        assertThat(TEST.assess(List.of(), 0)).isEqualTo(new Assessment(Decision.ASK_ONE_MORE, -1, 0));
        assertThat(TEST.assess(List.of(), 15).decision()).isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(TEST.assess(List.of(), 16).decision()).isEqualTo(Decision.REJECT);
        assertThat(TEST.assess(List.of(List.of()), 1).camp()).isEqualTo(-1);
    }

    @Test
    void assess_outOfReach_isRejectedBeforeAllAreAsked() {
        assertThat(TEST.assess(List.of(strangers(9), strangers(3)), 12).decision())
                .isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(TEST.assess(List.of(strangers(7), strangers(4)), 11).decision())
                .isEqualTo(Decision.REJECT);
    }

    @Test
    void assess_knownNodes_twoAreEnoughAndOneNeverIs() {
        assertThat(TEST.assess(List.of(known(16, 0, 1)), 1).decision()).isEqualTo(Decision.ASK_ONE_MORE);
        assertThat(TEST.assess(List.of(known(16, 0, 2)), 2).decision()).isEqualTo(Decision.ACCEPT);
    }

    @Test
    void assess_knownLiarsAgainstKnownHonestNodes_theHonestOnesCount() {
        Assessment assessment = TEST.assess(List.of(known(0, 8, 5), known(10, 0, 2)), 7);
        assertThat(assessment.camp()).isEqualTo(1);
        assertThat(assessment.decision()).isEqualTo(Decision.ACCEPT);
    }

    @Test
    void assess_likenessOfOneHalf_countsNeitherWay() {
        double alone = TEST.probability(List.of(strangers(3)), 0);
        List<Vote> withUntold = new ArrayList<>(strangers(3));
        withUntold.addAll(Collections.nCopies(4, new Vote(Reputation.UNKNOWN, 0.5)));
        assertThat(TEST.probability(List.of(withUntold), 0)).isEqualTo(alone, within(1e-9));
        List<Vote> withAlike = new ArrayList<>(strangers(3));
        withAlike.add(new Vote(Reputation.UNKNOWN, 0.9));
        assertThat(TEST.probability(List.of(withAlike), 0)).isGreaterThan(alone);
        assertThat(TEST.probability(List.of(withAlike), 0)).isLessThan(TEST.probability(List.of(strangers(4)), 0));
    }

    /** The bound that the reputation's documentation states: no past whatever lets fewer nodes than that have their way. */
    @Test
    void leastNodes_anyPastAndAnyBelief_isNeverUndercut() {
        for (double error : new double[] {0.2, 0.05, 0.01, 0.001, 1e-4, 1e-6}) {
            int least = Reputation.leastNodes(error);
            for (SequentialTest test : List.of(
                    SequentialTest.of(error, 30),
                    SequentialTest.of(error, 30).assuming(0),
                    SequentialTest.of(error, 30).knowing(honestBook(1000)))) {
                for (int votes = 1; votes < least; votes++) {
                    assertThat(test.assess(List.of(known(16, 0, votes)), votes).decision())
                            .as("%s, %d votes", error, votes)
                            .isEqualTo(Decision.ASK_ONE_MORE);
                }
                assertThat(test.assess(List.of(known(16, 0, least)), least).decision())
                        .as("%s, %d votes", error, least)
                        .isEqualTo(Decision.ACCEPT);
            }
        }
        assertThat(Reputation.leastNodes(0.01)).isEqualTo(2);
        assertThat(Reputation.leastNodes(0.001)).isEqualTo(3);
        assertThat(Reputation.leastNodes(0.0001)).isEqualTo(4);
    }

    private static ReputationBook honestBook(int nodes) {
        List<Address> all = new ArrayList<>();
        for (int i = 0; i < nodes; i++) {
            all.add(Seeds.node(i));
        }
        ReputationBook book = ReputationBook.empty(Duration.ofDays(30));
        for (int task = 0; task < 20; task++) {
            book = book.after(all, List.of(), NOW);
        }
        return book;
    }

    @Test
    void assuming_knownShare_isTheRuleOfALead() {
        // With a share b, a lead of k gives odds of ((1 - b) / b)^k: at 30 % and 1 %, a lead of 6.
        SequentialTest test = SequentialTest.of(0.01, 64).assuming(0.3);
        for (int against = 0; against < 10; against++) {
            assertThat(test.assess(List.of(strangers(against + 5), strangers(against)), 2 * against + 5)
                            .decision())
                    .isEqualTo(Decision.ASK_ONE_MORE);
            assertThat(test.assess(List.of(strangers(against + 6), strangers(against)), 2 * against + 6)
                            .decision())
                    .isEqualTo(Decision.ACCEPT);
        }
    }

    /** Without any knowledge of the nodes the error holds already at 30 %; what is given up are answers. */
    @Test
    void forecast_strangers_holdsTheErrorAtThirtyPercent() {
        Forecast none = Forecast.of(TEST.ofStrangers(), Adversary.colluding(0), 16);
        assertThat(none.nodes()).isEqualTo(5, within(1e-9));
        Forecast thirty = Forecast.of(TEST.ofStrangers(), Adversary.colluding(0.3), 16);
        assertThat(thirty.wrongAccept()).isLessThan(0.01);
        assertThat(thirty.wrongAmongAccepted()).isLessThan(0.01);
        Forecast fortyFive = Forecast.of(TEST.ofStrangers(), Adversary.colluding(0.45), 16);
        System.out.println("Strangers, error 1 %, at most 16: 30 % bad " + thirty + "; 45 % bad " + fortyFive);
        assertThat(fortyFive.wrongAccept()).isLessThan(0.04);
        assertThat(fortyFive.noAnswer()).isGreaterThan(0.8);
    }

    /**
     * The stated limit: a rule that looks at one task only and asks m nodes on average when all agree lets b^m through at
     * least. Tried with the cheapest rule of each kind: stop at k nodes that agree, or draw between k and k + 1.
     */
    @Test
    void forecast_rulesThatLookAtOneTask_neverBeatTheStatedBound() {
        double bad = 0.3;
        for (int stop = 1; stop < 8; stop++) {
            for (double draw = 0; draw <= 1; draw += 0.25) {
                Forecast early = Forecast.of(unanimity(stop), Adversary.colluding(bad), 16);
                Forecast late = Forecast.of(unanimity(stop + 1), Adversary.colluding(bad), 16);
                double wrong = early.or(late, draw).wrongAccept();
                double nodes = draw * stop + (1 - draw) * (stop + 1);
                assertThat(wrong).isGreaterThanOrEqualTo(Math.pow(bad, nodes) - 1e-12);
            }
        }
        assertThat(Math.pow(bad, 2.2)).isEqualTo(0.071, within(0.001));
    }

    private static StoppingRule unanimity(int nodes) {
        return camps ->
                camps.length > 1 ? Decision.REJECT : camps[0] >= nodes ? Decision.ACCEPT : Decision.ASK_ONE_MORE;
    }

    /**
     * Worlds are drawn from what the test assumes. Where all agree, what it calls p per cent probable is right in p per cent.
     * Where they do not, it is right more often: it allows for bad nodes that contradict one another to look like a dispute.
     */
    @Test
    void probability_worldsAsAssumed_isCalibratedAndNeverTooHigh() {
        Random random = Seeds.random(SequentialTestTest.class);
        double[][] told = new double[2][5];
        int[][] right = new int[2][5];
        int[][] count = new int[2][5];
        for (int world = 0; world < 200_000; world++) {
            double share = Math.max(share(random), Reputation.LEAST_DEVIATION);
            int nodes = 1 + random.nextInt(7);
            int honest = 0;
            for (int i = 0; i < nodes; i++) {
                honest += random.nextDouble() < share ? 0 : 1;
            }
            int bad = nodes - honest;
            if (honest == bad) {
                continue; // which of two equal camps comes first says nothing
            }
            List<List<Vote>> camps = new ArrayList<>();
            for (int camp : new int[] {Math.max(honest, bad), Math.min(honest, bad)}) {
                if (camp > 0) {
                    camps.add(strangers(camp));
                }
            }
            double probability = TEST.assess(camps, nodes).probability();
            int kind = camps.size() - 1;
            int bin = (int) Math.min(4, Math.max(0, (probability - 0.5) * 10));
            told[kind][bin] += probability;
            right[kind][bin] += honest > bad ? 1 : 0;
            count[kind][bin]++;
        }
        for (int kind = 0; kind < 2; kind++) {
            for (int bin = 0; bin < 5; bin++) {
                if (count[kind][bin] > 1000) {
                    double mean = told[kind][bin] / count[kind][bin];
                    double found = (double) right[kind][bin] / count[kind][bin];
                    System.out.printf(
                            "calibration, %s: told %.3f, right %.3f, %d worlds%n",
                            kind == 0 ? "all agree" : "dispute", mean, found, count[kind][bin]);
                    assertThat(found).as("seed %d, bin %d", Seeds.SEED, bin).isGreaterThan(mean - 0.01);
                    if (kind == 0) {
                        assertThat(found).as("seed %d, bin %d", Seeds.SEED, bin).isEqualTo(mean, within(0.01));
                    }
                }
            }
        }
    }

    /** Draws from Beta(1, 3) below one half, by its distribution function. */
    private static double share(Random random) {
        double u = random.nextDouble() * (1 - Math.pow(0.5, 3));
        return 1 - Math.cbrt(1 - u);
    }

    @Test
    void assess_hundredThousandDifferentAnswers_isBounded() {
        List<List<Vote>> camps = new ArrayList<>();
        for (int i = 0; i < 100_000; i++) {
            camps.add(strangers(1));
        }
        Assessment assessment = SequentialTest.of(0.01, 200_000).assess(camps, 100_000);
        assertThat(assessment.decision()).isNotEqualTo(Decision.ACCEPT);
        assertThat(assessment.camp()).isZero();
        assertThat(assessment.probability()).isBetween(0.0, 0.01);
        Assessment equal = SequentialTest.of(0.01, 200_000).assess(List.of(strangers(100_000)), 100_000);
        assertThat(equal.decision()).isEqualTo(Decision.ACCEPT);
        assertThat(equal.probability()).isBetween(0.9999, 1.0);
    }

    @Test
    void of_valuesOutOfRange_areRefused() {
        for (double error : new double[] {0, 0.5, -1, Double.NaN}) {
            assertThatThrownBy(() -> SequentialTest.of(error, 5)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> SequentialTest.of(0.01, 1)).hasMessageContaining("at least 2 nodes");
        assertThatThrownBy(() -> TEST.assuming(0.5)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> TEST.assuming(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Vote(Reputation.UNKNOWN, Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
