package network.cortensor.sdk.staking.internal.rpc;

import java.time.Duration;

/** When a call has to be over, by the clock that nobody sets. Immutable. */
public final class Deadline {
    private final Duration whole;
    private final long end;

    private Deadline(Duration whole) {
        this.whole = whole;
        this.end = System.nanoTime() + whole.toNanos();
    }

    /** From now on. */
    public static Deadline in(Duration time) {
        return new Deadline(time);
    }

    /** The whole time, however much of it is left. */
    public Duration whole() {
        return whole;
    }

    /** Nanoseconds that are left; 0 or less when it is over. */
    public long remainingNanos() {
        return end - System.nanoTime();
    }

    /** Whether there is no time left. */
    public boolean isOver() {
        return remainingNanos() <= 0;
    }
}
