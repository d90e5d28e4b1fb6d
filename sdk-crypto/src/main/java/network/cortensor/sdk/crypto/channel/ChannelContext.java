package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.internal.Limits;

import java.time.Instant;
import java.util.Objects;

/**
 * What a live channel belongs to. Every part goes into its keys and is signed by the client (SPEC §14.2).
 *
 * @param task the task that is worked on
 * @param client the wallet that asks and signs
 * @param node the key that the request is sealed for
 * @param expiry the first second at which the node refuses the opening; whole seconds, after 1970, before the year 10000.
 *     It limits when a channel may be opened, not how long it may run
 */
public record ChannelContext(TaskRef task, WalletAddress client, KeyId node, Instant expiry) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if the expiry is out of its range
     */
    public ChannelContext {
        Objects.requireNonNull(task, "task");
        Objects.requireNonNull(client, "client");
        Objects.requireNonNull(node, "node");
        Limits.requireSeconds("expiry", expiry);
    }
}
