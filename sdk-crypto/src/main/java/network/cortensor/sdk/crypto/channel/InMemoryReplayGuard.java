package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.RejectedException;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.PriorityQueue;
import java.util.Set;

/** Remembers in memory. A clock that is set back does not bring back what had expired. */
final class InMemoryReplayGuard implements ReplayGuard {

    private record Entry(Instant expiry, ByteBuffer opening) {}

    private final int capacity;
    private final Set<ByteBuffer> openings = new HashSet<>();
    private final PriorityQueue<Entry> byExpiry = new PriorityQueue<>(Comparator.comparing(Entry::expiry));
    private Instant latest = Instant.MIN;

    InMemoryReplayGuard(int capacity) {
        if (capacity < 1) {
            throw new IllegalArgumentException("capacity must be at least 1, found " + capacity);
        }
        this.capacity = capacity;
    }

    @Override
    public synchronized void admit(byte[] opening, Instant expiry, Instant now) {
        if (now.isAfter(latest)) {
            latest = now;
        }
        forgetExpired();
        if (!latest.isBefore(expiry)) {
            throw replayed("expired by the latest clock that this guard has seen, so it may have been forgotten");
        }
        ByteBuffer key = ByteBuffer.wrap(opening.clone());
        if (openings.contains(key)) {
            throw replayed("was accepted before");
        }
        if (openings.size() == capacity) {
            throw replayed("cannot be remembered: " + capacity + " others have not expired yet; give the guard a larger"
                    + " capacity, or have clients choose an earlier expiry");
        }
        openings.add(key);
        byExpiry.add(new Entry(expiry, key));
    }

    private void forgetExpired() {
        for (Entry first = byExpiry.peek();
                first != null && !latest.isBefore(first.expiry());
                first = byExpiry.peek()) {
            byExpiry.remove();
            openings.remove(first.opening());
        }
    }

    private static RejectedException replayed(String why) {
        return new RejectedException(
                RejectedException.Check.CHANNEL_REPLAYED, "the opening of a channel was refused: it " + why);
    }
}
