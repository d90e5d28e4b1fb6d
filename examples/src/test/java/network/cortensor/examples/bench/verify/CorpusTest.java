package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CorpusTest {

    @TempDir
    private Path folder;

    @Test
    void own_texts_areEnoughOfEachTypeAndParaphrased() {
        Corpus corpus = Corpus.own();

        assertThat(count(corpus, TaskType.PROSE)).isGreaterThanOrEqualTo(60);
        assertThat(count(corpus, TaskType.NUMERIC)).isGreaterThanOrEqualTo(30);
        assertThat(count(corpus, TaskType.JSON)).isGreaterThanOrEqualTo(25);
        assertThat(count(corpus, TaskType.CODE)).isGreaterThanOrEqualTo(25);
        assertThat(corpus.texts())
                .filteredOn(CorpusText::isSentences)
                .allSatisfy(text -> assertThat(text.paraphrases())
                        .as(text.id())
                        .isNotEmpty()
                        .doesNotContain(text.text()));
        assertThat(corpus.texts())
                .filteredOn(text -> text.type() == TaskType.PROSE)
                .allSatisfy(
                        text -> assertThat(text.contradictions()).as(text.id()).isNotEmpty());
        assertThat(corpus.texts())
                .filteredOn(text -> text.type() == TaskType.JSON)
                .allSatisfy(text ->
                        assertThat(JsonEdits.parse(text.text())).as(text.id()).isPresent());
    }

    @Test
    void own_paraphrases_stateTheSameFigures() {
        // Written by hand: a slip would count as a false reject of whatever is measured.
        assertThat(Corpus.own().texts())
                .filteredOn(CorpusText::isSentences)
                .allSatisfy(text -> assertThat(text.paraphrases()).allSatisfy(paraphrase -> {
                    String other = digits(paraphrase);
                    for (String figure : digits(text.text()).split(" ", -1)) {
                        assertThat(figure.length() < 3 || other.contains(figure) || restated(text.id()))
                                .as(text.id() + " " + figure)
                                .isTrue();
                    }
                }));
    }

    private static boolean restated(String id) {
        // 21:40 is 9:40 pm, 1.2 million is 1,200,000, and the like.
        return List.of("travel-train", "population", "light").contains(id);
    }

    private static String digits(String text) {
        return text.replaceAll("(?<=\\d),(?=\\d{3})", "")
                .replaceAll("[^\\d]+", " ")
                .strip();
    }

    @Test
    void of_table_readsTypesEscapesAndCompanions() throws IOException {
        Corpus corpus = corpus("""
                # a comment
                prose\ta-1\tOne.\tAnother.\tA third.
                code\tb\tx = 1\\n\\ty = "\\\\"
                contradiction\ta-1\tNo.
                translation\ta-1\tEins.
                """);

        assertThat(corpus.texts()).hasSize(2);
        assertThat(corpus.texts().get(0).paraphrases()).containsExactly("Another.", "A third.");
        assertThat(corpus.texts().get(0).contradictions()).containsExactly("No.");
        assertThat(corpus.texts().get(0).translations()).containsExactly("Eins.");
        assertThat(corpus.texts().get(0).field()).isEqualTo("a");
        assertThat(corpus.texts().get(1).text()).isEqualTo("x = 1\n\ty = \"\\\"");
    }

    @Test
    void of_plainText_takesParagraphs() throws IOException {
        Corpus corpus = corpus("First line\r\nsecond line.\r\n\r\n\r\nAnother paragraph.\r\n");

        assertThat(corpus.texts())
                .extracting(CorpusText::text)
                .containsExactly("First line second line.", "Another paragraph.");
        assertThat(corpus.texts()).allMatch(text -> text.type() == TaskType.PROSE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "poem\tb\ttext",
                "prose\tb",
                "prose\t\ttext",
                "prose\tb\t ",
                "prose\ta\tagain",
                "contradiction\tz\tNo.",
                "x"
            })
    void of_badLine_isRefusedWithItsNumber(String line) {
        assertThatThrownBy(() -> corpus("prose\ta\tOne.\n\n" + line + "\n"))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void of_nothing_isRefused() {
        assertThatThrownBy(() -> corpus("\n# nothing\n\n"))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("no answer");
    }

    private static long count(Corpus corpus, TaskType type) {
        return corpus.texts().stream().filter(text -> text.type() == type).count();
    }

    private Corpus corpus(String text) throws IOException {
        Path file = folder.resolve("corpus");
        Files.writeString(file, text);
        return Corpus.of(file);
    }
}
