package network.cortensor.sdk.crypto.channel;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Date;
import java.util.Queue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Time that passes only while somebody waits, or when a test says so. What was planned happens on the waiting
 * thread at its moment, as if another thread had done it.
 */
final class FakeTime implements TokenStream.Time {

    private record Plan(long at, Runnable event) {}

    private final Queue<Plan> plans = new ArrayDeque<>();
    /** Not zero, and near the overflow that {@link System#nanoTime} may have at any moment. */
    private long now = Long.MAX_VALUE - 1000;

    private final long start = now;
    private long planned = now;

    /** Plans the next event, so long after the one before it. */
    FakeTime then(Duration after, Runnable event) {
        planned += after.toNanos();
        plans.add(new Plan(planned, event));
        return this;
    }

    /** Lets time pass in which nobody waits: the consumer or the transport is busy with something else. */
    void pass(Duration duration) {
        now += duration.toNanos();
    }

    Duration passed() {
        return Duration.ofNanos(now - start);
    }

    @Override
    public long nanoTime() {
        return now;
    }

    @Override
    public Condition newCondition(ReentrantLock lock) {
        return new Waiting();
    }

    private final class Waiting implements Condition {

        @Override
        public long awaitNanos(long nanos) {
            Plan next = plans.peek();
            if (next == null || next.at() - now > nanos) {
                now += nanos;
                return 0;
            }
            long waited = next.at() - now;
            plans.remove();
            now = next.at();
            next.event().run();
            return nanos - waited;
        }

        @Override
        public void signalAll() {
            // The waiting thread runs on by itself.
        }

        @Override
        public void signal() {
            throw unexpected();
        }

        @Override
        public void await() {
            throw unexpected();
        }

        @Override
        public void awaitUninterruptibly() {
            throw unexpected();
        }

        @Override
        public boolean await(long time, TimeUnit unit) {
            throw unexpected();
        }

        @Override
        public boolean awaitUntil(Date deadline) {
            throw unexpected();
        }

        private AssertionError unexpected() {
            return new AssertionError("a stream waits with a deadline and wakes everybody");
        }
    }
}
