package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.Utf8;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The type of a member of a struct: how a value of it becomes one word (EIP-712, "Definition of encodeData"). */
sealed interface MemberType {

    /** Encodes one value; {@code place} says where it stands. */
    byte[] word(StructEncoder encoder, Object value, Place place);

    /** Returns the struct that this type is made of, if it is. */
    default Optional<String> struct() {
        return Optional.empty();
    }

    /**
     * Reads a type as Solidity writes it.
     *
     * @throws IllegalArgumentException if it is no type of EIP-712; that a struct of that name exists is not checked
     */
    static MemberType parse(String text) {
        int bracket = text.lastIndexOf('[');
        if (bracket >= 0) {
            Matcher array = Array.SUFFIX.matcher(text.substring(bracket));
            if (!array.matches()) {
                throw new IllegalArgumentException("an array must be written [] or [n], n from 1 to "
                        + StructEncoder.MAX_VALUES + " without leading zeros");
            }
            Optional<Integer> length = Optional.of(array.group(1))
                    .filter(digits -> !digits.isEmpty())
                    .map(Integer::valueOf);
            if (length.isPresent() && length.get() > StructEncoder.MAX_VALUES) {
                throw new IllegalArgumentException("an array of " + length.get() + " elements is beyond the limit of "
                        + StructEncoder.MAX_VALUES + " values");
            }
            return new Array(parse(text.substring(0, bracket)), length.orElse(Array.ANY));
        }
        if (Atomic.RESERVED.matcher(text).matches()) {
            return Atomic.parse(text);
        }
        return new Struct(StructTable.requireIdentifier("a type", text));
    }

    /** Numbers, addresses, truth values, texts and bytes. */
    record Atomic(Rule rule) implements MemberType {

        /** Names that can be no struct, right or wrong. */
        static final Pattern RESERVED = Pattern.compile("address|bool|string|(bytes|u?int)[0-9]*");

        private static final Pattern SIZED = Pattern.compile("(bytes|u?int)([1-9][0-9]{0,2})");

        /** How one value of a type becomes a word. */
        @FunctionalInterface
        interface Rule {
            byte[] word(ValueForm form, Object value, Place place);
        }

        static Atomic parse(String name) {
            return switch (name) {
                case "address" -> new Atomic((form, value, place) -> AbiWords.address(form.address(value, place)));
                case "bool" -> new Atomic((form, value, place) -> AbiWords.uint64(truth(value, place) ? 1 : 0));
                case "string" -> new Atomic((form, value, place) -> Hashes.keccak256(text(value, place)));
                case "bytes" -> new Atomic((form, value, place) -> Hashes.keccak256(form.bytes(value, place)));
                default -> sized(name);
            };
        }

        private static Atomic sized(String name) {
            Matcher parts = SIZED.matcher(name);
            if (parts.matches()) {
                int size = Integer.parseInt(parts.group(2));
                if (parts.group(1).equals("bytes") && size <= AbiWords.SIZE) {
                    return new Atomic((form, value, place) -> fixedBytes(form.bytes(value, place), size, place));
                }
                if (!parts.group(1).equals("bytes") && size % 8 == 0 && size <= 8 * AbiWords.SIZE) {
                    boolean signed = parts.group(1).equals("int");
                    return new Atomic((form, value, place) -> integer(form.integer(value, place), size, signed, place));
                }
            }
            throw new IllegalArgumentException("there is no type " + name
                    + " in EIP-712; sizes are bytes1 to bytes32 and (u)int8 to (u)int256," + " and have to be written");
        }

        private static boolean truth(Object value, Place place) {
            if (value instanceof Boolean truth) {
                return truth;
            }
            throw place.refused("must be true or false");
        }

        private static byte[] text(Object value, Place place) {
            if (value instanceof String text) {
                return Utf8.encode(place.toString(), text);
            }
            throw place.refused("must be a text");
        }

        private static byte[] fixedBytes(byte[] bytes, int size, Place place) {
            if (bytes.length != size) {
                throw place.refused("must have " + size + " bytes, found " + bytes.length);
            }
            return AbiWords.leftAligned(bytes);
        }

        private static byte[] integer(BigInteger number, int bits, boolean signed, Place place) {
            boolean fits = signed ? number.bitLength() < bits : number.signum() >= 0 && number.bitLength() <= bits;
            if (!fits) {
                throw place.refused("is out of the range of " + (signed ? "int" : "uint") + bits);
            }
            return AbiWords.integer(number);
        }

        @Override
        public byte[] word(StructEncoder encoder, Object value, Place place) {
            return rule.word(encoder.form(), value, place);
        }
    }

    /** A struct inside of another: its hash. */
    record Struct(String name) implements MemberType {

        @Override
        public byte[] word(StructEncoder encoder, Object value, Place place) {
            if (value instanceof Map<?, ?> members) {
                return encoder.hashStruct(name, members, place);
            }
            throw place.refused("must be a Map with the members of " + name);
        }

        @Override
        public Optional<String> struct() {
            return Optional.of(name);
        }
    }

    /** An array: the hash of the words of its elements. */
    record Array(MemberType element, int length) implements MemberType {

        /** The length of an array that may have any. */
        static final int ANY = -1;

        static final Pattern SUFFIX = Pattern.compile("\\[((?:[1-9][0-9]{0,5})?)]");

        @Override
        public byte[] word(StructEncoder encoder, Object value, Place place) {
            if (!(value instanceof List<?> elements)) {
                throw place.refused("must be a List");
            }
            if (length != ANY && elements.size() != length) {
                throw place.refused("must have " + length + " elements, found " + elements.size());
            }
            byte[][] words = new byte[elements.size()][];
            for (int i = 0; i < words.length; i++) {
                words[i] = encoder.word(element, elements.get(i), place.element(i));
            }
            return Hashes.keccak256(words);
        }

        @Override
        public Optional<String> struct() {
            return element.struct();
        }
    }
}
