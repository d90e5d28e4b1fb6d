package network.cortensor.sdk.node;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;

/** Counts the prompts that a validator ran itself within the last hour, and allows so many. Thread-safe. */
final class OwnRuns {

    private static final Duration HOUR = Duration.ofHours(1);

    private final int perHour;
    private final Deque<Instant> begun = new ArrayDeque<>();

    OwnRuns(int perHour) {
        this.perHour = perHour;
    }

    /** Returns whether another run may begin now, and counts it then, whatever becomes of it. */
    synchronized boolean begin(Instant now) {
        Instant hourAgo = now.minus(HOUR);
        // The ledger's clock never goes back, so the oldest is in front.
        for (Instant at = begun.peekFirst(); at != null && !at.isAfter(hourAgo); at = begun.peekFirst()) {
            begun.removeFirst();
        }
        if (begun.size() >= perHour) {
            return false;
        }
        begun.addLast(now);
        return true;
    }
}
