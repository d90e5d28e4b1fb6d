package network.cortensor.examples.bench.verify.simulation;

import java.util.Locale;

/**
 * One policy in one kind of network.
 *
 * @param policy the policy
 * @param conduct what the bad nodes do
 * @param badShare the share of bad nodes
 * @param honestDeviation how often an honest node's answer is taken for another one
 * @param tasks how many tasks were simulated
 * @param wrongAccept the share of all tasks in which a wrong answer was accepted
 * @param wrongWhenAttacked the same of the tasks in which the bad nodes lied; 0 when they never did
 * @param noAnswer the share of all tasks in which nothing was accepted
 * @param nodes how many nodes were asked on average
 */
public record SimulationRow(
        String policy,
        Conduct conduct,
        double badShare,
        double honestDeviation,
        long tasks,
        Estimate wrongAccept,
        Estimate wrongWhenAttacked,
        Estimate noAnswer,
        Estimate nodes) {

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%-28s %-11s bad %2.0f %%, honest deviation %.0f %%: wrong %s, when attacked %s, none %s, nodes %s",
                policy,
                conduct,
                100 * badShare,
                100 * honestDeviation,
                wrongAccept,
                wrongWhenAttacked,
                noAnswer,
                nodes);
    }
}
