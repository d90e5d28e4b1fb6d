package network.cortensor.sdk.ipfs;

import java.nio.ByteBuffer;
import java.security.MessageDigest;
import java.security.SecureRandom;

/**
 * A set of very many CIDs in 16 bytes each: 21 to 43 with the gaps of the tables, 32 MiB for 1,000,000. The two versions of a CID
 * are one.
 *
 * <p>A CID is kept as the first 128 bits of SHA-256 over a secret of this set and the CID. That two meet is as likely as guessing
 * a key, and nobody can make two that do, since nobody knows the secret. It matters: who could would have a block taken for
 * seen, and what is below it deleted.
 *
 * <p>Not thread-safe.
 */
final class CidSet {
    // Each table grows by itself, so that growing never needs the double of everything.
    private static final int TABLES = 256;
    private static final int FIRST_SLOTS = 16;

    private final MessageDigest sha256 = HashFunction.platformDigest("SHA-256");
    private final byte[] secret = new byte[32];
    /** Pairs of words; the pair 0, 0 is a free slot. */
    private final long[][] tables = new long[TABLES][2 * FIRST_SLOTS];

    private final int[] counts = new int[TABLES];
    private long size;

    CidSet() {
        new SecureRandom().nextBytes(secret);
    }

    /** Adds; returns whether it is new. */
    boolean add(Cid cid) {
        ByteBuffer key = key(cid);
        long high = key.getLong(0);
        // Never a free slot. That costs one bit.
        long low = key.getLong(8) | 1;
        int table = (int) (high >>> 56);
        int slot = find(tables[table], high, low);
        if (tables[table][slot + 1] != 0) {
            return false;
        }
        tables[table][slot] = high;
        tables[table][slot + 1] = low;
        size++;
        counts[table]++;
        if (counts[table] * 8L > tables[table].length * 3L) {
            tables[table] = grown(tables[table]);
        }
        return true;
    }

    boolean contains(Cid cid) {
        ByteBuffer key = key(cid);
        long high = key.getLong(0);
        long[] table = tables[(int) (high >>> 56)];
        return table[find(table, high, key.getLong(8) | 1) + 1] != 0;
    }

    long size() {
        return size;
    }

    private ByteBuffer key(Cid cid) {
        sha256.update(secret);
        return ByteBuffer.wrap(sha256.digest(cid.toV1().encoded()));
    }

    /** Returns the index of the pair, or of the free slot where it belongs. */
    private static int find(long[] table, long high, long low) {
        int mask = table.length - 1;
        int slot = (int) (low >>> 1 << 1) & mask;
        while (table[slot + 1] != 0 && (table[slot] != high || table[slot + 1] != low)) {
            slot = (slot + 2) & mask;
        }
        return slot;
    }

    private static long[] grown(long[] table) {
        long[] larger = new long[table.length * 2];
        for (int i = 0; i < table.length; i += 2) {
            if (table[i + 1] != 0) {
                int slot = find(larger, table[i], table[i + 1]);
                larger[slot] = table[i];
                larger[slot + 1] = table[i + 1];
            }
        }
        return larger;
    }
}
