package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.ChannelStalledException;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.RejectedException;
import org.jspecify.annotations.Nullable;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import java.util.concurrent.CancellationException;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * Hands the chunks of a {@link ChannelReader} from the thread that has the transport to the one that wants to read, and
 * watches the time.
 *
 * <p>One thread calls {@link #accept} with what comes and {@link #end} when no more will. Another iterates, once:
 * {@code hasNext} waits, returns {@code false} only behind the authenticated end, and throws in every other case. Two
 * clocks run: <em>idle</em> while it waits, which every authentic chunk starts anew, keep-alives included, and
 * <em>total</em>, which started when the stream was made and stops with the final chunk only. Bytes that are not yet an
 * authentic chunk stop neither. There is no thread and no timer behind this: whoever calls looks at the time.
 *
 * <p>Chunks that came before a failure are handed out first, except when the total time is over: then none is handed out
 * any more, not even one that came in time. A message that was complete in time can be read at any time.
 *
 * <p>Thread-safe. Whoever made the stream closes it; that wakes and ends both sides, and does not close the channel.
 */
public final class TokenStream implements Iterable<byte[]>, AutoCloseable {

    /** What may wait for a slow consumer: some hundred thousand tokens. */
    private static final int MAX_QUEUED_BYTES = 1 << 20;

    private final ChannelReader reader;
    private final Duration idle;
    private final Duration total;
    private final Time time;
    private final long started;

    private final ReentrantLock lock = new ReentrantLock();
    private final Condition changed;
    private final Queue<byte[]> queue = new ArrayDeque<>();
    private long queuedBytes;
    private int chunks;
    private boolean complete;
    private boolean iterated;
    private boolean closed;
    private @Nullable RuntimeException failure;

    private TokenStream(ChannelReader reader, Duration idle, Duration total, Time time) {
        this.reader = reader;
        this.idle = idle;
        this.total = total;
        this.time = time;
        this.changed = time.newCondition(lock);
        this.started = time.nanoTime();
    }

    /** The clock of a stream and what waits by it, so that tests need no real time. */
    interface Time {

        Time SYSTEM = new Time() {
            @Override
            public long nanoTime() {
                return System.nanoTime();
            }

            @Override
            public Condition newCondition(ReentrantLock lock) {
                return lock.newCondition();
            }
        };

        long nanoTime();

        Condition newCondition(ReentrantLock lock);
    }

    /**
     * Makes a stream; the total time starts now.
     *
     * @param reader the reader to feed; only this stream may use it from now on
     * @param idle how long to wait for the next authentic chunk
     * @param total how long the whole message may take, until its final chunk has come; at least {@code idle}
     * @throws IllegalArgumentException if a time is not positive, or idle is longer than total
     */
    public static TokenStream of(ChannelReader reader, Duration idle, Duration total) {
        return of(reader, idle, total, Time.SYSTEM);
    }

    static TokenStream of(ChannelReader reader, Duration idle, Duration total, Time time) {
        requirePositive("idle", idle);
        requirePositive("total", total);
        if (idle.compareTo(total) > 0) {
            throw new IllegalArgumentException(
                    "idle must not be longer than total, found " + idle + " and " + total + "; are they swapped?");
        }
        return new TokenStream(reader, idle, total, time);
    }

    private static void requirePositive(String name, Duration duration) {
        if (duration.isZero() || duration.isNegative()) {
            throw new IllegalArgumentException(name + " must be positive, found " + duration);
        }
    }

    /**
     * Takes bytes from the transport. Waits while a megabyte is not yet consumed, at most until the total time is over.
     *
     * @param bytes any number of bytes; all are read
     * @throws CryptoException why the stream has failed, now or before; the consumer gets the same. Stop the transport.
     *     {@link ChannelStalledException} when the total time is over, and then nothing of {@code bytes} is read
     * @throws CancellationException if the stream has been closed, or this thread interrupted while it waited
     * @throws IllegalStateException if the channel has been closed
     */
    public void accept(ByteBuffer bytes) {
        requireOpenInTime();
        List<byte[]> payloads = new ArrayList<>();
        try {
            reader.accept(bytes, payloads::add);
        } catch (CryptoException | IllegalStateException e) {
            publish(payloads, e);
            throw e;
        }
        publish(payloads, null);
        awaitRoom();
    }

    /**
     * Says that the transport has ended, for whatever reason. Call it always: a complete message is not hurt.
     *
     * @throws RejectedException with {@link RejectedException.Check#CHANNEL_CUT} if the final chunk has not come, and the
     *     consumer gets the same; with {@link RejectedException.Check#CIPHERTEXT} if the stream failed so before
     * @throws MalformedException if the stream failed so before
     * @throws ChannelStalledException if the stream failed so before
     * @throws CancellationException if the stream has been closed
     * @throws IllegalStateException if the channel has been closed
     */
    public void end() {
        requireOpen();
        try {
            reader.end();
        } catch (CryptoException | IllegalStateException e) {
            publish(List.of(), e);
            throw e;
        }
    }

    private void requireOpen() {
        lock.lock();
        try {
            if (failure != null) {
                throw failure;
            }
            requireNotClosed();
        } finally {
            lock.unlock();
        }
    }

    private void requireOpenInTime() {
        lock.lock();
        try {
            requireOpen();
            requireInTime();
        } finally {
            lock.unlock();
        }
    }

    /** Fails the stream when the total time is over, unless its message is complete or it has failed already. */
    private void requireInTime() {
        if (!complete && failure == null && left(total, started) <= 0) {
            queue.clear();
            throw stalled("took longer than " + total);
        }
    }

    private void requireNotClosed() {
        if (closed) {
            throw new CancellationException("this stream has been closed");
        }
    }

    private void publish(List<byte[]> payloads, @Nullable RuntimeException cause) {
        lock.lock();
        try {
            // What the consumer has been told stays: nothing follows on a failure.
            if (failure == null) {
                for (byte[] payload : payloads) {
                    queue.add(payload);
                    queuedBytes += payload.length;
                }
                failure = cause;
            }
            chunks = reader.chunks();
            complete = reader.isComplete();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void awaitRoom() {
        lock.lock();
        try {
            while (queuedBytes > MAX_QUEUED_BYTES && failure == null) {
                requireNotClosed();
                requireInTime();
                // A complete message may be read at any time; its transport has nothing more to bring.
                if (complete) {
                    return;
                }
                long unused = changed.awaitNanos(left(total, started));
            }
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Returns the chunks as they come, each as an array that is the caller's. May be called once: what has been handed
     * out is not kept.
     *
     * <p>{@code hasNext} and {@code next} throw {@link ChannelStalledException} when a time is over,
     * {@link RejectedException} or {@link MalformedException} when the message does not hold, and
     * {@link CancellationException} when the stream has been closed or the waiting thread interrupted (its flag is set
     * again).
     *
     * @throws IllegalStateException if it has been called before
     */
    @Override
    public Iterator<byte[]> iterator() {
        lock.lock();
        try {
            if (iterated) {
                throw new IllegalStateException("a token stream can be iterated once");
            }
            iterated = true;
        } finally {
            lock.unlock();
        }
        return new Iterator<>() {
            @Override
            public boolean hasNext() {
                return awaitNext();
            }

            @Override
            public byte[] next() {
                return take();
            }
        };
    }

    private boolean awaitNext() {
        lock.lock();
        try {
            long quietSince = time.nanoTime();
            int seen = chunks;
            requireInTime();
            while (queue.isEmpty()) {
                if (failure != null) {
                    throw failure;
                }
                requireNotClosed();
                if (complete) {
                    return false;
                }
                if (chunks != seen) {
                    seen = chunks;
                    quietSince = time.nanoTime();
                }
                long idleLeft = left(idle, quietSince);
                if (idleLeft <= 0) {
                    throw stalled("sent nothing authentic for " + idle);
                }
                requireInTime();
                // Woken or not: the clock says what is left.
                long unused = changed.awaitNanos(Math.min(idleLeft, left(total, started)));
            }
            requireNotClosed();
            return true;
        } catch (InterruptedException e) {
            throw interrupted(e);
        } finally {
            lock.unlock();
        }
    }

    private byte[] take() {
        lock.lock();
        try {
            if (!awaitNext()) {
                throw new NoSuchElementException("the message is complete");
            }
            byte[] payload = queue.remove();
            queuedBytes -= payload.length;
            changed.signalAll();
            return payload;
        } finally {
            lock.unlock();
        }
    }

    private long left(Duration limit, long since) {
        Duration passed = Duration.ofNanos(time.nanoTime() - since);
        Duration left = limit.minus(passed);
        // 292 years are as good as more.
        return left.compareTo(Duration.ofNanos(Long.MAX_VALUE)) > 0 ? Long.MAX_VALUE : left.toNanos();
    }

    private RuntimeException stalled(String how) {
        failure = new ChannelStalledException("a channel " + how + " after " + chunks
                + " chunks; what came is a beginning, ask again on another channel");
        changed.signalAll();
        return failure;
    }

    private CancellationException interrupted(InterruptedException cause) {
        Thread.currentThread().interrupt();
        closed = true;
        changed.signalAll();
        CancellationException cancelled =
                new CancellationException("interrupted while waiting for a channel; the stream is closed");
        cancelled.initCause(cause);
        return cancelled;
    }

    /** Ends both sides with {@link CancellationException}. May be called more than once. */
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            queue.clear();
            changed.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /** Names how far the message is. */
    @Override
    public String toString() {
        return "TokenStream[" + reader + "]";
    }
}
