package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.math.BigInteger;

/** A type whose values take one word. */
sealed interface WordType extends AbiType {
    @Override
    default boolean isDynamic() {
        return false;
    }

    /** {@code uintN}. */
    record Unsigned(int bits) implements WordType {
        @Override
        public String canonical() {
            return "uint" + bits;
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            BigInteger number = Values.number(this, value);
            if (number.signum() < 0 || number.bitLength() > bits) {
                throw Values.outOfRange(this, number);
            }
            out.number(at, number);
        }

        @Override
        public Object read(AbiReader in, int at) {
            BigInteger number = in.unsigned(at, this);
            if (number.bitLength() > bits) {
                throw in.refusal(at, "a " + canonical(), "a number of " + number.bitLength() + " bits");
            }
            return number;
        }
    }

    /** {@code intN}, in two's complement. */
    record Signed(int bits) implements WordType {
        @Override
        public String canonical() {
            return "int" + bits;
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            BigInteger number = Values.number(this, value);
            if (number.bitLength() >= bits) {
                throw Values.outOfRange(this, number);
            }
            out.number(at, number);
        }

        @Override
        public Object read(AbiReader in, int at) {
            BigInteger number = in.signed(at, this);
            if (number.bitLength() >= bits) {
                throw in.refusal(at, "an " + canonical(), "a number of " + (number.bitLength() + 1) + " bits");
            }
            return number;
        }
    }

    /** {@code bool}. */
    record Bool() implements WordType {
        @Override
        public String canonical() {
            return "bool";
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            boolean truth = Values.as(Boolean.class, this, value);
            out.number(at, truth ? BigInteger.ONE : BigInteger.ZERO);
        }

        @Override
        public Object read(AbiReader in, int at) {
            BigInteger number = in.unsigned(at, this);
            if (number.bitLength() > 1) {
                throw in.refusal(at, "a bool, 0 or 1", "a number of " + number.bitLength() + " bits");
            }
            return number.signum() == 1;
        }
    }

    /** {@code address}. */
    record Account() implements WordType {
        private static final int PADDING = WORD - Address.LENGTH;

        @Override
        public String canonical() {
            return "address";
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            out.bytes(at + PADDING, Values.as(Address.class, this, value).bytes());
        }

        @Override
        public Object read(AbiReader in, int at) {
            in.word(at, this);
            in.requireZero(at, PADDING, "zeros in front of an address");
            return Address.decode(in.bytes(at + PADDING, Address.LENGTH));
        }
    }

    /** {@code bytesN} with N from 1 to 31. */
    record ShortBytes(int length) implements WordType {
        @Override
        public String canonical() {
            return "bytes" + length;
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            out.bytes(at, Values.bytes(this, length, value));
        }

        @Override
        public Object read(AbiReader in, int at) {
            return in.padded(at, length, this);
        }
    }

    /** {@code bytes32}. */
    record Bytes32() implements WordType {
        @Override
        public String canonical() {
            return "bytes32";
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            out.bytes(at, Values.as(Hash.class, this, value).bytes());
        }

        @Override
        public Object read(AbiReader in, int at) {
            return Hash.decode(in.padded(at, WORD, this));
        }
    }

    /** {@code function}: an address and a selector, as 24 bytes. */
    record External() implements WordType {
        private static final int LENGTH = Address.LENGTH + 4;

        @Override
        public String canonical() {
            return "function";
        }

        @Override
        public void write(Object value, AbiWriter out, int at) {
            out.bytes(at, Values.bytes(this, LENGTH, value));
        }

        @Override
        public Object read(AbiReader in, int at) {
            return in.padded(at, LENGTH, this);
        }
    }
}
