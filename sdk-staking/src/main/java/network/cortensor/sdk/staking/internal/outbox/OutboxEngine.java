package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain.Block;

import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/**
 * An outbox: what it holds, the callers' part ({@link Submitter}), and the two threads, {@link Sender} and {@link Watcher}.
 * Thread-safe.
 */
public final class OutboxEngine implements AutoCloseable {
    private static final Duration JOIN = Duration.ofSeconds(30);

    private final Ports ports;
    private final OutboxState state = new OutboxState();
    private final Submitter submitter;
    private final Sender sender;
    private final Watcher watcher;
    private final List<Thread> threads = new ArrayList<>();

    private OutboxEngine(Ports ports) {
        this.ports = ports;
        Drafts drafts = new Drafts(ports);
        this.submitter = new Submitter(ports, state, drafts);
        this.sender = new Sender(ports, state);
        this.watcher = new Watcher(ports, state, drafts);
    }

    /**
     * Reads the journal and goes on from there, once {@link #start} is called.
     *
     * @param options with confirmations and poll interval filled in
     * @param millis tells how much time has passed
     */
    public static OutboxEngine open(
            OutboxChain chain,
            Sealer sealer,
            Journal journal,
            OutboxOptions options,
            Clock clock,
            LongSupplier millis) {
        OutboxRecords records = new OutboxRecords(journal, chain.chainId(), sealer.sender());
        OutboxEngine engine = new OutboxEngine(new Ports(chain, sealer, records, options, clock, millis));
        engine.resume();
        return engine;
    }

    private void resume() {
        OutboxRecords.Loaded loaded = ports.records().load();
        Block head = ports.chain().head();
        long count = ports.chain().transactionCount(ports.sender(), BlockId.hash(head.hash()));
        long pending = Watcher.plausible(
                ports.chain().pendingCount(ports.sender()),
                Math.max(count, loaded.next()),
                ports.options().inFlight());
        state.locking(() -> restore(loaded, count, pending));
        List<Slot> unsigned = state.locked(() ->
                state.slots.values().stream().filter(slot -> !slot.signed()).toList());
        unsigned.forEach(Slot::awaitJournal);
    }

    private void restore(OutboxRecords.Loaded loaded, long count, long pending) {
        state.lane.advanceTo(Math.max(loaded.next(), pending));
        for (RecordCodec.NonceRecord record : loaded.slots()) {
            restore(record, loaded.open());
        }
        loaded.open().entrySet().stream()
                .filter(entry -> !state.active.containsKey(entry.getKey()))
                .sorted(Comparator.comparing(entry -> entry.getValue().nonce()))
                .forEach(entry -> restoreUnsigned(entry.getKey(), entry.getValue(), count));
        state.places = state.active.size();
        if (!state.slots.isEmpty()) {
            state.lookAtOnce();
        }
    }

    /** What was signed keeps its nonce. */
    private void restore(RecordCodec.NonceRecord record, Map<String, RecordCodec.OpenIntent> open) {
        RecordCodec.OpenIntent intent = open.get(record.key());
        if (!record.key().isEmpty() && !record.settled() && (intent == null || intent.nonce() != record.nonce())) {
            throw new LedgerEvidenceException("Journal of the outbox "
                    + ports.records().namespace() + ": nonce "
                    + record.nonce() + " is signed for intent " + record.key()
                    + ", expected this intent with this nonce, found "
                    + (intent == null ? "none" : "nonce " + intent.nonce()) + "; restore the journal from a copy");
        }
        Slot slot;
        if (record.key().isEmpty()) {
            slot = new Slot(record.nonce(), null);
        } else if (intent == null || record.settled()) {
            slot = new Slot(record.nonce(), null);
        } else {
            slot = new Slot(record.nonce(), work(record.key(), intent, record.nonce()));
        }
        record.versions().forEach(version -> slot.add(version, ports.now()));
        state.lane.take(record.nonce());
        if (record.settled()) {
            state.settled.put(slot.nonce, slot);
            return;
        }
        state.slots.put(slot.nonce, slot);
        slot.work().ifPresent(work -> state.active.put(work.intent().key(), slot));
        slot.report();
        if (slot.signed()) {
            state.enqueue(slot);
        }
    }

