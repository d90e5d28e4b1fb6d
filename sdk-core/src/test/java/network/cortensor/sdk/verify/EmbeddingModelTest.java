package network.cortensor.sdk.verify;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class EmbeddingModelTest {

    @Test
    void cosine_knownVectors_isExact() {
        assertThat(EmbeddingModel.cosine(new float[] {1, 0}, new float[] {1, 1}))
                .isEqualTo(Math.sqrt(0.5), within(1e-9));
        assertThat(EmbeddingModel.cosine(new float[] {1, 0}, new float[] {-2, 0}))
                .isEqualTo(-1);
        assertThat(EmbeddingModel.cosine(new float[] {0, 0}, new float[] {1, 0}))
                .isZero();
    }

    @Test
    void cosine_vectorsThatCannotBeCompared_throws() {
        assertThatThrownBy(() -> EmbeddingModel.cosine(new float[2], new float[3]))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> EmbeddingModel.cosine(new float[] {Float.NaN}, new float[] {1}))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void miniLm_paraphraseAndUnrelatedText_areTold() {
        EmbeddingModel model = EmbeddingModel.miniLm();
        String capital = "The capital of France is Paris.";
        assertThat(model.similarity(capital, "Paris is France's capital city."))
                .isGreaterThan(ResultVerifier.SIMILAR_FROM);
        assertThat(model.similarity(capital, "Bananas are rich in potassium.")).isLessThan(0.3);
        assertThat(model.embed(capital)).isEqualTo(model.embed(capital)).hasSize(384);
    }
}
