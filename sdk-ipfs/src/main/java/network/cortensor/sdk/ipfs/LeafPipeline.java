package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/**
 * Runs tasks in several threads, that of the caller included, and delivers their results to the caller's thread in the order
 * of the tasks. The first failure that it comes across ends it.
 *
 * <p>No more tasks than twice the threads are under way: when the helpers have enough to do, the caller does a task itself.
 * For one thread to use, and to close.
 */
final class LeafPipeline<T> implements AutoCloseable {
    /** Results that may wait for one before them. They are small, but there must be an end. */
    private static final int MAX_WAITING_PER_THREAD = 64;

    /** How long a helper may take to end. Only a block store that waits for something and ignores interruption takes any time. */
    private static final long CLOSE_NANOS = TimeUnit.SECONDS.toNanos(10);

    private final Watch watch;
    private final Consumer<T> results;
    private final int maxHelpers;
    private final BlockingQueue<FutureTask<T>> handedOver;
    private final List<Thread> helpers = new ArrayList<>();
    private final Queue<Future<T>> waiting = new ConcurrentLinkedQueue<>();
    private final Cancellation.Registration cancellation;
    private int waitingCount;

    /** Beside the interruption, which a block store may have swallowed. */
    private volatile boolean closed;

    /** Something to do that brings a result. */
    @FunctionalInterface
    interface Task<T> {
        T run() throws IOException;
    }

    /** Makes a pipeline of two threads or more; helpers start when there is something for them to do. */
    LeafPipeline(int threads, Watch watch, Consumer<T> results) {
        this.watch = watch;
        this.results = results;
        this.maxHelpers = threads - 1;
        this.handedOver = new ArrayBlockingQueue<>(maxHelpers);
        this.cancellation = watch.onCancel(() -> waiting.forEach(future -> future.cancel(true)));
    }

    /** Takes a task over or does it, and delivers what is ready. */
    void submit(Task<T> task) throws IOException {
        FutureTask<T> future = new FutureTask<>(task::run);
        if (handedOver.offer(future)) {
            waiting.add(future);
            startHelper();
        } else {
            waiting.add(CompletableFuture.completedFuture(runHere(task)));
        }
        waitingCount++;
        Future<T> next = waiting.peek();
        while (next != null && (next.isDone() || waitingCount > MAX_WAITING_PER_THREAD * (maxHelpers + 1))) {
            deliver(next);
            next = waiting.peek();
        }
    }

    /** Waits for all tasks and delivers what they bring. */
    void finish() throws IOException {
        Future<T> next = waiting.peek();
        while (next != null) {
            deliver(next);
            next = waiting.peek();
        }
    }

    /** Ends the helpers and waits for their end. What was not delivered is lost. */
    @Override
    public void close() {
        cancellation.close();
        closed = true;
        waiting.forEach(future -> future.cancel(true));
        helpers.forEach(Thread::interrupt);
        long end = System.nanoTime() + CLOSE_NANOS;
        boolean interrupted = false;
        for (Thread helper : helpers) {
            while (helper.isAlive() && System.nanoTime() < end) {
                try {
                    TimeUnit.NANOSECONDS.timedJoin(helper, end - System.nanoTime());
                } catch (InterruptedException e) {
                    // The helpers are ending already; leaving them behind would be no faster.
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private void startHelper() {
        if (helpers.size() < maxHelpers) {
            Thread helper = new Thread(this::help, "cortensor-ipfs-add-" + (helpers.size() + 1));
            helper.setDaemon(true);
            helpers.add(helper);
            helper.start();
        }
    }

    private void help() {
        try {
            while (!closed) {
                handedOver.take().run();
            }
        } catch (InterruptedException closed) {
            Thread.currentThread().interrupt();
        }
    }

    private T runHere(Task<T> task) throws IOException {
        try {
            return task.run();
        } catch (IOException e) {
            // A helper that was interrupted has closed the file that all of them read.
            watch.check();
            throw e;
        }
    }

    private void deliver(Future<T> next) throws IOException {
        watch.check();
        try {
            results.accept(next.get(watch.remainingNanos(), TimeUnit.NANOSECONDS));
            waiting.remove();
            waitingCount--;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw over(e);
        } catch (TimeoutException | CancellationException e) {
            throw over(e);
        } catch (ExecutionException e) {
            watch.check();
            throw failure(e);
        }
    }

    private AssertionError over(Throwable reason) {
        watch.check();
        return new AssertionError("tasks end early only when the call does", reason);
    }

    private static IOException failure(ExecutionException failed) {
        Throwable cause = failed.getCause();
        if (cause instanceof RuntimeException exception) {
            throw exception;
        }
        if (cause instanceof Error error) {
            throw error;
        }
        return cause instanceof IOException io ? io : new IOException(failed);
    }
}
