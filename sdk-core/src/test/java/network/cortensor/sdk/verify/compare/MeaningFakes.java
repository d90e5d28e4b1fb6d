package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.Words;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.Layer;

import java.util.Locale;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;

/** Stand-ins with behaviour for a model and a layer. */
final class MeaningFakes {

    private MeaningFakes() {}

    static AnswerText prose(String text) {
        return AnswerText.of(TaskType.PROSE, text);
    }

    /** Adds up a fixed random vector per word: texts with common words are close, others stand at right angles. */
    static final class WordBag implements EmbeddingModel {
        final AtomicInteger asked = new AtomicInteger();

        @Override
        public String id() {
            return "bge-small-en-v1.5-q";
        }

        @Override
        public float[] embed(String text) {
            asked.incrementAndGet();
            float[] vector = new float[256];
            Words.each(text.toLowerCase(Locale.ROOT), word -> {
                Random random = new Random(word.hashCode());
                for (int i = 0; i < vector.length; i++) {
                    vector[i] += (float) random.nextGaussian();
                }
            });
            return vector;
        }
    }

    /** Gives what it is told to give. */
    record FixedModel(Function<String, float[]> vectors) implements EmbeddingModel {
        @Override
        public String id() {
            return "bge-small-en-v1.5-q";
        }

        @Override
        public float[] embed(String text) {
            return vectors.apply(text);
        }
    }

    /** Facts that always say the same. */
    record FixedFacts(Sign sign) implements ComparisonLayer {
        @Override
        public Layer layer() {
            return Layer.FACTS;
        }

        @Override
        public LayerFinding compare(AnswerText a, AnswerText b) {
            return new LayerFinding(layer(), sign, sign == Sign.SAME ? 1 : 0, "fixed");
        }
    }
}
