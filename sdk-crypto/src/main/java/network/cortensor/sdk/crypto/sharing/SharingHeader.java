package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

/**
 * What all shares of one sharing have in common, and anyone may see (SPEC §17.3): threshold and count, a commitment to
 * the key, a digest of every share, and the secret sealed with the key. Immutable; the arrays stay inside the package.
 */
final class SharingHeader {

    static final int MAX_SHARES = 255;
    static final int HASH_BYTES = 32;
    static final int TAG_BYTES = 16;

    private static final byte[] MARK = Format.mark("CSH");
    /** Mark, threshold, count, commitment, and the size of what is sealed; the digests come on top. */
    private static final int FIXED_BYTES = Format.MARK_BYTES + 2 + HASH_BYTES + Integer.BYTES;

    static final int MIN_BYTES = FIXED_BYTES + HASH_BYTES + 1 + TAG_BYTES;
    static final int MAX_BYTES = FIXED_BYTES + MAX_SHARES * HASH_BYTES + SecretSharing.MAX_SECRET_BYTES + TAG_BYTES;

    private final byte[] encoded;
    private final SharingId id;

    private SharingHeader(byte[] encoded) {
        this.encoded = encoded;
        this.id = SharingId.hashing(encoded);
    }

    static SharingHeader of(int threshold, byte[] commitment, List<byte[]> digests, byte[] sealed) {
        ByteBuffer target = ByteBuffer.allocate(FIXED_BYTES + digests.size() * HASH_BYTES + sealed.length)
                .put(MARK)
                .put((byte) threshold)
                .put((byte) digests.size())
                .put(commitment);
        digests.forEach(target::put);
        return new SharingHeader(target.putInt(sealed.length).put(sealed).array());
    }

    /** Reads the header in front of a share, which has {@code tail} bytes behind it. */
    static SharingHeader leading(byte[] share, int tail) {
        ByteBuffer source = Format.open("a share of a secret", MARK, MIN_BYTES + tail, MAX_BYTES + tail, share);
        int threshold = source.get() & 0xff;
        int count = source.get() & 0xff;
        if (threshold < 1 || threshold > count) {
            throw new MalformedException("a share must state a threshold of 1 up to the number of shares, found "
                    + threshold + " of " + count);
        }
        int expected = share.length - tail - FIXED_BYTES - count * HASH_BYTES;
        if (expected <= TAG_BYTES || expected > SecretSharing.MAX_SECRET_BYTES + TAG_BYTES) {
            throw new MalformedException("a share among " + count + " must have room for " + count
                    + " digests and a sealed secret of 1 to " + SecretSharing.MAX_SECRET_BYTES + " bytes, found "
                    + share.length + " bytes in all");
        }
        int size = source.getInt(share.length - tail - expected - Integer.BYTES);
        if (size != expected) {
            throw new MalformedException("a share must state the size of its sealed secret: expected " + expected
                    + " from its length, found " + Integer.toUnsignedString(size));
        }
        return new SharingHeader(Arrays.copyOf(share, share.length - tail));
    }

    byte[] encoded() {
        return encoded;
    }

    SharingId id() {
        return id;
    }

    int threshold() {
        return encoded[Format.MARK_BYTES] & 0xff;
    }

    int count() {
        return encoded[Format.MARK_BYTES + 1] & 0xff;
    }

    byte[] commitment() {
        int from = Format.MARK_BYTES + 2;
        return Arrays.copyOfRange(encoded, from, from + HASH_BYTES);
    }

    byte[] digest(int index) {
        int from = Format.MARK_BYTES + 2 + HASH_BYTES + (index - 1) * HASH_BYTES;
        return Arrays.copyOfRange(encoded, from, from + HASH_BYTES);
    }

    byte[] sealed() {
        return Arrays.copyOfRange(encoded, FIXED_BYTES + count() * HASH_BYTES, encoded.length);
    }
}
