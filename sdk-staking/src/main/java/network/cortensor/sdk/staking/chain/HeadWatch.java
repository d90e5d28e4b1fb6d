package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Deadline;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.RpcRequest;
import network.cortensor.sdk.staking.internal.rpc.RpcSocket;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Listens by WebSocket for new blocks, and connects again when the connection is lost, after a pause that grows each time
 * until a block is heard of. What is heard is a hint to look at the chain and nothing more.
 *
 * <p>One daemon thread, until it is closed. Thread-safe.
 */
final class HeadWatch implements AutoCloseable {
    private static final Duration SHORTEST_PAUSE = Duration.ofMillis(250);
    private static final int MOST_DOUBLINGS = 7;
    private static final AtomicInteger THREADS = new AtomicInteger();

    private final Chain chain;
    private final Runnable onHead;
    private final Thread thread;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed = lock.newCondition();
    private boolean connected;
    private boolean closed;
    private int failures;

    private HeadWatch(Chain chain, Runnable onHead) {
        this.chain = chain;
        this.onHead = onHead;
        this.thread = new Thread(this::run, "cortensor-feed-" + THREADS.incrementAndGet());
        thread.setDaemon(true);
    }

    /**
     * Starts to listen.
     *
     * @param onHead is told of each new block, and when the connection comes or goes; must be quick
     */
    static HeadWatch start(Chain chain, Runnable onHead) {
        HeadWatch watch = new HeadWatch(chain, onHead);
        watch.thread.start();
        return watch;
    }

    /** Whether new blocks are heard of, as far as is known: a connection that is half open shows only after a while. */
    boolean isConnected() {
        lock.lock();
        try {
            return connected;
        } finally {
            lock.unlock();
        }
    }

    private void run() {
        while (!isClosed()) {
            try {
                listen();
            } catch (LedgerUnavailableException e) {
                // No connection: whoever waits polls meanwhile, and it is tried again.
            } catch (InterruptedException e) {
                // Closed: nobody else knows this thread.
                return;
            }
        }
    }

    private void listen() throws InterruptedException {
        Listening listening = new Listening();
        try (RpcSocket socket = chain.socket(listening)
                .orElseThrow(() -> new LedgerUnavailableException("Hear of new blocks: no endpoint has a WebSocket"))) {
            socket.subscribe(Deadline.in(chain.options().callTimeout()), RpcRequest.text("newHeads"));
            onHead.run();
            listening.await();
        } finally {
            onHead.run();
            pause();
        }
    }

    private void pause() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            connected = false;
            long left = SHORTEST_PAUSE.toNanos() << Math.min(failures, MOST_DOUBLINGS);
            failures++;
            while (!closed && left > 0) {
                left = changed.awaitNanos(left);
            }
        } finally {
            lock.unlock();
        }
    }

    private boolean isClosed() {
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Ends the connection and the thread. Again: no effect. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            changed.signalAll();
        } finally {
            lock.unlock();
        }
        thread.interrupt();
    }

    /** Hears one connection. */
    private final class Listening implements RpcSocket.Listener {
        private boolean over;

        @Override
        public void notified(String subscription, JsonNode result) {
            lock.lock();
            try {
                failures = 0;
            } finally {
                lock.unlock();
            }
            onHead.run();
        }

        @Override
        public void closed(Failure why) {
            lock.lock();
            try {
                over = true;
                changed.signalAll();
            } finally {
                lock.unlock();
            }
        }

        /** Waits for the end of the connection. */
        void await() throws InterruptedException {
            lock.lockInterruptibly();
            try {
                connected = true;
                while (!over && !closed) {
                    changed.await();
                }
                connected = false;
            } finally {
                lock.unlock();
            }
        }
    }
}
