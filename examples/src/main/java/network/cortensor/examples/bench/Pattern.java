package network.cortensor.examples.bench;

import java.io.InputStream;
import java.security.MessageDigest;
import java.util.Objects;
import java.util.Random;

/**
 * Bytes without end that cost next to nothing: 65,521 random ones, over and over. They stay in the processor's cache, and as
 * their number is prime no two chunks of a power of two are the same for a long time.
 *
 * <p>Immutable and thread-safe.
 */
public final class Pattern {

    private static final int PERIOD = 65_521;

    private final byte[] bytes = new byte[PERIOD];

    /** Makes the bytes of a seed. */
    public Pattern(long seed) {
        new Random(seed).nextBytes(bytes);
    }

    /** Returns a stream of the first so many bytes. */
    public InputStream stream(long length) {
        return new PatternInputStream(length);
    }

    /** Hashes some of the bytes where they are, without a copy. */
    public void update(MessageDigest digest, long from, long length) {
        int at = (int) (from % PERIOD);
        for (long left = length; left > 0; ) {
            int count = (int) Math.min(left, PERIOD - at);
            digest.update(bytes, at, count);
            at = (at + count) % PERIOD;
            left -= count;
        }
    }

    private final class PatternInputStream extends InputStream {

        private long left;
        private int at;

        PatternInputStream(long length) {
            this.left = length;
        }

        @Override
        public int read() {
            byte[] one = new byte[1];
            return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Objects.checkFromIndexSize(offset, length, target.length);
            if (left == 0) {
                return length == 0 ? 0 : -1;
            }
            int wanted = (int) Math.min(length, left);
            for (int done = 0; done < wanted; ) {
                int count = Math.min(wanted - done, PERIOD - at);
                System.arraycopy(bytes, at, target, offset + done, count);
                at = (at + count) % PERIOD;
                done += count;
            }
            left -= wanted;
            return wanted;
        }
    }
}
