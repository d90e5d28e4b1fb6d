package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.FeedEvent;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * Events as they are journaled: fixed fields in the order of {@link ChainLog}, big-endian, then the topics and the data.
 * What is missing, or left over, is an error.
 */
final class EventCodec {
    private static final byte FORMAT = 1;
    private static final int FIXED =
            1 + Long.BYTES + Integer.BYTES + Address.LENGTH + Long.BYTES + 2 * Hash.LENGTH + 2 * Integer.BYTES + 1;

    private EventCodec() {}

    static byte[] encode(FeedEvent event) {
        ChainLog log = event.log();
        Instant at = event.at();
        byte[] data = log.data();
        ByteBuffer out = ByteBuffer.allocate(FIXED + log.topics().size() * Hash.LENGTH + data.length);
        out.put(FORMAT).putLong(at.getEpochSecond()).putInt(at.getNano());
        out.put(log.address().bytes()).putLong(log.blockNumber());
        out.put(log.blockHash().bytes()).put(log.transaction().bytes());
        out.putInt(log.transactionIndex()).putInt(log.index());
        out.put((byte) log.topics().size());
        log.topics().forEach(topic -> out.put(topic.bytes()));
        return out.put(data).array();
    }

    /**
     * Reads an event that is not removed.
     *
     * @param name of the journal's record
     * @throws LedgerEvidenceException if it is none
     */
    static FeedEvent decode(String name, byte[] record) {
        try {
            ByteBuffer in = ByteBuffer.wrap(record);
            byte format = in.get();
            if (format != FORMAT) {
                throw new LedgerEvidenceException("Journal record " + name + ": expected format " + FORMAT + ", found "
                        + format + "; the journal is of a newer version");
            }
            Instant at = Instant.ofEpochSecond(in.getLong(), in.getInt());
            Address address = Address.decode(take(in, Address.LENGTH));
            long number = in.getLong();
            Hash block = hash(in);
            Hash transaction = hash(in);
            int transactionIndex = in.getInt();
            int index = in.getInt();
            List<Hash> topics = new ArrayList<>();
            for (int count = Byte.toUnsignedInt(in.get()); count > 0; count--) {
                topics.add(hash(in));
            }
            byte[] data = take(in, in.remaining());
            return new FeedEvent(
                    new ChainLog(address, topics, data, number, block, transaction, transactionIndex, index),
                    at,
                    false);
        } catch (BufferUnderflowException | IllegalArgumentException | DateTimeException e) {
            throw new LedgerEvidenceException(
                    "Journal record " + name + ": expected an event, found " + record.length
                            + " bytes that do not read as one; restore the journal from a copy",
                    e);
        }
    }

    private static Hash hash(ByteBuffer in) {
        return Hash.decode(take(in, Hash.LENGTH));
    }

    private static byte[] take(ByteBuffer in, int length) {
        byte[] bytes = new byte[length];
        in.get(bytes);
        return bytes;
    }
}
