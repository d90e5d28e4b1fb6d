package network.cortensor.examples.bench.verify;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ContainerNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.verify.compare.TaskType;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Changes a JSON text: its meaning, or nothing but its looks. */
final class JsonEdits {

    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
            .build();

    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private JsonEdits() {}

    /** Changes one leaf, takes one out, adds one, or changes the order of an array. */
    static Optional<String> changed(CorpusText text, Dice dice) {
        if (text.type() != TaskType.JSON) {
            return Optional.empty();
        }
        Optional<JsonNode> parsed = parse(text.text());
        if (parsed.isEmpty() || !(parsed.get() instanceof ContainerNode<?> root)) {
            return Optional.empty();
        }
        List<ContainerNode<?>> containers = new ArrayList<>();
        collect(root, containers);
        ContainerNode<?> place = dice.pick(containers);
        JsonNode before = root.deepCopy();
        if (place instanceof ObjectNode object) {
            change(object, dice);
        } else if (place instanceof ArrayNode array) {
            change(array, dice);
        }
        return root.equals(before) ? Optional.empty() : Optional.of(root.toString());
    }

    /** Writes the same value in another way: order of keys, white space, escapes, spelling of numbers. */
    static Optional<String> reformatted(CorpusText text, Dice dice) {
        return text.type() != TaskType.JSON
                ? Optional.empty()
                : parse(text.text()).map(node -> {
                    StringBuilder json = new StringBuilder();
                    int indent = dice.pick(List.of(0, 2, 4));
                    write(node, json, indent, 0, dice);
                    return dice.chance(0.2) ? "```json\n" + json + "\n```" : json.toString();
                });
    }

    static Optional<JsonNode> parse(String text) {
        try {
            return Optional.ofNullable(MAPPER.readTree(text));
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    private static void collect(JsonNode node, List<ContainerNode<?>> containers) {
        if (node instanceof ContainerNode<?> container && !container.isEmpty()) {
            containers.add(container);
        }
        node.forEach(child -> collect(child, containers));
    }

    private static void change(ObjectNode object, Dice dice) {
        List<String> keys = new ArrayList<>();
        object.fieldNames().forEachRemaining(keys::add);
        String key = dice.pick(keys);
        switch (dice.below(8)) {
            case 0 -> object.remove(key);
            case 1 -> object.put("extra_" + key, dice.below(100));
            case 2 -> {
                JsonNode value = object.remove(key);
                object.set(key + "_", value);
            }
            default -> object.set(key, other(object.get(key), dice));
        }
    }

    private static void change(ArrayNode array, Dice dice) {
        int at = dice.below(array.size());
        switch (dice.below(5)) {
            case 0 -> array.remove(at);
            case 1 -> array.add(array.get(at).deepCopy());
            case 2 -> {
                JsonNode last = array.remove(array.size() - 1);
                array.insert(0, last);
            }
            default -> array.set(at, other(array.get(at), dice));
        }
    }

    /** Returns another value; of a container, the same with another leaf. */
    private static JsonNode other(JsonNode value, Dice dice) {
        if (value.isBoolean()) {
            return NODES.booleanNode(!value.booleanValue());
        }
        if (value.isNumber()) {
            BigDecimal number = value.decimalValue();
            if (number.signum() == 0) {
                return NODES.numberNode(number.add(BigDecimal.ONE));
            }
            return switch (dice.below(4)) {
                case 0 -> NODES.textNode(value.asText());
                case 1 -> NODES.numberNode(number.negate());
                case 2 -> NODES.numberNode(number.multiply(BigDecimal.TEN));
                default -> NODES.numberNode(number.add(BigDecimal.ONE));
            };
        }
        if (value.isTextual()) {
            return dice.chance(0.15) ? NODES.nullNode() : NODES.textNode(otherText(value.textValue(), dice));
        }
        if (value instanceof ObjectNode object && !object.isEmpty()) {
            change(object, dice);
            return object;
        }
        if (value instanceof ArrayNode array && !array.isEmpty()) {
            change(array, dice);
            return array;
        }
        return NODES.numberNode(dice.between(1, 9));
    }

    private static String otherText(String text, Dice dice) {
        if (text.isEmpty()) {
            return "x";
        }
        int at = dice.below(text.length());
        char old = text.charAt(at);
        if (Character.isDigit(old)) {
            return text.substring(0, at)
                    + (char) ('0' + (old - '0' + dice.between(1, 9)) % 10)
                    + text.substring(at + 1);
        }
        return dice.chance(0.5)
                ? text + " II"
                : text.substring(0, at) + (old == 'q' ? 'z' : 'q') + text.substring(at + 1);
    }

    private static void write(JsonNode node, StringBuilder json, int indent, int depth, Dice dice) {
        if (node instanceof ObjectNode object) {
            List<String> keys = new ArrayList<>();
            object.fieldNames().forEachRemaining(keys::add);
            List<String> order = dice.shuffled(keys);
            json.append('{');
            for (int i = 0; i < order.size(); i++) {
                json.append(i == 0 ? "" : ",");
                line(json, indent, depth + 1);
                json.append(quoted(order.get(i), dice)).append(indent == 0 ? ":" : ": ");
                write(object.get(order.get(i)), json, indent, depth + 1, dice);
            }
            line(json, order.isEmpty() ? 0 : indent, depth);
            json.append('}');
        } else if (node instanceof ArrayNode array) {
            json.append('[');
            for (int i = 0; i < array.size(); i++) {
                json.append(i == 0 ? "" : ",");
                line(json, indent, depth + 1);
                write(array.get(i), json, indent, depth + 1, dice);
            }
            line(json, array.isEmpty() ? 0 : indent, depth);
            json.append(']');
        } else if (node.isTextual()) {
            json.append(quoted(node.textValue(), dice));
        } else {
            json.append(node.isNumber() ? spelled(node.decimalValue(), dice) : node.toString());
        }
    }

    private static void line(StringBuilder json, int indent, int depth) {
        if (indent > 0) {
            json.append('\n').append(" ".repeat(indent * depth));
        }
    }

    private static String quoted(String text, Dice dice) {
        String quoted = NODES.textNode(text).toString();
        if (text.isEmpty() || !dice.chance(0.1) || text.charAt(0) == '"' || text.charAt(0) == '\\') {
            return quoted;
        }
        return String.format("\"\\u%04x", (int) text.charAt(0)) + quoted.substring(2);
    }

    private static String spelled(BigDecimal number, Dice dice) {
        return switch (dice.below(5)) {
            case 0 -> number.setScale(Math.max(0, number.scale()) + 1).toPlainString();
            case 1 ->
                number.signum() == 0
                        ? "0.0"
                        : number.stripTrailingZeros().unscaledValue() + "e"
                                + -number.stripTrailingZeros().scale();
            default -> number.toPlainString();
        };
    }
}
