package network.cortensor.sdk.crypto;

import java.time.Instant;
import java.util.Collection;

/**
 * Decides who may be sealed for, and remembers the newest announcement of each node so that nobody can take a client
 * back to an old key (SPEC §8).
 *
 * <p>The memory is the protection: keep {@link #lastSeen()} across restarts, or the first announcement after a restart
 * is believed. Implementations must be thread-safe.
 */
public interface KeyDirectory {

    /**
     * Makes a directory in memory.
     *
     * @param lastSeen what an earlier directory returned from {@link #lastSeen()}; of several announcements of one node
     *     on one chain the one with the highest epoch counts
     */
    static KeyDirectory inMemory(Collection<KeyAnnouncement> lastSeen) {
        return new InMemoryKeyDirectory(lastSeen);
    }

    /**
     * Checks that a key is a node's key now, and remembers the announcement. The checks run in this order and the first
     * that fails decides; a refused announcement changes nothing.
     *
     * @param announcement what the node said
     * @param key the key that came with it
     * @param expectedNode the wallet of the node that is meant, from the chain
     * @param chainId the chain of the session
     * @param now the caller's clock
     * @return {@code key}, which may now be sealed for
     * @throws RejectedException with {@code ANNOUNCEMENT_CHAIN} (for another chain), {@code ANNOUNCEMENT_SIGNATURE} (not
     *     signed by that node), {@code ANNOUNCEMENT_KEY} (another key), {@code ANNOUNCEMENT_VALIDITY} (not yet or no
     *     longer valid), {@code ANNOUNCEMENT_ROLLBACK} (an epoch below the newest one seen) or {@code ANNOUNCEMENT_FORK}
     *     (another announcement of an epoch that was seen, or a next epoch that does not follow the one that was seen)
     */
    Recipient admit(KeyAnnouncement announcement, Recipient key, WalletAddress expectedNode, long chainId, Instant now);

    /**
     * Returns a copy of the newest announcement of each node and chain. Store their {@link KeyAnnouncement#encoded()} and
     * hand them to the next directory.
     */
    Collection<KeyAnnouncement> lastSeen();
}
