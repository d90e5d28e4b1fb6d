package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;

/**
 * A log as a receipt holds it: contract, topics and data, without a place. Its place in the block follows from that of the
 * receipt.
 *
 * <p>Immutable. Equal to a log that holds the same.
 */
public final class ReceiptLog {
    private static final int MAX_TOPICS = 4;

    private final Address address;
    private final List<Hash> topics;
    private final byte[] data;

    private ReceiptLog(Address address, List<Hash> topics, byte[] data) {
        this.address = address;
        this.topics = topics;
        this.data = data;
    }

    /**
     * A log of these parts, which are copied.
     *
     * @throws IllegalArgumentException if there are more than four topics
     */
    public static ReceiptLog of(Address address, List<Hash> topics, byte[] data) {
        if (topics.size() > MAX_TOPICS) {
            throw new IllegalArgumentException(
                    "ReceiptLog: expected at most " + MAX_TOPICS + " topics, found " + topics.size());
        }
        return new ReceiptLog(address, List.copyOf(topics), data.clone());
    }

    /** The log without the place that somebody says it has. */
    public static ReceiptLog of(ChainLog log) {
        return new ReceiptLog(log.address(), log.topics(), log.data());
    }

    static ReceiptLog read(RlpItem item) {
        RlpList parts = item.asList("Log").ofSize("Log", 3);
        List<RlpItem> topics = parts.get(1).asList("Log, topics").items();
        if (topics.size() > MAX_TOPICS) {
            throw new MalformedEvidenceException(
                    "Log, topics: expected at most " + MAX_TOPICS + ", found " + topics.size());
        }
        return new ReceiptLog(
                parts.get(0).asBytes("Log, address").address("Log, address"),
                topics.stream()
                        .map(topic -> topic.asBytes("Log, topic").hash("Log, topic"))
                        .toList(),
                parts.get(2).asBytes("Log, data").bytes());
    }

    RlpList rlp() {
        return RlpList.of(
                RlpBytes.view(address.bytes()),
                RlpList.of(topics.stream()
                        .map(topic -> RlpBytes.view(topic.bytes()))
                        .toList()),
                RlpBytes.view(data));
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

    @Override
    public boolean equals(Object other) {
        return other instanceof ReceiptLog that
                && address.equals(that.address)
                && topics.equals(that.topics)
                && Arrays.equals(data, that.data);
    }

    @Override
    public int hashCode() {
        return Objects.hash(address, topics, Arrays.hashCode(data));
    }

    /** Contract and sizes; no data. */
    @Override
    public String toString() {
        return "ReceiptLog[" + address + ", " + topics.size() + " topics, " + data.length + " bytes]";
    }
}