    /** What was not signed keeps its nonce only if it is still free. */
    private void restoreUnsigned(String key, RecordCodec.OpenIntent intent, long count) {
        boolean free = intent.nonce() >= count && !state.slots.containsKey(intent.nonce());
        long nonce = free ? intent.nonce() : state.lane.reserve();
        state.lane.take(nonce);
        Slot slot = new Slot(nonce, work(key, intent, nonce));
        state.slots.put(nonce, slot);
        state.active.put(key, slot);
        slot.report();
        if (!free) {
            slot.journaled = ports.records().reserve(slot, state.lane.next());
        }
    }

    private Slot.Work work(String key, RecordCodec.OpenIntent intent, long nonce) {
        return Submitter.newWork(ports, state, key, intent.request(), intent.gasLimit(), nonce, intent.earlier());
    }

    /** Starts the two threads. */
    public void start() {
        threads.add(daemon("cortensor-outbox-send", sender::run));
        threads.add(daemon("cortensor-outbox-watch", watcher::run));
        threads.forEach(Thread::start);
    }

    private interface Loop {
        void run() throws InterruptedException;
    }

    private Thread daemon(String name, Loop loop) {
        Thread thread = new Thread(
                () -> {
                    boolean ended = false;
                    try {
                        loop.run();
                        ended = true;
                    } catch (InterruptedException e) {
                        Thread.currentThread().interrupt();
                    } finally {
                        if (!ended) {
                            leave(
                                    ports.records().broken()
                                            ? "its journal cannot be written any more; open both anew"
                                            : "its thread " + name + " ended; open it anew");
                        }
                    }
                },
                name);
        thread.setDaemon(true);
        return thread;
    }

    private void leave(String reason) {
        state.end(reason).forEach(intent -> intent.end(new Outcome.Left(reason)));
    }

    /** See {@link network.cortensor.sdk.staking.chain.Outbox#submit}. */
    public Intent submit(String key, TransactionRequest request) {
        return submitter.submit(key, request);
    }

    /** The intent of this name, under way or remembered. */
    public Optional<Intent> find(String key) {
        return state.locked(() -> Optional.ofNullable(state.active.get(key)))
                .map(slot -> slot.work().orElseThrow().intent())
                .or(() -> ports.records().ended(key).map(done -> Submitter.ended(ports, key, done)));
    }

    /** Intents under way, lowest nonce first. */
    public List<Intent> pending() {
        return state.locked(() -> state.slots.values().stream()
                .flatMap(slot -> slot.work().stream())
                .map(Slot.Work::intent)
                .toList());
    }

    /** Sends one queued transaction; says whether there was one. For tests that are their own threads. */
    boolean sendNext() {
        return sender.sendNext();
    }

    /** Looks once. For tests that are their own threads. */
    void look() {
        watcher.lookAtJustSent();
        watcher.look();
    }

    /** Each nonce under way, for messages of tests. */
    String describe() {
        return state.locked(() -> state.slots.values().stream()
                .map(slot -> slot.nonce + " "
                        + slot.work().map(work -> work.intent().key()).orElse("filler") + " " + slot.lastOutcome + " "
                        + slot.versions().size() + " versions")
                .toList()
                .toString());
    }

    OutboxState state() {
        return state;
    }

    /** Ends both threads. Again: no effect. */
    @Override
    public void close() {
        leave("the outbox was closed");
        threads.forEach(Thread::interrupt);
        boolean interrupted = false;
        for (Thread thread : threads) {
            try {
                thread.join(JOIN.toMillis());
                if (thread.isAlive()) {
                    throw new LedgerUnavailableException("Close the outbox: its thread " + thread.getName()
                            + " still runs after " + JOIN.toSeconds() + " s; close the chain, and again");
                }
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        if (!ports.records().broken()) {
            ports.records().last().await();
        }
    }
}
