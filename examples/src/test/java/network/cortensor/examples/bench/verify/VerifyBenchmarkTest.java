package network.cortensor.examples.bench.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.ReportJson;
import network.cortensor.examples.bench.Row;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.compare.Calibration;
import network.cortensor.sdk.verify.compare.CalibrationFit;
import network.cortensor.sdk.verify.compare.Sign;
import network.cortensor.sdk.verify.compare.TaskType;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is counted, printed and drawn. How good the comparison is, is for nobody to assert here. */
@Timeout(300)
class VerifyBenchmarkTest {

    private static final VerifyPlan TINY = VerifyPlan.ofQuick(1, 4);

    /** Takes texts of one length for the same, those that differ by one character for undecided. */
    private static final Check LENGTHS = new Check("lengths", true, (a, b) -> {
        int apart = Math.abs(a.text().length() - b.text().length());
        return new Check.Judgement(
                apart == 0 ? Sign.SAME : apart == 1 ? Sign.NOTHING : Sign.DIFFERENT, Math.max(0, 1 - apart / 10.0));
    });

    private static final Check EVERYTHING = new Check("everything", false, (a, b) -> new Check.Judgement(Sign.SAME, 1));

    @TempDir
    private Path folder;

    @Test
    void measurement_ofPairs_countsByClassAndLabel() {
        VerifyReport report = measured(List.of(
                pair("1", "same", "abc", "abd"),
                pair("1", "same", "abc", "ab"),
                pair("0", "same", "abc", "xyz"),
                pair("0", "cut", "abcdef", "a"),
                pair("0", "cut", "abcdef", "abcde")));

        assertThat(report.classes())
                .extracting(ClassResult::kind)
                .containsExactly(PairClass.honest("same"), PairClass.attack("same"), PairClass.attack("cut"));
        assertThat(report.classes())
                .extracting(ClassResult::tally)
                .containsExactly(new Tally(1, 1, 0), new Tally(1, 0, 0), new Tally(0, 1, 1));
        assertThat(report.classes().get(1).tallies().get(1)).isEqualTo(new Tally(1, 0, 0));
        assertThat(report.separations()).hasSize(2);
        assertThat(report.separations().get(1).auc()).isEqualTo(0.5);
        assertThat(report.reliability()).isNotNull();
    }

    @Test
    void measurement_ofOneSideOnly_hasNoCurves() {
        VerifyReport report = measured(List.of(pair("1", "same", "a", "b")));

        assertThat(report.separations()).isEmpty();
        assertThat(report.reliability()).isNull();
        assertThat(VerifyPage.of(report)).doesNotContain("<h2>ROC</h2>").doesNotContain("NaN");
    }

    @Test
    void measurement_checkThatCannotBeAsked_isLeftOutAndNamed() {
        Check absent = new Check("absent", false, (a, b) -> {
            throw new UnavailableException("No model.");
        });

        VerifyReport report = VerifyMeasurement.of(
                TINY,
                "test",
                null,
                List.of(pair("1", "x", "a", "b")),
                List.of(LENGTHS, absent),
                List.of(),
                List.of(),
                s -> {});

        assertThat(report.checks()).containsExactly("lengths");
        assertThat(report.missing()).containsExactly("absent: not measured. No model.");
        assertThatThrownBy(() -> VerifyMeasurement.of(
                        TINY,
                        "test",
                        null,
                        List.of(pair("1", "x", "a", "b")),
                        List.of(absent),
                        List.of(),
                        List.of(),
                        s -> {}))
                .isInstanceOf(UnavailableException.class);
    }

    @Test
    void measurement_interrupted_stopsAndKeepsTheFlag() {
        Thread.currentThread().interrupt();

        assertThatThrownBy(() -> measured(List.of(pair("1", "x", "a", "b")))).isInstanceOf(CancelledException.class);
        assertThat(Thread.interrupted()).isTrue();
    }

