package network.cortensor.sdk.crypto.internal;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonFactoryBuilder;
import com.fasterxml.jackson.core.JsonLocation;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import network.cortensor.sdk.crypto.MalformedException;
import org.jspecify.annotations.Nullable;

import java.io.IOException;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * A JSON object that was read strictly: no comments, no key twice, nothing behind it. Messages tell the place, never a
 * part of the text. Not changed after it was read.
 *
 * <p>Its values are {@link Map}, {@link List}, {@link String}, {@link Boolean} and {@link BigInteger}. There is one mark for
 * {@code null} and one for every number with a point or an exponent: neither is a value of the formats that are read here.
 */
public final class JsonObject {

    /** A signing request of a megabyte is not made for a person to read; a keystore has some 500 characters. */
    static final int MAX_CHARACTERS = 1 << 20;

    /** Twice what a signing request with ten levels of structs in arrays needs; bounds the stack of every reader. */
    static final int MAX_DEPTH = 64;

    /** 2^256 has 78 digits. */
    private static final int MAX_DIGITS = 100;

    /** What is read, and is no value. */
    private enum Mark {
        NULL,
        FRACTION
    }

    private static final JsonFactory FACTORY = new JsonFactoryBuilder()
            .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
            // Interned names of others would stay in the JVM.
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .disable(JsonFactory.Feature.CANONICALIZE_FIELD_NAMES)
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxDocumentLength(MAX_CHARACTERS)
                    .maxStringLength(MAX_CHARACTERS)
                    .maxNestingDepth(MAX_DEPTH)
                    .maxNumberLength(MAX_DIGITS)
                    .build())
            .build();

    private final String what;
    private final Map<?, ?> members;

    private JsonObject(String what, Map<?, ?> members) {
        this.what = what;
        this.members = members;
    }

    /**
     * Reads an object.
     *
     * @param what names the text in messages
     * @throws MalformedException if the text is longer than {@value #MAX_CHARACTERS} characters, nested deeper than
     *     {@value #MAX_DEPTH} levels, no JSON, or something else than one object
     */
    public static JsonObject parse(String what, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new MalformedException(
                    what + " has more than " + MAX_CHARACTERS + " characters, found " + text.length());
        }
        try (JsonParser parser = FACTORY.createParser(text)) {
            if (parser.nextToken() != JsonToken.START_OBJECT) {
                throw new MalformedException(what + " must be a JSON object");
            }
            JsonObject object = new JsonObject(what, members(parser));
            if (parser.nextToken() != null) {
                throw new MalformedException(what + " has something behind its JSON object");
            }
            return object;
        } catch (JsonProcessingException e) {
            // Its own message quotes the text.
            throw new MalformedException(what + " is no JSON that this reader accepts" + place(e)
                    + ": wrong syntax, a key twice, or a number or nesting beyond the limits");
        } catch (IOException e) {
            throw new IllegalStateException("reading from memory failed", e);
        }
    }

    /**
     * Returns this object with names in lower case.
     *
     * @throws MalformedException if two names differ only in their case
     */
    public JsonObject ignoringCase() {
        Map<String, Object> lowered = new LinkedHashMap<>();
        members.forEach((name, value) -> {
            if (lowered.put(name.toString().toLowerCase(Locale.ROOT), value) != null) {
                throw new MalformedException(what + " has two members whose names differ only in their case");
            }
        });
        return new JsonObject(what, lowered);
    }

    /** Returns the members, for who checks each of them. */
    public Map<String, Object> members() {
        Map<String, Object> copy = new LinkedHashMap<>();
        members.forEach((name, value) -> copy.put(name.toString(), value));
        return copy;
    }

    public boolean has(String name) {
        return members.containsKey(name);
    }

    /**
     * Checks that there are these members and no others.
     *
     * @throws MalformedException if one is missing, or there is another
     */
    public void requireExactly(Set<String> names) {
        if (!members.keySet().equals(names)) {
            throw new MalformedException(what + " must have exactly the members "
                    + names.stream().sorted().collect(Collectors.joining(", ")));
        }
    }

    /**
     * Returns a member that is an object.
     *
     * @throws MalformedException if it is missing or something else
     */
    public JsonObject object(String name) {
        return asObject(what + ": " + name, member(name));
    }

    /**
     * Returns a member that is an array of objects.
     *
     * @throws MalformedException if it is missing or something else
     */
    public List<JsonObject> objects(String name) {
        if (!(member(name) instanceof List<?> elements)) {
            throw new MalformedException(what + ": a member must be an array of objects");
        }
        return elements.stream()
                .map(element -> asObject(what + ": an element", element))
                .toList();
    }

    private static JsonObject asObject(String what, @Nullable Object value) {
        if (value instanceof Map<?, ?> members) {
            return new JsonObject(what, members);
        }
        throw new MalformedException(what + " must be an object");
    }

    /**
     * Returns a member that is a text.
     *
     * @throws MalformedException if it is missing or something else
     */
    public String text(String name) {
        if (member(name) instanceof String text) {
            return text;
        }
        throw new MalformedException(what + ": " + name + " must be a text");
    }

    /**
     * Returns a member that is a whole number.
     *
     * @throws MalformedException if it is missing, something else, or not from {@code least} to {@code most}
     */
    public int number(String name, int least, int most) {
        if (member(name) instanceof BigInteger number
                && number.compareTo(BigInteger.valueOf(least)) >= 0
                && number.compareTo(BigInteger.valueOf(most)) <= 0) {
            return number.intValueExact();
        }
        throw new MalformedException(what + ": " + name + " must be a whole number from " + least + " to " + most);
    }

    private @Nullable Object member(String name) {
        return members.get(name);
    }

    private static String place(JsonProcessingException e) {
        JsonLocation location = e.getLocation();
        return location == null ? "" : ", line " + location.getLineNr() + ", column " + location.getColumnNr();
    }

    private static Map<String, Object> members(JsonParser parser) throws IOException {
        Map<String, Object> members = new LinkedHashMap<>();
        while (parser.nextToken() != JsonToken.END_OBJECT) {
            String name = parser.currentName();
            members.put(name, value(parser, parser.nextToken()));
        }
        return members;
    }

    private static List<Object> elements(JsonParser parser) throws IOException {
        List<Object> elements = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            elements.add(value(parser, token));
        }
        return elements;
    }

    private static Object value(JsonParser parser, JsonToken token) throws IOException {
        return switch (token) {
            case START_OBJECT -> members(parser);
            case START_ARRAY -> elements(parser);
            case VALUE_STRING -> parser.getText();
            case VALUE_NUMBER_INT -> parser.getBigIntegerValue();
            // Never made a number: one of a few characters can have any size, and no class holds every exponent.
            case VALUE_NUMBER_FLOAT -> Mark.FRACTION;
            case VALUE_TRUE -> true;
            case VALUE_FALSE -> false;
            case VALUE_NULL -> Mark.NULL;
            default -> throw new IllegalStateException("a JSON reader over memory gave " + token);
        };
    }
}
