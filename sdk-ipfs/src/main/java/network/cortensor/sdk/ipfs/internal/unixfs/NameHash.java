package network.cortensor.sdk.ipfs.internal.unixfs;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;

/**
 * Places a name in a sharded folder: the first 64 bits of MurmurHash3 x64-128 over its bytes (multicodec {@code
 * murmur3-x64-64}), of which each level of shards takes the next few, highest first.
 */
public final class NameHash implements Comparable<NameHash> {
    /** The code of the hash function in a shard. */
    static final int CODE = 0x22;

    private static final long C1 = 0x87c37b91114253d5L;
    private static final long C2 = 0x4cf5ad432745937fL;
    private static final int STRIPE = 16;

    private final long bits;

    private NameHash(long bits) {
        this.bits = bits;
    }

    /**
     * Hashes {@code name}.
     *
     * @throws IllegalArgumentException if it cannot be written as UTF-8
     */
    public static NameHash of(String name) {
        return new NameHash(murmur3(Utf8.encode(name)));
    }

    /** Returns how many levels of shards with this fanout the hash can tell apart. */
    public static int levels(int fanout) {
        return Long.SIZE / Integer.numberOfTrailingZeros(fanout);
    }

    /**
     * Returns in which bucket of a shard the name belongs.
     *
     * @param level the shard's depth, zero at the root and below {@link #levels}
     * @param fanout buckets of each shard, a power of two
     */
    public int bucket(int level, int fanout) {
        int width = Integer.numberOfTrailingZeros(fanout);
        return (int) (bits >>> (Long.SIZE - width * (level + 1))) & (fanout - 1);
    }

    /** Orders hashes as the shards of a folder do, level by level. */
    @Override
    public int compareTo(NameHash other) {
        return Long.compareUnsigned(bits, other.bits);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof NameHash hash && bits == hash.bits;
    }

    @Override
    public int hashCode() {
        return Long.hashCode(bits);
    }

    /** Returns the bits, of which the highest place a name at the root. */
    long bits() {
        return bits;
    }

    private static long murmur3(byte[] name) {
        ByteBuffer in = ByteBuffer.wrap(name).order(ByteOrder.LITTLE_ENDIAN);
        long h1 = 0;
        long h2 = 0;
        while (in.remaining() >= STRIPE) {
            h1 = Long.rotateLeft(h1 ^ mixLow(in.getLong()), 27) + h2;
            h1 = h1 * 5 + 0x52dce729;
            h2 = Long.rotateLeft(h2 ^ mixHigh(in.getLong()), 31) + h1;
            h2 = h2 * 5 + 0x38495ab5;
        }
        // What is left, filled up with zeros: mixing a zero leaves the state as it is.
        byte[] rest = new byte[STRIPE];
        in.get(rest, 0, in.remaining());
        ByteBuffer last = ByteBuffer.wrap(rest).order(ByteOrder.LITTLE_ENDIAN);
        h1 ^= mixLow(last.getLong()) ^ name.length;
        h2 ^= mixHigh(last.getLong()) ^ name.length;
        h1 += h2;
        h2 += h1;
        return finish(h1) + finish(h2);
    }

    private static long mixLow(long k) {
        return Long.rotateLeft(k * C1, 31) * C2;
    }

    private static long mixHigh(long k) {
        return Long.rotateLeft(k * C2, 33) * C1;
    }

    private static long finish(long h) {
        long mixed = (h ^ (h >>> 33)) * 0xff51afd7ed558ccdL;
        mixed = (mixed ^ (mixed >>> 33)) * 0xc4ceb9fe1a85ec53L;
        return mixed ^ (mixed >>> 33);
    }
}
