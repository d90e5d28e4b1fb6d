package network.cortensor.sdk.ipfs.gateway;

import org.jspecify.annotations.Nullable;

import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executor;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.ThreadFactory;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;

/**
 * The threads in which the server of the JDK reads requests and answers them, and the watch over them.
 *
 * <p>That server blocks on its connections without time-outs. What helps is that they are {@linkplain
 * java.nio.channels.InterruptibleChannel interruptible channels}: interrupting the thread closes the connection, also when the
 * thread is still reading the head of a request and no handler has heard of it.
 *
 * <p>Three lines of defence when there is more to do than threads: work waits in a queue of limited length, and requests
 * whose heads have been on their way for long are given up; what does not fit into the queue goes to two threads that only refuse;
 * what they cannot take is closed at once.
 */
final class RequestWorkers implements Executor {
    private static final int REFUSING_THREADS = 2;
    private static final int REFUSING_QUEUE = 64;
    private static final Duration KEEP_ALIVE = Duration.ofSeconds(10);

    /** Clients send a head in one piece; under pressure, one that takes longer than this is not waited for. */
    private static final Duration HEAD_GRACE = Duration.ofSeconds(1);

    private static final Duration LONGEST_TICK = Duration.ofSeconds(1);
    private static final Duration SHORTEST_TICK = Duration.ofMillis(10);

    private final GatewayServerOptions options;
    private final ThreadPoolExecutor workers;
    private final ThreadPoolExecutor refusing;
    private final ScheduledExecutorService clock;
    private final ScheduledFuture<?> watching;
    private final Map<Thread, Work> running = new ConcurrentHashMap<>();
    private final Object idle = new Object();

    /** How many requests were taken and are not answered; guarded by {@link #idle}. */
    private int pending;

    private RequestWorkers(GatewayServerOptions options) {
        this.options = options;
        workers = pool("gateway", options.maxRequests(), options.maxQueued());
        refusing = pool("gateway-refusing", REFUSING_THREADS, REFUSING_QUEUE);
        clock = Executors.newSingleThreadScheduledExecutor(threads("gateway-watchdog"));
        long tick = tick().toNanos();
        watching = clock.scheduleWithFixedDelay(this::watch, tick, tick, TimeUnit.NANOSECONDS);
    }

    static RequestWorkers start(GatewayServerOptions options) {
        return new RequestWorkers(options);
    }

    private static ThreadPoolExecutor pool(String name, int threads, int queue) {
        ThreadPoolExecutor pool = new ThreadPoolExecutor(
                threads,
                threads,
                KEEP_ALIVE.toSeconds(),
                TimeUnit.SECONDS,
                new ArrayBlockingQueue<>(queue),
                threads(name));
        pool.allowCoreThreadTimeOut(true);
        return pool;
    }

    private static ThreadFactory threads(String name) {
        return work -> {
            Thread thread = new Thread(work, name);
            thread.setDaemon(true);
            return thread;
        };
    }

    /** Returns how late a time-out may be noticed. */
    private Duration tick() {
        Duration shortest = options.requestTimeout();
        for (Duration timeout : new Duration[] {options.writeTimeout(), options.maxDuration()}) {
            shortest = timeout.compareTo(shortest) < 0 ? timeout : shortest;
        }
        Duration tick = shortest.dividedBy(4);
        if (tick.compareTo(SHORTEST_TICK) < 0) {
            return SHORTEST_TICK;
        }
        return tick.compareTo(LONGEST_TICK) > 0 ? LONGEST_TICK : tick;
    }

    /** Called by the one thread of the JDK's server that accepts connections, which must not be held up. */
    @Override
    public void execute(Runnable exchange) {
        try {
            submit(workers, new Work(exchange, false));
            giveUpSlowHeads();
        } catch (RejectedExecutionException full) {
            refuse(exchange);
        }
    }

    private void submit(Executor pool, Work work) {
        synchronized (idle) {
            pending++;
        }
        boolean taken = false;
        try {
            pool.execute(work);
            taken = true;
        } finally {
            if (!taken) {
                done();
            }
        }
    }

