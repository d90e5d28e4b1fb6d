package network.cortensor.sdk.staking.internal.abi;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Kind;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Mutability;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;

/** Reads interfaces as compilers write them: JSON, either the array alone or an artifact that has it as {@code abi}. */
final class AbiJson {
    private static final ObjectReader READER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .build()
            .readerFor(JsonNode.class);

    private AbiJson() {}

    static List<AbiItem> items(String json) {
        try {
            return items(READER.<JsonNode>readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ABI: expected JSON, found something else", e);
        }
    }

    static List<AbiItem> items(InputStream json) {
        try {
            return items(READER.<JsonNode>readValue(json));
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("ABI: expected JSON, found something else", e);
        } catch (IOException e) {
            throw new UncheckedIOException("The ABI could not be read", e);
        }
    }

    private static List<AbiItem> items(JsonNode json) {
        JsonNode entries = json.isObject() ? json.path("abi") : json;
        requireArray(entries, "the interface");
        List<AbiItem> items = new ArrayList<>();
        for (JsonNode entry : entries) {
            // Old compilers leave it out.
            String type = entry.path("type").asText("function");
            switch (type) {
                case "function" -> items.add(item(Kind.FUNCTION, text(entry, "name"), entry));
                case "event" -> items.add(item(Kind.EVENT, text(entry, "name"), entry));
                case "error" -> items.add(item(Kind.ERROR, text(entry, "name"), entry));
                case "constructor" -> items.add(item(Kind.CONSTRUCTOR, "", entry));
                case "fallback", "receive" -> {
                    // They have no form of their own.
                }
                default ->
                    throw new IllegalArgumentException(
                            "ABI: expected function, event, error, constructor, fallback or receive, found " + type);
            }
        }
        return items;
    }

    private static AbiItem item(Kind kind, String name, JsonNode entry) {
        try {
            return new AbiItem(
                    kind,
                    name,
                    parameters(entry.path("inputs"), 0),
                    parameters(entry.path("outputs"), 0),
                    mutability(entry),
                    entry.path("anonymous").asBoolean());
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("ABI, " + kind + " " + name + ": " + e.getMessage(), e);
        }
    }

    private static Mutability mutability(JsonNode entry) {
        return switch (entry.path("stateMutability").asText("")) {
            case "pure" -> Mutability.PURE;
            case "view" -> Mutability.VIEW;
            case "nonpayable" -> Mutability.NONPAYABLE;
            case "payable" -> Mutability.PAYABLE;
            // As compilers before 0.4.16 said it.
            default ->
                entry.path("constant").asBoolean()
                        ? Mutability.VIEW
                        : entry.path("payable").asBoolean() ? Mutability.PAYABLE : Mutability.NONPAYABLE;
        };
    }

    private static List<AbiParameter> parameters(JsonNode list, int level) {
        List<AbiParameter> parameters = new ArrayList<>();
        if (list.isMissingNode()) {
            return parameters;
        }
        requireArray(list, "the parameters");
        for (JsonNode parameter : list) {
            parameters.add(new AbiParameter(
                    Identifiers.require(parameter.path("name").asText("")),
                    type(parameter, level),
                    parameter.path("indexed").asBoolean()));
        }
        return parameters;
    }

    private static AbiType type(JsonNode parameter, int level) {
        String type = text(parameter, "type");
        int bracket = type.indexOf('[');
        String element = bracket < 0 ? type : type.substring(0, bracket);
        String arrays = bracket < 0 ? "" : type.substring(bracket);
        return TypeNames.arrays(
                element.equals("tuple") ? tuple(parameter, level + 1) : TypeNames.elementary(element), arrays);
    }

    private static AbiType tuple(JsonNode parameter, int level) {
        if (level > AbiType.MOST_LEVELS) {
            throw new IllegalArgumentException(
                    "expected at most " + AbiType.MOST_LEVELS + " tuples in one another, found more");
        }
        AbiType tuple = SequenceType.tuple(parameters(parameter.path("components"), level).stream()
                .map(AbiParameter::type)
                .toList());
        TypeNames.requireFlat(tuple);
        return tuple;
    }

    private static String text(JsonNode object, String member) {
        JsonNode text = object.path(member);
        if (!text.isTextual()) {
            throw new IllegalArgumentException("ABI: expected a text as '" + member + "', found none");
        }
        return text.asText();
    }

    private static void requireArray(JsonNode node, String what) {
        if (!node.isArray()) {
            throw new IllegalArgumentException("ABI: expected " + what + " as an array, found none");
        }
    }
}
