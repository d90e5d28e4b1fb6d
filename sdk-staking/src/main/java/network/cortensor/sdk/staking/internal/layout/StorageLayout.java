package network.cortensor.sdk.staking.internal.layout;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The storage layout of a contract as {@code solc} writes it into an artifact (Solidity documentation, "Layout of State
 * Variables in Storage"): from the name of a variable to its slot.
 *
 * <p>Immutable.
 */
public final class StorageLayout {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String NAME = "([A-Za-z_$][A-Za-z0-9_$]*)";
    private static final Pattern FIRST = Pattern.compile(NAME + "(.*)");
    private static final Pattern STEP = Pattern.compile("(?:\\[\\]|\\." + NAME + ")(.*)");
    private static final int WORD = Hash.LENGTH;

    private final Map<String, Variable> variables = new HashMap<>();
    private final Map<String, StorageType> types = new HashMap<>();

    private StorageLayout(JsonNode layout) {
        layout.path("types").properties().forEach(type -> types.put(type.getKey(), StorageType.read(type.getValue())));
        layout.path("storage")
                .forEach(variable -> variables.put(variable.path("label").asText(), Variable.read(variable)));
        if (variables.isEmpty()) {
            throw new IllegalArgumentException("StorageLayout: expected at least one variable, found none");
        }
    }

    /**
     * Reads an artifact with a field {@code storageLayout}, or such a layout itself.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static StorageLayout parse(String json) {
        try {
            JsonNode root = JSON.readTree(json);
            return new StorageLayout(root.has("storageLayout") ? root.get("storageLayout") : root);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "StorageLayout: expected an artifact with storageLayout, found no JSON", e);
        }
    }

    /**
     * Finds a value.
     *
     * @param path a variable, and then members as {@code .name} and keys or places as {@code []}, such as {@code
     *     nodes[].stake}; a path that ends at a dynamic array names its length
     * @param keys one for each {@code []}: of a mapping by the type of its key an {@link Address}, {@link Hash}, {@link
     *     BigInteger}, {@link Long}, {@link Integer}, {@link Boolean}, {@link String} or {@code byte[]}; of an array a
     *     {@link BigInteger}, {@link Long} or {@link Integer}
     * @throws IllegalArgumentException if the contract has no such value, or a key is of another type
     */
    public StorageLocation locate(String path, Object... keys) {
        Deque<Object> left = new ArrayDeque<>(List.of(keys));
        Matcher first = FIRST.matcher(path);
        if (!first.matches()) {
            throw refused(path, "a variable", "another form");
        }
        Place place = variable(path, first.group(1));
        String rest = first.group(2);
        for (Matcher step = STEP.matcher(rest); step.matches(); step = STEP.matcher(rest)) {
            place = step.group(1) != null ? member(path, place, step.group(1)) : element(path, place, next(path, left));
            rest = step.group(2);
        }
        if (!rest.isEmpty() || !left.isEmpty()) {
            throw refused(path, "members, and [] for each of " + keys.length + " keys", "another form");
        }
        return StorageLocation.of(path, place.slot(), place.offset(), place.type());
    }

    private static Object next(String path, Deque<Object> keys) {
        if (keys.isEmpty()) {
            throw refused(path, "a key for each []", "fewer");
        }
        return keys.pop();
    }

    private Place variable(String path, String name) {
        Variable variable = variables.get(name);
        if (variable == null) {
            throw refused(path, "a variable of the contract", name);
        }
        return new Place(variable.slot(), variable.offset(), type(variable.type()));
    }

    private Place member(String path, Place place, String name) {
        Variable member = place.type().members().get(name);
        if (member == null) {
            throw refused(path, "a member of " + place.type().label(), name);
        }
        return new Place(
                StorageLocation.wrapped(place.slot().add(member.slot())), member.offset(), type(member.type()));
    }

    private Place element(String path, Place place, Object key) {
        StorageType type = place.type();
        if (type.isMapping()) {
            byte[] hashed = mappingKey(path, type(type.key()), key);
            byte[] input = Arrays.copyOf(hashed, hashed.length + WORD);
            System.arraycopy(StorageLocation.word(place.slot()), 0, input, hashed.length, WORD);
            return new Place(number(Hash.keccak256(input).bytes()), 0, type(type.value()));
        }
        if (!type.isArray()) {
            throw refused(path, "a mapping or an array before []", type.label());
        }
        BigInteger index = index(path, key);
        StorageType base = type(type.base());
        BigInteger start = type.isDynamicArray()
                ? number(Hash.keccak256(StorageLocation.word(place.slot())).bytes())
                : place.slot();
        if (!type.isDynamicArray() && index.compareTo(fixedLength(type)) >= 0) {
            throw refused(path, "a place below " + fixedLength(type), index.toString());
        }
        return base.bytes() <= WORD / 2
                ? packed(start, index, base)
                : new Place(
                        StorageLocation.wrapped(start.add(index.multiply(BigInteger.valueOf(base.slots())))), 0, base);
    }

    /** Elements of at most half a word share one, and none crosses a border. */
    private static Place packed(BigInteger start, BigInteger index, StorageType base) {
        BigInteger[] at = index.divideAndRemainder(BigInteger.valueOf(WORD / base.bytes()));
        return new Place(StorageLocation.wrapped(start.add(at[0])), at[1].intValue() * base.bytes(), base);
    }

    private static BigInteger fixedLength(StorageType type) {
        String label = type.label();
        return new BigInteger(label.substring(label.lastIndexOf('[') + 1, label.length() - 1));
    }

    private static BigInteger index(String path, Object key) {
        BigInteger index = key instanceof BigInteger big
                ? big
                : key instanceof Integer || key instanceof Long
                        ? BigInteger.valueOf(((Number) key).longValue())
                        : BigInteger.ONE.negate();
        if (index.signum() < 0) {
            throw refused(path, "a place of an array from 0 on", "another value");
        }
        return index;
    }

    /** Values are padded as in memory, texts and bytes are not. */
    private static byte[] mappingKey(String path, StorageType type, Object key) {
        String label = type.label();
        if (key instanceof String text && label.equals("string")) {
            return text.getBytes(StandardCharsets.UTF_8);
        }
        if (key instanceof byte[] bytes && label.equals("bytes")) {
            return bytes;
        }
        if (key instanceof byte[] bytes && label.startsWith("bytes") && bytes.length == type.bytes()) {
            return Arrays.copyOf(bytes, WORD);
        }
        if (key instanceof Hash hash && label.equals("bytes32")) {
            return hash.bytes();
        }
        if (key instanceof Address address && (label.startsWith("address") || label.startsWith("contract "))) {
            return StorageLocation.word(number(address.bytes()));
        }
        if (key instanceof Boolean truth && label.equals("bool")) {
            return StorageLocation.word(truth ? BigInteger.ONE : BigInteger.ZERO);
        }
        boolean number = label.startsWith("uint") || label.startsWith("int") || label.startsWith("enum ");
        if (number && (key instanceof BigInteger || key instanceof Long || key instanceof Integer)) {
            return word(
                    path, type, key instanceof BigInteger big ? big : BigInteger.valueOf(((Number) key).longValue()));
        }
        throw refused(path, "a key for " + label, key.getClass().getSimpleName());
    }

    private static byte[] word(String path, StorageType type, BigInteger number) {
        boolean signed = type.label().startsWith("int");
        int bits = Byte.SIZE * type.bytes() - (signed ? 1 : 0);
        if (number.bitLength() > bits || (!signed && number.signum() < 0)) {
            throw refused(path, "a key in the range of " + type.label(), number.toString());
        }
        return StorageLocation.word(StorageLocation.wrapped(number));
    }

    private StorageType type(String name) {
        StorageType type = types.get(name);
        if (type == null) {
            throw new IllegalArgumentException(
                    "StorageLayout: expected a description of type " + name + ", found none");
        }
        return type;
    }

    private static BigInteger number(byte[] bytes) {
        return new BigInteger(1, bytes);
    }

    private static IllegalArgumentException refused(String path, String expected, String found) {
        return new IllegalArgumentException(
                "StorageLayout, path '" + path + "': expected " + expected + ", found " + found);
    }

    /** Where a value of a type is. */
    private record Place(BigInteger slot, int offset, StorageType type) {}
}
