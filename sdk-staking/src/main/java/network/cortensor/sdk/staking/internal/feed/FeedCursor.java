package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.FeedEvent;

import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What of a feed was acknowledged, journaled: a place on the chain before which nothing is taken back, and after it each
 * event that could be, with all that is needed to deliver it once more as removed. The newest of these is the last one that
 * was acknowledged.
 *
 * <p>Records: {@code feed/NAME/base} and {@code feed/NAME/event/BLOCK/INDEX}. Not safe for use by several threads.
 */
public final class FeedCursor {
    private static final byte FORMAT = 1;

    /** The place of an event that is not taken back any more. */
    private record Base(long number, Hash hash, int index) {}

    private final Journal journal;
    private final String prefix;
    private final Hash feed;
    private final long origin;
    private final int maxEvents;
    private Optional<Base> base;
    private boolean failed;
    private final Deque<FeedEvent> stack = new ArrayDeque<>();

    private FeedCursor(
            Journal journal, String prefix, Hash feed, long origin, Optional<Base> base, ScanOptions options) {
        this.journal = journal;
        this.prefix = prefix;
        this.feed = feed;
        this.origin = origin;
        this.base = base;
        this.maxEvents = options.maxEvents();
    }

    /**
     * Reads the cursor of a name, or begins one at a block.
     *
     * @throws LedgerEvidenceException if the journal is damaged, or the cursor is of another chain or of other events
     */
    public static FeedCursor open(Journal journal, String name, long chainId, long fromBlock, ScanOptions options) {
        String prefix = "feed/" + name + "/";
        Hash feed = identity(chainId, options);
        Optional<byte[]> record = journal.read(prefix + "base");
        if (record.isEmpty()) {
            FeedCursor fresh = new FeedCursor(journal, prefix, feed, fromBlock, Optional.empty(), options);
            journal.write(Journal.Batch.create().put(prefix + "base", fresh.encodeBase()));
            return fresh;
        }
        FeedCursor cursor = decode(journal, prefix, feed, record.get(), options);
        journal.forEach(prefix + "event/", (key, value) -> cursor.restore(key, EventCodec.decode(key, value)));
        return cursor;
    }

    /** What was acknowledged, as far as it can be taken back, to go on after. */
    Branch branch() {
        Branch branch = new Branch(origin, maxEvents);
        base.ifPresent(place -> branch.anchor(place.number(), place.hash(), place.index()));
        stack.forEach(branch::restore);
        return branch;
    }

    /**
     * Journals that events were acknowledged, in the order of their delivery, in one write with other changes.
     *
     * @param events all that were delivered since the last that was acknowledged, up to the one that is now
     * @param settled events of blocks up to this number are not taken back any more
     * @param alongside the caller's own changes
     * @throws LedgerUnavailableException if this write failed, or an earlier one did
     */
    public void acknowledge(Collection<FeedEvent> events, long settled, Journal.Batch alongside) {
        if (failed) {
            throw new LedgerUnavailableException("Acknowledge events: an earlier write to the journal failed; open the"
                    + " journal and the feed anew");
        }
        failed = true;
        for (FeedEvent event : events) {
            String key = key(event.log());
            if (event.removed()) {
                if (!event.log().equals(stack.removeLast().log())) {
                    throw new IllegalStateException("Events removed out of order: a defect of this library");
                }
                alongside.remove(key);
            } else {
                stack.addLast(event);
                alongside.put(key, EventCodec.encode(event));
            }
        }
        settle(settled, alongside);
        journal.write(alongside);
        failed = false;
    }

    private void settle(long settled, Journal.Batch batch) {
        boolean moved = false;
        while (!stack.isEmpty() && stack.getFirst().log().blockNumber() <= settled) {
            ChainLog log = stack.removeFirst().log();
            batch.remove(key(log));
            base = Optional.of(new Base(log.blockNumber(), log.blockHash(), log.index()));
            moved = true;
        }
        if (moved) {
            batch.put(prefix + "base", encodeBase());
        }
    }

