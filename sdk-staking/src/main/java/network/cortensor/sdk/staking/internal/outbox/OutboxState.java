package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.LedgerUnavailableException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;

/**
 * What is under way, shared by callers, the sending and the watching thread. All fields are guarded by {@link #lock}, which
 * is never held while anybody is asked: neither chain, nor signer, nor journal.
 */
final class OutboxState {
    /** How many ended nonces are kept, to be sent again after a reorganisation that was deeper than foreseen. */
    static final int SETTLED_KEPT = 256;

    final ReentrantLock lock = new ReentrantLock();
    /** A place or a name is free again. */
    final Condition released = lock.newCondition();
    /** There is something to send. */
    final Condition toBeSent = lock.newCondition();
    /** There is something to look at. */
    final Condition toBeSeen = lock.newCondition();

    final NonceLane lane = new NonceLane();
    /** Nonces under way. */
    final NavigableMap<Long, Slot> slots = new TreeMap<>();
    /** Intents under way. */
    final Map<String, Slot> active = new HashMap<>();
    /** Intents that a caller is about to reserve a nonce for. */
    final Set<String> preparing = new HashSet<>();
    /** Nonces of ended intents, the newest ones. */
    final NavigableMap<Long, Slot> settled = new TreeMap<>();

    final NavigableMap<Long, Slot> sendQueue = new TreeMap<>();
    /** Just sent: perhaps their receipts are there already. */
    final NavigableMap<Long, Slot> justSent = new TreeMap<>();
    /** Intents under way or in preparation. */
    int places;
    /** Something happened that only a look at the chain explains. */
    boolean lookAtOnce;
    /** A send was refused because others use this account too. */
    boolean contested;

    private @Nullable String end;

    /** Runs under the lock. */
    <T> T locked(Supplier<T> work) {
        lock.lock();
        try {
            return work.get();
        } finally {
            lock.unlock();
        }
    }

    /** Runs under the lock. */
    void locking(Runnable work) {
        lock.lock();
        try {
            work.run();
        } finally {
            lock.unlock();
        }
    }

    /** Why nothing goes on any more; empty while it does. */
    Optional<String> ended() {
        return Optional.ofNullable(end);
    }

    void requireOpen(String attempt) {
        if (end != null) {
            throw new LedgerUnavailableException(attempt + ": " + end);
        }
    }

    /** Ends all waiting, once. Says which intents were under way. */
    List<Intent> end(String reason) {
        lock.lock();
        try {
            if (end != null) {
                return List.of();
            }
            end = reason;
            released.signalAll();
            toBeSent.signalAll();
            toBeSeen.signalAll();
            List<Intent> left = new ArrayList<>();
            active.values().forEach(slot -> slot.work().ifPresent(work -> left.add(work.intent())));
            return left;
        } finally {
            lock.unlock();
        }
    }

    /** Lets the sending thread send the newest version of a nonce. Under the lock. */
    void enqueue(Slot slot) {
        sendQueue.put(slot.nonce, slot);
        toBeSent.signal();
    }

    /** Wakes the watching thread. Under the lock. */
    void lookAtOnce() {
        lookAtOnce = true;
        toBeSeen.signal();
    }

    /** Whether a nonce is still for what it was. Under the lock. */
    boolean isLive(Slot slot) {
        return slots.get(slot.nonce) == slot;
    }
}
