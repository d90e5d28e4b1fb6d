package network.cortensor.sdk.internal.meaning;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;

class PassagesTest {

    @Test
    void of_sentences_areCutAtTheirEnds() {
        assertThat(
                        Passages.of(
                                "The bridge was closed for repairs in the spring of last year. Traffic was led over the old"
                                        + " ford until the engineers were done. \"Nobody complained about the detour at all,\" said the mayor."))
                .hasSize(3)
                .element(1)
                .asString()
                .startsWith("Traffic")
                .endsWith("done.");
    }

    @Test
    void of_numbersAndAbbreviations_areNotCut() {
        assertThat(Passages.of(
                        "Mr. J. Okafor paid 3.75 million, e.g. for the roof of the hall, and 1.2 for the doors."))
                .hasSize(1);
    }

    @Test
    void of_shortSentences_areJoinedWithTheNext() {
        assertThat(Passages.of("Yes. It does. The valve opens when the pressure in the boiler gets above four bar."))
                .hasSize(1);
    }

    @Test
    void of_anyText_keepsEveryVisibleCharacterAndStaysShort() {
        for (String text : List.of(
                "",
                " \n ",
                "x".repeat(100_000),
                "7 ".repeat(10_000),
                "\u4E2D\u6587".repeat(5_000),
                "a\uD800b \uDC00".repeat(1_000),
                "\0\1\2 \uFFFF".repeat(1_000),
                "A short one.\n\n- with a list\n- of two items and some more words in the second one\n")) {
            List<String> passages = Passages.of(text);
            assertThat(String.join("", passages).replaceAll("\\s", "")).isEqualTo(text.replaceAll("\\s", ""));
            assertThat(passages).allSatisfy(passage -> {
                assertThat(passage).isNotBlank();
                assertThat(Passages.pieces(passage)).isLessThan(256);
            });
        }
    }

    @Test
    void beginning_longText_endsAtTheEndOfAWordNearTheLimit() {
        String beginning = Passages.beginning("seven letters are here ".repeat(1_000), 256);
        assertThat(Passages.pieces(beginning)).isBetween(256, 260);
        assertThat(beginning).endsWith("here");
        assertThat(Passages.beginning("short", 256)).isEqualTo("short");
        assertThat(Passages.beginning("", 256)).isEmpty();
    }

    @Test
    void words_mixedText_areRunsOfLettersAndSingleSigns() {
        List<String> words = new ArrayList<>();
        Words.each("It's 4.5 km\u2014na\u00EFve! \u4E2D\u6587", words::add);
        assertThat(words)
                .containsExactly("It", "'", "s", "4", ".", "5", "km", "\u2014", "na\u00EFve", "!", "\u4E2D", "\u6587");
        assertThat(Words.count("a b  c", 0, 6)).isEqualTo(3);
    }
}
