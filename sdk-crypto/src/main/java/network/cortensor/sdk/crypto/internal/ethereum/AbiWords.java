package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.WalletAddress;

import java.io.ByteArrayOutputStream;
import java.math.BigInteger;
import java.util.Arrays;

/** 32-byte words as the contract ABI and EIP-712 {@code encodeData} write them. */
public final class AbiWords {

    public static final int SIZE = 32;

    private static final int ADDRESS_BYTES = 20;

    private AbiWords() {}

    public static byte[] uint64(long value) {
        byte[] word = new byte[SIZE];
        for (int i = 0; i < Long.BYTES; i++) {
            word[SIZE - 1 - i] = (byte) (value >>> (8 * i));
        }
        return word;
    }

    public static byte[] address(WalletAddress value) {
        byte[] word = new byte[SIZE];
        System.arraycopy(value.bytes(), 0, word, SIZE - ADDRESS_BYTES, ADDRESS_BYTES);
        return word;
    }

    /** Two's complement; the number has at most 256 bits, its sign included when it is negative. */
    static byte[] integer(BigInteger value) {
        byte[] bytes = value.toByteArray();
        byte[] word = new byte[SIZE];
        if (value.signum() < 0) {
            Arrays.fill(word, (byte) 0xff);
        }
        // A positive number of 256 bits has a zero in front.
        int skipped = Math.max(0, bytes.length - SIZE);
        System.arraycopy(bytes, skipped, word, SIZE - bytes.length + skipped, bytes.length - skipped);
        return word;
    }

    /** Bytes first, zeros behind. */
    static byte[] leftAligned(byte[] bytes) {
        return Arrays.copyOf(bytes, SIZE);
    }

    public static byte[] concat(byte[]... parts) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        for (byte[] part : parts) {
            out.writeBytes(part);
        }
        return out.toByteArray();
    }

    /** Takes words apart from the front; every word has exactly one encoding. */
    public static final class Reader {

        private final String what;
        private final byte[] bytes;
        private int at;

        public Reader(String what, byte[] bytes) {
            this.what = what;
            this.bytes = bytes;
        }

        /** Reads a number from 0 to 2^63 - 1: what a Java {@code long} holds without a sign. */
        public long uint64(String field) {
            byte[] word = zeroed(field, SIZE - Long.BYTES);
            long value = 0;
            for (int i = SIZE - Long.BYTES; i < SIZE; i++) {
                value = value << 8 | (word[i] & 0xff);
            }
            if (value < 0) {
                throw new MalformedException(what + ": " + field + " is beyond 2^63 - 1");
            }
            return value;
        }

        /** Reads a number from 1 to 2^63 - 1, as chain ids are (SPEC §5.2). */
        public long positive(String field) {
            long value = uint64(field);
            if (value < 1) {
                throw new MalformedException(what + ": " + field + " must be at least 1");
            }
            return value;
        }

        public WalletAddress address(String field) {
            byte[] word = zeroed(field, SIZE - ADDRESS_BYTES);
            return WalletAddress.decode(Arrays.copyOfRange(word, SIZE - ADDRESS_BYTES, SIZE));
        }

        public byte[] bytes32(String field) {
            if (bytes.length - at < SIZE) {
                throw new MalformedException(what + " ends before " + field);
            }
            at += SIZE;
            return Arrays.copyOfRange(bytes, at - SIZE, at);
        }

        public boolean hasMore() {
            return at < bytes.length;
        }

        private byte[] zeroed(String field, int leading) {
            byte[] word = bytes32(field);
            for (int i = 0; i < leading; i++) {
                if (word[i] != 0) {
                    throw new MalformedException(what + ": " + field + " does not fit its type");
                }
            }
            return word;
        }
    }
}
