package network.cortensor.sdk.crypto;

import java.time.Instant;
import java.util.List;

/** Who may read a payload, what it belongs to, and who says so. */
public final class Envelope {
    private Envelope() {}

    public static Envelope decode(byte[] encoded) {
        return Pending.pending();
    }

    public byte[] encoded() {
        return Pending.pending();
    }

    public String payload() {
        return Pending.pending();
    }

    public SealContext context() {
        return Pending.pending();
    }

    public List<KeyId> recipients() {
        return Pending.pending();
    }

    public OpenedEnvelope open(Identity identity, Expected expected, Instant now) {
        return Pending.pending();
    }

    /** What the reader knows from elsewhere. */
    public record Expected(long chainId, long sessionId, long taskId, Direction direction, WalletAddress sender) {}
}
