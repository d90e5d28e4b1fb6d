package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Limits;

import java.time.Instant;
import java.util.Objects;

/**
 * What a sealed object belongs to. Every part is signed by the sender and checked before anything is decrypted.
 *
 * @param task chain, session and task
 * @param direction which way the object travels
 * @param sender the wallet that signs
 * @param expiry the first second at which readers refuse the object; whole seconds, after 1970, before the year 10000
 */
public record SealContext(TaskRef task, Direction direction, WalletAddress sender, Instant expiry) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public SealContext {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(direction, "direction");
        Objects.requireNonNull(sender, "sender");
        Limits.requireSeconds("expiry", expiry);
    }
}
