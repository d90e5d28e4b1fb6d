package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.Passages;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.Layer;

import java.util.List;
import java.util.Locale;

/**
 * The similarity rule that the network documents for Proof of Inference: two answers are the same when the cosine of their
 * all-MiniLM-L6-v2 embeddings is at least {@value #SAME_FROM} [documented example]. Here for compatibility and to be measured
 * against; <strong>do not stake money on it</strong>. Thread-safe.
 *
 * <p>Measured with all-MiniLM-L6-v2 in int8 on public sentence pairs: it accepts 95 % of answers in which every number was
 * changed (MRPC sentences, 600 each), 94 % of those with one inserted "not", 99 % of those with two names swapped, and 18 % of
 * contradictions (SICK); it rejects 30 % of honest paraphrases (STS gold 4.5 and more, 162 pairs), 36 % of mutual entailments
 * (SICK) and 52 % of MRPC's. It does reject what is unrelated.
 *
 * <p>Like the model it reads the first {@value #READS} word pieces (estimated), so what comes after them decides nothing. It
 * is never undecided. The probability is 1 or 0: the rule has none. {@link LayeredComparator} is what the SDK uses.
 */
public final class ProofOfInferenceRule implements AnswerComparator {

    /** The cosine from which on the rule accepts. */
    public static final double SAME_FROM = 0.85;

    private static final int READS = 256;

    private final EmbeddingModel model;

    private ProofOfInferenceRule(EmbeddingModel model) {
        this.model = model;
    }

    /** Creates the rule with the model that the network names. */
    public static ProofOfInferenceRule create() {
        return new ProofOfInferenceRule(EmbeddingModel.miniLm());
    }

    /** {@inheritDoc} A blank answer is the same as a blank one only. */
    @Override
    public Comparison compare(AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        boolean equal = a.canonical().equals(b.canonical());
        double cosine = equal ? 1 : a.text().isBlank() || b.text().isBlank() ? 0 : cosine(a, b);
        Sign sign = cosine >= SAME_FROM ? Sign.SAME : Sign.DIFFERENT;
        String finding = String.format(
                Locale.ROOT, "cosine %.2f of %.2f needed (%s on %s)", cosine, SAME_FROM, model.id(), model.runtime());
        return new Comparison(
                sign, sign == Sign.SAME ? 1 : 0, List.of(new LayerFinding(Layer.EMBEDDING, sign, cosine, finding)));
    }

    private double cosine(AnswerText a, AnswerText b) {
        float[] one = vector(a).values;
        float[] other = vector(b).values;
        return one.length == other.length ? EmbeddingModel.cosine(one, other) : 0;
    }

    private Vector vector(AnswerText answer) {
        return answer.part(Vector.class, text -> new Vector(embed(text)));
    }

    private float[] embed(AnswerText answer) {
        try {
            return model.embed(Passages.beginning(answer.text(), READS));
        } catch (IllegalArgumentException e) {
            return new float[0]; // no word that the model knows: close to nothing
        }
    }

    private static final class Vector {
        private final float[] values;

        Vector(float[] values) {
            this.values = values;
        }
    }
}
