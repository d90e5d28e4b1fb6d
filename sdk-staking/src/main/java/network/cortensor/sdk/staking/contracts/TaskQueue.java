package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.CommitOutcome;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionMode;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.Fields;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Tasks: {@code SessionQueueV2} [ABI] of any {@link Generation}, and {@code submit} of the session contract, through which
 * they are handed in.
 *
 * <p>{@link #task}, {@link #results}, {@link #openTasks}, {@link #taskByReference} and {@link #dueAt} are the development
 * network's; elsewhere they are refused with UNKNOWN_CONTRACT, and {@link #record} and {@link #answers} tell what there is.
 *
 * <p>Immutable and safe for use by several threads. Every method throws
 * {@link network.cortensor.sdk.staking.LedgerUnavailableException} if the chain cannot be asked,
 * {@link LedgerEvidenceException} if what it answers cannot be, and {@link LedgerRefusedException} UNKNOWN_TASK,
 * UNKNOWN_SESSION where the contract says so (the older generations answer with empty values instead).
 */
public final class TaskQueue {
    /** The most tasks in one answer. Ours; the contract itself has no limit but gas. */
    public static final int MAX_PAGE = 1_000;

    /**
     * Units of gas on top of what a step of a task is estimated at where the contract does not say how large the task is.
     * What is not used costs nothing.
     */
    private static final long UNKNOWN_SIZE_GAS = 1_500_000;

    private final BoundContract contract;
    private final Generation generation;
    private final Contracts contracts;

    TaskQueue(BoundContract contract, Generation generation, Contracts contracts) {
        this.contract = contract;
        this.generation = generation;
        this.contracts = contracts;
    }

    /** Where it is. */
    public Address address() {
        return contract.address();
    }

    /** Which form of it was found there. */
    public Generation generation() {
        return generation;
    }

    /**
     * A task as the contract has it. In {@link Generation#V2025_07} all tasks of its session are read for it.
     *
     * @throws LedgerRefusedException UNKNOWN_TASK
     */
    public Assured<TaskRecord> record(TaskId task) {
        if (contract.has("getTask")) {
            return contract.read("getTask", task.session().value(), task.number())
                    .map(answer -> TaskRecord.of(answer.struct()));
        }
        return records(task.session())
                .map(records -> records.stream()
                        .filter(record -> record.id().equals(task))
                        .findFirst()
                        .orElseThrow(() -> new LedgerRefusedException(
                                Reason.UNKNOWN_TASK,
                                "read task " + task,
                                "a task of " + contract,
                                records.size() + " others")));
    }

    /** All tasks of a session as the contract has them. Grows with their number; for sessions of a few hundred at most. */
    public Assured<List<TaskRecord>> records(SessionId session) {
        return contract.read("getTasksBySessionId", session.value()).map(answer -> answer.structs(TaskRecord::of));
    }

    /** How many tasks a session has had. */
    public Assured<Long> count(SessionId session) {
        return contract.read("getTaskCountBySessionId", session.value()).map(Fields::number);
    }

    /**
     * What the miners put down for a task, in the order in which the contract has them.
     *
     * <p>In {@link Generation#V2025_07} read in two questions about one block.
     *
     * @throws LedgerEvidenceException if texts, hashes and miners do not belong together
     */
    public Assured<List<MinerAnswer>> answers(TaskId task) {
        Object[] id = {task.session().value(), task.number()};
        if (generation.hasRequestParameters()) {
            return contract.read("getTaskResultsAndHashes", id)
                    .map(answer -> answers(task, answer.addresses(), answer.texts(), answer.hashes()));
        }
        Assured<Fields> texts = contract.read("getTaskResults", id);
        Fields hashes = contract.at(BlockId.hash(texts.assurance().blockHash()))
                .read("getTaskResultHashes", id)
                .value();
        return texts.map(answer -> {
            List<Address> miners = answer.addresses();
            if (!hashes.addresses().equals(miners)) {
                throw new LedgerEvidenceException("Results of task " + task
                        + ": expected texts and hashes of the same miners in one block, found others");
            }
            return answers(task, miners, answer.texts(), hashes.hashes());
        });
    }

    private static List<MinerAnswer> answers(TaskId task, List<Address> miners, List<String> texts, List<Hash> hashes) {
        if (texts.size() != miners.size() || hashes.size() != miners.size()) {
            throw new LedgerEvidenceException("Results of task " + task + ": expected a text and a hash for each of "
                    + miners.size() + " miners, found " + texts.size() + " and " + hashes.size());
        }
        List<MinerAnswer> answers = new ArrayList<>(miners.size());
        for (int i = 0; i < miners.size(); i++) {
            answers.add(MinerAnswer.of(miners.get(i), hashes.get(i), texts.get(i)));
        }
        return List.copyOf(answers);
    }

    /** How miners were asked to answer a task. */
    public Assured<TaskDecoration> decoration(TaskId task) {
        return contract.read("getTaskDecoration", task.session().value(), task.number())
                .map(answer -> TaskDecoration.of(answer.struct()));
    }

    /** When the miners acknowledged a task, those that did. */
    public Assured<Map<Address, Instant>> acknowledgedAt(TaskId task) {
        return times("getAllTaskResultAckedTimestamps", task);
    }

    /** When the miners precommitted to a task, those that did. */
    public Assured<Map<Address, Instant>> precommittedAt(TaskId task) {
        return times("getAllTaskResultPrecommitTimestamps", task);
    }

    /** When the miners committed to a task, those that did. */
    public Assured<Map<Address, Instant>> committedAt(TaskId task) {
        return times("getAllTaskResultCommitTimestamps", task);
    }

    private Assured<Map<Address, Instant>> times(String function, TaskId task) {
        return contract.read(function, task.session().value(), task.number()).map(answer -> {
            List<Address> miners = answer.addresses();
            List<Instant> times = answer.times();
            if (miners.size() != times.size()) {
                throw new LedgerEvidenceException("Times of task " + task + ": expected one for each of "
                        + miners.size() + " miners, found " + times.size());
            }
            Map<Address, Instant> known = new LinkedHashMap<>();
            for (int i = 0; i < miners.size(); i++) {
                Optional<Instant> time = Zero.unlessZero(times.get(i));
                if (time.isPresent()) {
                    known.put(miners.get(i), time.get());
                }
            }
            return Map.copyOf(known);
        });
    }

    /** What the contract makes of a text: the hash that a precommit of it has to have. */
    public Assured<Hash> hash(String text) {
        return contract.read("getHash", text).map(Fields::hash);
    }

    /** A task with all that the ledger says of it, its access grant included. */
    public Assured<Task> task(TaskId task) {
        Assured<Fields> answer = contract.read("taskView", task.session().value(), task.number());
        return answer.map(fields -> TaskViews.task(fields.struct(), contract));
    }

    /**
     * Tasks of a session with all that the ledger says of them; fewer than asked for at the end.
     *
     * @param first number of the first
     * @param limit at most so many, up to {@link #MAX_PAGE}
     * @throws IllegalArgumentException if a number is out of its range
     */
    public Assured<List<Task>> tasks(SessionId session, long first, int limit) {
        Page.check("TaskQueue.tasks", first, limit, MAX_PAGE);
        return contract.read("taskViews", session.value(), first, limit)
                .map(answer -> answer.structs(view -> TaskViews.task(view, contract)));
    }

    /** What miners put down: one entry for each that precommitted, in order of assignment. */
    public Assured<List<TaskResult>> results(TaskId task) {
        return contract.read("taskResults", task.session().value(), task.number())
                .map(answer -> answer.structs(view -> TaskViews.result(task, view)));
    }

    /** The tasks that are open work to a miner, in order of their ids. */
    public Assured<List<TaskId>> openTasks(Address miner) {
        return contract.read("openTasks", miner)
                .map(answer -> answer.structs(TaskViews::id).stream().sorted().toList());
    }

    /** The task that was submitted under a client reference; empty if there is none. */
    public Assured<Optional<TaskId>> taskByReference(SessionId session, String clientReference) {
        return contracts
                .bound(ContractKind.SESSION)
                .read("taskByReference", session.value(), clientReference)
                .map(answer -> {
                    long number = answer.number();
                    return number == 0 ? Optional.empty() : Optional.of(new TaskId(session, number));
                });
    }

    /**
     * When something falls due for a task: from then on {@link Commands#tick} moves it on. Empty if nothing does.
     */
    public Assured<Optional<Instant>> dueAt(TaskId task) {
        return contract.read("dueAt", task.session().value(), task.number())
                .map(answer -> Zero.unlessZero(answer.time()));
    }

    /**
     * The transaction in which a task ended and its money was settled; empty while it has not ended. The contract says when that
     * was [INF for older generations], and the {@code TaskEnded} in the log of the blocks of that time says in which
     * transaction.
     *
     * @throws LedgerEvidenceException if the log does not have the end that the contract tells of
     */
    public Assured<Optional<Hash>> settlementTransaction(TaskId task) {
        return record(task).map(record -> record.finishedAt().map(at -> settlementTransaction(task, at)));
    }

    private Hash settlementTransaction(TaskId task, Instant at) {
        Hash ended = contract.abi().event("TaskEnded").topic();
        List<ChainLog> logs = contract.chain().logsAt(at, Set.of(contract.address()), Set.of(ended));
        List<Hash> found = logs.stream()
                .filter(log -> isOf(task, contract.decode(log, "TaskEnded")))
                .map(ChainLog::transaction)
                .toList();
        if (found.size() != 1) {
            throw new LedgerEvidenceException("Log of the blocks of " + at + ": expected one end of task " + task
                    + ", which the contract says was then, found " + found.size() + " among the ends of " + logs.size()
                    + " tasks; ask another endpoint");
        }
        return found.get(0);
    }

    private static boolean isOf(TaskId task, Fields event) {
        return event.number() == task.session().value() && event.number() == task.number();
    }

    /**
     * A task was handed in.
     *
     * @param task its number
     * @param receipt of the transaction
     */
    public record Submitted(TaskId task, TransactionReceipt receipt) {}

    /** What became of a reveal. */
    public sealed interface Committed {
        /** The receipt of the transaction. */
        TransactionReceipt receipt();

        /** The same in the ledger's words. */
        default CommitOutcome outcome() {
            return this instanceof Accepted ? CommitOutcome.ACCEPTED : CommitOutcome.SLASHED;
        }

        /**
         * The text has the precommitted hash.
         *
         * @param receipt of the transaction
         */
        record Accepted(TransactionReceipt receipt) implements Committed {}

        /**
         * The contract took the text and not as a result: it has another hash, and on the development network the miner has
         * lost stake for it.
         *
         * @param receipt of the transaction
         */
        record Mismatched(TransactionReceipt receipt) implements Committed {}
    }

    /** What clients, miners and keepers do with tasks. See {@link ContractAccount} for intents, time and errors. */
    public static final class Commands {
        private final BoundContract sessions;
        private final Generation sessionGeneration;
        private final BoundContract queue;
        private final Sender sender;

        Commands(BoundContract sessions, Generation sessionGeneration, BoundContract queue, Sender sender) {
            this.sessions = sessions;
            this.sessionGeneration = sessionGeneration;
            this.queue = queue;
            this.sender = sender;
        }

        /** Hands in a task of an own session, with the clients' default parameters and nodes of the shared pool. */
        public Submitted submit(String intent, SessionId session, TaskSubmission submission) {
            return submit(intent, session, submission, SessionMode.EPHEMERAL, InferenceParameters.defaults());
        }

        /**
         * Hands in a task of an own session. Its number is in the receipt.
         *
         * <p>Time-outs go along in whole seconds, rounded up: all of them to the development network, the precommit's alone
         * to {@link Generation#V2025_11} [INF], none to older contracts, which keep to times of their own.
         *
         * @param nodes which of the session's nodes may have it
         * @param parameters how it is to be answered
         * @throws LedgerRefusedException UNKNOWN_SESSION, NOT_OWNER, SESSION_INACTIVE, SESSION_EXPIRED, TASK_LIMIT,
         *     DUPLICATE_REFERENCE, INSUFFICIENT_BALANCE, NOT_ENOUGH_NODES, TEXT_TOO_LONG
         */
        public Submitted submit(
                String intent,
                SessionId session,
                TaskSubmission submission,
                SessionMode nodes,
                InferenceParameters parameters) {
            List<Object> arguments = new ArrayList<>(List.of(
                    session.value(),
                    nodes.code(),
                    submission.taskData(),
                    parameters.promptKind().code(),
                    parameters.template(),
                    parameters.inOrder()));
            if (sessionGeneration.hasRequestParameters()) {
                arguments.add(requestParameters(submission));
            }
            arguments.add(submission.clientReference());
            TransactionReceipt receipt = sender.send(
                    intent,
                    "submit task '" + Words.cut(submission.clientReference()) + "' to session " + session,
                    sessions,
                    "submit",
                    arguments.toArray());
            Fields event = sessions.event(receipt, "TaskSubmitted");
            return new Submitted(new TaskId(new SessionId(event.number()), event.number()), receipt);
        }

        private List<Object> requestParameters(TaskSubmission submission) {
            long precommit = Seconds.roundedUp(submission.precommitTimeout());
            if (sessionGeneration != Generation.DEVELOPMENT) {
                return List.of(precommit, 0, 0, 0, 0, 0);
            }
            return List.of(
                    precommit,
                    Seconds.roundedUp(submission.commitTimeout()),
                    Seconds.roundedUp(submission.timeout()),
                    0,
                    0,
                    0);
        }

        /**
         * Takes an assigned task.
         *
         * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE
         */
        public Confirmed ack(String intent, TaskId task) {
            return on(intent, "acknowledge", task, "ack");
        }

        /**
         * Binds this miner to a text that it will reveal.
         *
         * @param hash Keccak-256 of the text in UTF-8 [INF]
         * @param data sent along, opaque, may be empty; what the network puts there is not known
         * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE, TEXT_TOO_LONG
         */
        public Confirmed precommit(String intent, TaskId task, Hash hash, String data) {
            return on(intent, "precommit to", task, "precommit", hash, data);
        }

        /**
         * Reveals the text. It is public from then on, also when it does not match.
         *
         * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE, TEXT_TOO_LONG
         */
        public Committed commit(String intent, TaskId task, String text) {
            TransactionReceipt receipt =
                    on(intent, "commit to", task, "commit", text).receipt();
            boolean accepted = queue.events(receipt, "TaskCommitted").stream()
                    .anyMatch(event -> event.number() == task.session().value()
                            && event.number() == task.number()
                            && event.address().equals(sender.address()));
            return accepted ? new Committed.Accepted(receipt) : new Committed.Mismatched(receipt);
        }

        /**
         * Gives an assigned task back before a precommit, on the development network.
         *
         * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE
         */
        public Confirmed decline(String intent, TaskId task, DeclineReason reason) {
            return on(intent, "decline", task, "decline", number(reason));
        }

        /** Opaque to the contract, and so not to change once given out. */
        private static int number(DeclineReason reason) {
            return switch (reason) {
                case BUSY -> 0;
                case CANNOT_OPEN -> 1;
                case UNSUPPORTED -> 2;
                case POLICY -> 3;
                case MALFORMED -> 4;
                case FAILED -> 5;
                case STOPPING -> 6;
            };
        }

        /**
         * Gives the miners of an own task what they need to open it, on the development network; replaces what they were
         * given before. The text is in the log of the transaction and public.
         *
         * @throws LedgerRefusedException NOT_OWNER, WRONG_PHASE, TEXT_TOO_LONG
         */
        public Confirmed grantAccess(String intent, TaskId task, String envelope) {
            return new Confirmed(sender.send(
                    intent,
                    "grant access to task " + task,
                    queue,
                    "grantAccess",
                    task.session().value(),
                    task.number(),
                    envelope));
        }

        /**
         * Ends a task: anyone may after its last deadline. With {@code force} its owner cancels it, while no commit was
         * accepted.
         *
         * @throws LedgerRefusedException NOT_OWNER, WRONG_PHASE
         */
        public Confirmed end(String intent, TaskId task, boolean force) {
            return on(intent, force ? "cancel" : "end", task, "end", force);
        }

        /**
         * Applies what is overdue to a task: closes phases, replaces who is late, settles. Anyone may, and nothing happens if
         * nothing is due; a development network has no clock of its own.
         */
        public Confirmed tick(String intent, TaskId task) {
            return on(intent, "move on", task, "endAck");
        }

        /** Ends the acknowledgements of a task, by an oracle of the network [ABI]. */
        public Confirmed endAck(String intent, TaskId task) {
            return on(intent, "end acknowledgements of", task, "endAck");
        }

        /** Ends the precommits of a task, by an oracle of the network [ABI]. */
        public Confirmed endPrecommit(String intent, TaskId task, boolean announce) {
            return on(intent, "end precommits of", task, "endPrecommit", announce);
        }

        /** Ends the commits of a task, by an oracle of the network [ABI]. */
        public Confirmed endCommit(String intent, TaskId task, boolean announce) {
            return on(intent, "end commits of", task, "endCommit", announce);
        }

        private Confirmed on(String intent, String verb, TaskId task, String function, Object... rest) {
            Object[] arguments = new Object[rest.length + 2];
            arguments[0] = task.session().value();
            arguments[1] = task.number();
            System.arraycopy(rest, 0, arguments, 2, rest.length);
            return new Confirmed(
                    sender.step(intent, verb + " task " + task, spareGas(task), queue, function, arguments));
        }

        /** What others may have made a step of a task cost by the time it is mined, on top of what it costs now. */
        private long spareGas(TaskId task) {
            if (!queue.has("sizeOf")) {
                return UNKNOWN_SIZE_GAS;
            }
            Fields size =
                    queue.read("sizeOf", task.session().value(), task.number()).value();
            return StepGas.spare(size.number(), size.number());
        }
    }
}