    private void done() {
        synchronized (idle) {
            pending--;
            idle.notifyAll();
        }
    }

    private void refuse(Runnable exchange) {
        try {
            submit(refusing, new Work(exchange, true));
        } catch (RejectedExecutionException full) {
            // Its first read then closes the connection instead of blocking, and a handler finds no work of this
            // thread.
            Thread.currentThread().interrupt();
            try {
                exchange.run();
            } finally {
                Thread.interrupted();
            }
        }
    }

    /** Makes room for those who wait, at the cost of those who took longest to say what they want. */
    private void giveUpSlowHeads() {
        long now = System.nanoTime();
        running.values().stream()
                .filter(work -> work.isReadingHeadSince(now, HEAD_GRACE))
                .sorted(Comparator.comparingLong(work -> work.started - now))
                .limit(workers.getQueue().size())
                .forEach(Work::end);
    }

    private void watch() {
        long now = System.nanoTime();
        for (Work work : running.values()) {
            if (work.isLate(now)) {
                work.end();
            }
        }
        giveUpSlowHeads();
    }

    /** Returns the work of this thread; there is none in a thread that is not of these. */
    Optional<Work> current() {
        return Optional.ofNullable(running.get(Thread.currentThread()));
    }

    /**
     * Waits until there is nothing to do, or the time is over.
     *
     * @throws InterruptedException if this thread is interrupted
     */
    void awaitIdle(Duration timeout) throws InterruptedException {
        long deadline = System.nanoTime() + timeout.toNanos();
        synchronized (idle) {
            while (pending > 0) {
                long left = deadline - System.nanoTime();
                if (left <= 0) {
                    return;
                }
                TimeUnit.NANOSECONDS.timedWait(idle, left);
            }
        }
    }

    /** Ends all threads; those that a block source holds up in spite of being interrupted end later. */
    void stop(Duration timeout) {
        workers.shutdownNow();
        refusing.shutdownNow();
        watching.cancel(false);
        clock.shutdownNow();
        long deadline = System.nanoTime() + timeout.toNanos();
        try {
            for (ExecutorService pool : List.of(workers, refusing, clock)) {
                pool.awaitTermination(deadline - System.nanoTime(), TimeUnit.NANOSECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** One request and its answer, from the first byte that was received to the last that was sent. */
    final class Work implements Runnable {
        private final Runnable exchange;
        private final boolean refused;
        private volatile long started;
        private volatile boolean head = true;
        private volatile long total;
        private volatile boolean writing;
        private volatile long write;
        private @Nullable Thread thread;

        private Work(Runnable exchange, boolean refused) {
            this.exchange = exchange;
            this.refused = refused;
        }

        @Override
        public void run() {
            begin();
            try {
                exchange.run();
            } finally {
                finish();
            }
        }

        private void begin() {
            started = System.nanoTime();
            total = started + options.requestTimeout().toNanos();
            running.put(Thread.currentThread(), this);
            synchronized (this) {
                thread = Thread.currentThread();
            }
        }

        private void finish() {
            synchronized (this) {
                thread = null;
                // Meant for this work: the next one of this thread must not find it.
                Thread.interrupted();
            }
            running.remove(Thread.currentThread());
            done();
        }

        /** Tells whether there is only room to say that there is no room. */
        boolean isRefused() {
            return refused;
        }

        /** The head of the request is here; the time for the answer begins. */
        void headRead() {
            total = System.nanoTime() + options.maxDuration().toNanos();
            head = false;
        }

        /** A piece of the answer is about to be sent. */
        void writing() {
            write = System.nanoTime() + options.writeTimeout().toNanos();
            writing = true;
        }

        /** The piece has been sent. */
        void written() {
            writing = false;
        }

        private boolean isReadingHeadSince(long now, Duration since) {
            return head && now - started > since.toNanos();
        }

        private boolean isLate(long now) {
            return now - total >= 0 || (writing && now - write >= 0);
        }

        private synchronized void end() {
            if (thread != null) {
                thread.interrupt();
            }
        }
    }
}
