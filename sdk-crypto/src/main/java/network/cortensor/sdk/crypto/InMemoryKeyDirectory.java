package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.internal.Hashes;

import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/** A directory that forgets with the process unless its owner stores what it has seen. */
final class InMemoryKeyDirectory implements KeyDirectory {

    private final ConcurrentMap<Place, KeyAnnouncement> newest = new ConcurrentHashMap<>();

    InMemoryKeyDirectory(Collection<KeyAnnouncement> lastSeen) {
        for (KeyAnnouncement announcement : lastSeen) {
            newest.merge(Place.of(announcement), announcement, (a, b) -> a.epoch() >= b.epoch() ? a : b);
        }
    }

    @Override
    public Recipient admit(
            KeyAnnouncement announcement, Recipient key, WalletAddress expectedNode, long chainId, Instant now) {
        if (announcement.chainId() != chainId) {
            throw refused(Check.ANNOUNCEMENT_CHAIN, announcement, "the session lives on chain " + chainId);
        }
        if (!announcement.node().equals(expectedNode)) {
            throw refused(Check.ANNOUNCEMENT_SIGNATURE, announcement, "the expected node is " + expectedNode);
        }
        if (!announcement.keyId().equals(key.keyId())) {
            throw refused(Check.ANNOUNCEMENT_KEY, announcement, "the key that came with it is " + key.keyId());
        }
        if (now.isBefore(announcement.validFrom()) || !now.isBefore(announcement.validUntil())) {
            throw refused(
                    Check.ANNOUNCEMENT_VALIDITY,
                    announcement,
                    "it is valid from " + announcement.validFrom() + " to before " + announcement.validUntil()
                            + ", and it is " + now);
        }
        newest.compute(Place.of(announcement), (place, seen) -> {
            if (seen != null) {
                requireSuccessor(seen, announcement);
            }
            return announcement;
        });
        return key;
    }

    private static void requireSuccessor(KeyAnnouncement seen, KeyAnnouncement announcement) {
        if (announcement.epoch() < seen.epoch()) {
            throw refused(Check.ANNOUNCEMENT_ROLLBACK, announcement, "epoch " + seen.epoch() + " has been seen");
        }
        if (announcement.epoch() == seen.epoch() && !announcement.equals(seen)) {
            throw refused(Check.ANNOUNCEMENT_FORK, announcement, "another announcement of this epoch has been seen");
        }
        // After a gap the announcements between are unknown, so there is nothing to compare with.
        if (announcement.epoch() == seen.epoch() + 1
                && !Arrays.equals(announcement.previous().orElseGet(() -> new byte[Hashes.SIZE]), seen.hash())) {
            throw refused(
                    Check.ANNOUNCEMENT_FORK, announcement, "it does not follow the announcement that was seen before");
        }
    }

    private static RejectedException refused(Check check, KeyAnnouncement announcement, String reason) {
        return new RejectedException(check, "refused " + announcement + ": " + reason);
    }

    @Override
    public Collection<KeyAnnouncement> lastSeen() {
        return List.copyOf(newest.values());
    }

    private record Place(long chainId, WalletAddress node) {
        static Place of(KeyAnnouncement announcement) {
            return new Place(announcement.chainId(), announcement.node());
        }
    }
}
