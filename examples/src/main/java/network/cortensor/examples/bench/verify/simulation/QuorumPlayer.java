package network.cortensor.examples.bench.verify.simulation;

import network.cortensor.sdk.verify.consensus.Decision;
import network.cortensor.sdk.verify.consensus.StoppingRule;

import java.util.Comparator;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/** Counts equal answers and remembers nobody. */
final class QuorumPlayer implements Player {

    private final StoppingRule rule;

    QuorumPlayer(StoppingRule rule) {
        this.rule = rule;
    }

    @Override
    public Outcome play(Iterator<Answer> nodes) {
        Map<Integer, Integer> camps = new LinkedHashMap<>();
        int asked = 0;
        Decision decision = Decision.ASK_ONE_MORE;
        while (decision == Decision.ASK_ONE_MORE && nodes.hasNext()) {
            camps.merge(nodes.next().camp(), 1, Integer::sum);
            asked++;
            decision = rule.after(camps.values().stream()
                    .sorted(Comparator.reverseOrder())
                    .mapToInt(size -> size)
                    .toArray());
        }
        int leading = camps.entrySet().stream()
                .max(Map.Entry.comparingByValue())
                .orElseThrow()
                .getKey();
        return new Outcome(decision == Decision.ACCEPT, leading, asked);
    }
}
