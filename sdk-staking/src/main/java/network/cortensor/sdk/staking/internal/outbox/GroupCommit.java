package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/**
 * Writes to a journal in the order in which changes are handed over; what was handed over while a write was under way
 * goes into the next one together. Whoever waits first writes for all.
 *
 * <p>After a failed write nothing is written any more: what the journal holds is then open.
 */
final class GroupCommit {
    private final Journal journal;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition written = lock.newCondition();
    private List<Consumer<Journal.Batch>> waiting = new ArrayList<>();
    private long handedOver;
    private long durable;
    private boolean writing;
    private boolean broken;

    GroupCommit(Journal journal) {
        this.journal = journal;
    }

    /** Hands changes over. Returns at once; they are durable when {@link Ticket#await} has returned. */
    Ticket handOver(Consumer<Journal.Batch> changes) {
        lock.lock();
        try {
            handedOver++;
            if (!broken) {
                waiting.add(changes);
            }
            return new Ticket(handedOver);
        } finally {
            lock.unlock();
        }
    }

    /** For all that was handed over so far. */
    Ticket last() {
        lock.lock();
        try {
            return new Ticket(handedOver);
        } finally {
            lock.unlock();
        }
    }

    /** Whether a write failed. */
    boolean broken() {
        lock.lock();
        try {
            return broken;
        } finally {
            lock.unlock();
        }
    }

    /** A place in the order of changes. */
    final class Ticket {
        private final long place;

        private Ticket(long place) {
            this.place = place;
        }

        /**
         * Waits until the changes are durable, through interruptions, as the journal does.
         *
         * @throws LedgerUnavailableException if a write failed
         */
        void await() {
            lock.lock();
            try {
                while (durable < place) {
                    if (broken) {
                        throw new LedgerUnavailableException("Write the outbox's journal: an earlier write failed;"
                                + " close the outbox, open the journal anew, and the outbox on it");
                    }
                    if (writing) {
                        written.awaitUninterruptibly();
                    } else {
                        writeAll();
                    }
                }
            } finally {
                lock.unlock();
            }
        }
    }

    private void writeAll() {
        List<Consumer<Journal.Batch>> some = waiting;
        waiting = new ArrayList<>();
        long upTo = handedOver;
        writing = true;
        boolean done = false;
        lock.unlock();
        try {
            Journal.Batch batch = Journal.Batch.create();
            some.forEach(changes -> changes.accept(batch));
            journal.write(batch);
            done = true;
        } finally {
            lock.lock();
            writing = false;
            if (done) {
                durable = upTo;
            } else {
                broken = true;
                waiting.clear();
            }
            written.signalAll();
        }
    }
}
