package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.chain.OutboxOptions;

import java.time.Clock;
import java.util.function.LongSupplier;

/**
 * All that an outbox asks.
 *
 * @param chain the chain
 * @param sealer who signs
 * @param records the journal
 * @param options with confirmations and poll interval filled in
 * @param clock tells the hour, for the retention
 * @param millis tells how much time has passed; moves only forward
 */
record Ports(
        OutboxChain chain,
        Sealer sealer,
        OutboxRecords records,
        OutboxOptions options,
        Clock clock,
        LongSupplier millis) {
    Address sender() {
        return sealer.sender();
    }

    long now() {
        return millis.getAsLong();
    }
}
