package network.cortensor.sdk.verify.compare;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.internal.facts.StrictJson;
import network.cortensor.sdk.verify.Layer;
import org.erdtman.jcs.JsonCanonicalizer;

import java.io.IOException;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;

/**
 * Compares two JSON answers in the canonical form of RFC 8785 §3.2: order of names, blanks and the writing of numbers and strings
 * aside. Thread-safe.
 *
 * <p>It can show that two answers are equal. It says nothing of answers that are not; {@link FactSignature} finds the leaves
 * that differ.
 */
public final class CanonicalJson implements ComparisonLayer {

    private CanonicalJson() {}

    /** Returns the layer. */
    public static CanonicalJson create() {
        return new CanonicalJson();
    }

    /**
     * Returns the canonical form of a JSON text, which may stand in a fence of three back quotes.
     *
     * <p>Empty when it is no JSON (RFC 8259, no name twice, nested at most 200 deep), or none that RFC 8785 can carry: a number
     * that a double does not hold, such as 2<sup>53</sup> + 1, or half a surrogate pair. Two numbers that only look equal after
     * rounding are never made equal here.
     */
    public static Optional<String> canonical(String json) {
        Optional<JsonNode> node = StrictJson.read(json);
        if (node.isEmpty() || !isExact(node.get())) {
            return Optional.empty();
        }
        JsonNode root = node.get();
        if (!root.isContainerNode()) {
            // The canonicalizer reads objects and arrays only.
            return canonicalText("[" + StrictJson.unfenced(json) + "]")
                    .map(array -> array.substring(1, array.length() - 1));
        }
        return canonicalText(StrictJson.unfenced(json));
    }

    private static Optional<String> canonicalText(String json) {
        try {
            return Optional.of(new JsonCanonicalizer(json).getEncodedString());
        } catch (IOException e) {
            return Optional.empty(); // it is stricter than the first reader, and then there is no canonical form
        }
    }

    private static boolean isExact(JsonNode node) {
        if (node.isNumber()) {
            BigDecimal number = node.decimalValue();
            double nearest = number.doubleValue();
            return Double.isFinite(nearest) && BigDecimal.valueOf(nearest).compareTo(number) == 0;
        }
        if (node.isTextual()) {
            return isWhole(node.textValue());
        }
        if (node.isObject()) {
            for (Map.Entry<String, JsonNode> field : node.properties()) {
                if (!isWhole(field.getKey()) || !isExact(field.getValue())) {
                    return false;
                }
            }
            return true;
        }
        for (JsonNode element : node) {
            if (!isExact(element)) {
                return false;
            }
        }
        return true;
    }

    /** Whether a string has no half surrogate pair. */
    private static boolean isWhole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char letter = text.charAt(i);
            if (Character.isHighSurrogate(letter)
                    && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1))) {
                i++;
            } else if (Character.isSurrogate(letter)) {
                return false;
            }
        }
        return true;
    }

    @Override
    public Layer layer() {
        return Layer.CHECKSUM;
    }

    /**
     * Compares two answers; the score is 1 when they are equal, 0 otherwise.
     *
     * @throws IllegalArgumentException when the answers are not both of type {@link TaskType#JSON}
     */
    @Override
    public LayerFinding compare(AnswerText a, AnswerText b) {
        if (a.type() != TaskType.JSON || b.type() != TaskType.JSON) {
            throw new IllegalArgumentException("Only two JSON answers have a canonical form of RFC 8785, these are "
                    + a.type() + " and " + b.type());
        }
        Optional<String> one = canonical(a.text());
        Optional<String> two = canonical(b.text());
        if (one.isEmpty() || two.isEmpty()) {
            boolean both = one.isEmpty() && two.isEmpty();
            return new LayerFinding(
                    layer(),
                    Sign.NOTHING,
                    0,
                    (both ? "Neither answer has a" : "One of the answers has no") + " canonical JSON form");
        }
        boolean equal = one.get().equals(two.get());
        return new LayerFinding(
                layer(),
                equal ? Sign.SAME : Sign.NOTHING,
                equal ? 1 : 0,
                "The canonical JSON forms are " + (equal ? "equal" : "different"));
    }
}
