package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.RejectedException;

import java.time.Instant;

/**
 * Remembers the openings that a node has accepted, so that a copy of one is refused until it has expired.
 *
 * <p>{@link #inMemory} is for one process: it forgets on a restart, and then a copied opening makes the node work once
 * more, for an answer that still only the client can read. Processes that share an identity, and nodes that must not do
 * work twice, implement this on a store that they share and that lasts. Implementations must be safe for use by several
 * threads.
 */
public interface ReplayGuard {

    /**
     * Remembers an opening; atomically, so that of several calls with one opening only one returns.
     *
     * @param opening 32 bytes that name the opening; not kept and not changed
     * @param expiry until when it has to be remembered; at most a day after {@code now}
     * @param now the node's clock
     * @throws RejectedException with {@link RejectedException.Check#CHANNEL_REPLAYED} if it has been remembered before,
     *     or this cannot be told
     */
    void admit(byte[] opening, Instant expiry, Instant now);

    /**
     * Makes a guard in the memory of this process.
     *
     * @param capacity how many openings to remember at once, about 200 bytes each; when as many have not expired yet,
     *     others are refused
     * @throws IllegalArgumentException if the capacity is not positive
     */
    static ReplayGuard inMemory(int capacity) {
        return new InMemoryReplayGuard(capacity);
    }
}
