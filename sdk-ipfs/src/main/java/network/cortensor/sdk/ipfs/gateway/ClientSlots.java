package network.cortensor.sdk.ipfs.gateway;

import java.net.InetAddress;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that are worked on for each client, so that none takes all threads. Thread-safe. */
final class ClientSlots {
    private final int most;
    private final Map<InetAddress, Integer> taken = new HashMap<>();
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition freed = lock.newCondition();

    ClientSlots(int most) {
        this.most = most;
    }

    /**
     * Takes a slot, waiting for one if all of this client are taken.
     *
     * @return whether there was one in time; then it must be {@linkplain #release released}
     * @throws InterruptedException if this thread is interrupted
     */
    boolean acquire(InetAddress client, Duration patience) throws InterruptedException {
        long left = patience.toNanos();
        lock.lockInterruptibly();
        try {
            while (taken.getOrDefault(client, 0) >= most) {
                if (left <= 0) {
                    return false;
                }
                left = freed.awaitNanos(left);
            }
            taken.merge(client, 1, Integer::sum);
            return true;
        } finally {
            lock.unlock();
        }
    }

    void release(InetAddress client) {
        lock.lock();
        try {
            taken.computeIfPresent(client, (address, count) -> count == 1 ? null : count - 1);
            freed.signalAll();
        } finally {
            lock.unlock();
        }
    }
}
