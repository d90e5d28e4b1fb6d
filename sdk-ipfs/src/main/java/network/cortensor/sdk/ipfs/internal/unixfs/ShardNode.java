package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * A shard of a folder that is too large for one block: buckets, each of which holds an entry or a shard of the next level
 * (UnixFS specification, "dag-pb HAMTDirectory").
 *
 * <p>In a node that exists, the buckets ascend, the links are named after them in upper case hexadecimal digits, and the bit
 * field says the same. Whether an entry is in the bucket that its name belongs in depends on the shard's depth, which the node
 * does not know: {@link #requirePlaced} checks it.
 */
public final class ShardNode implements UnixFsNode {
    /** Buckets of the shards that are written. */
    public static final int FANOUT = 256;

    private static final int MIN_FANOUT = 8;

    /** The specification's limit: a shard that declared billions of buckets once cost readers their memory. */
    private static final int MAX_FANOUT = 1024;

    private final Cid cid;
    private final int fanout;
    private final List<Slot> slots;
    private final Attributes attributes;

    private ShardNode(Cid cid, int fanout, List<Slot> slots, Attributes attributes) {
        this.cid = cid;
        this.fanout = fanout;
        this.slots = slots;
        this.attributes = attributes;
    }

    /** A bucket in use. */
    public sealed interface Slot permits Named, Deeper {
        /** Returns the bucket's number, below the fanout. */
        int bucket();

        /** Returns what the link leads to. */
        Cid cid();

        /** Returns the bytes of all blocks behind the link, by the word of the author. */
        long dagSize();
    }

    /** A bucket that holds one entry of the folder. */
    public record Named(int bucket, DirectoryNode.Entry entry) implements Slot {
        @Override
        public Cid cid() {
            return entry.cid();
        }

        @Override
        public long dagSize() {
            return entry.dagSize();
        }
    }

    /** A bucket that holds several entries, in a shard of their own. */
    public record Deeper(int bucket, Cid cid, long dagSize) implements Slot {}

    static ShardNode of(Cid cid, List<DagPbNode.Link> links, UnixFsMessage message) {
        if (message.hashType() != NameHash.CODE) {
            throw message.malformed("expected the hash function murmur3-x64-64 (0x22), found 0x"
                    + Long.toHexString(message.hashType()));
        }
        if (message.fileSize() != 0) {
            throw message.malformed("a folder has no size, found " + message.fileSize());
        }
        long fanout = message.fanout();
        if (fanout < MIN_FANOUT || fanout > MAX_FANOUT || Long.bitCount(fanout) != 1) {
            throw message.malformed("expected a fanout of 8 to 1024 that is a power of two, found " + fanout);
        }
        List<Slot> slots = new ArrayList<>(links.size());
        BitSet used = new BitSet();
        int width = prefixWidth((int) fanout);
        int last = -1;
        for (DagPbNode.Link link : links) {
            Slot slot = slot(cid, link, slots.size(), width);
            if (slot.bucket() <= last || slot.bucket() >= fanout) {
                throw new MalformedException(
                        "UnixFS shard " + cid + ": link " + slots.size() + " is named after bucket " + slot.bucket()
                                + ", expected more than " + last + " and less than " + fanout);
            }
            last = slot.bucket();
            used.set(last);
            slots.add(slot);
        }
        if (!used.equals(bitField(message, (int) fanout))) {
            throw message.malformed("the bit field does not say which buckets the " + links.size() + " links fill");
        }
        return new ShardNode(cid, (int) fanout, List.copyOf(slots), message.attributes());
    }

    private static Slot slot(Cid cid, DagPbNode.Link link, int index, int width) {
        String name = link.name();
        int bucket = name.length() < width ? -1 : parseBucket(name, width);
        if (bucket < 0) {
            throw new MalformedException("UnixFS shard " + cid + ": the name of link " + index + " does not begin with "
                    + width + " upper case hexadecimal digits");
        }
        return name.length() == width
                ? new Deeper(bucket, link.cid(), link.tsize())
                : new Named(bucket, new DirectoryNode.Entry(name.substring(width), link.cid(), link.tsize()));
    }

    private static int parseBucket(String name, int width) {
        int bucket = 0;
        for (int i = 0; i < width; i++) {
            int digit = "0123456789ABCDEF".indexOf(name.charAt(i));
            if (digit < 0) {
                return -1;
            }
            bucket = bucket << 4 | digit;
        }
        return bucket;
    }

    /** The lowest bucket is the lowest bit of the last byte; leading zero bytes may be left out, and are when we write. */
    private static BitSet bitField(UnixFsMessage message, int fanout) {
        ByteBuffer field = message.data();
        int size = field.remaining();
        if (size > fanout / Byte.SIZE) {
            throw message.malformed("a bit field for " + fanout + " buckets has " + size + " bytes");
        }
        byte[] reversed = new byte[size];
        for (int i = 0; i < size; i++) {
            reversed[size - 1 - i] = field.get(field.position() + i);
        }
        return BitSet.valueOf(reversed);
    }

    /** Returns how many digits the highest bucket's number takes. */
    private static int prefixWidth(int fanout) {
        return Integer.toHexString(fanout - 1).length();
    }

    /**
     * Writes a shard of {@link #FANOUT} buckets.
     *
     * @param slots by ascending bucket
     * @throws IllegalArgumentException if they do not ascend, or a name is empty or cannot be written as UTF-8
     */
    public static byte[] encode(List<Slot> slots, Attributes attributes) {
        BitSet used = new BitSet(FANOUT);
        List<DagPbNode.Link> links = new ArrayList<>(slots.size());
        for (Slot slot : slots) {
            if (slot.bucket() < used.length() || slot.bucket() >= FANOUT) {
                throw new IllegalArgumentException("bucket " + slot.bucket() + " out of order or range");
            }
            used.set(slot.bucket());
            links.add(new DagPbNode.Link(slot.cid(), linkName(slot), slot.dagSize()));
        }
        byte[] field = used.toByteArray();
        byte[] reversed = new byte[field.length];
        for (int i = 0; i < field.length; i++) {
            reversed[i] = field[field.length - 1 - i];
        }
        ProtobufWriter message = UnixFsMessage.begin(NodeType.SHARD)
                .bytes(UnixFsMessage.DATA, reversed)
                .number(UnixFsMessage.HASH_TYPE, NameHash.CODE)
                .number(UnixFsMessage.FANOUT, FANOUT);
        attributes.encode(message);
        return DagPbNode.encode(links, message.toBytes());
    }

    private static String linkName(Slot slot) {
        String prefix = String.format(Locale.ROOT, "%02X", slot.bucket());
        if (slot instanceof Named named) {
            if (named.entry().name().isEmpty()) {
                throw new IllegalArgumentException("an entry without a name would be taken for a shard");
            }
            return prefix + named.entry().name();
        }
        return prefix;
    }

    /** Returns how many buckets there are, used or not. */
    public int fanout() {
        return fanout;
    }

    /** Returns the buckets in use, ascending. */
    public List<Slot> slots() {
        return slots;
    }

    /**
     * Returns the bucket in which the name belongs, if it is in use: a shard to look into, or an entry, whose name may be
     * another.
     *
     * @param level this shard's depth, zero at the root
     * @throws MalformedException if there are more levels than the hash has bits for
     */
    public Optional<Slot> slot(NameHash name, int level) {
        requireLevel(level);
        int bucket = name.bucket(level, fanout);
        return slots.stream().filter(slot -> slot.bucket() == bucket).findFirst();
    }

    /**
     * Checks that an entry of this shard is where its name belongs, so that a listing shows no name that a look-up does not
     * find.
     *
     * @param level this shard's depth, zero at the root
     * @throws MalformedException if it is not, or there are more levels than the hash has bits for
     */
    public void requirePlaced(Named named, int level) {
        requireLevel(level);
        if (NameHash.of(named.entry().name()).bucket(level, fanout) != named.bucket()) {
            throw new MalformedException("UnixFS shard " + cid + ": the entry in bucket " + named.bucket()
                    + " does not belong there at level " + level);
        }
    }

    private void requireLevel(int level) {
        int levels = NameHash.levels(fanout);
        if (level >= levels) {
            throw new MalformedException("UnixFS shard " + cid + ": a folder with a fanout of " + fanout
                    + " has at most " + levels + " levels of shards");
        }
    }

    @Override
    public long linkedSize() {
        return UnixFsNode.sum(slots.stream().mapToLong(Slot::dagSize));
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String label() {
        return NodeType.SHARD.label();
    }
}
