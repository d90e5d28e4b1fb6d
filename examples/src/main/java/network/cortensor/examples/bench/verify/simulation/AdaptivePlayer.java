package network.cortensor.examples.bench.verify.simulation;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.consensus.Assessment;
import network.cortensor.sdk.verify.consensus.Decision;
import network.cortensor.sdk.verify.consensus.ReputationBook;
import network.cortensor.sdk.verify.consensus.SequentialTest;
import network.cortensor.sdk.verify.consensus.Vote;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Asks until it is certain enough, and keeps a book of the nodes. A task a minute. */
final class AdaptivePlayer implements Player {

    private static final Duration PACE = Duration.ofMinutes(1);

    private final SequentialTest test;
    private ReputationBook book = ReputationBook.empty();
    private Instant now = Instant.parse("2026-01-01T00:00:00Z");

    AdaptivePlayer(SequentialTest test) {
        this.test = test;
    }

    @Override
    public Outcome play(Iterator<Answer> nodes) {
        SequentialTest informed = test.knowing(book);
        Map<Integer, List<Address>> camps = new LinkedHashMap<>();
        List<List<Vote>> votes = new ArrayList<>();
        List<Integer> names = new ArrayList<>();
        int asked = 0;
        Assessment assessment = new Assessment(Decision.ASK_ONE_MORE, -1, 0);
        while (assessment.decision() == Decision.ASK_ONE_MORE && nodes.hasNext()) {
            Answer answer = nodes.next();
            asked++;
            if (!camps.containsKey(answer.camp())) {
                names.add(answer.camp());
                votes.add(new ArrayList<>());
            }
            camps.computeIfAbsent(answer.camp(), any -> new ArrayList<>()).add(answer.node());
            votes.get(names.indexOf(answer.camp())).add(Vote.equal(book.of(answer.node())));
            assessment = informed.assess(votes, asked);
        }
        int leading = names.get(assessment.camp());
        boolean accepted = assessment.decision() == Decision.ACCEPT;
        if (accepted) {
            learn(camps, leading);
        }
        now = now.plus(PACE);
        return new Outcome(accepted, leading, asked);
    }

    private void learn(Map<Integer, List<Address>> camps, int leading) {
        List<Address> agreed = new ArrayList<>();
        List<Address> deviated = new ArrayList<>();
        camps.forEach((camp, nodes) -> (camp == leading ? agreed : deviated).addAll(nodes));
        book = book.after(agreed, deviated, now);
    }
}
