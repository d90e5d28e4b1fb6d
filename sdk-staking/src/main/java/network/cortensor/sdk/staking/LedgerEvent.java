package network.cortensor.sdk.staking;

import java.time.Instant;
import java.util.List;

/**
 * Something that happened on the ledger. Names are the network's where the network has the event, and say so.
 *
 * <p>A task goes through, with n miners: {@link TaskSubmitted}, {@link TaskQueued}, {@link TaskAssigned},
 * {@link TaskAccessGranted}, n {@link TaskAcked}, n {@link TaskPrecommitted}, {@link TaskAllPrecommitted},
 * {@link TaskPrecommitEnded}, n {@link TaskCommitted}, {@link TaskAllCommitted}, {@link TaskCommitEnded}, payments,
 * {@link TaskEnded}. In sessions with validators {@link ValidationOpened}, {@link VerdictGiven} and {@link ValidationClosed}
 * come before the payments. The two {@code All} events come only when it was really all.
 */
public sealed interface LedgerEvent {
    /** Place in the ledger's order: unique, growing by one from event to event. */
    long sequence();

    /** When, by the ledger's clock. */
    Instant at();

    /** An event of a session. */
    sealed interface SessionEvent extends LedgerEvent {
        /** The session. */
        SessionId session();
    }

    /** An event of a task. */
    sealed interface TaskEvent extends LedgerEvent {
        /** The task. */
        TaskId task();
    }

    /** An event of a node, apart from any task. */
    sealed interface NodeEvent extends LedgerEvent {
        /** The node. */
        Address node();
    }

    /**
     * Tokens came into the ledger for an account. Ours: an embedded ledger has no other source of tokens.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param account who got them
     * @param amount how much
     */
    record AccountFunded(long sequence, Instant at, Address account, TokenAmount amount) implements LedgerEvent {}

    /**
     * A session was opened. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param session the session
     * @param owner who opened it
     * @param miners its candidates
     */
    record SessionCreated(long sequence, Instant at, SessionId session, Address owner, List<Address> miners)
            implements SessionEvent {
        /** Copies the list. */
        public SessionCreated {
            miners = List.copyOf(miners);
        }
    }

    /**
     * Candidates were chosen for a session. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param session the session
     * @param nodes the new candidates
     */
    record NewNodeAssignedToSession(long sequence, Instant at, SessionId session, List<Address> nodes)
            implements SessionEvent {
        /** Copies the list. */
        public NewNodeAssignedToSession {
            nodes = List.copyOf(nodes);
        }
    }

    /**
     * A candidate is free of a session, which was deactivated. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param session the session
     * @param node the candidate
     */
    record NodeReleased(long sequence, Instant at, SessionId session, Address node) implements SessionEvent {}

    /**
     * A session takes no more tasks. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param session the session
     * @param deactivator who did it
     */
    record SessionDeactivated(long sequence, Instant at, SessionId session, Address deactivator)
            implements SessionEvent {}

    /**
     * Tokens moved from an account into a session. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param session the session
     * @param from who paid
     * @param amount how much
     */
    record DepositToSession(long sequence, Instant at, SessionId session, Address from, TokenAmount amount)
            implements SessionEvent {}

    /**
     * Tokens moved from a session to its owner. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param session the session
     * @param to who got them
     * @param amount how much
     */
    record WithdrawFromSession(long sequence, Instant at, SessionId session, Address to, TokenAmount amount)
            implements SessionEvent {}

    /**
     * A task was handed in. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param taskData what was handed in
     * @param clientReference the client's name for it
     */
    record TaskSubmitted(long sequence, Instant at, TaskId task, String taskData, String clientReference)
            implements TaskEvent {
        /** Leaves out the text. */
        @Override
        public String toString() {
            return "TaskSubmitted[" + sequence + ", " + task + "]";
        }
    }

    /**
     * A task entered the queue. The network's name [ABI]; the task data is in {@link TaskSubmitted}.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param globalId its number among all tasks of the ledger
     */
    record TaskQueued(long sequence, Instant at, TaskId task, long globalId) implements TaskEvent {}

    /**
     * Miners have a task: at first, and after each replacement. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miners all who have it now
     */
    record TaskAssigned(long sequence, Instant at, TaskId task, List<Address> miners) implements TaskEvent {
        /** Copies the list. */
        public TaskAssigned {
            miners = List.copyOf(miners);
        }
    }

    /**
     * The owner granted the miners access. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param envelope the grant
     */
    record TaskAccessGranted(long sequence, Instant at, TaskId task, String envelope) implements TaskEvent {
        /** Leaves out the text. */
        @Override
        public String toString() {
            return "TaskAccessGranted[" + sequence + ", " + task + "]";
        }
    }

    /**
     * A miner took the task. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miner who
     */
    record TaskAcked(long sequence, Instant at, TaskId task, Address miner) implements TaskEvent {}

    /**
     * A miner gave the task back. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miner who
     * @param reason why
     */
    record TaskDeclined(long sequence, Instant at, TaskId task, Address miner, DeclineReason reason)
            implements TaskEvent {}

