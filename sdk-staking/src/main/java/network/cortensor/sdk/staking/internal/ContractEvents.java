package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskPhase;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.internal.abi.AbiEvent;
import network.cortensor.sdk.staking.internal.contract.Artifact;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Which events of the contracts are events of the ledger, and how they read.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class ContractEvents {
    private static final int NODE_ID_PADDING = Hash.LENGTH - Address.LENGTH;

    private final Map<Source, Form> forms = new HashMap<>();

    /** Makes one event of the ledger from the values of one of a contract. */
    @FunctionalInterface
    private interface Reading {
        LedgerEvent read(long sequence, Instant at, Fields values);
    }

    private record Source(Address contract, Hash topic) {}

    private record Form(AbiEvent event, Reading reading) {}

    /** Reads the events of these contracts. */
    public ContractEvents(ContractAddresses addresses) {
        Contract sessions = new Contract(addresses, ContractKind.SESSION, "SessionV2");
        sessions.event(
                "SessionCreated",
                (n, at, v) -> new LedgerEvent.SessionCreated(
                        n, at, session(v), v.skip().address(), v.addresses()));
        sessions.event(
                "NewNodeAssignedToSession",
                (n, at, v) -> new LedgerEvent.NewNodeAssignedToSession(n, at, session(v), v.addresses()));
        sessions.event("NodeReleased", (n, at, v) -> {
            Address node = node(v.hash());
            return new LedgerEvent.NodeReleased(n, at, session(v), node);
        });
        sessions.event(
                "SessionDeactivated", (n, at, v) -> new LedgerEvent.SessionDeactivated(n, at, session(v), v.address()));
        sessions.event(
                "TaskSubmitted", (n, at, v) -> new LedgerEvent.TaskSubmitted(n, at, task(v), v.text(), v.text()));

        Contract queue = new Contract(addresses, ContractKind.SESSION_QUEUE, "SessionQueueV2");
        queue.event("TaskQueued", (n, at, v) -> new LedgerEvent.TaskQueued(n, at, task(v), v.number()));
        queue.event("TaskAssigned", (n, at, v) -> new LedgerEvent.TaskAssigned(n, at, task(v), v.addresses()));
        queue.event("TaskAccessGranted", (n, at, v) -> new LedgerEvent.TaskAccessGranted(n, at, task(v), v.text()));
        queue.event("TaskAcked", (n, at, v) -> new LedgerEvent.TaskAcked(n, at, task(v), v.address()));
        queue.event(
                "TaskDeclined",
                (n, at, v) -> new LedgerEvent.TaskDeclined(n, at, task(v), v.address(), reason(v.number())));
        queue.event(
                "TaskMissed",
                (n, at, v) -> new LedgerEvent.TaskMissed(n, at, task(v), v.address(), v.oneOf(TaskPhase.values())));
        queue.event("TaskPrecommitted", (n, at, v) -> new LedgerEvent.TaskPrecommitted(n, at, task(v), v.address()));
        queue.event(
                "TaskAllPrecommitted",
                (n, at, v) -> new LedgerEvent.TaskAllPrecommitted(n, at, task(v), v.addresses()));
        queue.event("TaskPrecommitEnded", (n, at, v) -> new LedgerEvent.TaskPrecommitEnded(n, at, task(v)));
        queue.event("TaskCommitted", (n, at, v) -> new LedgerEvent.TaskCommitted(n, at, task(v), v.address()));
        queue.event("TaskAllCommitted", (n, at, v) -> new LedgerEvent.TaskAllCommitted(n, at, task(v), v.addresses()));
        queue.event("TaskCommitEnded", (n, at, v) -> new LedgerEvent.TaskCommitEnded(n, at, task(v)));
        queue.event("TaskEnded", (n, at, v) -> new LedgerEvent.TaskEnded(n, at, task(v), v.addresses()));

        Contract validation = new Contract(addresses, ContractKind.SESSION_QUEUE_VALIDATION, "SessionQueueValidation");
        validation.event(
                "ValidationOpened",
                (n, at, v) -> new LedgerEvent.ValidationOpened(n, at, task(v), v.addresses(), v.addresses(), v.time()));
        validation.event(
                "VerdictGiven",
                (n, at, v) ->
                        new LedgerEvent.VerdictGiven(n, at, task(v), v.address(), v.address(), v.flag(), v.hash()));
        validation.event(
                "ValidationClosed", (n, at, v) -> new LedgerEvent.ValidationClosed(n, at, task(v), v.addresses()));

        Contract payment = new Contract(addresses, ContractKind.SESSION_PAYMENT, "SessionPayment");
        payment.event(
                "DepositToSession",
                (n, at, v) -> new LedgerEvent.DepositToSession(n, at, session(v), v.address(), v.amount()));
        payment.event(
                "WithdrawFromSession",
                (n, at, v) -> new LedgerEvent.WithdrawFromSession(n, at, session(v), v.address(), v.amount()));
        payment.event("NodePaymentAllocated", (n, at, v) -> {
            TaskId task = task(v);
            return new LedgerEvent.NodePaymentAllocated(n, at, v.address(), task, v.amount());
        });
        payment.event("TaskRefunded", (n, at, v) -> new LedgerEvent.TaskRefunded(n, at, task(v), v.amount()));
        payment.event(
                "PaymentWithdrawn", (n, at, v) -> new LedgerEvent.PaymentWithdrawn(n, at, v.address(), v.amount()));

        Contract pool = new Contract(addresses, ContractKind.NODE_POOL, "NodePool");
        pool.event(
                "NodeRegistered",
                (n, at, v) -> new LedgerEvent.NodeRegistered(
                        n, at, v.address(), v.amount(), v.skip().text()));
        pool.event(
                "KeyAnnounced",
                (n, at, v) -> new LedgerEvent.KeyAnnounced(
                        n, at, v.address(), v.skip().text()));
        pool.event("NodeWithdrawn", (n, at, v) -> new LedgerEvent.NodeWithdrawn(n, at, v.address(), v.amount()));

        Contract staking = new Contract(addresses, ContractKind.NODE_STAKING, "NodeStaking");
        staking.event("NodeSlashed", (n, at, v) -> {
            Address node = v.address();
            return new LedgerEvent.NodeSlashed(n, at, node, task(v), v.amount());
        });
    }

    /** The contracts whose events these are. */
    public Set<Address> contracts() {
        return forms.keySet().stream().map(Source::contract).collect(Collectors.toUnmodifiableSet());
    }

    /** The first topics of these events. */
    public Set<Hash> topics() {
        return forms.keySet().stream().map(Source::topic).collect(Collectors.toUnmodifiableSet());
    }

    /**
     * Reads a log; empty if it is of another event. Two contracts may have events of the same topic.
     *
     * @param sequence the number that the event gets
     * @param at time of the log's block
     */
    public Optional<LedgerEvent> read(ChainLog log, long sequence, Instant at) {
        if (log.topics().isEmpty()) {
            return Optional.empty();
        }
        Form form = forms.get(new Source(log.address(), log.topics().get(0)));
        return Optional.ofNullable(form)
                .map(known -> known.reading()
                        .read(
                                sequence,
                                at,
                                new Fields(
                                        known.event().name() + " in block " + log.blockNumber(),
                                        known.event().decode(log.topics(), log.data()))));
    }

    /** The contract takes any number from a miner. */
    private static DeclineReason reason(long code) {
        DeclineReason[] known = DeclineReason.values();
        return code < known.length ? known[(int) code] : DeclineReason.FAILED;
    }

    private static SessionId session(Fields values) {
        return new SessionId(values.number());
    }

    private static TaskId task(Fields values) {
        return new TaskId(session(values), values.number());
    }

    /** A node's id is its address, as a number of 32 bytes: ours, the network's is not known. */
    private static Address node(Hash id) {
        byte[] bytes = id.bytes();
        byte[] address = new byte[Address.LENGTH];
        System.arraycopy(bytes, NODE_ID_PADDING, address, 0, address.length);
        return Address.decode(address);
    }

    /** Where the events of one contract are added. */
    private final class Contract {
        private final Address address;
        private final Artifact artifact;

        Contract(ContractAddresses addresses, ContractKind kind, String name) {
            this.address = addresses.of(kind);
            this.artifact = Artifact.of(name);
        }

        void event(String name, Reading reading) {
            AbiEvent event = artifact.abi().event(name);
            forms.put(new Source(address, event.topic()), new Form(event, reading));
        }
    }
}
