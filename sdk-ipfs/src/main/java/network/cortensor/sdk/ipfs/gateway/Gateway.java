package network.cortensor.sdk.ipfs.gateway;

import okhttp3.HttpUrl;

import java.net.URI;
import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * One gateway and what is remembered of it. Thread-safe.
 *
 * <p>Failures cost it rank for a minute or so, and after three in a row a rest. Wrong bytes get it banned at once, for ten
 * minutes and each time twice as long: an honest gateway gives them when its disk is broken, and then it is of no use either.
 */
final class Gateway {
    private static final int FAILURES_TO_REST = 3;
    private static final double WRONG_PENALTY = 100;
    private static final int MAX_DOUBLINGS = 7;
    private static final long FIRST_REST = TimeUnit.SECONDS.toNanos(5);
    private static final long FIRST_BAN = TimeUnit.MINUTES.toNanos(10);
    private static final double PENALTY_HALF_LIFE = TimeUnit.MINUTES.toNanos(1);
    private static final double WRONG_HALF_LIFE = TimeUnit.MINUTES.toNanos(30);

    /** What a gateway that was slow is not judged by for ever. */
    private static final long SAMPLES_EXPIRE = TimeUnit.MINUTES.toNanos(5);

    private static final int SAMPLES = 32;
    private static final int SAMPLES_TO_TELL = 4;

    private final HttpUrl url;
    private final boolean found;
    private final long guessNanos;
    private final LongSupplier clock;

    private final long[] samples = new long[SAMPLES];
    private long sampleCount;
    private long lastSample;

    private double mild;
    private double wrongPenalty;
    private long penaltyTime;

    private int failuresInARow;
    private int rests;
    private int bans;
    private long closedUntil;
    private boolean closedForWrong;
    private boolean open = true;
    private boolean probing;

    private long delivered;
    private long missing;
    private long failed;
    private long wrong;

    /**
     * @param found whether routing found it: it then begins with a penalty, behind those that the user chose
     * @param guess how long it may take to begin its answers as long as nothing is known
     */
    Gateway(HttpUrl url, boolean found, Duration guess, LongSupplier clock) {
        this.url = url;
        this.found = found;
        this.guessNanos = guess.toNanos();
        this.clock = clock;
        this.penaltyTime = clock.getAsLong();
        this.lastSample = penaltyTime;
    }

    HttpUrl url() {
        return url;
    }

    boolean isFound() {
        return found;
    }

    synchronized boolean hasDelivered() {
        return delivered > 0;
    }

    // ---- whether and when it is asked

    /** Returns its rank: lower is asked earlier. The time that it takes to begin, made worse by what is held against it. */
    synchronized double cost() {
        decay();
        double trust = found && delivered == 0 ? 4 : 1;
        return firstByteNanos() * trust * (1 + mild + wrongPenalty);
    }

    synchronized GatewayHealth.Standing standing() {
        if (open) {
            return GatewayHealth.Standing.ASKED;
        }
        if (clock.getAsLong() - closedUntil >= 0) {
            return GatewayHealth.Standing.PROBED;
        }
        return closedForWrong ? GatewayHealth.Standing.BANNED : GatewayHealth.Standing.RESTING;
    }

    /**
     * Asks for leave to ask it. Whoever gets it reports by one of the methods below.
     *
     * @param asLast whether nobody else is left, so that one that rests is asked too
     */
    synchronized boolean admit(boolean asLast) {
        return switch (standing()) {
            case ASKED -> true;
            case RESTING -> asLast;
            case BANNED -> false;
            case PROBED -> {
                boolean first = !probing;
                probing = true;
                yield first || asLast;
            }
        };
    }

    /** Returns how long to wait for the beginning of its answer before another one is asked as well. */
    Duration hedgeDelay() {
        return Duration.ofNanos(firstByteNanos());
    }

    /** Nine in ten of its recent answers began within this time. */
    private synchronized long firstByteNanos() {
        if (clock.getAsLong() - lastSample > SAMPLES_EXPIRE) {
            sampleCount = 0;
        }
        if (sampleCount == 0) {
            return guessNanos;
        }
        int count = (int) Math.min(sampleCount, SAMPLES);
        long[] sorted = Arrays.copyOf(samples, count);
        Arrays.sort(sorted);
        long tail = sorted[Math.min(count - 1, count * 9 / 10)];
        // Of a few answers the slowest says little about the next.
        return sampleCount < SAMPLES_TO_TELL ? Math.max(tail, sorted[0] * 2) : tail;
    }

    // ---- what it did

    synchronized void began(Duration firstByte) {
        sample(firstByte.toNanos());
    }

    /** Another one was faster; {@code waited} is the least that it would have taken, if it had not begun. */
    synchronized void lost(boolean begun, Duration waited) {
        probing = false;
        if (!begun && waited.toNanos() > firstByteNanos()) {
            sample(waited.toNanos());
        }
    }

    /** Nobody wants its answer any more. */
    synchronized void notWaitedFor() {
        probing = false;
    }

    synchronized void delivered() {
        delivered++;
        recovered();
    }

    synchronized void missing() {
        missing++;
        recovered();
    }

    /** It refused, which is an answer, but of no use. */
    synchronized void refused() {
        failed++;
        probing = false;
        addMild(0.5);
    }

    synchronized void failed() {
        failed++;
        probing = false;
        addMild(1);
        failuresInARow++;
        if (failuresInARow >= FAILURES_TO_REST || !open) {
            rests++;
            shut(FIRST_REST << Math.min(rests - 1, MAX_DOUBLINGS), false);
        }
    }

    /** It said how long it wants to be left alone. */
    synchronized void askedForRest(Duration rest) {
        failed();
        shut(Math.min(rest.toNanos(), FIRST_BAN), false);
    }

    synchronized void wrong() {
        wrong++;
        bans++;
        probing = false;
        decay();
        wrongPenalty += WRONG_PENALTY;
        shut(FIRST_BAN << Math.min(bans - 1, MAX_DOUBLINGS), true);
    }

    synchronized GatewayHealth health() {
        decay();
        return new GatewayHealth(
                URI.create(url.toString()),
                found,
                standing(),
                mild + wrongPenalty,
                Duration.ofNanos(firstByteNanos()),
                delivered,
                missing,
                failed,
                wrong);
    }

    private void sample(long nanos) {
        samples[(int) (sampleCount++ % SAMPLES)] = nanos;
        lastSample = clock.getAsLong();
    }

    private void recovered() {
        failuresInARow = 0;
        rests = 0;
        probing = false;
        // A ban ends by its time and a probe, not by an answer that was on its way when it began.
        if (!open && standing() != GatewayHealth.Standing.BANNED) {
            open = true;
        }
    }

    private void shut(long nanos, boolean forWrong) {
        if (!open && closedForWrong && !forWrong && standing() == GatewayHealth.Standing.BANNED) {
            return;
        }
        open = false;
        closedForWrong = forWrong;
        closedUntil = clock.getAsLong() + nanos;
    }

    private void addMild(double penalty) {
        decay();
        mild += penalty;
    }

    private void decay() {
        long now = clock.getAsLong();
        double passed = now - penaltyTime;
        penaltyTime = now;
        mild *= Math.pow(0.5, passed / PENALTY_HALF_LIFE);
        wrongPenalty *= Math.pow(0.5, passed / WRONG_HALF_LIFE);
    }

    /** The URL, for messages. */
    @Override
    public String toString() {
        return url.toString();
    }
}
