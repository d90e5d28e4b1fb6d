package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.util.Set;

/**
 * Which logs to ask for: those of certain contracts, of certain events, in a range of blocks. The network's task events
 * have no indexed parameters [ABI], so nothing finer can be asked for.
 *
 * @param addresses contracts; at least one
 * @param topics first topics; empty for any event
 * @param fromBlock first block
 * @param toBlock last block, itself included
 */
public record LogQuery(Set<Address> addresses, Set<Hash> topics, long fromBlock, long toBlock) {
    /**
     * Checks the range and copies the sets.
     *
     * @throws IllegalArgumentException if no contract is named, or the range is empty or begins below 0
     */
    public LogQuery {
        addresses = Set.copyOf(addresses);
        topics = Set.copyOf(topics);
        if (addresses.isEmpty()) {
            throw new IllegalArgumentException("LogQuery: expected at least one contract, found none");
        }
        if (fromBlock < 0 || toBlock < fromBlock) {
            throw new IllegalArgumentException(
                    "LogQuery: expected a range of blocks from 0 on, found " + fromBlock + " to " + toBlock);
        }
    }

    /** Whether a log is one that was asked for. */
    public boolean matches(ChainLog log) {
        return addresses.contains(log.address())
                && (topics.isEmpty()
                        || (!log.topics().isEmpty()
                                && topics.contains(log.topics().get(0))))
                && log.blockNumber() >= fromBlock
                && log.blockNumber() <= toBlock;
    }
}