    @Test
    void table_ofAReport_isNarrowAndSaysWhatFallsShort() {
        VerifyReport report = measured(List.of(
                pair("0", "numbers", "abc", "abd"), pair("1", "a class with a name that is far too long", "a", "b")));

        List<String> lines = VerifyTable.of(report);

        assertThat(lines).allSatisfy(line -> assertThat(line.length()).as(line).isLessThanOrEqualTo(100));
        assertThat(lines).anyMatch(line -> line.startsWith("numbers") && line.endsWith("FALLS SHORT"));
        assertThat(lines).anyMatch(line -> line.contains("QUICK"));
    }

    @Test
    void page_ofAReport_needsNothingElseAndHoldsNoMarkupOfOthers() {
        VerifyReport report = VerifyMeasurement.of(
                TINY,
                "<script>alert(1)</script>",
                4L,
                List.of(
                        pair("0", "numbers", "abc", "abd"),
                        pair("1", "same", "abc", "abc "),
                        pair("1", "same", "abc", "x")),
                List.of(LENGTHS, EVERYTHING),
                List.of(Row.of("a time, ms", 1, 2.5, Goal.atMost(20))),
                List.of(new Chart(
                        "wrong answers accepted",
                        List.of(new Curve("majority & more", List.of(0.0, 0.3), List.of(0.0, 0.1))))),
                stage -> {});

        String page = VerifyPage.of(report);

        assertThat(page)
                .startsWith("<!DOCTYPE html>")
                .contains(
                        "<h2>ROC</h2>",
                        "<h2>Calibration</h2>",
                        "<h2>Simulation</h2>",
                        "<h2>Times and goals</h2>",
                        "majority &amp; more")
                .doesNotContain("http", "src=", "href", "<script", "url(", "@import", "NaN", "Infinity");
        assertThat(count(page, "<svg")).isEqualTo(count(page, "</svg>")).isEqualTo(5);
        for (String element :
                List.of("table", "tr", "td", "p", "h2", "ul", "li", "body", "html", "text", "span", "tspan")) {
            assertThat(count(page, "<" + element + "[ >]")).as(element).isEqualTo(count(page, "</" + element + ">"));
        }
    }

    @Test
    void line_ofAClass_hasTheAgreedNames() throws Exception {
        VerifyReport report = measured(List.of(pair("0", "numbers", "abc", "abcdef")));

        JsonNode json = new ObjectMapper()
                .readTree(ReportJson.of(report.classes().get(0).line()));

        List<String> names = new ArrayList<>();
        json.fieldNames().forEachRemaining(names::add);
        assertThat(names).containsExactly("class", "label", "pairs", "accepted", "undecided", "rejected");
        assertThat(json.path("class").asText()).isEqualTo("numbers");
        assertThat(json.path("label").asInt(-1)).isZero();
        assertThat(json.path("rejected").asInt()).isEqualTo(1);
    }

    @Test
    void command_pairsAsJson_printsOneObjectAClassAndNothingElse() throws Exception {
        Path pairs = folder.resolve("pairs.tsv");
        Files.write(
                pairs,
                List.of(
                        "label\ta\tb",
                        "1:equal\tThe tower is 5 m high.\tThe tower is 5 m high.",
                        "0:numbers\tThe tower is 5 m high.\tThe tower is 9 m high.",
                        "0:empty\t\tThe tower is 5 m high.",
                        "0:json\t{\"a\":1}\t{\"a\":2}",
                        "0:code\tx = 1\tx = 2"));
        Path page = folder.resolve("page.html");

        Outcome outcome = run("--pairs", pairs.toString(), "--json", "--out", page.toString());

        assertThat(outcome.code()).isZero();
        List<String> lines = outcome.out().lines().toList();
        assertThat(lines).hasSize(5);
        for (String line : lines) {
            JsonNode json = new ObjectMapper().readTree(line);
            assertThat(json.path("pairs").asInt())
                    .isEqualTo(json.path("accepted").asInt()
                            + json.path("undecided").asInt()
                            + json.path("rejected").asInt());
        }
        JsonNode equal = new ObjectMapper().readTree(lines.get(0));
        assertThat(equal.path("accepted").asInt()).isEqualTo(1);
        assertThat(Files.readString(page)).contains("5 pairs");
    }

