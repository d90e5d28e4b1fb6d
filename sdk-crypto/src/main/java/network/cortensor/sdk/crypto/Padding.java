package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.GuardedInputStream;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;

/**
 * The plaintext inside of a payload: the length of the body, the body, zeros (SPEC §4.3).
 *
 * <p>Sizes follow Padmé (Nikitin and others, "Reducing Metadata Leakage from Encrypted Files and Communication with
 * PURBs", 2019): at most 12 % longer, and a size reveals O(log log n) bits.
 */
final class Padding {

    /** Everything up to a short paragraph looks alike. */
    static final long MIN_BYTES = 256;

    /** 1 TiB: beyond any object of the network, and far from an overflow of {@code long}. */
    static final long MAX_BODY_BYTES = 1L << 40;

    private Padding() {}

    /** Returns the size of the plaintext for a body: prefix, body and zeros. */
    static long paddedLength(long bodyLength) {
        long length = Math.max(MIN_BYTES, Long.BYTES + bodyLength);
        int exponent = 63 - Long.numberOfLeadingZeros(length);
        int exponentBits = 32 - Integer.numberOfLeadingZeros(exponent);
        long mask = (1L << (exponent - exponentBits)) - 1;
        return (length + mask) & ~mask;
    }

    static InputStream pad(InputStream body, long length) {
        if (length < 0 || length > MAX_BODY_BYTES) {
            throw new IllegalArgumentException("a body must have 0 to 2^40 bytes, found " + length);
        }
        return new Padded(body, length);
    }

    /** Hands out the body alone; its last byte only after the zeros and the end of the stream have been checked. */
    static InputStream unpad(InputStream padded) {
        return new Unpadded(padded);
    }

    private static final class Padded extends GuardedInputStream {

        private final ByteBuffer prefix;
        private final long length;
        private long body;
        private long zeros;

        Padded(InputStream in, long length) {
            super(in);
            this.prefix = ByteBuffer.allocate(Long.BYTES).putLong(length).flip();
            this.length = length;
            this.body = length;
            this.zeros = paddedLength(length) - Long.BYTES - length;
        }

        @Override
        protected int produce(byte[] target, int offset, int wanted) throws IOException {
            if (prefix.hasRemaining()) {
                int count = Math.min(wanted, prefix.remaining());
                prefix.get(target, offset, count);
                requireEndAfterBody();
                return count;
            }
            if (body > 0) {
                int count = in.read(target, offset, (int) Math.min(wanted, body));
                if (count < 0) {
                    throw new IOException("the plaintext ended " + body + " bytes before its length of " + length);
                }
                body -= count;
                requireEndAfterBody();
                return count;
            }
            if (zeros > 0) {
                int count = (int) Math.min(wanted, zeros);
                Arrays.fill(target, offset, offset + count, (byte) 0);
                zeros -= count;
                return count;
            }
            return -1;
        }

        private void requireEndAfterBody() throws IOException {
            if (body == 0 && !prefix.hasRemaining() && in.read() >= 0) {
                throw new IOException("the plaintext goes on after its length of " + length + " bytes");
            }
        }

        @Override
        protected void wipe() {
            // Nothing is buffered here.
        }
    }

    private static final class Unpadded extends GuardedInputStream {

        private static final byte[] ZEROS = new byte[8 * 1024];

        private boolean started;
        private long body;
        private long zeros;

        Unpadded(InputStream in) {
            super(in);
        }

        @Override
        protected int produce(byte[] target, int offset, int wanted) throws IOException {
            if (!started) {
                start();
            }
            if (body == 0) {
                return -1;
            }
            int count = in.read(target, offset, (int) Math.min(wanted, body));
            if (count < 0) {
                throw RejectedException.ciphertext();
            }
            body -= count;
            if (body == 0 && !isPadding()) {
                Arrays.fill(target, offset, offset + count, (byte) 0);
                throw RejectedException.ciphertext();
            }
            return count;
        }

        private void start() throws IOException {
            byte[] prefix = in.readNBytes(Long.BYTES);
            if (prefix.length < Long.BYTES) {
                throw RejectedException.ciphertext();
            }
            body = ByteBuffer.wrap(prefix).getLong();
            if (body < 0 || body > MAX_BODY_BYTES) {
                throw RejectedException.ciphertext();
            }
            zeros = paddedLength(body) - Long.BYTES - body;
            if (body == 0 && !isPadding()) {
                throw RejectedException.ciphertext();
            }
            started = true;
        }

        /** Reads the rest and says whether it is exactly the right number of zeros; stops at the first surplus byte. */
        private boolean isPadding() throws IOException {
            byte[] buffer = new byte[ZEROS.length];
            boolean zero = true;
            int count = in.read(buffer, 0, buffer.length);
            while (zero && count >= 0) {
                zeros -= count;
                zero = zeros >= 0 && Arrays.equals(buffer, 0, count, ZEROS, 0, count);
                count = in.read(buffer, 0, buffer.length);
            }
            Arrays.fill(buffer, (byte) 0);
            return zero && zeros == 0;
        }

        @Override
        protected void wipe() {
            // Nothing is buffered here.
        }
    }
}
