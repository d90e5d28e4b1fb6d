package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.EventFeedOptions.Completeness;

import java.util.Set;

/**
 * What to read, and how.
 *
 * @param addresses contracts
 * @param topics first topics; empty for any
 * @param confirmations how deep an event has to lie; 1 is the newest block
 * @param memory how many blocks can be taken back
 * @param maxEvents how many events can be taken back; blocks before count as settled
 * @param maxRange most blocks to ask for at once
 * @param completeness how sure to be that no event was left out
 */
public record ScanOptions(
        Set<Address> addresses,
        Set<Hash> topics,
        int confirmations,
        int memory,
        int maxEvents,
        int maxRange,
        Completeness completeness) {
    /** Copies the sets. */
    public ScanOptions {
        addresses = Set.copyOf(addresses);
        topics = Set.copyOf(topics);
    }
}
