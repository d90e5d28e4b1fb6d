package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

class PairFileTest {

    @TempDir
    private Path folder;

    @Test
    void read_threeColumns_isLabelAndTexts() throws IOException {
        List<LabelledPair> pairs = read("1\tone\ttwo\n0:numbers\ta 5\ta 6\n");

        assertThat(pairs).hasSize(2);
        assertThat(pairs.get(0).kind()).isEqualTo(PairClass.honest("honest"));
        assertThat(pairs.get(1).kind()).isEqualTo(PairClass.attack("numbers"));
        assertThat(pairs.get(1).a()).isEqualTo("a 5");
        assertThat(pairs.get(1).b()).isEqualTo("a 6");
    }

    @Test
    void read_headingAndFiveColumns_takesTheFirstAndTheLastTwo() throws IOException {
        List<LabelledPair> pairs = read(
                "\uFEFFQuality\t#1 ID\t#2 ID\t#1 String\t#2 String\r\n1\t17\t18\tHe said \"no\".\t\"No\", he said.\r\n");

        assertThat(pairs).hasSize(1);
        assertThat(pairs.get(0).a()).isEqualTo("He said \"no\".");
        assertThat(pairs.get(0).b()).isEqualTo("\"No\", he said.");
    }

    @Test
    void read_quotesBackslashesAndOtherSeparators_areLeftAlone() throws IOException {
        List<LabelledPair> pairs = read("0:json\t{\"a\":\"x\\ny\"}\t\"\u2028'\u0085\n");

        assertThat(pairs.get(0).a()).isEqualTo("{\"a\":\"x\\ny\"}");
        assertThat(pairs.get(0).b()).isEqualTo("\"\u2028'\u0085");
        assertThat(pairs.get(0).type()).isEqualTo(TaskType.JSON);
    }

    @Test
    void read_emptyTextsAndEmptyLines_areTextsAndNothing() throws IOException {
        List<LabelledPair> pairs = read("1\t\t\n\n0\tx\t");

        assertThat(pairs).hasSize(2);
        assertThat(pairs.get(0).a()).isEmpty();
        assertThat(pairs.get(0).b()).isEmpty();
        assertThat(pairs.get(1).b()).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:code", "0:code-edit", "1:code"})
    void read_classOfAType_makesAnswersOfIt(String label) throws IOException {
        assertThat(read(label + "\tx\ty").get(0).type()).isEqualTo(TaskType.CODE);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "2\tx\ty",
                "yes\tx\ty",
                "1:\tx\ty",
                "\tx\ty",
                "0:<b>\tx\ty",
                "1 0\tx\ty",
                "1\tx",
                "1",
                "0:a\tonly one"
            })
    void read_badLine_isRefusedWithItsNumber(String line) {
        assertThatThrownBy(() -> read("1\ta\tb\n\n" + line + "\n"))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("line 3");
    }

    @Test
    void read_badLabelInTheFirstLineThatIsNoHeading_isRefused() {
        assertThatThrownBy(() -> read("7\ta\tb\n"))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("line 1");
    }

    @Test
    void read_nothing_isRefused() {
        assertThatThrownBy(() -> read(""))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("no pair");
        assertThatThrownBy(() -> read("label\ta\tb\n")).isInstanceOf(InputFileException.class);
    }

    @Test
    void read_binary_isRefused() throws IOException {
        Path file = folder.resolve("binary");
        Files.write(file, new byte[] {'1', '\t', (byte) 0xFF, (byte) 0xFE, '\t', 'x'});

        assertThatThrownBy(() -> PairFile.read(file))
                .isInstanceOf(InputFileException.class)
                .hasMessageContaining("UTF-8");
    }

    @Test
    void read_absentFile_isRefused() {
        assertThatThrownBy(() -> PairFile.read(folder.resolve("absent"))).isInstanceOf(InputFileException.class);
        assertThatThrownBy(() -> PairFile.read(folder)).isInstanceOf(InputFileException.class);
    }

    @Test
    void read_paraphraseCorpusOfMicrosoft_isReadAsItIs() {
        String given = System.getProperty("cortensor.vectors", "");
        if (given.isEmpty()) {
            System.out.println("SKIPPED: the reader of pairs is not tried on msr-para-val.tsv, set cortensor.vectors");
        }
        assumeFalse(given.isEmpty(), "cortensor.vectors is not set");
        Path shared = Files.isDirectory(Path.of(given, "data"))
                ? Path.of(given)
                : Path.of(given).resolveSibling("");

        List<LabelledPair> pairs = PairFile.read(shared.resolve("data").resolve("msr-para-val.tsv"));

        assertThat(pairs).hasSize(500);
        assertThat(pairs).allSatisfy(pair -> assertThat(pair.a()).isNotBlank());
        System.out.println("msr-para-val.tsv: " + pairs.size() + " pairs read");
    }

    private List<LabelledPair> read(String text) throws IOException {
        Path file = folder.resolve("pairs.tsv");
        Files.write(file, text.getBytes(StandardCharsets.UTF_8));
        return PairFile.read(file);
    }
}
