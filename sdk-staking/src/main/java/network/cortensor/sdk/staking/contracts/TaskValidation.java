package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Verdicts of validators on the results of tasks: {@code SessionQueueValidation} of the development network. The name is the
 * network's [ABI]; the functions are ours.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked.
 */
public final class TaskValidation {
    private final BoundContract contract;

    TaskValidation(BoundContract contract) {
        this.contract = contract;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** The round of a task; empty if it has none. */
    public Assured<Optional<ValidationRound>> round(TaskId task) {
        return contract.read("roundOf", task.session().value(), task.number()).map(answer -> {
            List<Address> validators = answer.addresses();
            List<Address> miners = answer.addresses();
            List<Map<Address, Boolean>> rows = answer.structs(row -> row(miners, row));
            if (rows.size() != validators.size()) {
                throw new LedgerEvidenceException("Validation of task " + task + ": expected the verdicts of "
                        + validators.size() + " validators, found those of " + rows.size());
            }
            Map<Address, Map<Address, Boolean>> verdicts = new LinkedHashMap<>();
            for (int i = 0; i < validators.size(); i++) {
                if (!rows.get(i).isEmpty()) {
                    verdicts.put(validators.get(i), rows.get(i));
                }
            }
            Instant deadline = answer.time();
            return validators.isEmpty()
                    ? Optional.empty()
                    : Optional.of(new ValidationRound(task, validators, miners, verdicts, deadline, answer.flag()));
        });
    }

    private static Map<Address, Boolean> row(List<Address> miners, Fields verdicts) {
        Map<Address, Boolean> given = new HashMap<>();
        for (Address miner : miners) {
            Said said = verdicts.oneOf(Said.values());
            if (said != Said.NOTHING) {
                given.put(miner, said == Said.ACCEPTED);
            }
        }
        return given;
    }

    /** As the contract numbers them. */
    private enum Said {
        NOTHING,
        ACCEPTED,
        REJECTED
    }

    /** The miners that would be paid if the round closed at that block. */
    public Assured<List<Address>> accepted(TaskId task) {
        return contract.read("acceptedMiners", task.session().value(), task.number())
                .map(answer -> answer.addresses().stream()
                        .filter(miner -> !miner.equals(Zero.ADDRESS))
                        .toList());
    }

    /** What a validator does, and what is done about it. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract contract;
        private final Sender sender;

        Commands(BoundContract contract, Sender sender) {
            this.contract = contract;
            this.sender = sender;
        }

        /**
         * Gives this validator's verdict on one miner; the last that is missing settles the task.
         *
         * @param evidence hash of what the verdict rests on
         * @throws LedgerRefusedException NOT_ASSIGNED if it is no validator of the task, WRONG_PHASE if the round is over,
         *     the verdict was given or the miner is not judged
         */
        public Confirmed judge(String intent, TaskId task, Address miner, boolean accepted, Hash evidence) {
            int miners = new TaskValidation(contract)
                    .round(task)
                    .value()
                    .map(round -> round.miners().size())
                    .orElse(0);
            return new Confirmed(sender.step(
                    intent,
                    (accepted ? "accept" : "reject") + " the result of " + miner + " for task " + task,
                    StepGas.spare(miners, 0),
                    contract,
                    "giveVerdict",
                    task.session().value(),
                    task.number(),
                    miner,
                    accepted,
                    evidence));
        }

        /**
         * Has a validator slashed that called a miner's good signature wrong. Anybody may; see
         * {@link network.cortensor.sdk.staking.LedgerAccount#proveFalseVerdict} for what the bytes are.
         *
         * @throws LedgerRefusedException WRONG_PHASE if the validator has not rejected this miner's result or was slashed for
         *     it, NOT_PROVED if the bytes do not prove it, NOT_ALLOWED if the contract has no role to slash
         */
        public Confirmed proveFalse(
                String intent, TaskId task, Address miner, Address validator, byte[] verdict, byte[] statement) {
            return new Confirmed(sender.send(
                    intent,
                    "prove the verdict of " + validator + " on " + miner + " for task " + task + " false",
                    contract,
                    "proveFalseVerdict",
                    task.session().value(),
                    task.number(),
                    miner,
                    validator,
                    verdict,
                    statement));
        }
    }
}
