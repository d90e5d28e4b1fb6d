package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.AssuranceLevel;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.EventFeed;
import network.cortensor.sdk.staking.chain.EventFeedOptions;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.Contracts;
import network.cortensor.sdk.staking.contracts.NodeRegistry;
import network.cortensor.sdk.staking.internal.ContractEventHub;
import network.cortensor.sdk.staking.internal.ContractEvents;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The ledger on contracts: those of a development network, whose sources are in this module. Contracts of the network that
 * serve older clients ({@link network.cortensor.sdk.staking.contracts.Generation}) have no registry and no payment that are
 * known, so they are no ledger; read them through {@link Contracts}.
 *
 * <p>What it says is as well known as the chain's endpoints make it; {@link ContractLedgerOptions} has the least that is
 * accepted, and more of it for key announcements. A command returns when its transaction lies as deep as the chain's options
 * say, and survives the death of the process if the options name a journal that does: the next ledger on that journal
 * finishes it when the account is asked for. A command that is given again is another command, as the port says, but for
 * {@link LedgerAccount#submit}: who has to deposit exactly once, whatever happens, uses
 * {@link network.cortensor.sdk.staking.contracts.ContractAccount} with an intent of his own.
 *
 * <p>Times are whole seconds here: those of terms and submissions are rounded up. A deadline takes effect with the next
 * transaction about its task, or when a {@linkplain ContractLedgerOptions.Builder#keeper keeper} closes the phase.
 *
 * <p>Events count from the opening of this ledger on: {@link LedgerEvent#sequence} is unique and without gaps in it, and
 * another number than in another ledger on the same contracts. A reorganisation that takes back delivered events ends
 * subscriptions with {@link SubscriptionOverrunException}; subscribe again and read the state once.
 *
 * <p>Every method throws {@link LedgerUnavailableException} if the chain cannot be asked in time,
 * {@link LedgerEvidenceException} if what it says does not hold together, and {@link LedgerRefusedException}
 * ASSURANCE_TOO_LOW. Interrupting a thread cancels what it waits for. Safe for use by several threads; the caller closes the
 * chain, after the ledger.
 */
public final class ContractLedger implements Ledger {
    private static final int NODES_AT_ONCE = 100;

    private final Chain chain;
    private final Contracts contracts;
    private final ContractLedgerOptions options;
    private final ContractEventHub hub;
    private final AtomicReference<Instant> newest = new AtomicReference<>(Instant.EPOCH);
    private final ReentrantLock opening = new ReentrantLock();
    private final Map<Address, ContractLedgerAccount> accounts = new HashMap<>();
    private final List<Outbox> outboxes = new ArrayList<>();
    private volatile Optional<Keeper> keeper = Optional.empty();
    private volatile boolean closed;

    private ContractLedger(Chain chain, Contracts contracts, ContractLedgerOptions options) {
        this.chain = chain;
        this.contracts = contracts;
        this.options = options;
        ContractEvents events = new ContractEvents(contracts.addresses());
        EventFeedOptions.Builder feed =
                EventFeedOptions.builder().fromBlock(chain.head().number() + 1);
        events.contracts().forEach(feed::address);
        events.topics().forEach(feed::topic);
        this.hub = new ContractEventHub(
                EventFeed.open(chain, feed.webSocket(false).build()),
                events,
                this::concerned,
                chain.options().pollInterval(),
                options.subscriptionBuffer());
    }

    /**
     * Opens the ledger on contracts.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the address book lacks one, or the code at an address is of another
     *     form
     * @throws IllegalArgumentException if the address book is of another chain
     */
    public static ContractLedger open(Chain chain, ContractAddresses addresses, ContractLedgerOptions options) {
        ContractLedger ledger = new ContractLedger(chain, Contracts.open(chain, addresses), options);
        try {
            options.keeper().ifPresent(ledger::startKeeper);
            return ledger;
        } catch (RuntimeException e) {
            throw ledger.closedAfter(e);
        }
    }

    /** A keeper does not wait for blocks: what it has sent for one task it asks after at its next look. */
    private void startKeeper(TransactionSigner payer) {
        Duration interval = chain.options().pollInterval();
        keeper = Optional.of(Keeper.start(overduePhases(accountOf(payer), interval), interval));
    }

    /** What is overdue of the tasks that this ledger saw queued, to be closed at the cost of an account. */
    OverduePhases overduePhases(ContractLedgerAccount payer, Duration patience) {
        return new OverduePhases(new QueuedTasks(), (intent, task) -> payer.tick(intent, task, patience));
    }

    /**
     * Opens a ledger for development: the contracts' COR is made by its owner, who also gives out what gas costs.
     *
     * @param treasury owner of the development network's COR token, with gas money; the caller closes it, after the ledger
     */
    public static DevelopmentLedger development(
            Chain chain, ContractAddresses addresses, TransactionSigner treasury, ContractLedgerOptions options) {
        ContractLedger ledger = open(chain, addresses, options);
        try {
            return new TreasuryLedger(ledger, ledger.accountOf(treasury), options.commandTimeout());
        } catch (RuntimeException e) {
            throw ledger.closedAfter(e);
        }
    }

    /** The failure to open all of it, with what could not be closed suppressed in it. */
    private RuntimeException closedAfter(RuntimeException failure) {
        try {
            close();
        } catch (RuntimeException e) {
            failure.addSuppressed(e);
        }
        return failure;
    }

    /**
     * Acts for the account of a signer, through one outbox that is kept until the ledger is closed; what an earlier process
     * left in the journal goes on.
     *
     * @param signer stays open as long as the ledger; the caller closes it
     */
    public LedgerAccount account(TransactionSigner signer) {
        return accountOf(signer);
    }

    ContractLedgerAccount accountOf(TransactionSigner signer) {
        opening.lock();
        try {
            ContractLedgerAccount known = accounts.get(signer.address());
            if (known != null) {
                return known;
            }
            if (closed) {
                throw new LedgerUnavailableException("Open account " + signer.address() + ": the ledger is closed");
            }
            Outbox outbox = Outbox.open(chain, signer, options.journal(), options.outbox());
            outboxes.add(outbox);
            ContractLedgerAccount account = new ContractLedgerAccount(
                    this, contracts.as(outbox).within(options.commandTimeout()), outbox, signer);
            accounts.put(signer.address(), account);
            return account;
        } finally {
            opening.unlock();
        }
    }

    private Set<Address> concerned(TaskId task) {
        Set<Address> concerned = new HashSet<>(task(task).minerStates().keySet());
        validation(task).ifPresent(round -> concerned.addAll(round.validators()));
        return concerned;
    }

    /** The contracts, for what the ledger does not say. */
    public Contracts contracts() {
        return contracts;
    }

    @Override
    public long chainId() {
        return chain.chainId();
    }

    /** {@inheritDoc} That of the newest block: on a chain without new blocks it stands still. */
    @Override
    public Instant now() {
        Instant head = chain.head().timestamp();
        return newest.accumulateAndGet(head, (one, other) -> one.isAfter(other) ? one : other);
    }

    @Override
    public Optional<NodeRegistration> node(Address node) {
        return options.keyAssurance().compareTo(AssuranceLevel.QUORUM) > 0
                ? proved(node)
                : known(contracts.nodes().node(node), options.keyAssurance(), "the key of node " + node);
    }

    /** The registration as a quorum has it, with the key announcement as the chain's state proves it. */
    private Optional<NodeRegistration> proved(Address node) {
        Contracts then = contracts.atHead();
        Optional<NodeRegistration> registration = then.nodes().node(node).value();
        Optional<String> announcement =
                known(then.proved().keyAnnouncement(node), options.keyAssurance(), "the key of node " + node);
        if (!registration.map(NodeRegistration::keyAnnouncement).equals(announcement)) {
            throw new LedgerEvidenceException("Node " + node
                    + ": expected the key announcement that the state of the chain proves, found another; use neither");
        }
        return registration;
    }

    @Override
    public List<NodeRegistration> nodes() {
        boolean toProve = options.keyAssurance().compareTo(AssuranceLevel.QUORUM) > 0;
        AssuranceLevel least = toProve ? AssuranceLevel.QUORUM : options.keyAssurance();
        NodeRegistry registry = contracts.atHead().nodes();
        List<NodeRegistration> all = new ArrayList<>();
        List<NodeRegistration> page;
        do {
            page = known(registry.nodes(all.size(), NODES_AT_ONCE), least, "the keys of the nodes");
            all.addAll(page);
        } while (page.size() == NODES_AT_ONCE);
        // The contract fills the place of one that left with the last one. Sorting keeps the order of equals.
        all.sort(Comparator.comparing(NodeRegistration::registeredAt));
        return toProve
                ? all.stream()
                        .map(one -> proved(one.address()))
                        .flatMap(Optional::stream)
                        .toList()
                : List.copyOf(all);
    }

    @Override
    public Session session(SessionId session) {
        return known(contracts.sessions().session(session), "session " + session);
    }

    @Override
    public Task task(TaskId task) {
        return known(contracts.tasks().task(task), "task " + task);
    }

    @Override
    public Optional<TaskId> taskByReference(SessionId session, String clientReference) {
        return known(contracts.tasks().taskByReference(session, clientReference), "a task of session " + session);
    }

    @Override
    public List<Task> openTasks(Address miner) {
        return known(contracts.tasks().openTasks(miner), "the open tasks of " + miner).stream()
                .map(this::task)
                .filter(task ->
                        task.status() != TaskStatus.ENDED && task.assigned().contains(miner))
                .toList();
    }

    @Override
    public List<TaskResult> results(TaskId task) {
        return known(contracts.tasks().results(task), "the results of task " + task);
    }

    @Override
    public Optional<ValidationRound> validation(TaskId task) {
        Optional<ValidationRound> round = known(contracts.validation().round(task), "the validation of task " + task);
        if (round.isEmpty()) {
            // The contract says the same of a task that there is not.
            Task ignored = task(task);
        }
        return round;
    }

    /**
     * {@inheritDoc} As the newest blocks have it: a reorganisation may put the end of the task into another one. Looks for the
     * block, with a few questions more the longer ago the task ended.
     */
    @Override
    public Optional<Hash> settlementTransaction(TaskId task) {
        return known(contracts.tasks().settlementTransaction(task), "the end of task " + task);
    }

    @Override
    public TokenAmount balance(Address account) {
        return known(contracts.token().balance(account), "the balance of " + account);
    }

    @Override
    public TokenAmount pendingPayment(Address miner) {
        return known(contracts.payments().pendingPayment(miner), "the pay of " + miner)
                .tokens();
    }

    @Override
    public EventSubscription subscribe(EventFilter filter) {
        return hub.subscribe(filter);
    }

    private <T> T known(Assured<T> answer, String what) {
        return known(answer, options.assurance(), what);
    }

    private static <T> T known(Assured<T> answer, AssuranceLevel least, String what) {
        return answer.atLeast(least, what);
    }

    /**
     * Ends subscriptions and sending; what was sent and is not confirmed yet stays in the journal. Again: no effect, but for
     * what could not be closed before.
     *
     * @throws LedgerUnavailableException if an account's outbox could not be closed; all else was. Close the chain, which
     *     ends the calls that it waits for, and this again
     */
    @Override
    public void close() {
        closed = true;
        FirstFailure failure = new FirstFailure();
        keeper.ifPresent(running -> failure.attempt(running::close));
        failure.attempt(hub::close);
        opening.lock();
        try {
            accounts.clear();
            for (Outbox outbox : List.copyOf(outboxes)) {
                failure.attempt(() -> {
                    outbox.close();
                    outboxes.remove(outbox);
                });
            }
        } finally {
            opening.unlock();
        }
        failure.rethrow();
    }

    /** The tasks that this ledger saw queued. */
    private final class QueuedTasks implements OverduePhases.Tasks {
        @Override
        public List<TaskId> open() throws InterruptedException {
            return hub.look();
        }

        @Override
        public Instant now() {
            return ContractLedger.this.now();
        }

        @Override
        public Optional<Instant> dueAt(TaskId task) {
            return contracts.tasks().dueAt(task).value();
        }

        @Override
        public boolean hasEnded(TaskId task) {
            return contracts.tasks().record(task).value().status() == TaskStatus.ENDED;
        }

        @Override
        public void forget(TaskId task) throws InterruptedException {
            hub.forget(task);
        }
    }
}
