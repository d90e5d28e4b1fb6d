package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Tasks of the development network as the ledger speaks of them. */
final class TaskViews {
    private TaskViews() {}

    /** The struct that {@code openTasks} returns a list of. */
    static TaskId id(Fields struct) {
        return new TaskId(new SessionId(struct.number()), struct.number());
    }

    /** The struct that {@code taskView} returns; the access grant is read from the log of its block. */
    static Task task(Fields view, BoundContract queue) {
        long number = view.number();
        view.skip();
        TaskId id = new TaskId(new SessionId(view.number()), number);
        Address owner = view.address();
        String data = view.text();
        String clientReference = view.text();
        TaskStatus status = view.oneOf(TaskStatus.values());
        Instant createdAt = view.time();
        Instant deadline = view.time();
        Task.Builder task = Task.builder(id, owner, data, clientReference, createdAt, deadline)
                .status(status)
                .phaseDeadline(view.time())
                .assigned(view.addresses())
                .minerStates(states(id, view.addresses(), view.numbers()));
        Hash envelopeHash = view.hash();
        long envelopeBlock = view.number();
        task.money(view.amount(), view.amount(), view.amount());
        Zero.unlessZero(envelopeHash)
                .ifPresent(hash -> task.envelope(LoggedText.find(
                        queue, envelopeBlock, hash, "access grant of task " + id, "TaskAccessGranted")));
        return task.build();
    }

    private static Map<Address, MinerState> states(TaskId task, List<Address> miners, List<Long> states) {
        if (miners.size() != states.size()) {
            throw new LedgerEvidenceException("Miners of task " + task + ": expected a state for each of "
                    + miners.size() + ", found " + states.size());
        }
        Map<Address, MinerState> known = new LinkedHashMap<>();
        for (int i = 0; i < miners.size(); i++) {
            known.put(miners.get(i), state(task, states.get(i)));
        }
        return known;
    }

    private static MinerState state(TaskId task, long number) {
        MinerState[] states = MinerState.values();
        if (number >= states.length) {
            throw new LedgerEvidenceException("Miner of task " + task + ": expected a state from 0 to "
                    + (states.length - 1) + ", found " + number);
        }
        return states[(int) number];
    }

    /** The struct that {@code taskResults} returns a list of. */
    static TaskResult result(TaskId task, Fields view) {
        Address miner = view.address();
        MinerState state = view.oneOf(MinerState.values());
        view.skip();
        Hash precommit = view.hash();
        String data = view.text();
        String reveal = view.text();
        return switch (state) {
            case PRECOMMITTED -> new TaskResult.Pending(miner, precommit, data);
            case COMMITTED -> new TaskResult.Revealed(miner, precommit, data, reveal);
            case MISMATCHED -> new TaskResult.Mismatched(miner, precommit, data, reveal);
            case MISSED -> new TaskResult.Withheld(miner, precommit, data);
            case ASSIGNED, ACKED, DECLINED ->
                throw new LedgerEvidenceException(
                        "Result of task " + task + ": expected a miner that precommitted, found one that is " + state);
        };
    }
}
