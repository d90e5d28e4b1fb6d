package network.cortensor.sdk.staking.internal.abi;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.zip.GZIPInputStream;

/** Files of the npm package {@code @ethersproject/testcases}, and their values as the ABI codec has them. */
final class EthersCases {
    static final ObjectMapper JSON = new ObjectMapper();

    private EthersCases() {}

    static JsonNode read(Path file) throws IOException {
        try (InputStream in = new GZIPInputStream(Files.newInputStream(file))) {
            return JSON.readTree(in);
        }
    }

    static byte[] bytes(JsonNode hex) {
        return bytes(hex.textValue());
    }

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex, 2, hex.length());
    }

    /** The values of a list of parameters; where a topic is a hash only, that is the value. */
    static List<Object> values(List<AbiParameter> parameters, JsonNode values) {
        List<Object> converted = new ArrayList<>();
        for (int i = 0; i < parameters.size(); i++) {
            converted.add(value(parameters.get(i).type().canonical(), values.get(i)));
        }
        return converted;
    }

    static Object value(String type, JsonNode node) {
        if (type.endsWith("]")) {
            String element = type.substring(0, type.lastIndexOf('['));
            List<Object> elements = new ArrayList<>();
            node.forEach(part -> elements.add(value(element, part)));
            return elements;
        }
        JsonNode value = node.isObject() ? node.get("value") : node;
        if (type.startsWith("(")) {
            List<String> types = components(type);
            List<Object> parts = new ArrayList<>();
            for (int i = 0; i < types.size(); i++) {
                parts.add(value(types.get(i), value.get(i)));
            }
            return parts;
        }
        return switch (type.replaceFirst("[0-9]+$", "")) {
            case "bool" -> value.booleanValue();
            case "string" -> value.textValue();
            case "address" -> Address.parse(value.textValue());
            case "bytes" -> fixed(type, bytes(value));
            case "uint", "int" -> number(value.textValue());
            default -> throw new AssertionError("a type that the cases did not have: " + type);
        };
    }

    private static BigInteger number(String text) {
        return text.contains("0x") ? new BigInteger(text.replaceFirst("0x", ""), 16) : new BigInteger(text);
    }

    private static Object fixed(String type, byte[] bytes) {
        return type.equals("bytes32") ? Hash.decode(bytes) : bytes;
    }

    static List<String> components(String tuple) {
        List<String> components = new ArrayList<>();
        int depth = 0;
        int start = 1;
        for (int i = 1; i < tuple.length(); i++) {
            char character = tuple.charAt(i);
            if (depth == 0 && (character == ',' || i == tuple.length() - 1)) {
                components.add(tuple.substring(start, i));
                start = i + 1;
            }
            depth += character == '(' ? 1 : character == ')' ? -1 : 0;
        }
        return components;
    }
}