    /**
     * A miner let a deadline pass. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miner who
     * @param phase what it owed
     */
    record TaskMissed(long sequence, Instant at, TaskId task, Address miner, TaskPhase phase) implements TaskEvent {}

    /**
     * A miner bound itself to a hash. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miner who
     */
    record TaskPrecommitted(long sequence, Instant at, TaskId task, Address miner) implements TaskEvent {}

    /**
     * As many miners as the session asks for have precommitted. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miners who precommitted
     */
    record TaskAllPrecommitted(long sequence, Instant at, TaskId task, List<Address> miners) implements TaskEvent {
        /** Copies the list. */
        public TaskAllPrecommitted {
            miners = List.copyOf(miners);
        }
    }

    /**
     * Commits are taken from now on. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     */
    record TaskPrecommitEnded(long sequence, Instant at, TaskId task) implements TaskEvent {}

    /**
     * A miner's reveal was accepted. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miner who
     */
    record TaskCommitted(long sequence, Instant at, TaskId task, Address miner) implements TaskEvent {}

    /**
     * As many reveals as the session asks for were accepted. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miners who committed
     */
    record TaskAllCommitted(long sequence, Instant at, TaskId task, List<Address> miners) implements TaskEvent {
        /** Copies the list. */
        public TaskAllCommitted {
            miners = List.copyOf(miners);
        }
    }

    /**
     * No more commits are taken. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     */
    record TaskCommitEnded(long sequence, Instant at, TaskId task) implements TaskEvent {}

    /**
     * Validators were chosen, and take the results from now on. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param validators who judge
     * @param miners whom they judge
     * @param deadline until when
     */
    record ValidationOpened(
            long sequence, Instant at, TaskId task, List<Address> validators, List<Address> miners, Instant deadline)
            implements TaskEvent {
        /** Copies the lists. */
        public ValidationOpened {
            validators = List.copyOf(validators);
            miners = List.copyOf(miners);
        }
    }

    /**
     * A validator judged a miner's result. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param validator who judged
     * @param miner whose result
     * @param accepted whether it accepts it
     * @param evidence hash of what the verdict rests on; opaque to the ledger
     */
    record VerdictGiven(
            long sequence, Instant at, TaskId task, Address validator, Address miner, boolean accepted, Hash evidence)
            implements TaskEvent {}

    /**
     * No more verdicts are taken. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param accepted the miners that are paid
     */
    record ValidationClosed(long sequence, Instant at, TaskId task, List<Address> accepted) implements TaskEvent {
        /** Copies the list. */
        public ValidationClosed {
            accepted = List.copyOf(accepted);
        }
    }

    /**
     * A miner's reveal did not have the precommitted hash, or a validator's verdict was proved false, and it lost stake. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param node who
     * @param task the task
     * @param amount how much it lost; zero if it had nothing at stake any more
     */
    record NodeSlashed(long sequence, Instant at, Address node, TaskId task, TokenAmount amount) implements TaskEvent {}

    /**
     * A miner earned its pay. Ours, after the network's {@code allocateNodePayments} [DOC1].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param node who
     * @param task the task
     * @param amount how much
     */
    record NodePaymentAllocated(long sequence, Instant at, Address node, TaskId task, TokenAmount amount)
            implements TaskEvent {}

    /**
     * What was not paid went back to the session. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param amount how much
     */
    record TaskRefunded(long sequence, Instant at, TaskId task, TokenAmount amount) implements TaskEvent {}

    /**
     * A task is over: the last event of a task. The network's name [ABI].
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param task the task
     * @param miners who was paid
     */
    record TaskEnded(long sequence, Instant at, TaskId task, List<Address> miners) implements TaskEvent {
        /** Copies the list. */
        public TaskEnded {
            miners = List.copyOf(miners);
        }
    }

    /**
     * A node registered. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param node who
     * @param stake what it locked
     * @param announcement of its encryption key; opaque to the ledger
     */
    record NodeRegistered(long sequence, Instant at, Address node, TokenAmount stake, String announcement)
            implements NodeEvent {
        /** Leaves out the text. */
        @Override
        public String toString() {
            return "NodeRegistered[" + sequence + ", " + node + ", " + stake + "]";
        }
    }

    /**
     * A node replaced its key announcement. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param node who
     * @param announcement of its encryption key; opaque to the ledger
     */
    record KeyAnnounced(long sequence, Instant at, Address node, String announcement) implements NodeEvent {
        /** Leaves out the text. */
        @Override
        public String toString() {
            return "KeyAnnounced[" + sequence + ", " + node + "]";
        }
    }

    /**
     * A node ended its registration. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param node who
     * @param stake what it got back
     */
    record NodeWithdrawn(long sequence, Instant at, Address node, TokenAmount stake) implements NodeEvent {}

    /**
     * A miner moved its earnings to its balance. Ours.
     *
     * @param sequence place in the ledger's order
     * @param at when
     * @param node who
     * @param amount how much
     */
    record PaymentWithdrawn(long sequence, Instant at, Address node, TokenAmount amount) implements NodeEvent {}
}
