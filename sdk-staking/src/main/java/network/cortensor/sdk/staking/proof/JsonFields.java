package network.cortensor.sdk.staking.proof;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.MalformedEvidenceException;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * A JSON object of evidence, read field by field in the forms of Ethereum's JSON-RPC: bytes are {@code 0x} and two digits
 * each, numbers {@code 0x} and digits without leading zeros. No key twice, nothing behind it. Messages tell the place, never
 * a part of the text.
 */
final class JsonFields {
    /** The receipts of a block of a hundred million gas have some ten million characters. */
    static final int MAX_CHARACTERS = 1 << 26;

    private static final int MAX_STRING = 1 << 24;
    private static final int MAX_DEPTH = 16;
    private static final Pattern QUANTITY = Pattern.compile("0x(?:0|[1-9a-fA-F][0-9a-fA-F]{0,63})");
    private static final int WORD_CHARACTERS = 2 + 2 * Hash.LENGTH;

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Interned names of others would stay in the JVM.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARACTERS)
                    .maxStringLength(MAX_STRING)
                    .maxNestingDepth(MAX_DEPTH)
                    .build())
            .build();

    private static final ObjectMapper JSON = JsonMapper.builder(FACTORY)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build();

    private final String place;
    private final JsonNode object;
    private final Set<String> read = new HashSet<>();

    private JsonFields(String place, JsonNode object) {
        this.place = place;
        this.object = object;
    }

    static JsonFields parse(String what, String json) {
        return parse(what, json.getBytes(StandardCharsets.UTF_8));
    }

    static JsonFields parse(String what, byte[] json) {
        try {
            return of(what, JSON.readTree(json));
        } catch (IOException e) {
            // Without its message and without a cause, which show parts of the text.
            throw new MalformedEvidenceException(
                    what + ": expected one JSON object, found something else in " + json.length + " bytes");
        }
    }

    private static JsonFields of(String place, JsonNode node) {
        if (!node.isObject()) {
            throw new MalformedEvidenceException(place + ": expected an object, found another value");
        }
        return new JsonFields(place, node);
    }

    boolean has(String name) {
        return object.has(name);
    }

    String text(String name) {
        return text(place + ", " + name, field(name));
    }

    byte[] bytes(String name) {
        return bytes(place + ", " + name, field(name));
    }

    List<byte[]> bytesList(String name) {
        List<byte[]> list = new ArrayList<>();
        String where = place + ", " + name;
        array(name).forEach(element -> list.add(bytes(where, element)));
        return list;
    }

    Hash hash(String name) {
        byte[] bytes = bytes(name);
        if (bytes.length != Hash.LENGTH) {
            throw malformed(name, Hash.LENGTH + " bytes", bytes.length + " bytes");
        }
        return Hash.decode(bytes);
    }

    /** An address; digits of mixed case have a checksum that must hold. */
    Address address(String name) {
        try {
            return Address.parse(text(name));
        } catch (IllegalArgumentException e) {
            throw new MalformedEvidenceException(
                    place + ", " + name
                            + ": expected an address, found something else or a checksum that does not hold",
                    e);
        }
    }

    BigInteger quantity(String name) {
        String text = text(name);
        if (!QUANTITY.matcher(text).matches()) {
            throw malformed(name, "0x and hex digits without leading zeros", text.length() + " characters");
        }
        return new BigInteger(text.substring(2), 16);
    }

    long number(String name) {
        BigInteger number = quantity(name);
        if (number.bitLength() >= Long.SIZE) {
            throw malformed(name, "a number below 2^63", number.bitLength() + " bits");
        }
        return number.longValue();
    }

    /** A word of storage, which clients write as 32 bytes or as a number. */
    Hash word(String name) {
        if (text(name).length() == WORD_CHARACTERS) {
            return hash(name);
        }
        String digits = quantity(name).toString(16);
        return Hash.decode(HexFormat.of().parseHex("0".repeat(2 * Hash.LENGTH - digits.length()) + digits));
    }

    JsonFields object(String name) {
        return of(place + ", " + name, field(name));
    }

    List<JsonFields> objects(String name) {
        List<JsonFields> list = new ArrayList<>();
        array(name).forEach(element -> list.add(of(place + ", " + name + " " + list.size(), element)));
        return list;
    }

    /** Refuses what nobody read: a field that is ignored could be believed by another reader. */
    void requireNoOther() {
        object.fieldNames().forEachRemaining(name -> {
            if (!read.contains(name)) {
                throw new MalformedEvidenceException(
                        place + ": expected only the fields " + read + ", found another one");
            }
        });
    }

    MalformedEvidenceException malformed(String name, String expected, String found) {
        return new MalformedEvidenceException(place + ", " + name + ": expected " + expected + ", found " + found);
    }

    private JsonNode array(String name) {
        JsonNode field = field(name);
        if (!field.isArray()) {
            throw malformed(name, "an array", "another value");
        }
        return field;
    }

    private JsonNode field(String name) {
        JsonNode field = object.get(name);
        if (field == null) {
            throw new MalformedEvidenceException(place + ": expected a field '" + name + "', found none");
        }
        read.add(name);
        return field;
    }

    private static String text(String where, JsonNode node) {
        if (!node.isTextual()) {
            throw new MalformedEvidenceException(where + ": expected a string, found another value");
        }
        return node.textValue();
    }

    private static byte[] bytes(String where, JsonNode node) {
        String text = text(where, node);
        try {
            if (text.startsWith("0x")) {
                return HexFormat.of().parseHex(text, 2, text.length());
            }
        } catch (IllegalArgumentException e) {
            // Its message shows a part of the text.
        }
        throw new MalformedEvidenceException(where + ": expected 0x and an even number of hex digits, found "
                + text.length() + " characters of another form");
    }
}
