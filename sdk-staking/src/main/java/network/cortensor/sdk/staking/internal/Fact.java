package network.cortensor.sdk.staking.internal;

import com.fasterxml.jackson.annotation.JsonSubTypes;
import com.fasterxml.jackson.annotation.JsonTypeInfo;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskPhase;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;

import java.time.Instant;
import java.util.List;

/**
 * Something that happened, with all that is needed to happen again: what the journal keeps and the state is folded from.
 * Each makes one {@link LedgerEvent}, which has the same name, but for {@link ValidatorSlashed}, and, like the network's, not
 * always all of the parts.
 *
 * <p>The names of records and parts are the journal's format; {@link FactCodec#FORMAT} counts its changes.
 */
@JsonTypeInfo(use = JsonTypeInfo.Id.NAME, property = "type")
@JsonSubTypes({
    @JsonSubTypes.Type(value = Fact.AccountFunded.class, name = "AccountFunded"),
    @JsonSubTypes.Type(value = Fact.NodeRegistered.class, name = "NodeRegistered"),
    @JsonSubTypes.Type(value = Fact.KeyAnnounced.class, name = "KeyAnnounced"),
    @JsonSubTypes.Type(value = Fact.NodeWithdrawn.class, name = "NodeWithdrawn"),
    @JsonSubTypes.Type(value = Fact.PaymentWithdrawn.class, name = "PaymentWithdrawn"),
    @JsonSubTypes.Type(value = Fact.SessionCreated.class, name = "SessionCreated"),
    @JsonSubTypes.Type(value = Fact.NewNodeAssignedToSession.class, name = "NewNodeAssignedToSession"),
    @JsonSubTypes.Type(value = Fact.NodeReleased.class, name = "NodeReleased"),
    @JsonSubTypes.Type(value = Fact.SessionDeactivated.class, name = "SessionDeactivated"),
    @JsonSubTypes.Type(value = Fact.DepositToSession.class, name = "DepositToSession"),
    @JsonSubTypes.Type(value = Fact.WithdrawFromSession.class, name = "WithdrawFromSession"),
    @JsonSubTypes.Type(value = Fact.TaskSubmitted.class, name = "TaskSubmitted"),
    @JsonSubTypes.Type(value = Fact.TaskQueued.class, name = "TaskQueued"),
    @JsonSubTypes.Type(value = Fact.TaskAssigned.class, name = "TaskAssigned"),
    @JsonSubTypes.Type(value = Fact.TaskAccessGranted.class, name = "TaskAccessGranted"),
    @JsonSubTypes.Type(value = Fact.TaskAcked.class, name = "TaskAcked"),
    @JsonSubTypes.Type(value = Fact.TaskDeclined.class, name = "TaskDeclined"),
    @JsonSubTypes.Type(value = Fact.TaskMissed.class, name = "TaskMissed"),
    @JsonSubTypes.Type(value = Fact.TaskPrecommitted.class, name = "TaskPrecommitted"),
    @JsonSubTypes.Type(value = Fact.TaskAllPrecommitted.class, name = "TaskAllPrecommitted"),
    @JsonSubTypes.Type(value = Fact.TaskPrecommitEnded.class, name = "TaskPrecommitEnded"),
    @JsonSubTypes.Type(value = Fact.TaskCommitted.class, name = "TaskCommitted"),
    @JsonSubTypes.Type(value = Fact.TaskAllCommitted.class, name = "TaskAllCommitted"),
    @JsonSubTypes.Type(value = Fact.TaskCommitEnded.class, name = "TaskCommitEnded"),
    @JsonSubTypes.Type(value = Fact.ValidationOpened.class, name = "ValidationOpened"),
    @JsonSubTypes.Type(value = Fact.VerdictGiven.class, name = "VerdictGiven"),
    @JsonSubTypes.Type(value = Fact.ValidationClosed.class, name = "ValidationClosed"),
    @JsonSubTypes.Type(value = Fact.NodeSlashed.class, name = "NodeSlashed"),
    @JsonSubTypes.Type(value = Fact.ValidatorSlashed.class, name = "ValidatorSlashed"),
    @JsonSubTypes.Type(value = Fact.NodePaymentAllocated.class, name = "NodePaymentAllocated"),
    @JsonSubTypes.Type(value = Fact.TaskRefunded.class, name = "TaskRefunded"),
    @JsonSubTypes.Type(value = Fact.TaskEnded.class, name = "TaskEnded")
})
public sealed interface Fact {
    /** What subscribers are told. */
    LedgerEvent toEvent(long sequence, Instant at);

