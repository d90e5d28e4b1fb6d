package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * An event as the chain holds it: one log of one transaction of one block, not decoded.
 *
 * <p>Immutable. Two logs are equal if all they hold is.
 */
public final class ChainLog {
    private final Address address;
    private final List<Hash> topics;
    private final byte[] data;
    private final long blockNumber;
    private final Hash blockHash;
    private final Hash transaction;
    private final int transactionIndex;
    private final int index;

    /**
     * A log and its place.
     *
     * @param address the contract that wrote it
     * @param topics at most four; the first is the event's, unless the event is anonymous
     * @param data the rest, ABI-encoded; copied
     * @param blockNumber of its block
     * @param blockHash of its block
     * @param transaction hash of its transaction
     * @param transactionIndex place of the transaction in the block, from 0
     * @param index place of the log in the block, from 0
     * @throws IllegalArgumentException if there are more topics, or a place is negative
     */
    public ChainLog(
            Address address,
            List<Hash> topics,
            byte[] data,
            long blockNumber,
            Hash blockHash,
            Hash transaction,
            int transactionIndex,
            int index) {
        if (topics.size() > 4) {
            throw new IllegalArgumentException("ChainLog: expected at most 4 topics, found " + topics.size());
        }
        if (blockNumber < 0 || transactionIndex < 0 || index < 0) {
            throw new IllegalArgumentException("ChainLog: expected places from 0 on, found block " + blockNumber
                    + ", transaction " + transactionIndex + ", log " + index);
        }
        this.address = address;
        this.topics = List.copyOf(topics);
        this.data = data.clone();
        this.blockNumber = blockNumber;
        this.blockHash = blockHash;
        this.transaction = transaction;
        this.transactionIndex = transactionIndex;
        this.index = index;
    }

    /** The contract that wrote it. */
    public Address address() {
        return address;
    }

    /** At most four; the first is the event's, unless the event is anonymous. */
    public List<Hash> topics() {
        return topics;
    }

    /** The parts that are no topics, ABI-encoded; a new array each time. */
    public byte[] data() {
        return data.clone();
    }

    /** Number of its block. */
    public long blockNumber() {
        return blockNumber;
    }

    /** Hash of its block: after a reorganisation, what tells this log from one at the same place. */
    public Hash blockHash() {
        return blockHash;
    }

    /** Hash of its transaction. */
    public Hash transaction() {
        return transaction;
    }

    /** Place of the transaction in the block, from 0. */
    public int transactionIndex() {
        return transactionIndex;
    }

    /** Place of the log in the block, from 0, over all its transactions. */
    public int index() {
        return index;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ChainLog that
                && blockHash.equals(that.blockHash)
                && index == that.index
                && blockNumber == that.blockNumber
                && transactionIndex == that.transactionIndex
                && transaction.equals(that.transaction)
                && address.equals(that.address)
                && topics.equals(that.topics)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(blockHash, index);
    }

    /** Contract and place; no data. */
    @Override
    public String toString() {
        return "ChainLog[" + address + ", block " + blockNumber + ", log " + index + "]";
    }
}
