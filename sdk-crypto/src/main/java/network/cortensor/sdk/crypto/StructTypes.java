package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.ethereum.StructTable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The structs that typed messages of an application consist of, declared as EIP-712 writes them.
 *
 * <pre>{@code
 * StructTypes mail = StructTypes.builder()
 *         .struct("Person", "string name", "address[] wallets")
 *         .struct("Mail", "Person from", "Person[] to", "string contents")
 *         .build();
 * }</pre>
 *
 * <p>Types of members are {@code bool}, {@code address}, {@code string}, {@code bytes}, {@code bytes1} to
 * {@code bytes32}, {@code uint8} to {@code uint256}, {@code int8} to {@code int256}, structs, and arrays of all of them
 * with {@code []} or {@code [n]}, also several. A struct may refer to itself through an array. There are at most 256
 * structs with together 1,024 members. Immutable; make it once, since hashes of types are remembered.
 */
public final class StructTypes {

    private final StructTable table;

    private StructTypes(StructTable table) {
        this.table = table;
    }

    /** Starts without any struct. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns {@code encodeType} of a struct: the text whose hash stands in front of its data, for comparing with the
     * constant of a contract.
     *
     * @throws IllegalArgumentException if it is not declared
     */
    public String encodeType(String struct) {
        return table.encodeType(struct);
    }

    StructTable table() {
        return table;
    }

    /** Collects structs in any order. Not thread-safe. */
    public static final class Builder {

        private final Map<String, List<StructTable.Declaration>> structs = new LinkedHashMap<>();

        private Builder() {}

        /**
         * Declares a struct.
         *
         * @param name its name
         * @param members type and name of each member with one space between them, for example {@code "uint256 amount"},
         *     in the order in which they are hashed
         * @throws IllegalArgumentException if the struct is declared already, or a member is not of that form
         */
        public Builder struct(String name, String... members) {
            List<StructTable.Declaration> declarations =
                    Stream.of(members).map(Builder::declaration).toList();
            if (structs.putIfAbsent(name, declarations) != null) {
                throw new IllegalArgumentException("the struct " + name + " is declared twice");
            }
            return this;
        }

        private static StructTable.Declaration declaration(String member) {
            int space = member.indexOf(' ');
            if (space < 0) {
                throw new IllegalArgumentException("a member must be a type, one space and a name, found " + member);
            }
            return new StructTable.Declaration(member.substring(0, space), member.substring(space + 1));
        }

        /**
         * Checks and makes the types.
         *
         * @throws IllegalArgumentException if a name is no identifier, is that of an atomic type, or is taken; a type is
         *     unknown; a struct has no member; or there are more than the limits allow
         */
        public StructTypes build() {
            return new StructTypes(StructTable.of(structs));
        }
    }
}
