package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.Layer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CanonicalJsonTest {

    private static final CanonicalJson LAYER = CanonicalJson.create();

    @Test
    void canonical_orderBlanksNumbersAndEscapes_areThoseOfRfc8785() {
        assertThat(CanonicalJson.canonical("{ \"b\": 1.0, \"a\": [1e3, \"\\u0041\\n\"], \"\\u20ac\": null }"))
                .contains("{\"a\":[1000,\"A\\n\"],\"b\":1,\"€\":null}");
        assertThat(CanonicalJson.canonical("[333333333.33333329, 1E30, 4.50, 2e-3, 0.000000000000000000000000001]"))
                .isEmpty(); // the first has more digits than a double keeps
        assertThat(CanonicalJson.canonical("[1E30, 4.50, 2e-3, 0.000000000000000000000000001]"))
                .contains("[1e+30,4.5,0.002,1e-27]");
    }

    @Test
    void canonical_namesInUtf16Order_isThatOfRfc8785() {
        assertThat(CanonicalJson.canonical("{\"\\ud83d\\ude02\":1,\"\\ufb33\":2,\"\\u00f6\":3}"))
                .contains("{\"ö\":3,\"\ud83d\ude02\":1,\"\ufb33\":2}");
    }

    @Test
    void canonical_singleValues_areRead() {
        assertThat(CanonicalJson.canonical(" \"x\" ")).contains("\"x\"");
        assertThat(CanonicalJson.canonical("1.50")).contains("1.5");
        assertThat(CanonicalJson.canonical("true")).contains("true");
        assertThat(CanonicalJson.canonical("```json\n[1]\n```")).contains("[1]");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                " ",
                "{",
                "{\"a\":1,\"a\":2}",
                "[1] [2]",
                "[01]",
                "[1,]",
                "{'a':1}",
                "[NaN]",
                "[Infinity]",
                "[1e400]",
                "[9007199254740993]",
                "[\"\\ud800\"]",
                "{\"\\udc00\":1}",
                "plain text",
                "// 1\n[1]"
            })
    void canonical_noJsonOrNoneThatADoubleCarries_isEmpty(String json) {
        assertThat(CanonicalJson.canonical(json)).isEmpty();
    }

    @Test
    void canonical_nestedTooDeep_isEmpty() {
        assertThat(CanonicalJson.canonical("[".repeat(100) + "]".repeat(100))).isPresent();
        assertThat(CanonicalJson.canonical("[".repeat(100_000) + "]".repeat(100_000)))
                .isEmpty();
    }

    @Test
    void compare_sameValueWrittenDifferently_isSame() {
        LayerFinding finding = compare("{\"a\":1,\"b\":2}", "{\"b\":2.0,\"a\":1}");

        assertThat(finding.sign()).isEqualTo(Sign.SAME);
        assertThat(finding.layer()).isEqualTo(Layer.CHECKSUM);
        assertThat(finding.score()).isEqualTo(1);
    }

    @Test
    void compare_otherValueOrNoJson_saysNothing() {
        assertThat(compare("{\"a\":1}", "{\"a\":2}").sign()).isEqualTo(Sign.NOTHING);
        assertThat(compare("{\"a\":1}", "{\"a\":1").finding())
                .isEqualTo("One of the answers has no canonical JSON form");
        assertThat(compare("no", "no").sign()).isEqualTo(Sign.NOTHING);
        assertThat(compare("[9007199254740992]", "[9007199254740993]").sign()).isEqualTo(Sign.NOTHING);
    }

    @Test
    void compare_otherTypes_isRefused() {
        AnswerText prose = AnswerText.of(TaskType.PROSE, "[1]");

        assertThatThrownBy(() -> LAYER.compare(prose, prose))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PROSE");
    }

    private static LayerFinding compare(String a, String b) {
        return LAYER.compare(AnswerText.of(TaskType.JSON, a), AnswerText.of(TaskType.JSON, b));
    }
}
