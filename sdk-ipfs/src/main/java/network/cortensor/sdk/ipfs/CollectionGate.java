package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Lets either any number of threads add and pin, or one collect garbage: a collection that ran between the storing of a block
 * and the pin above it would take the block away.
 *
 * <p>Belongs to no thread, so that one may open what another closes. Those who add never wait for somebody who waits to
 * collect; else adding within a hold would wait for itself. Thread-safe.
 */
final class CollectionGate {
    /** How often other processes are asked: nobody tells when they are done. Threads of this process are told. */
    private static final long ASK_AGAIN_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    private final ReentrantLock state = new ReentrantLock();
    private final Condition changed = state.newCondition();
    private final ProcessLock processes;
    private int holds;
    private boolean collecting;

    /** Does between processes what the gate does between threads. Called by one thread at a time. */
    interface ProcessLock {
        /** For what no other process can reach. */
        ProcessLock NONE = new ProcessLock() {
            @Override
            public boolean tryLock(boolean shared) {
                return true;
            }

            @Override
            public void unlock() {}

            @Override
            public void close() {}
        };

        /** Locks, or returns false if another process has a lock that does not go with it; does not wait. */
        boolean tryLock(boolean shared) throws IOException;

        void unlock() throws IOException;

        /** Frees what may have been kept for the next lock; only called while there is none. */
        void close() throws IOException;
    }

    CollectionGate(ProcessLock processes) {
        this.processes = processes;
    }

    /** Keeps collections out; waits for one that is under way. */
    GarbageHold hold(Watch watch) {
        enter(watch, false);
        return new GarbageHold(this::endHold);
    }

    /** Keeps everybody else out; waits for those who add and pin. */
    GarbageHold collect(Watch watch) {
        enter(watch, true);
        return new GarbageHold(this::endCollection);
    }

    /** Closes files that are open for the next time. */
    void rest() {
        state.lock();
        try {
            if (holds == 0 && !collecting) {
                processes.close();
            }
        } catch (IOException e) {
            throw new StoreException("could not close the lock of a block store", e);
        } finally {
            state.unlock();
        }
    }

    private void enter(Watch watch, boolean alone) {
        state.lock();
        try {
            while (!tryEnter(alone)) {
                watch.check();
                changed.awaitNanos(Math.min(ASK_AGAIN_NANOS, watch.remainingNanos()));
            }
        } catch (IOException e) {
            throw new StoreException("could not lock the block store in order to " + watch.what(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException(watch.what());
        } finally {
            state.unlock();
        }
    }

    private boolean tryEnter(boolean alone) throws IOException {
        if (collecting || (alone && holds > 0) || (holds == 0 && !processes.tryLock(!alone))) {
            return false;
        }
        if (alone) {
            collecting = true;
        } else {
            holds++;
        }
        return true;
    }

    private void endHold() {
        state.lock();
        try {
            holds--;
            leave();
        } finally {
            state.unlock();
        }
    }

    private void endCollection() {
        state.lock();
        try {
            collecting = false;
            leave();
        } finally {
            state.unlock();
        }
    }

    private void leave() {
        try {
            if (holds == 0) {
                processes.unlock();
            }
        } catch (IOException e) {
            throw new StoreException("could not unlock the block store", e);
        } finally {
            changed.signalAll();
        }
    }
}
