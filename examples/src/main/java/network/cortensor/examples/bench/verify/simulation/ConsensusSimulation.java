package network.cortensor.examples.bench.verify.simulation;

import network.cortensor.examples.bench.verify.simulation.Player.Answer;
import network.cortensor.examples.bench.verify.simulation.Player.Outcome;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.VerificationPolicy;
import network.cortensor.sdk.verify.consensus.SequentialTest;
import network.cortensor.sdk.verify.consensus.StoppingRule;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * Clients with different policies in networks with different shares of bad nodes: what is accepted wrongly, what is not
 * answered, and how many nodes that takes. Seeded: the same plan gives the same report.
 *
 * <p><b>The network.</b> A number of nodes, of which a share is bad for good. For each task nodes are drawn at random, none
 * twice, and answer one after the other for as long as the policy wants to know more. Honest nodes give one answer; with
 * {@code honestDeviation} an honest node's answer is taken for one of its own. Bad nodes do what {@link Conduct} says. A
 * client starts every run without knowing any node: the figures include its learning.
 *
 * <p><b>What it leaves out.</b> Nodes that come and go, nodes under a new name (a stranger costs a client more nodes, not
 * more errors), errors that all honest nodes share, and a drawing of nodes that the bad ones can influence.
 */
public final class ConsensusSimulation {

    /** How many nodes an adaptive policy may ask for one task. */
    public static final int MAX_NODES = 16;

    /** The error that adaptive policies aim at. */
    public static final double TARGET_ERROR = 0.01;

    /** The name of the policy that learns, as rows have it. */
    public static final String WITH_BOOK = "adaptive, with a book";

    private static final List<Double> SHARES = List.of(0.0, 0.1, 0.2, 0.3, 0.4, 0.45);

    /** A policy under its name. */
    private record Contender(String name, Supplier<Player> player) {}

    private final SimulationPlan plan;

    private ConsensusSimulation(SimulationPlan plan) {
        this.plan = plan;
    }

    /** Simulates all policies in all networks. */
    public static SimulationReport run(SimulationPlan plan) {
        ConsensusSimulation simulation = new ConsensusSimulation(plan);
        List<SimulationRow> rows = new ArrayList<>();
        for (Contender contender : contenders()) {
            for (double share : SHARES) {
                rows.add(simulation.row(contender, Conduct.COLLUDING, share, 0));
            }
            rows.add(simulation.row(contender, Conduct.INDEPENDENT, 0.3, 0));
        }
        Contender learning = learning();
        for (double share : List.of(0.1, 0.2, 0.3)) {
            rows.add(simulation.row(learning, Conduct.SLEEPING, share, 0));
            rows.add(simulation.row(learning, Conduct.RARE, share, 0));
        }
        for (double share : List.of(0.0, 0.3)) {
            rows.add(simulation.row(learning, Conduct.COLLUDING, share, 0.05));
        }
        return new SimulationReport(plan, rows, curves(rows));
    }

    /** Simulates the policy that learns, in one kind of network. */
    public static SimulationRow adaptive(
            SimulationPlan plan, Conduct conduct, double badShare, double honestDeviation) {
        return new ConsensusSimulation(plan).row(learning(), conduct, badShare, honestDeviation);
    }

    private static Contender learning() {
        SequentialTest test = SequentialTest.of(TARGET_ERROR, MAX_NODES);
        return new Contender(WITH_BOOK, () -> new AdaptivePlayer(test));
    }

    private static List<Contender> contenders() {
        SequentialTest test = SequentialTest.of(TARGET_ERROR, MAX_NODES);
        return List.of(
                quorum("majority of 3", VerificationPolicy.majority(), 3),
                quorum("majority of 7", VerificationPolicy.majority(), 7),
                quorum("all 3 equal", VerificationPolicy.exact(), 3),
                quorum("agreement(7, 2)", VerificationPolicy.agreement(7, 2), 7),
                new Contender("adaptive, no book", () -> new QuorumPlayer(test.ofStrangers())),
                learning());
    }

    private static Contender quorum(String name, VerificationPolicy policy, int nodes) {
        return new Contender(name, () -> new QuorumPlayer(StoppingRule.quorum(policy.quorum(nodes), nodes)));
    }

