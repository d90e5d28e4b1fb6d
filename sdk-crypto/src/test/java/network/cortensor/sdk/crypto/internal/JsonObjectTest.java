package network.cortensor.sdk.crypto.internal;

import network.cortensor.sdk.crypto.MalformedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class JsonObjectTest {

    private static JsonObject parse(String text) {
        return JsonObject.parse("an example", text);
    }

    @Test
    void parse_everyKindOfValue_isPlain() {
        Map<String, Object> members = parse("""
                        {"text": "a\\u00e9", "number": 18446744073709551616, "fraction": 0.5, "yes": true, "no": false,
                         "list": [1, []], "object": {"a": {}}}""").members();

        assertThat(members)
                .containsEntry("text", "aé")
                .containsEntry("number", BigInteger.ONE.shiftLeft(64))
                .containsEntry("yes", true)
                .containsEntry("no", false)
                .containsEntry("list", List.of(BigInteger.ONE, List.of()))
                .containsEntry("object", Map.of("a", Map.of()));
        assertThat(members.get("fraction")).isNotInstanceOfAny(Number.class, String.class);
    }

    /** The attack: exponents that take memory or time, or that no class for numbers can hold. */
    @ParameterizedTest
    @ValueSource(
            strings = {"1e3", "1.0", "-0.5", "1e999999999", "1E+9999999999", "-1e-9999999999", "0e99999999999999999999"
            })
    void parse_numberWithAPointOrAnExponent_isReadAndIsNoWholeNumber(String fraction) {
        JsonObject object = parse("{\"a\": [" + fraction + "], \"x\": " + fraction + "}");

        assertThat(object.has("x")).isTrue();
        assertThatThrownBy(() -> object.number("x", Integer.MIN_VALUE, Integer.MAX_VALUE))
                .isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.text("x")).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "1",
                "\"a\"",
                "[]",
                "null",
                "{",
                "{\"a\"}",
                "{\"a\":}",
                "{\"a\":1,}",
                "{a:1}",
                "{'a':1}",
                "{\"a\":01}",
                "{\"a\":+1}",
                "{\"a\":.5}",
                "{\"a\":NaN}",
                "{\"a\":1}{}",
                "{\"a\":1} x",
                "{\"a\":1,\"a\":1}",
                "{\"o\":{\"a\":1,\"a\":2}}",
                "{\"a\":1,\"\\u0061\":2}",
                "{\"a\":\"\n\"}",
                "{\"a\":\"\\x\"}",
                "{\"a\":1}//",
                "#\n{}",
                "\ufeff\ufeff{}",
                "{\"a\":tru}"
            })
    void parse_notStrictlyOneObject_isMalformed(String text) {
        assertThatThrownBy(() -> parse(text))
                .isInstanceOf(MalformedException.class)
                .hasMessageStartingWith("an example");
    }

    @Test
    void parse_limits_holdToTheLastAndNotBeyond() {
        int depth = JsonObject.MAX_DEPTH - 1;
        parse("{\"a\":" + "[".repeat(depth) + "]".repeat(depth) + "}");
        assertThatThrownBy(() -> parse("{\"a\":" + "[".repeat(depth + 1) + "]".repeat(depth + 1) + "}"))
                .isInstanceOf(MalformedException.class);
        parse("{\"a\":" + "1".repeat(100) + "}");
        assertThatThrownBy(() -> parse("{\"a\":" + "1".repeat(101) + "}")).isInstanceOf(MalformedException.class);
        parse("{}" + " ".repeat(JsonObject.MAX_CHARACTERS - 2));
        assertThatThrownBy(() -> parse("{}" + " ".repeat(JsonObject.MAX_CHARACTERS - 1)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void accessors_missingOrOfAnotherKind_areMalformed() {
        JsonObject object = parse("{\"text\": \"a\", \"number\": 5, \"null\": null, \"list\": [{}, 1]}");

        assertThat(object.text("text")).isEqualTo("a");
        assertThat(object.number("number", 5, 5)).isEqualTo(5);
        for (String name : List.of("number", "null", "missing", "list")) {
            assertThatThrownBy(() -> object.text(name)).isInstanceOf(MalformedException.class);
            assertThatThrownBy(() -> object.object(name)).isInstanceOf(MalformedException.class);
        }
        assertThatThrownBy(() -> object.number("number", 6, 9)).hasMessageContaining("from 6 to 9");
        assertThatThrownBy(() -> object.number("number", 0, 4)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.number("text", 0, 9)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.objects("list")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.objects("text")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> object.requireExactly(Set.of("text"))).hasMessageContaining("exactly");
    }

    @Test
    void ignoringCase_namesOfTwoCases_areMalformed() {
        assertThat(parse("{\"Crypto\": {}}").ignoringCase().has("crypto")).isTrue();
        JsonObject ambiguous = parse("{\"Crypto\": {}, \"crypto\": {}}");
        assertThatThrownBy(ambiguous::ignoringCase).isInstanceOf(MalformedException.class);
    }
}
