package network.cortensor.sdk.staking.internal.abi;

import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** The names of types. */
final class TypeNames {
    private static final Map<String, AbiType> FIXED_NAMES = Map.of(
            "bool", new WordType.Bool(),
            "address", new WordType.Account(),
            "bytes", BytesType.BYTES,
            "string", BytesType.TEXT,
            "function", new WordType.External(),
            // Short for: what signatures are made of has the long name.
            "uint", new WordType.Unsigned(256),
            "int", new WordType.Signed(256),
            "byte", new WordType.ShortBytes(1));
    private static final Pattern NUMBERED = Pattern.compile("(u?int|bytes)([1-9][0-9]{0,2})");
    private static final Pattern ARRAY = Pattern.compile("\\[([1-9][0-9]{0,8})?]");

    private TypeNames() {}

    /**
     * The type that has this name and is neither array nor tuple.
     *
     * @throws IllegalArgumentException if there is none; the types for fractions, which Solidity cannot use, are none
     */
    static AbiType elementary(String name) {
        AbiType named = FIXED_NAMES.get(name);
        if (named != null) {
            return named;
        }
        Matcher numbered = NUMBERED.matcher(name);
        if (numbered.matches()) {
            int size = Integer.parseInt(numbered.group(2));
            boolean ofBytes = numbered.group(1).equals("bytes");
            if (ofBytes && size == AbiType.WORD) {
                return new WordType.Bytes32();
            }
            if (ofBytes && size < AbiType.WORD) {
                return new WordType.ShortBytes(size);
            }
            if (!ofBytes && size <= 256 && size % 8 == 0) {
                return name.startsWith("u") ? new WordType.Unsigned(size) : new WordType.Signed(size);
            }
        }
        throw new IllegalArgumentException("ABI type: expected a type of Solidity, found " + name);
    }

    /**
     * Arrays of a type.
     *
     * @param suffixes such as {@code [][2]}, or nothing
     * @throws IllegalArgumentException if they are something else, or make a type that is too large or too deep
     */
    static AbiType arrays(AbiType element, String suffixes) {
        Matcher array = ARRAY.matcher(suffixes);
        AbiType type = element;
        int at = 0;
        while (at < suffixes.length()) {
            if (!array.find(at) || array.start() != at) {
                throw new IllegalArgumentException("ABI type: expected [] or [number], found " + suffixes);
            }
            String length = array.group(1);
            type = length == null ? new ListType(type) : SequenceType.array(type, Integer.parseInt(length));
            requireFlat(type);
            at = array.end();
        }
        return type;
    }

    static void requireFlat(AbiType type) {
        if (type.levels() > AbiType.MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "ABI type: expected at most " + AbiType.MOST_LEVELS + " levels of arrays and tuples, found more");
        }
    }
}
