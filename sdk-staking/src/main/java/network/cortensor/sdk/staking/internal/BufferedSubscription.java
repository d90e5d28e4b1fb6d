package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.SubscriptionOverrunException;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;

/** A queue of events that is full at some point and says so. */
final class BufferedSubscription implements EventSubscription {
    private enum State {
        OPEN,
        OVERRUN,
        ENDED
    }

    private final EventFilter filter;
    private final int capacity;
    private final Consumer<BufferedSubscription> onClose;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private final Queue<LedgerEvent> events = new ArrayDeque<>();
    private State state = State.OPEN;
    private String why = "";

    BufferedSubscription(EventFilter filter, int capacity, Consumer<BufferedSubscription> onClose) {
        this.filter = filter;
        this.capacity = capacity;
        this.onClose = onClose;
    }

    EventFilter filter() {
        return filter;
    }

    /** Takes an event, or remembers that one was lost. Does not wait. */
    void offer(LedgerEvent event) {
        lock.lock();
        try {
            if (state != State.OPEN) {
                return;
            }
            if (events.size() == capacity) {
                state = State.OVERRUN;
                why = "expected at most " + capacity + " to wait, found more";
            } else {
                events.add(event);
            }
            changed.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Delivers nothing that comes from now on: what was delivered may not hold any more. */
    void lose(String reason) {
        lock.lock();
        try {
            if (state == State.OPEN) {
                state = State.OVERRUN;
                why = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    void end(String reason) {
        lock.lock();
        try {
            if (state != State.ENDED) {
                state = State.ENDED;
                why = reason;
                changed.signalAll();
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public Optional<LedgerEvent> next(Duration timeout) throws InterruptedException {
        long left = nanos(timeout);
        lock.lockInterruptibly();
        try {
            while (true) {
                LedgerEvent event = events.poll();
                if (event != null) {
                    return Optional.of(event);
                }
                if (state == State.OVERRUN) {
                    throw new SubscriptionOverrunException(
                            "Ledger events: " + why + "; subscribe again and read the state once");
                }
                if (state == State.ENDED) {
                    throw new LedgerUnavailableException("Ledger events: " + why);
                }
                if (left <= 0) {
                    return Optional.empty();
                }
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    @Override
    public void close() {
        onClose.accept(this);
        end("the subscription is closed");
    }

    private static long nanos(Duration timeout) {
        Duration longest = Duration.ofNanos(Long.MAX_VALUE);
        return timeout.compareTo(longest) > 0 ? Long.MAX_VALUE : timeout.isNegative() ? 0 : timeout.toNanos();
    }
}