    /** A fact about a session. */
    sealed interface SessionFact extends Fact {
        /** The session. */
        SessionId session();
    }

    /** A fact about a task. */
    sealed interface TaskFact extends Fact {
        /** The task. */
        TaskId task();
    }

    /** See {@link LedgerEvent.AccountFunded}. */
    record AccountFunded(Address account, TokenAmount amount) implements Fact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.AccountFunded(sequence, at, account, amount);
        }
    }

    /** See {@link LedgerEvent.NodeRegistered}. */
    record NodeRegistered(Address node, TokenAmount stake, String announcement) implements Fact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NodeRegistered(sequence, at, node, stake, announcement);
        }
    }

    /** See {@link LedgerEvent.KeyAnnounced}. */
    record KeyAnnounced(Address node, String announcement) implements Fact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.KeyAnnounced(sequence, at, node, announcement);
        }
    }

    /** See {@link LedgerEvent.NodeWithdrawn}. */
    record NodeWithdrawn(Address node, TokenAmount stake) implements Fact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NodeWithdrawn(sequence, at, node, stake);
        }
    }

    /** See {@link LedgerEvent.PaymentWithdrawn}. */
    record PaymentWithdrawn(Address node, TokenAmount amount) implements Fact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.PaymentWithdrawn(sequence, at, node, amount);
        }
    }

    /** See {@link LedgerEvent.SessionCreated}. */
    record SessionCreated(SessionId session, Address owner, SessionTerms terms, List<Address> miners)
            implements SessionFact {
        public SessionCreated {
            miners = List.copyOf(miners);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.SessionCreated(sequence, at, session, owner, miners);
        }
    }

    /** See {@link LedgerEvent.NewNodeAssignedToSession}. */
    record NewNodeAssignedToSession(SessionId session, List<Address> nodes) implements SessionFact {
        public NewNodeAssignedToSession {
            nodes = List.copyOf(nodes);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NewNodeAssignedToSession(sequence, at, session, nodes);
        }
    }

    /** See {@link LedgerEvent.NodeReleased}. */
    record NodeReleased(SessionId session, Address node) implements SessionFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NodeReleased(sequence, at, session, node);
        }
    }

    /** See {@link LedgerEvent.SessionDeactivated}. */
    record SessionDeactivated(SessionId session, Address deactivator) implements SessionFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.SessionDeactivated(sequence, at, session, deactivator);
        }
    }

    /** See {@link LedgerEvent.DepositToSession}. */
    record DepositToSession(SessionId session, Address from, TokenAmount amount) implements SessionFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.DepositToSession(sequence, at, session, from, amount);
        }
    }

    /** See {@link LedgerEvent.WithdrawFromSession}. */
    record WithdrawFromSession(SessionId session, Address to, TokenAmount amount) implements SessionFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.WithdrawFromSession(sequence, at, session, to, amount);
        }
    }

    /** See {@link LedgerEvent.TaskSubmitted}. */
    record TaskSubmitted(TaskId task, TaskSubmission submission) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskSubmitted(
                    sequence, at, task, submission.taskData(), submission.clientReference());
        }
    }

    /** See {@link LedgerEvent.TaskQueued}. */
    record TaskQueued(TaskId task, long globalId) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskQueued(sequence, at, task, globalId);
        }
    }

    /** See {@link LedgerEvent.TaskAssigned}. The deadlines are those of the miners that are new. */
    record TaskAssigned(TaskId task, List<Address> miners, Instant ackDeadline, Instant precommitDeadline)
            implements TaskFact {
        public TaskAssigned {
            miners = List.copyOf(miners);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskAssigned(sequence, at, task, miners);
        }
    }

    /** See {@link LedgerEvent.TaskAccessGranted}. */
    record TaskAccessGranted(TaskId task, String envelope) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskAccessGranted(sequence, at, task, envelope);
        }
    }

    /** See {@link LedgerEvent.TaskAcked}. */
    record TaskAcked(TaskId task, Address miner) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskAcked(sequence, at, task, miner);
        }
    }

    /** See {@link LedgerEvent.TaskDeclined}. */
    record TaskDeclined(TaskId task, Address miner, DeclineReason reason) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskDeclined(sequence, at, task, miner, reason);
        }
    }

    /** See {@link LedgerEvent.TaskMissed}. */
    record TaskMissed(TaskId task, Address miner, TaskPhase phase) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskMissed(sequence, at, task, miner, phase);
        }
    }

    /** See {@link LedgerEvent.TaskPrecommitted}. */
    record TaskPrecommitted(TaskId task, Address miner, Hash hash, String data) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskPrecommitted(sequence, at, task, miner);
        }
    }

    /** See {@link LedgerEvent.TaskAllPrecommitted}. */
    record TaskAllPrecommitted(TaskId task, List<Address> miners) implements TaskFact {
        public TaskAllPrecommitted {
            miners = List.copyOf(miners);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskAllPrecommitted(sequence, at, task, miners);
        }
    }

    /** See {@link LedgerEvent.TaskPrecommitEnded}. */
    record TaskPrecommitEnded(TaskId task, Instant commitDeadline) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskPrecommitEnded(sequence, at, task);
        }
    }

    /** See {@link LedgerEvent.TaskCommitted}. */
    record TaskCommitted(TaskId task, Address miner, String reveal) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskCommitted(sequence, at, task, miner);
        }
    }

    /** See {@link LedgerEvent.TaskAllCommitted}. */
    record TaskAllCommitted(TaskId task, List<Address> miners) implements TaskFact {
        public TaskAllCommitted {
            miners = List.copyOf(miners);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskAllCommitted(sequence, at, task, miners);
        }
    }

    /** See {@link LedgerEvent.TaskCommitEnded}. */
    record TaskCommitEnded(TaskId task) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskCommitEnded(sequence, at, task);
        }
    }

    /** See {@link LedgerEvent.ValidationOpened}. */
    record ValidationOpened(TaskId task, List<Address> validators, List<Address> miners, Instant deadline)
            implements TaskFact {
        public ValidationOpened {
            validators = List.copyOf(validators);
            miners = List.copyOf(miners);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.ValidationOpened(sequence, at, task, validators, miners, deadline);
        }
    }

    /** See {@link LedgerEvent.VerdictGiven}. */
    record VerdictGiven(TaskId task, Address validator, Address miner, boolean accepted, Hash evidence)
            implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.VerdictGiven(sequence, at, task, validator, miner, accepted, evidence);
        }
    }

    /** See {@link LedgerEvent.ValidationClosed}. */
    record ValidationClosed(TaskId task, List<Address> accepted) implements TaskFact {
        public ValidationClosed {
            accepted = List.copyOf(accepted);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.ValidationClosed(sequence, at, task, accepted);
        }
    }

    /** See {@link LedgerEvent.NodeSlashed}. The reveal is the one that did not match. */
    record NodeSlashed(Address node, TaskId task, TokenAmount amount, String reveal) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NodeSlashed(sequence, at, node, task, amount);
        }
    }

    /** See {@link LedgerEvent.NodeSlashed}: of a validator whose verdict on a miner was proved false. */
    record ValidatorSlashed(Address validator, Address miner, TaskId task, TokenAmount amount) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NodeSlashed(sequence, at, validator, task, amount);
        }
    }

    /** See {@link LedgerEvent.NodePaymentAllocated}. */
    record NodePaymentAllocated(Address node, TaskId task, TokenAmount amount) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.NodePaymentAllocated(sequence, at, node, task, amount);
        }
    }

    /** See {@link LedgerEvent.TaskRefunded}. */
    record TaskRefunded(TaskId task, TokenAmount amount) implements TaskFact {
        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskRefunded(sequence, at, task, amount);
        }
    }

    /** See {@link LedgerEvent.TaskEnded}. */
    record TaskEnded(TaskId task, List<Address> miners) implements TaskFact {
        public TaskEnded {
            miners = List.copyOf(miners);
        }

        @Override
        public LedgerEvent toEvent(long sequence, Instant at) {
            return new LedgerEvent.TaskEnded(sequence, at, task, miners);
        }
    }
}
