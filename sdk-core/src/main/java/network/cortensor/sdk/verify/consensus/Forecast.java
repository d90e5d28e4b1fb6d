package network.cortensor.sdk.verify.consensus;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Locale;
import java.util.Map;

/**
 * What a rule does under an assumption about the nodes, computed and not sampled: the three shares add up to 1.
 * Immutable.
 *
 * @param wrongAccept the share of all tasks in which a wrong answer is accepted
 * @param rightAccept the share in which the honest nodes' answer is accepted
 * @param noAnswer the share in which nothing is accepted
 * @param nodes how many nodes are asked on average, one after the other and no longer than needed
 */
public record Forecast(double wrongAccept, double rightAccept, double noAnswer, double nodes) {

    /** The largest number of nodes that a forecast is computed for. */
    public static final int MAX_NODES = 128;

    /**
     * Computes what a rule does when nodes are asked one after the other.
     *
     * @param nodes how many can be asked; a rule that wants more is cut off there, without an answer
     * @throws IllegalArgumentException when that is below 1 or above {@link #MAX_NODES}
     */
    public static Forecast of(StoppingRule rule, Adversary adversary, int nodes) {
        if (nodes < 1 || nodes > MAX_NODES) {
            throw new IllegalArgumentException("A forecast is for 1 to " + MAX_NODES + " nodes, not " + nodes);
        }
        return new Walk(rule, adversary, nodes).from(new State(0, 0, 0));
    }

    /** Returns the share of wrong answers among the accepted ones; 0 when nothing is accepted. */
    public double wrongAmongAccepted() {
        double accepted = wrongAccept + rightAccept;
        return accepted == 0 ? 0 : wrongAccept / accepted;
    }

    /** Mixes two forecasts. */
    Forecast mixed(double ownShare, Forecast other) {
        double otherShare = 1 - ownShare;
        return new Forecast(
                ownShare * wrongAccept + otherShare * other.wrongAccept,
                ownShare * rightAccept + otherShare * other.rightAccept,
                ownShare * noAnswer + otherShare * other.noAnswer,
                ownShare * nodes + otherShare * other.nodes);
    }

    /** Returns the forecast of a rule that is drawn by lot: this one with the given probability, else the other. */
    public Forecast or(Forecast other, double probabilityOfThis) {
        if (!(probabilityOfThis >= 0 && probabilityOfThis <= 1)) {
            throw new IllegalArgumentException("A probability is from 0 to 1, not " + probabilityOfThis);
        }
        return mixed(probabilityOfThis, other);
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%.3f %% wrong, %.1f %% without an answer, %.2f nodes on average",
                100 * wrongAccept,
                100 * noAnswer,
                nodes);
    }

    /**
     * What was answered so far.
     *
     * @param honest nodes that gave the honest answer
     * @param colluding nodes that gave the one wrong answer
     * @param lone nodes that gave an answer of their own
     */
    private record State(int honest, int colluding, int lone) {

        int asked() {
            return honest + colluding + lone;
        }

        int[] camps() {
            int[] camps = new int[lone + (honest > 0 ? 1 : 0) + (colluding > 0 ? 1 : 0)];
            Arrays.fill(camps, 1);
            int next = 0;
            if (Math.max(honest, colluding) > 0) {
                camps[next++] = Math.max(honest, colluding);
            }
            if (Math.min(honest, colluding) > 0) {
                camps[next] = Math.min(honest, colluding);
            }
            return camps;
        }
    }

    /** All courses that a task can take, each state once. */
    private static final class Walk {

        private final StoppingRule rule;
        private final int nodes;
        private final double toHonest;
        private final double toColluding;
        private final double toLone;
        private final Map<State, Forecast> known = new HashMap<>();

        Walk(StoppingRule rule, Adversary adversary, int nodes) {
            this.rule = rule;
            this.nodes = nodes;
            double bad = adversary.badShare();
            this.toHonest = (1 - bad) * (1 - adversary.honestDeviation());
            this.toColluding = adversary.colluding() ? bad : 0;
            this.toLone = 1 - toHonest - toColluding;
        }

        Forecast from(State state) {
            Forecast before = known.get(state);
            if (before == null) {
                before = compute(state);
                known.put(state, before);
            }
            return before;
        }

        private Forecast compute(State state) {
            Decision decision = state.asked() == 0 ? Decision.ASK_ONE_MORE : rule.after(state.camps());
            if (decision == Decision.ACCEPT) {
                return accepted(state);
            }
            if (decision == Decision.REJECT || state.asked() == nodes) {
                return new Forecast(0, 0, 1, 0);
            }
            Forecast honest = step(toHonest, new State(state.honest() + 1, state.colluding(), state.lone()));
            Forecast colluding = step(toColluding, new State(state.honest(), state.colluding() + 1, state.lone()));
            Forecast lone = step(toLone, new State(state.honest(), state.colluding(), state.lone() + 1));
            return new Forecast(
                    honest.wrongAccept + colluding.wrongAccept + lone.wrongAccept,
                    honest.rightAccept + colluding.rightAccept + lone.rightAccept,
                    honest.noAnswer + colluding.noAnswer + lone.noAnswer,
                    1 + honest.nodes + colluding.nodes + lone.nodes);
        }

        private Forecast step(double probability, State next) {
            // 1 - a - b may miss zero by a rounding.
            if (probability <= 1e-15) {
                return new Forecast(0, 0, 0, 0);
            }
            Forecast f = from(next);
            return new Forecast(
                    probability * f.wrongAccept,
                    probability * f.rightAccept,
                    probability * f.noAnswer,
                    probability * f.nodes);
        }

        /** Of camps of equal size any may be the accepted one; a lone answer is taken for a wrong one. */
        private static Forecast accepted(State state) {
            int leading = state.camps()[0];
            double right = state.honest() == leading ? 1 : 0;
            double wrong = state.colluding() == leading ? 1 : 0;
            wrong += leading == 1 ? state.lone() : 0;
            return new Forecast(wrong / (right + wrong), right / (right + wrong), 0, 0);
        }
    }
}
