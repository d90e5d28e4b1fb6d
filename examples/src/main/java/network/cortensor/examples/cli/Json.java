package network.cortensor.examples.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import org.jspecify.annotations.Nullable;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A JSON object with its fields in the order in which they were put; prints as one line. */
final class Json {

    private static final ObjectMapper MAPPER = new ObjectMapper();
    private static final Pattern CONTROLS = Pattern.compile("[\\x7F-\\x9F]");

    private final Map<String, @Nullable Object> fields = new LinkedHashMap<>();

    private Json() {}

    /** Returns an empty object. */
    static Json object() {
        return new Json();
    }

    /** Puts a field: text, number, truth value, map, list, or null. */
    Json put(String name, @Nullable Object value) {
        fields.put(name, value);
        return this;
    }

    /** Puts an object. */
    Json put(String name, Json value) {
        fields.put(name, value.fields);
        return this;
    }

    /** Puts a list of objects. */
    Json put(String name, List<Json> values) {
        fields.put(name, values.stream().map(value -> value.fields).toList());
        return this;
    }

    /** Returns the object as one line, without a character that a terminal would act on. */
    String line() {
        try {
            // JSON escapes the control characters below U+0020 only.
            return CONTROLS.matcher(MAPPER.writeValueAsString(fields))
                    .replaceAll(control ->
                            String.format("\\\\u%04x", (int) control.group().charAt(0)));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Maps, lists, texts and numbers can be written as JSON", e);
        }
    }
}