    private SimulationRow row(Contender contender, Conduct conduct, double badShare, double honestDeviation) {
        List<Double> wrong = new ArrayList<>();
        List<Double> attacked = new ArrayList<>();
        List<Double> none = new ArrayList<>();
        List<Double> nodes = new ArrayList<>();
        long attacks = 0;
        for (int run = 0; run < plan.runs(); run++) {
            // The same networks for every policy.
            Network network = new Network(plan, conduct, badShare, honestDeviation, plan.seed() + run);
            Counts counts = network.play(contender.player().get());
            wrong.add((double) counts.wrong / plan.tasks());
            none.add((double) counts.none / plan.tasks());
            nodes.add((double) counts.nodes / plan.tasks());
            attacked.add(counts.attacks == 0 ? 0 : (double) counts.wrongWhenAttacked / counts.attacks);
            attacks += counts.attacks;
        }
        long tasks = (long) plan.runs() * plan.tasks();
        return new SimulationRow(
                contender.name(),
                conduct,
                badShare,
                honestDeviation,
                tasks,
                Estimate.ofShares(wrong, tasks),
                attacks == 0 ? new Estimate(0, 0, 0) : Estimate.ofShares(attacked, attacks),
                Estimate.ofShares(none, tasks),
                Estimate.ofRuns(nodes));
    }

    /** What happened in one run. */
    private static final class Counts {
        private int wrong;
        private int none;
        private int nodes;
        private int attacks;
        private int wrongWhenAttacked;
    }

    /** Nodes, the first of which are bad. */
    private static final class Network {

        private static final int LIE = 1;
        private static final int OWN = 2;

        private final SimulationPlan plan;
        private final Conduct conduct;
        private final int bad;
        private final double honestDeviation;
        private final Random random;
        private final List<Integer> order;

        Network(SimulationPlan plan, Conduct conduct, double badShare, double honestDeviation, long seed) {
            this.plan = plan;
            this.conduct = conduct;
            this.bad = (int) Math.round(badShare * plan.nodes());
            this.honestDeviation = honestDeviation;
            this.random = new Random(seed);
            this.order =
                    new ArrayList<>(IntStream.range(0, plan.nodes()).boxed().toList());
        }

        Counts play(Player player) {
            Counts counts = new Counts();
            for (int task = 0; task < plan.tasks(); task++) {
                boolean attack = bad > 0 && conduct.lies(task, plan.tasks(), random);
                Collections.shuffle(order, random);
                // Drawn for all at once, so that how many a policy asks does not change what comes after.
                List<Answer> answers = order.stream()
                        .limit(MAX_NODES)
                        .map(node -> new Answer(address(node), camp(node, attack)))
                        .toList();
                Outcome outcome = player.play(answers.iterator());
                boolean wrong = outcome.accepted() && outcome.camp() != Player.HONEST;
                counts.wrong += wrong ? 1 : 0;
                counts.none += outcome.accepted() ? 0 : 1;
                counts.nodes += outcome.nodes();
                counts.attacks += attack ? 1 : 0;
                counts.wrongWhenAttacked += wrong && attack ? 1 : 0;
            }
            return counts;
        }

        private int camp(int node, boolean attack) {
            boolean deviates = random.nextDouble() < honestDeviation;
            if (attack && node < bad) {
                return conduct == Conduct.INDEPENDENT ? OWN + node : LIE;
            }
            return deviates ? OWN + node : Player.HONEST;
        }

        private static Address address(int node) {
            return Address.decode(ByteBuffer.allocate(Address.LENGTH)
                    .putInt(Address.LENGTH - Integer.BYTES, node)
                    .array());
        }
    }

    private static List<Curve> curves(List<SimulationRow> rows) {
        List<Curve> curves = new ArrayList<>();
        curves.addAll(curves(
                "wrong answers accepted, of all tasks",
                rows,
                row -> row.wrongAccept().value()));
        curves.addAll(
                curves("tasks without an answer", rows, row -> row.noAnswer().value()));
        curves.addAll(curves("nodes asked on average", rows, row -> row.nodes().value()));
        return curves;
    }

    private static List<Curve> curves(String chart, List<SimulationRow> rows, Function<SimulationRow, Double> figure) {
        List<Curve> curves = new ArrayList<>();
        for (Contender contender : contenders()) {
            List<SimulationRow> own = rows.stream()
                    .filter(row -> row.policy().equals(contender.name())
                            && row.conduct() == Conduct.COLLUDING
                            && row.honestDeviation() == 0)
                    .toList();
            curves.add(new Curve(
                    chart,
                    contender.name(),
                    own.stream().map(SimulationRow::badShare).toList(),
                    own.stream().map(figure).toList()));
        }
        return curves;
    }
}
