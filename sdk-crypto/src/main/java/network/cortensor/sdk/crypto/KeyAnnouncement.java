package network.cortensor.sdk.crypto;

import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/** A node's statement, signed by its wallet, of which recipient key is its own. */
public final class KeyAnnouncement {
    private KeyAnnouncement() {}

    public static KeyAnnouncement issue(
            WalletSigner node,
            long chainId,
            Recipient key,
            long epoch,
            Instant validFrom,
            Instant validUntil,
            @Nullable KeyAnnouncement previous) {
        return Pending.pending();
    }

    public static KeyAnnouncement decode(byte[] encoded) {
        return Pending.pending();
    }

    public static KeyAnnouncement parse(String text) {
        return Pending.pending();
    }

    public byte[] encoded() {
        return Pending.pending();
    }

    public String text() {
        return Pending.pending();
    }

    public byte[] hash() {
        return Pending.pending();
    }

    public long chainId() {
        return Pending.pending();
    }

    public WalletAddress node() {
        return Pending.pending();
    }

    public KeyId keyId() {
        return Pending.pending();
    }

    public long epoch() {
        return Pending.pending();
    }

    public Instant validFrom() {
        return Pending.pending();
    }

    public Instant validUntil() {
        return Pending.pending();
    }

    public Optional<byte[]> previous() {
        return Pending.pending();
    }
}
