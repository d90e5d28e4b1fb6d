package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Limits;

import java.time.Instant;
import java.util.Objects;

/**
 * What a sealed object belongs to. Every part is signed by the sender and checked before anything is decrypted.
 *
 * @param chainId the EIP-155 id of the chain that the session lives on, at least 1
 * @param sessionId the session, not negative
 * @param taskId the task within the session, not negative
 * @param direction which way the object travels
 * @param sender the wallet that signs
 * @param expiry the first second at which readers refuse the object; whole seconds, after 1970, before the year 10000
 */
public record SealContext(
        long chainId, long sessionId, long taskId, Direction direction, WalletAddress sender, Instant expiry) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public SealContext {
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(sender, "sender");
        Limits.requireIds(chainId, sessionId, taskId);
        Limits.requireSeconds("expiry", expiry);
    }
}
