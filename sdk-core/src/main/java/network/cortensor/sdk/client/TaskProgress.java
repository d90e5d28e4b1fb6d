package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.ValidationRound;

import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Tells a listener what the miners and validators of one task do, each thing once, whether it was seen as an event or, before the events
 * were subscribed to, in the state of the task. Used by one thread.
 */
final class TaskProgress {

    private static final List<MinerState> WAY_OF_A_RESULT =
            List.of(MinerState.ACKED, MinerState.PRECOMMITTED, MinerState.COMMITTED);

    private final CompletionListener listener;
    private final Map<Address, MinerState> known = new HashMap<>();
    private final Set<DeclineReason> declined = EnumSet.noneOf(DeclineReason.class);
    private final Set<Judgement> judged = new HashSet<>();

    /** Who judges whom: each validator does so once. */
    private record Judgement(Address validator, Address miner) {}

    TaskProgress(CompletionListener listener) {
        this.listener = listener;
    }

    /** Returns why miners gave the task back, as far as it was seen. */
    Set<DeclineReason> declined() {
        return declined;
    }

    void sealedFor(int nodes) {
        listener.onStage(Stage.SEALED, "for " + nodes + (nodes == 1 ? " node" : " nodes") + " and this app");
    }

    void keyRefused(Address node) {
        listener.onStage(Stage.NODE_LOST, "node " + node + " has no key that holds");
    }

    void grantedTo(int validators) {
        listener.onStage(
                Stage.GRANTED,
                "prompt and results to " + validators + (validators == 1 ? " validator" : " validators"));
    }

    void validatorsRefused(int validators) {
        listener.onStage(
                Stage.NODE_LOST,
                validators + (validators == 1 ? " validator" : " validators")
                        + " that the ledger names cannot be those of this task; nothing is sealed for them");
    }

    void report(Task task) {
        task.minerStates().forEach(this::report);
    }

    void report(ValidationRound round) {
        round.verdicts()
                .forEach((validator, said) ->
                        said.forEach((miner, accepted) -> report(new Judgement(validator, miner), accepted)));
    }

    private void report(Judgement judgement, boolean accepted) {
        if (judged.add(judgement)) {
            listener.onStage(
                    Stage.JUDGED,
                    "validator " + judgement.validator() + (accepted ? " accepts" : " rejects") + " the result of node "
                            + judgement.miner());
        }
    }

    void report(LedgerEvent event) {
        if (event instanceof LedgerEvent.TaskAcked acked) {
            report(acked.miner(), MinerState.ACKED);
        } else if (event instanceof LedgerEvent.TaskPrecommitted precommitted) {
            report(precommitted.miner(), MinerState.PRECOMMITTED);
        } else if (event instanceof LedgerEvent.TaskCommitted committed) {
            report(committed.miner(), MinerState.COMMITTED);
        } else if (event instanceof LedgerEvent.NodeSlashed slashed) {
            // A validator is slashed as well, and is no node of the task.
            if (known.containsKey(slashed.node())) {
                report(slashed.node(), MinerState.MISMATCHED);
            }
        } else if (event instanceof LedgerEvent.TaskMissed missed) {
            report(missed.miner(), MinerState.MISSED);
        } else if (event instanceof LedgerEvent.TaskDeclined decline) {
            declined.add(decline.reason());
            report(decline.miner(), MinerState.DECLINED);
        } else if (event instanceof LedgerEvent.VerdictGiven given) {
            report(new Judgement(given.validator(), given.miner()), given.accepted());
        }
    }

    /** The states of a miner only grow: what is not above what is known was told already, what lies between is told first. */
    private void report(Address miner, MinerState state) {
        MinerState before = known.getOrDefault(miner, MinerState.ASSIGNED);
        if (state.compareTo(before) <= 0) {
            return;
        }
        known.put(miner, state);
        String node = "node " + miner;
        boolean lost = state.compareTo(MinerState.COMMITTED) > 0;
        for (MinerState step : WAY_OF_A_RESULT) {
            if (!lost && step.compareTo(before) > 0 && step.compareTo(state) <= 0) {
                listener.onStage(stageOf(step), node);
            }
        }
        switch (state) {
            case MISMATCHED ->
                listener.onStage(Stage.NODE_LOST, node + " revealed something else than it pre-committed to");
            case MISSED -> listener.onStage(Stage.NODE_LOST, node + " did not answer in time");
            case DECLINED -> listener.onStage(Stage.NODE_LOST, node + " gave the task back");
            case ASSIGNED, ACKED, PRECOMMITTED, COMMITTED -> {}
        }
    }

    private static Stage stageOf(MinerState step) {
        return switch (step) {
            case ACKED -> Stage.ACKNOWLEDGED;
            case PRECOMMITTED -> Stage.PRECOMMITTED;
            case COMMITTED -> Stage.COMMITTED;
            case ASSIGNED, MISMATCHED, MISSED, DECLINED ->
                throw new IllegalArgumentException(step + " is no step on the way of a result");
        };
    }
}
