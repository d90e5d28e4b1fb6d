package network.cortensor.sdk.crypto;

import java.time.Instant;
import java.util.Collection;

/** Who may be sealed for: remembers the newest announcement of each node. */
public interface KeyDirectory {
    static KeyDirectory inMemory(Collection<KeyAnnouncement> lastSeen) {
        return Pending.pending();
    }

    Recipient admit(KeyAnnouncement announcement, Recipient key, WalletAddress expectedNode, long chainId, Instant now);

    Collection<KeyAnnouncement> lastSeen();
}
