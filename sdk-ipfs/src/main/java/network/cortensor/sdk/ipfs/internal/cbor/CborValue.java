package network.cortensor.sdk.ipfs.internal.cbor;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** A value of the IPLD data model. Immutable. */
public sealed interface CborValue {
    /** The absence of a value, written down. */
    record Null() implements CborValue {}

    /** True or false. */
    record Bool(boolean value) implements CborValue {}

    /**
     * A whole number.
     *
     * @param value from -2^64 to 2^64 - 1: what an integer of CBOR can hold
     */
    record Int(BigInteger value) implements CborValue {
        static final BigInteger LIMIT = BigInteger.ONE.shiftLeft(Long.SIZE);

        public Int {
            if (value.compareTo(LIMIT) >= 0 || value.compareTo(LIMIT.negate()) < 0) {
                throw new IllegalArgumentException("an integer of CBOR takes 64 bits beside the sign");
            }
        }

        public static Int of(long value) {
            return new Int(BigInteger.valueOf(value));
        }

        /** Returns the number if it is from 0 to 2^63 - 1. */
        public Optional<Long> unsigned() {
            return value.signum() < 0 || value.bitLength() >= Long.SIZE
                    ? Optional.empty()
                    : Optional.of(value.longValue());
        }
    }

    /**
     * A number with 64 bits of floating point.
     *
     * @param value neither infinite nor not a number
     */
    record Real(double value) implements CborValue {
        public Real {
            if (!Double.isFinite(value)) {
                throw new IllegalArgumentException("the data model has finite numbers only");
            }
        }
    }

    /** A text in Unicode. */
    record Text(String value) implements CborValue {}

    /** A run of bytes. */
    final class Bytes implements CborValue {
        private final byte[] bytes;

        private Bytes(byte[] bytes) {
            this.bytes = bytes;
        }

        /** Copies {@code bytes}. */
        public static Bytes of(byte[] bytes) {
            return new Bytes(bytes.clone());
        }

        static Bytes adopt(byte[] bytes) {
            return new Bytes(bytes);
        }

        /** Returns a copy. */
        public byte[] toBytes() {
            return bytes.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Bytes that && Arrays.equals(bytes, that.bytes);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(bytes);
        }

        @Override
        public String toString() {
            return "Bytes[" + bytes.length + "]";
        }
    }

    /** A list of values. */
    record Array(List<CborValue> items) implements CborValue {
        public Array {
            items = List.copyOf(items);
        }
    }

    /** Values by name; the order of writing is that of the format, whatever the order here. */
    record Dictionary(Map<String, CborValue> entries) implements CborValue {
        public Dictionary {
            entries = Collections.unmodifiableMap(new LinkedHashMap<>(entries));
        }
    }

    /** A link to a block. Its CID is well formed; whether its codec and hash are allowed is asked when it is followed. */
    final class Link implements CborValue {
        private final byte[] encodedCid;

        private Link(byte[] encodedCid) {
            this.encodedCid = encodedCid;
        }

        public static Link of(Cid cid) {
            return new Link(cid.encoded());
        }

        static Link adopt(byte[] encodedCid) {
            return new Link(encodedCid);
        }

        /**
         * Returns the CID.
         *
         * @throws MalformedException if its codec or hash function is none that this module follows
         */
        public Cid cid() {
            return Cid.decode(encodedCid);
        }

        byte[] encodedCid() {
            return encodedCid.clone();
        }

        @Override
        public boolean equals(Object other) {
            return other instanceof Link that && Arrays.equals(encodedCid, that.encodedCid);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(encodedCid);
        }

        @Override
        public String toString() {
            return "Link[" + encodedCid.length + " bytes]";
        }
    }
}
