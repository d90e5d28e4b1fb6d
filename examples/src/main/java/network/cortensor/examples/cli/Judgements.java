package network.cortensor.examples.cli;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.ValidationRound;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.LongStream;

/** What validators said of the results of a session, as the ledger has it. */
final class Judgements {

    /** One verdict. */
    private record Judgement(TaskId task, Address validator, Address node, boolean accepts) {}

    private final List<Judgement> judgements;

    private Judgements(List<Judgement> judgements) {
        this.judgements = judgements;
    }

    /** Reads them; there are none in a session without validators. */
    static Judgements of(Ledger ledger, SessionId session) {
        List<Judgement> judgements = new ArrayList<>();
        if (ledger.session(session).terms().validators() > 0) {
            LongStream.rangeClosed(1, ledger.session(session).taskCount())
                    .mapToObj(number -> new TaskId(session, number))
                    .flatMap(task -> ledger.validation(task).stream())
                    .forEach(round -> addTo(judgements, round));
        }
        return new Judgements(List.copyOf(judgements));
    }

    private static void addTo(List<Judgement> judgements, ValidationRound round) {
        for (Address validator : round.validators()) {
            Map<Address, Boolean> said = round.verdicts().getOrDefault(validator, Map.of());
            round.miners().stream()
                    .filter(said::containsKey)
                    .map(miner -> new Judgement(round.task(), validator, miner, said.getOrDefault(miner, false)))
                    .forEach(judgements::add);
        }
    }

    /** Prints a line for each. */
    void print(Console console) {
        for (Judgement one : judgements) {
            console.result("judged:  validator " + one.validator() + (one.accepts() ? " accepts" : " rejects")
                    + " node " + one.node());
        }
    }

    /** Returns them for a program. */
    List<Json> json() {
        return judgements.stream()
                .map(one -> Json.object()
                        .put("task", one.task().toString())
                        .put("validator", one.validator().toString())
                        .put("node", one.node().toString())
                        .put("accepts", one.accepts()))
                .toList();
    }
}