    private void restore(String key, FeedEvent event) {
        boolean ascending = stack.isEmpty() || precedes(stack.getLast().log(), event.log());
        if (!ascending || !key(event.log()).equals(key)) {
            throw new LedgerEvidenceException("Journal record " + key + ": expected the event of this place, found "
                    + event.log() + "; restore the journal from a copy");
        }
        stack.addLast(event);
    }

    private static boolean precedes(ChainLog one, ChainLog other) {
        return one.blockNumber() < other.blockNumber()
                || (one.blockHash().equals(other.blockHash()) && one.index() < other.index());
    }

    /** In hex of fixed length, so that the journal's order is the chain's. */
    private String key(ChainLog log) {
        return String.format("%sevent/%016x/%08x", prefix, log.blockNumber(), log.index());
    }

    private byte[] encodeBase() {
        ByteBuffer out =
                ByteBuffer.allocate(1 + Hash.LENGTH + Long.BYTES + 1 + Long.BYTES + Hash.LENGTH + Integer.BYTES);
        out.put(FORMAT).put(feed.bytes()).putLong(origin).put((byte) (base.isPresent() ? 1 : 0));
        base.ifPresent(
                place -> out.putLong(place.number()).put(place.hash().bytes()).putInt(place.index()));
        byte[] bytes = new byte[out.position()];
        out.flip().get(bytes);
        return bytes;
    }

    private static FeedCursor decode(Journal journal, String prefix, Hash feed, byte[] record, ScanOptions options) {
        String name = prefix + "base";
        try {
            ByteBuffer in = ByteBuffer.wrap(record);
            byte format = in.get();
            if (format != FORMAT) {
                throw new LedgerEvidenceException("Journal record " + name + ": expected format " + FORMAT + ", found "
                        + format + "; the journal is of a newer version");
            }
            Hash found = hash(in);
            if (!found.equals(feed)) {
                throw new LedgerEvidenceException(
                        "Journal record " + name + ": expected the cursor of a feed with chain,"
                                + " contracts and events of hash " + feed + ", found " + found
                                + "; open other feeds under other names");
            }
            long origin = in.getLong();
            Optional<Base> base =
                    in.get() == 0 ? Optional.empty() : Optional.of(new Base(in.getLong(), hash(in), in.getInt()));
            if (in.hasRemaining() || origin < 0) {
                throw malformed(name, record);
            }
            return new FeedCursor(journal, prefix, feed, origin, base, options);
        } catch (BufferUnderflowException e) {
            throw malformed(name, record);
        }
    }

    private static LedgerEvidenceException malformed(String name, byte[] record) {
        return new LedgerEvidenceException("Journal record " + name + ": expected a cursor, found " + record.length
                + " bytes that do not read as one; restore the journal from a copy");
    }

    private static Hash hash(ByteBuffer in) {
        byte[] bytes = new byte[Hash.LENGTH];
        in.get(bytes);
        return Hash.decode(bytes);
    }

    /** Two feeds with the same identity read the same events. */
    private static Hash identity(long chainId, ScanOptions options) {
        List<Address> addresses = List.copyOf(new TreeSet<>(options.addresses()));
        List<String> topics = topics(options.topics());
        ByteBuffer out = ByteBuffer.allocate(
                Long.BYTES + 2 * Integer.BYTES + addresses.size() * Address.LENGTH + topics.size() * Hash.LENGTH);
        out.putLong(chainId).putInt(addresses.size());
        addresses.forEach(address -> out.put(address.bytes()));
        out.putInt(topics.size());
        topics.forEach(topic -> out.put(Hash.parse(topic).bytes()));
        return Hash.keccak256(out.array());
    }

    private static List<String> topics(Set<Hash> topics) {
        return topics.stream().map(Hash::toString).sorted().toList();
    }
}
