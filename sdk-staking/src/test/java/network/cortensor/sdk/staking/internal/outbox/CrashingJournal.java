package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;

import java.util.Optional;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BiConsumer;

/** A process's hold on a journal that outlives it: at a chosen write the process dies, before or after it took effect. */
final class CrashingJournal implements Journal {
    private final Journal entries;
    private final AtomicInteger writesLeft = new AtomicInteger(Integer.MAX_VALUE);
    private volatile boolean afterwards;
    private volatile boolean dead;
    private volatile boolean failing;
    private final AtomicInteger writes = new AtomicInteger();

    /** The process is gone. */
    static final class Crash extends Error {
        private static final long serialVersionUID = 1L;

        Crash() {
            super("crash");
        }
    }

    CrashingJournal(Journal entries) {
        this.entries = entries;
    }

    void crashAtWrite(int fromNow, boolean afterwards) {
        this.afterwards = afterwards;
        writesLeft.set(fromNow);
    }

    void failing(boolean fail) {
        failing = fail;
    }

    int writes() {
        return writes.get();
    }

    @Override
    public Optional<byte[]> read(String key) {
        return entries.read(key);
    }

    @Override
    public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {
        entries.forEach(prefix, visitor);
    }

    @Override
    public void write(Batch batch) {
        if (dead) {
            throw new Crash();
        }
        if (failing) {
            throw new LedgerUnavailableException("The disk is full");
        }
        writes.incrementAndGet();
        boolean crash = writesLeft.getAndDecrement() == 0;
        if (!crash || afterwards) {
            entries.write(batch);
        }
        if (crash) {
            dead = true;
            throw new Crash();
        }
    }

    @Override
    public void close() {
        // The entries outlive the process.
    }
}
