package network.cortensor.sdk.internal.wire;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.json.JsonWriteFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectWriter;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;

import java.io.IOException;
import java.util.Map;

/** JSON as the wire objects use it: read strictly, written in one canonical way. */
public final class Json {

    private static final JsonMapper MAPPER = JsonMapper.builder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
            .enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
            .build();

    /** By default, characters beyond the basic plane are written as two escapes, which RFC 8785 does not do. */
    private static final ObjectWriter CANONICAL =
            MAPPER.writer().with(JsonWriteFeature.COMBINE_UNICODE_SURROGATES_IN_UTF8);

    private Json() {}

    /** Writes maps, lists, strings and whole numbers without white space and with sorted keys. */
    public static byte[] write(Map<String, ?> value) {
        return write(MAPPER.writer(), value);
    }

    /**
     * Writes maps, lists, strings and whole numbers up to 2<sup>53</sup> - 1 as RFC 8785 prescribes.
     *
     * @param value its strings are Unicode without control characters, which this does not check
     */
    public static byte[] canonical(Map<String, ?> value) {
        return write(CANONICAL, value);
    }

    private static byte[] write(ObjectWriter writer, Map<String, ?> value) {
        try {
            return writer.writeValueAsBytes(value);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a map of strings, whole numbers, lists and maps", e);
        }
    }

    /**
     * Reads one JSON object.
     *
     * @throws MalformedMessageException when the bytes are something else
     */
    public static JsonNode read(byte[] json) {
        JsonNode node;
        try {
            node = MAPPER.readTree(json);
        } catch (IOException e) {
            // The cause quotes the source text, which may be a prompt or an answer.
            throw new MalformedMessageException("not well-formed JSON");
        }
        if (node == null || !node.isObject()) {
            throw new MalformedMessageException("JSON, but not an object");
        }
        return node;
    }

    /** Turns what {@link #read} returned into the maps and lists that {@link #write} takes. */
    @SuppressWarnings("unchecked") // an object node always becomes a map with string keys
    public static Map<String, Object> toMap(JsonNode object) {
        return MAPPER.convertValue(object, Map.class);
    }

    /**
     * Returns the text of a field.
     *
     * @throws MalformedMessageException when it is missing or no text
     */
    public static String text(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isTextual()) {
            throw new MalformedMessageException("field '" + field + "' is missing or no text");
        }
        return value.textValue();
    }

    /**
     * Returns the value of a field that holds a whole number from 0 to 2^63-1.
     *
     * @throws MalformedMessageException when it is missing or something else
     */
    public static long number(JsonNode object, String field) {
        JsonNode value = object.get(field);
        if (value == null || !value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
            throw new MalformedMessageException("field '" + field + "' is missing or no whole number from 0 on");
        }
        return value.longValue();
    }
}
