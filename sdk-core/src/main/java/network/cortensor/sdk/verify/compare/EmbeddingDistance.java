package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.internal.meaning.Passages;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.Layer;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * How close two answers are in meaning, by an embedding model. Thread-safe; does not close the model.
 *
 * <p>What it shows: that an answer is about something else. What it cannot show: that it is right. A changed number, an
 * inserted "not" or two swapped names leave an answer <em>closer</em> to the original than an honest paraphrase is, so
 * {@link Sign#SAME} of this layer alone means nothing more than "about the same".
 *
 * <p>Short answers are embedded whole. Longer ones are cut into passages at sentence ends, because models read a few hundred
 * tokens and because one bad paragraph drowns in the mean of a long text. Passages that stand in both answers are not
 * embedded. Each of the others looks for its best partner, or two neighbouring partners, on the other side, preferring those
 * at the same place; the mean is weighted by length, and the worst passage is kept beside it. Both are read with a
 * {@link Calibration} for the length.
 *
 * <p>When more than {@value #MAX_PASSAGES} passages of an answer differ, when an answer holds nothing that can be embedded,
 * or when two different passages have the same vector (the model does not know their words), the sign is
 * {@link Sign#NOTHING}: nothing is concluded from a part. Vectors are kept with the answer they belong to.
 */
public final class EmbeddingDistance implements ComparisonLayer {

    /** The most passages of an answer that are embedded for one comparison. */
    public static final int MAX_PASSAGES = 64;

    /** Up to this many word pieces an answer is embedded whole. */
    private static final int WHOLE = 96;

    private static final int MAX_KEPT = 512;

    /** What a partner at the other end of the answer loses: enough to decide between equally good ones, hardly more. */
    private static final double PLACE = 0.02;

    private static final double MUCH_LONGER = 1.4;

    /** From this cosine on two vectors are the same up to rounding. */
    private static final double SAME_VECTOR = 1 - 1e-6;

    private final EmbeddingModel model;
    private final Calibration calibration;

    private EmbeddingDistance(EmbeddingModel model, Calibration calibration) {
        this.model = model;
        this.calibration = calibration;
    }

    /**
     * Creates the layer with the calibration that comes with the SDK.
     *
     * @throws IllegalArgumentException when there is none for this model
     */
    public static EmbeddingDistance create(EmbeddingModel model) {
        return new EmbeddingDistance(model, Calibration.bundled(model));
    }

    /**
     * Creates the layer.
     *
     * @throws IllegalArgumentException when the calibration was made for another model
     */
    public static EmbeddingDistance create(EmbeddingModel model, Calibration calibration) {
        if (!calibration.model().equals(model.id())) {
            throw new IllegalArgumentException("The calibration was made for the model " + calibration.model()
                    + ", not for " + model.id() + ": cosines of different models cannot be read alike");
        }
        return new EmbeddingDistance(model, calibration);
    }

    @Override
    public Layer layer() {
        return Layer.EMBEDDING;
    }

    /** Returns what the cosines are read with. */
    public Calibration calibration() {
        return calibration;
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException also when the model gives vectors of different length, or with NaN in them
     */
    @Override
    public LayerFinding compare(AnswerText a, AnswerText b) {
        return finding(measure(model, a, b));
    }

    /** Turns a closeness into this layer's finding. */
    LayerFinding finding(Optional<Closeness> measured) {
        if (measured.isEmpty()) {
            return new LayerFinding(
                    layer(),
                    Sign.NOTHING,
                    0,
                    "too many passages differ, or the model cannot tell them apart: not embedded");
        }
        Closeness closeness = measured.get();
        return new LayerFinding(
                layer(),
                calibration.sign(closeness),
                Math.max(-1, Math.min(1, closeness.mean())),
                String.format(
                        Locale.ROOT,
                        "cosine %.2f, worst passage %.2f (%s on %s)",
                        closeness.mean(),
                        closeness.worst(),
                        model.id(),
                        model.runtime()));
    }

    /** Measures two answers with this layer's model. */
    Optional<Closeness> measure(AnswerText a, AnswerText b) {
        return measure(model, a, b);
    }

    /**
     * Measures how close two answers are, without reading anything into it; for calibration.
     *
     * @return nothing when too much differs, or there is nothing that can be embedded
     */
    public static Optional<Closeness> measure(EmbeddingModel model, AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        Parts one = parts(a);
        Parts other = parts(b);
        int pieces = Math.max(one.pieces(), other.pieces());
        if (a.canonical().equals(b.canonical())) {
            return Optional.of(new Closeness(pieces, 1, 1));
        }
        List<Passage> left = without(one.passages(), other.passages());
        List<Passage> right = without(other.passages(), one.passages());
        if (left.isEmpty() && right.isEmpty()) {
            return one.passages().isEmpty() ? Optional.empty() : Optional.of(new Closeness(pieces, 1, 1));
        }
        if (pieces <= WHOLE) {
            one = one.whole(a.text());
            other = other.whole(b.text());
            left = one.passages();
            right = other.passages();
        }
        // What only one side has is held against all of the other side.
        List<Passage> partnersOfLeft = right.isEmpty() ? other.passages() : right;
        List<Passage> partnersOfRight = left.isEmpty() ? one.passages() : left;
        if (tooMany(left) || tooMany(right) || unfit(left, partnersOfLeft) || unfit(right, partnersOfRight)) {
            return Optional.empty();
        }
        Sum sum = new Sum();
        sum.equal(weight(one.passages()) - weight(left) + weight(other.passages()) - weight(right));
        boolean told = sum.align(vectors(model, a, left), vectors(model, b, partnersOfLeft))
                && sum.align(vectors(model, b, right), vectors(model, a, partnersOfRight));
        return told ? Optional.of(sum.closeness(pieces)) : Optional.empty();
    }

    private static boolean tooMany(List<Passage> passages) {
        return passages.size() > MAX_PASSAGES;
    }

    private static boolean unfit(List<Passage> passages, List<Passage> partners) {
        return !passages.isEmpty() && (partners.isEmpty() || tooMany(partners));
    }

    private static int weight(List<Passage> passages) {
        return passages.stream().mapToInt(Passage::pieces).sum();
    }

    /** Returns the passages that the others do not have, as often as they do not have them. */
    private static List<Passage> without(List<Passage> passages, List<Passage> others) {
        Map<String, Integer> count = new HashMap<>();
        others.forEach(passage -> count.merge(passage.text(), 1, Integer::sum));
        List<Passage> left = new ArrayList<>();
        for (Passage passage : passages) {
            if (count.merge(passage.text(), -1, Integer::sum) < 0) {
                left.add(passage);
            }
        }
        return left;
    }

    private static List<Vector> vectors(EmbeddingModel model, AnswerText answer, List<Passage> passages) {
        Kept kept = answer.part(Kept.class, text -> new Kept());
        return passages.stream().map(passage -> kept.vector(model, passage)).toList();
    }

    private static Parts parts(AnswerText answer) {
        return answer.part(Parts.class, text -> Parts.of(text.text()));
    }

    /**
     * A part of an answer.
     *
     * @param place where its middle stands, between 0 and 1
     */
    private record Passage(String text, int pieces, double place) {}

    /** An answer in passages; those without a letter or digit are left out. */
    private record Parts(List<Passage> passages, int pieces) {

        static Parts of(String text) {
            List<String> texts = Passages.of(text);
            int all = 0;
            for (String passage : texts) {
                all = Math.addExact(all, Passages.pieces(passage));
            }
            List<Passage> passages = new ArrayList<>();
            int before = 0;
            for (String passage : texts) {
                int pieces = Passages.pieces(passage);
                if (embeddable(passage)) {
                    passages.add(new Passage(passage, pieces, (before + pieces / 2.0) / all));
                }
                before += pieces;
            }
            return new Parts(List.copyOf(passages), all);
        }

        Parts whole(String text) {
            return new Parts(embeddable(text) ? List.of(new Passage(text, pieces, 0.5)) : List.of(), pieces);
        }

        private static boolean embeddable(String text) {
            return text.codePoints().anyMatch(Character::isLetterOrDigit);
        }
    }

    /** A vector of length 1, with what it is the vector of. */
    private static final class Vector {
        private final Passage passage;
        private final float[] unit;

        Vector(Passage passage, float[] unit) {
            this.passage = passage;
            this.unit = unit;
        }

        Passage passage() {
            return passage;
        }

        double dot(Vector other) {
            return dot(unit, other.unit);
        }

        /** Returns the cosine with two vectors taken together. */
        double dot(Vector first, Vector second) {
            double length = Math.sqrt(2 + 2 * first.dot(second));
            return length < 1e-6 ? -1 : (dot(first) + dot(second)) / length;
        }

        private static double dot(float[] a, float[] b) {
            if (a.length != b.length) {
                throw new IllegalArgumentException(
                        "The embedding model gave vectors with " + a.length + " and " + b.length + " dimensions");
            }
            double dot = 0;
            for (int i = 0; i < a.length; i++) {
                dot += (double) a[i] * b[i];
            }
            return dot;
        }
    }

    /** The vectors of one answer, by model and passage. Safe for several threads: both may compute, one result is kept. */
    private static final class Kept {
        private final ConcurrentMap<String, Vector> vectors = new ConcurrentHashMap<>();

        Vector vector(EmbeddingModel model, Passage passage) {
            String key = model.id() + '\n' + passage.text();
            Vector known = vectors.get(key);
            if (known != null) {
                return new Vector(passage, known.unit);
            }
            Vector made = new Vector(passage, unit(model.embed(passage.text())));
            if (vectors.size() < MAX_KEPT) {
                vectors.put(key, made);
            }
            return made;
        }

        private static float[] unit(float[] vector) {
            double squares = 0;
            for (float value : vector) {
                squares += (double) value * value;
            }
            double length = Math.sqrt(squares);
            if (!Double.isFinite(length) || length == 0) {
                throw new IllegalArgumentException("The embedding model gave a vector of "
                        + (length == 0 ? "no length" : "values that are no finite numbers"));
            }
            float[] unit = new float[vector.length];
            for (int i = 0; i < unit.length; i++) {
                unit[i] = (float) (vector[i] / length);
            }
            return unit;
        }
    }

    /** Adds up the cosines of passages with their partners. Used by one thread. */
    private static final class Sum {
        private double sum;
        private double weights;
        private double worst = 1;

        void equal(int weight) {
            sum += weight;
            weights += weight;
        }

        /** Adds each passage with its best partner; returns false when the model does not tell two texts apart. */
        boolean align(List<Vector> passages, List<Vector> partners) {
            for (int i = 0; i < passages.size(); i++) {
                Vector passage = passages.get(i);
                double best = -2;
                double cosine = -1;
                for (int j = 0; j < partners.size(); j++) {
                    Vector partner = partners.get(j);
                    double alone = passage.dot(partner);
                    if (alone > SAME_VECTOR
                            && !sameWords(
                                    passage.passage().text(), partner.passage().text())) {
                        return false;
                    }
                    double here = Math.max(alone, joined(passages, i, partners, j));
                    double there = here
                            - PLACE
                                    * Math.abs(passage.passage().place()
                                            - partner.passage().place());
                    if (there > best) {
                        best = there;
                        cosine = here;
                    }
                }
                sum += cosine * passage.passage().pieces();
                weights += passage.passage().pieces();
                worst = Math.min(worst, cosine);
            }
            return true;
        }

        /**
         * Returns the cosine where one side says in two sentences what the other says in one: of a passage with two partners,
         * or of two passages with one that is much longer. Otherwise a bad sentence would hide behind its neighbour.
         */
        private static double joined(List<Vector> passages, int i, List<Vector> partners, int j) {
            Vector passage = passages.get(i);
            Vector partner = partners.get(j);
            double cosine = -1;
            if (j + 1 < partners.size()) {
                cosine = passage.dot(partner, partners.get(j + 1));
            }
            if (partner.passage().pieces() >= MUCH_LONGER * passage.passage().pieces()) {
                if (i + 1 < passages.size()) {
                    cosine = Math.max(cosine, partner.dot(passage, passages.get(i + 1)));
                }
                if (i > 0) {
                    cosine = Math.max(cosine, partner.dot(passages.get(i - 1), passage));
                }
            }
            return cosine;
        }

        /** The models read neither case nor accents nor blanks; all else that differs should show. */
        private static boolean sameWords(String a, String b) {
            return folded(a).equals(folded(b));
        }

        private static String folded(String text) {
            // Without marks first: NFKD puts those in a row into order in a time that grows with the square of their
            // number.
            return Normalizer.normalize(text.replaceAll("\\p{M}", ""), Normalizer.Form.NFKD)
                    .toLowerCase(Locale.ROOT)
                    .replaceAll("[\\p{M}\\s\\p{C}]", "");
        }

        Closeness closeness(int pieces) {
            double mean = weights == 0 ? worst : sum / weights;
            return new Closeness(pieces, Math.max(-1, Math.min(1, mean)), Math.max(-1, Math.min(1, worst)));
        }
    }
}