    @Test
    void command_corpusOfPlainText_makesTableAndPage() throws Exception {
        Path corpus = folder.resolve("corpus.txt");
        Files.writeString(
                corpus, "The tower in Bergen is 50 metres high and was built in 1911. It is not open on Mondays.\n");
        Path page = folder.resolve("page.html");

        Outcome outcome = run(
                "--corpus",
                corpus.toString(),
                "--quick",
                "--pairs-per-class",
                "2",
                "--seed",
                "5",
                "--out",
                page.toString());

        assertThat(outcome.code()).isZero();
        assertThat(outcome.out())
                .contains("seed 5", "numbers", "dates", "page: " + page)
                .doesNotContain("NaN");
        assertThat(Files.readString(page)).contains("seed 5");
    }

    @Test
    void command_calibrate_writesWhatTheSdkReads() throws Exception {
        Path calibration = folder.resolve("calibration.json");
        List<String> lines = new ArrayList<>();
        for (int i = 0; i < 2 * CalibrationFit.FEWEST_PAIRS; i++) {
            lines.add("1\tTown " + i + " has a bridge.\tThere is a bridge in town " + i + ".");
            lines.add("0\tTown " + i + " has a bridge.\tSoup " + i + " lacks salt.");
        }
        Path pairs = folder.resolve("pairs.tsv");
        Files.write(pairs, lines);

        Outcome outcome = run("--pairs", pairs.toString(), "--calibrate", calibration.toString(), "--json");

        assertThat(outcome.code()).as(outcome.err()).isZero();
        Calibration read = Calibration.decode(Files.readAllBytes(calibration));
        assertThat(read.model()).isEqualTo(EmbeddingModel.bgeSmall().id());
        assertThat(read.data()).hasSize(1);
    }

    @Test
    void command_calibrateWithFewPairs_isRefused() throws Exception {
        Path pairs = folder.resolve("pairs.tsv");
        Files.writeString(pairs, "1\ta\tb\n0\ta\tc\n");
        Path calibration = folder.resolve("calibration.json");

        assertThat(run("--pairs", pairs.toString(), "--calibrate", calibration.toString(), "--json")
                        .err())
                .contains("too few");
        assertThat(calibration).doesNotExist();
    }

    @Test
    void command_badInput_saysWhere() throws Exception {
        Path pairs = folder.resolve("pairs.tsv");
        Files.writeString(pairs, "1\ta\tb\n0\tonly one\n");

        assertThat(run("--pairs", pairs.toString(), "--json").err()).contains("line 2");
        assertThat(run("--pairs", folder.resolve("absent").toString()).err()).contains("cannot be read");
        assertThat(run("--pairs", "x", "--corpus", "y").err()).contains("exclude");
        assertThat(run("--pairs-per-class", "0").err()).contains("at least 1");
    }

    private VerifyReport measured(List<LabelledPair> pairs) {
        return VerifyMeasurement.of(
                TINY, "test", null, pairs, List.of(LENGTHS, EVERYTHING), List.of(), List.of(), stage -> {});
    }

    private static LabelledPair pair(String label, String kind, String a, String b) {
        return new LabelledPair(new PairClass(kind, label.equals("1")), TaskType.PROSE, a, a, b);
    }

    private static int count(String text, String regex) {
        return text.split(regex, -1).length - 1;
    }

    private static Outcome run(String... arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        StringWriter err = new StringWriter();
        PrintStream quiet = new PrintStream(new ByteArrayOutputStream(), true, StandardCharsets.UTF_8);
        int code = new CommandLine(new VerifyBenchmark(new PrintStream(out, true, StandardCharsets.UTF_8), quiet))
                .setErr(new PrintWriter(err))
                .execute(arguments);
        return new Outcome(code, out.toString(StandardCharsets.UTF_8), err.toString());
    }

    private record Outcome(int code, String out, String err) {}
}
