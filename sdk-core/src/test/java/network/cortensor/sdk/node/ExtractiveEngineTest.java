package network.cortensor.sdk.node;

import network.cortensor.sdk.verify.EmbeddingModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

class ExtractiveEngineTest {

    private static final Duration LONG = Duration.ofMinutes(1);

    private final InferenceEngine engine = InferenceEngine.extractive(EmbeddingModel.miniLm());

    private String answer(String document, String question) {
        return engine.infer(
                        InferenceRequest.builder(question).document(document).build(), Cancellation.create(), LONG)
                .text();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "When do patent licenses terminate? | shall terminate as of the date such litigation is filed",
                "May I use the trademarks of the licensor? | does not grant permission to use the trade names",
                "Who is liable for damages? | shall any Contributor be liable to You for damages",
                "What does Contributor mean? | \"Contributor\" shall mean Licensor",
            })
    void infer_questionAboutTheLicense_quotesTheSentenceThatAnswersIt(String question, String expected)
            throws Exception {
        assertThat(answer(Files.readString(Path.of("..", "LICENSE")), question)).contains(expected);
    }

    @Test
    void infer_sameRequestTwice_isEqual() throws Exception {
        String document = Files.readString(Path.of("..", "LICENSE"));
        assertThat(answer(document, "What is a Derivative Work?"))
                .isEqualTo(answer(document, "What is a Derivative Work?"));
    }

    @Test
    void infer_noDocument_isRefused() {
        EngineException failure = catchThrowableOfType(
                EngineException.class,
                () -> engine.infer(InferenceRequest.builder("Why?").build(), Cancellation.create(), LONG));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.REFUSED);
        assertThat(failure).hasMessageContaining("Send a document");
    }

    @Test
    void infer_documentOfShortSentences_isAnsweredFromThem() {
        assertThat(answer("Yes. No.", "Yes or no?")).isIn("Yes.", "No.");
    }

    @Test
    void infer_documentWithoutWords_isRefused() {
        EngineException failure = catchThrowableOfType(EngineException.class, () -> answer("... --- ...", "What?"));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.REFUSED);
    }

    @Test
    void infer_cancelled_stops() {
        Cancellation cancellation = Cancellation.create();
        cancellation.cancel();
        EngineException failure = catchThrowableOfType(
                EngineException.class,
                () -> engine.infer(
                        InferenceRequest.builder("Why?")
                                .document("Because it is so.")
                                .build(),
                        cancellation,
                        LONG));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.CANCELLED);
    }

    @Test
    void infer_longerThanItsTimeout_isUnavailable() {
        EngineException failure = catchThrowableOfType(
                EngineException.class,
                () -> engine.infer(
                        InferenceRequest.builder("Why?")
                                .document("Because it is so.")
                                .build(),
                        Cancellation.create(),
                        Duration.ofNanos(1)));
        assertThat(failure.kind()).isEqualTo(EngineException.Kind.UNAVAILABLE);
    }

    @Test
    void model_ofTheEngine_saysWhatItIs() {
        assertThat(engine.model()).isEqualTo("extractive/all-minilm-l6-v2-q");
    }
}
