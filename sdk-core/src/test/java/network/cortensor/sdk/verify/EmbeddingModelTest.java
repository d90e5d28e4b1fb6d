package network.cortensor.sdk.verify;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;

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

    @Test
    void bgeSmall_paraphraseAndUnrelatedText_areTold() {
        EmbeddingModel model = EmbeddingModel.bgeSmall();
        String capital = "The capital of France is Paris.";
        double unrelated = model.similarity(capital, "Bananas are rich in potassium.");
        assertThat(model.similarity(capital, "Paris is France's capital city.")).isGreaterThan(unrelated + 0.2);
        assertThat(model.embed(capital)).isEqualTo(model.embed(capital)).hasSize(384);
        assertThat(model.id()).isEqualTo("bge-small-en-v1.5-q");
        assertThat(model.runtime()).matches("onnxruntime \\d+\\.\\d+.*");
    }

    @Test
    void embed_threadWithASmallStack_isEnough() throws InterruptedException {
        AtomicReference<float[]> vector = new AtomicReference<>();
        Thread small = new Thread(
                null,
                () -> vector.set(EmbeddingModel.bgeSmall().embed("a word ".repeat(300))),
                "small stack",
                256 << 10);
        small.start();
        small.join();
        assertThat(vector.get()).hasSize(384);
    }

    @Test
    void embed_blankText_throws() {
        for (EmbeddingModel model : List.of(EmbeddingModel.bgeSmall(), EmbeddingModel.miniLm())) {
            for (String blank : List.of("", " \n", "\0\1")) {
                assertThatThrownBy(() -> model.embed(blank)).isInstanceOf(IllegalArgumentException.class);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"bgeSmall", "miniLm"})
    void embed_dependencyNotOnTheClassPath_saysWhatToAdd(String factory) throws ReflectiveOperationException {
        ClassLoader without = new WithoutModels(getClass().getClassLoader());
        Class<?> type = without.loadClass(EmbeddingModel.class.getName());
        Object model = type.getMethod(factory).invoke(null);
        assertThat(type.getMethod("id").invoke(model)).asString().endsWith("-q");
        assertThat(type.getMethod("runtime").invoke(model)).isEqualTo("none");
        for (int i = 0; i < 2; i++) {
            assertThatThrownBy(() -> type.getMethod("embed", String.class).invoke(model, "text"))
                    .cause()
                    .hasMessageContaining("Add the dependency dev.langchain4j:langchain4j-embeddings-")
                    .satisfies(cause ->
                            assertThat(cause.getClass().getSimpleName()).isEqualTo("UnavailableException"));
        }
    }

    /** Sees the SDK, but neither the models nor their runtime. */
    private static final class WithoutModels extends ClassLoader {
        WithoutModels(ClassLoader parent) {
            super(parent);
        }

        @Override
        protected Class<?> loadClass(String name, boolean resolve) throws ClassNotFoundException {
            if (name.startsWith("dev.langchain4j.") || name.startsWith("ai.onnxruntime.")) {
                throw new ClassNotFoundException(name);
            }
            if (!name.startsWith("network.cortensor.")) {
                return super.loadClass(name, resolve);
            }
            Class<?> known = findLoadedClass(name);
            if (known != null) {
                return known;
            }
            try (InputStream bytes = getResourceAsStream(name.replace('.', '/') + ".class")) {
                if (bytes == null) {
                    throw new ClassNotFoundException(name);
                }
                byte[] all = bytes.readAllBytes();
                return defineClass(name, all, 0, all.length);
            } catch (IOException e) {
                throw new ClassNotFoundException(name, e);
            }
        }
    }
}
