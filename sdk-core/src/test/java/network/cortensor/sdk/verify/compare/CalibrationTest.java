package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.EmbeddingModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CalibrationTest {

    private static final String SCALE = "{'same':0.8,'different':0.5,'curve':[[0.4,0.01],[0.6,0.1],[0.9,0.9]]}";
    private static final String VALID =
            "{'format':1,'model':'m','runtime':'r','made':'2026-11-23','data':[{'name':'d','sha256':'"
                    + "ab".repeat(32) + "','pairs':7}],'buckets':[{'upTo':32,'mean':" + SCALE + ",'worst':" + SCALE
                    + "},{'mean':" + SCALE
                    + ",'worst':" + SCALE + "}]}";

    private static Calibration decode(String json) {
        return Calibration.decode(json.replace('\'', '"').getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void decode_validCalibration_isReadAndWrittenBack() {
        Calibration calibration = decode(VALID);
        assertThat(calibration.model()).isEqualTo("m");
        assertThat(calibration.data()).containsExactly(new Calibration.Source("d", "ab".repeat(32), 7));
        assertThat(calibration.lengths()).containsExactly(32, Integer.MAX_VALUE);
        assertThat(Calibration.decode(calibration.encode()).encode()).isEqualTo(calibration.encode());
    }

    @Test
    void sign_closeness_isReadByMeanAndWorst() {
        Calibration calibration = decode(VALID);
        assertThat(calibration.sign(new Closeness(10, 0.8, 0.8))).isEqualTo(Sign.SAME);
        assertThat(calibration.sign(new Closeness(1_000_000, 0.9, 0.7))).isEqualTo(Sign.NOTHING);
        assertThat(calibration.sign(new Closeness(10, 0.9, 0.4))).isEqualTo(Sign.DIFFERENT);
        assertThat(calibration.sign(new Closeness(10, 0.4, 0.9))).isEqualTo(Sign.DIFFERENT);
    }

    @Test
    void probability_closeness_followsTheCurve() {
        Calibration calibration = decode(VALID);
        assertThat(calibration.probability(new Closeness(10, 0.75, 1))).isEqualTo(0.5, within(1e-9));
        assertThat(calibration.probability(new Closeness(10, -1, 1))).isEqualTo(0.01);
        assertThat(calibration.probability(new Closeness(10, 1, 1))).isEqualTo(0.9);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "'format':1|'format':2|format 2",
                "'format':1|'format':'1'|format",
                "'model':'m',||model",
                "'runtime':'r',||runtime",
                "'made':'2026-11-23',||made",
                "'data':[|'data':[1,|name",
                "'pairs':7|'pairs':0|pair",
                "'sha256':'ab|'sha256':'zz|SHA-256",
                "'upTo':32,||upTo",
                "'upTo':32|'upTo':-1|upTo",
                "'upTo':32|'upTo':99999999999|",
                "'same':0.8|'same':1e999|same",
                "'same':0.8|'same':'0.8'|same",
                "'same':0.8|'same':1.2|same",
                "'same':0.8|'same':NaN|well-formed",
                "'different':0.5|'different':0.85|different",
                "'curve':[[0.4,0.01],|'curve':[[0.4,0.2],|curve point 1",
                "'curve':[[0.4,0.01],|'curve':[[0.7,0.01],|curve point 1",
                "'curve':[[0.4,0.01],|'curve':[[0.4],|curve point 0",
                "'curve':[[0.4,0.01],[0.6,0.1],[0.9,0.9]]|'curve':[]|curve"
            })
    void decode_oneFieldWrong_isRefusedByName(String from, String to, String message) {
        assertThat(VALID).contains(from);
        int at = VALID.indexOf(from);
        String broken = VALID.substring(0, at) + (to == null ? "" : to) + VALID.substring(at + from.length());
        assertThatThrownBy(() -> decode(broken))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(message == null ? "" : message);
    }

    @Test
    void decode_missingBuckets_isRefused() {
        String none = VALID.substring(0, VALID.indexOf("'buckets'")) + "'buckets':[]}";
        assertThatThrownBy(() -> decode(none)).isInstanceOf(IllegalArgumentException.class);
        // The last bucket closed: nothing is known of longer answers.
        int last = VALID.lastIndexOf("{'mean'");
        String closed = VALID.substring(0, last) + "{'upTo':64," + VALID.substring(last + 1);
        assertThatThrownBy(() -> decode(closed)).hasMessageContaining("must be open");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "null", "[]", "{}", "{'format':1}", "{'format':1,'format':1}"})
    void decode_somethingElse_isRefused(String json) {
        assertThatThrownBy(() -> decode(json)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_hugeInput_isRefused() {
        assertThatThrownBy(() -> Calibration.decode(new byte[Calibration.MAX_BYTES + 1]))
                .hasMessageContaining("at most");
    }

    @Test
    void bundled_ownModels_haveOneThatSaysWhatItWasMadeFrom() {
        for (EmbeddingModel model : List.of(EmbeddingModel.bgeSmall(), EmbeddingModel.miniLm())) {
            Calibration calibration = Calibration.bundled(model);
            assertThat(calibration.model()).isEqualTo(model.id());
            assertThat(calibration.data()).extracting(Calibration.Source::pairs).allMatch(pairs -> pairs >= 60);
            assertThat(calibration.runtime()).startsWith("onnxruntime ");
        }
    }

    @Test
    void bundled_foreignModel_isRefusedWithWhatToDo() {
        EmbeddingModel foreign = new EmbeddingModel() {
            @Override
            public String id() {
                return "../secret";
            }

            @Override
            public float[] embed(String text) {
                return new float[1];
            }
        };
        assertThatThrownBy(() -> Calibration.bundled(foreign)).hasMessageContaining("CalibrationFit");
        assertThatThrownBy(() -> EmbeddingDistance.create(foreign, Calibration.bundled(EmbeddingModel.miniLm())))
                .hasMessageContaining("made for the model all-minilm-l6-v2-q");
    }
}
