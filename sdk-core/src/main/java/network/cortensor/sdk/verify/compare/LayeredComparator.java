package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.verify.EmbeddingModel;
import network.cortensor.sdk.verify.Layer;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/**
 * Compares two answers layer by layer, cheapest first, and stops when it is certain. Immutable and thread-safe.
 *
 * <ol>
 *   <li>Equal in canonical form: the same.
 *   <li>{@link FormCheck}, {@link CommonPrefix}, {@link NearDuplicate}: what is cut off, in another language, refuses, or
 *       speaks to a model is different.
 *   <li>Facts: a contradiction is different, whatever an embedding says.
 *   <li>{@link EmbeddingDistance}: about something else is different.
 *   <li>{@link Judge}, if there is one, for what is still open.
 * </ol>
 *
 * <p>The same they are called only when the facts agree <em>and</em> they are as close in meaning as 95 % of honest pairs, or
 * nearly equal in wording; or when a judge says so of what is still open, so it is as good as its judge there. JSON, code and
 * quantities are decided by their facts alone. Without a model, or without facts, it works with what there is, calls less the
 * same, and a finding says what could not be asked. It is strict: honest prose in wholly other words is mostly left undecided.
 *
 * <p>The {@linkplain Comparison#probability() probability} joins the calibration's figure for the closeness with how often
 * facts agree in honest and in attacked pairs, as if half of all pairs were honest: bring your own prior. How well it holds is
 * a plot on the page of {@code examples/run bench verify}.
 */
public final class LayeredComparator implements AnswerComparator {

    /**
     * From this estimated Jaccard similarity on, with equal facts, no model is asked: of 261 pairs of the dev files and of our
     * own text with that much in common, a model found none different.
     */
    private static final double NEARLY_EQUAL = 0.4;

    /**
     * From this similarity on a model is not asked either where facts leave it open: it would find two such answers different
     * in 2 of 100 cases, and never the same for sure.
     */
    private static final double ABOUT_THE_SAME = 0.2;

    /** The longest question that is kept, in characters. */
    private static final int MAX_QUESTION = 64 * 1024;

    private static final double EQUAL = 0.9999;

    /** How much likelier facts agree in honest pairs than in others. */
    private static final double AGREE = 60;

    /** How much likelier facts leave it open in honest pairs than in others. */
    private static final double OPEN = 0.25;

    private static final double CONTRADICTS = 0.02;

    private final FormCheck form = FormCheck.create();
    private final CommonPrefix prefix = CommonPrefix.create();
    private final NearDuplicate nearDuplicate = NearDuplicate.create();
    private final @Nullable ComparisonLayer facts;
    private final @Nullable EmbeddingDistance embedding;
    private final @Nullable Judge judge;
    private final String question;

    private LayeredComparator(
            @Nullable ComparisonLayer facts,
            @Nullable EmbeddingDistance embedding,
            @Nullable Judge judge,
            String question) {
        this.facts = facts;
        this.embedding = embedding;
        this.judge = judge;
        this.question = question;
    }

    /**
     * Returns the comparator that the SDK's figures are of: {@link FactSignature} and {@link EmbeddingModel#bgeSmall()}, and no
     * judge. Where the model is not on the class path a finding says so, and less is called the same.
     */
    public static LayeredComparator standard() {
        return builder()
                .facts(FactSignature.create())
                .embedding(EmbeddingDistance.create(EmbeddingModel.bgeSmall()))
                .build();
    }

    /** Starts a comparator that has neither facts nor a model yet. */
    public static Builder builder() {
        return new Builder();
    }

    /**
     * Returns the same comparator with the question that the answers are for, which only a {@link Judge} reads.
     *
     * @throws IllegalArgumentException when it is longer than 64 Ki characters
     */
    public LayeredComparator forQuestion(String asked) {
        if (asked.length() > MAX_QUESTION) {
            throw new IllegalArgumentException(
                    "A question has at most " + MAX_QUESTION + " characters, this one has " + asked.length());
        }
        return new LayeredComparator(facts, embedding, judge, asked);
    }

    /**
     * {@inheritDoc}
     *
     * @throws IllegalArgumentException when the answers are of different types
     * @throws CancelledException when the thread is interrupted while a server is asked
     */
    @Override
    public Comparison compare(AnswerText a, AnswerText b) {
        Pairs.requireOneType(a, b);
        if (a.canonical().equals(b.canonical())) {
            return new Comparison(
                    Sign.SAME,
                    EQUAL,
                    List.of(new LayerFinding(Layer.CHECKSUM, Sign.SAME, 1, "equal in canonical form")));
        }
        return new Run(a, b).compare();
    }

    /** One comparison. Used by one thread. */
    private final class Run {
        private final AnswerText a;
        private final AnswerText b;
        private final List<LayerFinding> findings = new ArrayList<>();

        Run(AnswerText a, AnswerText b) {
            this.a = a;
            this.b = b;
        }

        Comparison compare() {
            LayerFinding shape = found(form.compare(a, b));
            LayerFinding beginning = found(prefix.compare(a, b));
            LayerFinding common = found(nearDuplicate.compare(a, b));
            if (shape.sign() == Sign.DIFFERENT) {
                return concluded(Sign.DIFFERENT, CONTRADICTS);
            }
            LayerFinding stated = facts == null ? missing(Layer.FACTS, "facts were not read") : ask(facts);
            if (stated.sign() == Sign.DIFFERENT) {
                return concluded(Sign.DIFFERENT, CONTRADICTS);
            }
            boolean doubtful = shape.score() < 1;
            boolean agree = stated.sign() == Sign.SAME && !doubtful;
            if (a.type() == TaskType.JSON || a.type() == TaskType.CODE) {
                return agree ? concluded(Sign.SAME, joined(0.5, stated)) : open(joined(0.5, stated));
            }
            boolean nearlyEqual = common.score() >= NEARLY_EQUAL
                    || (beginning.score() >= 0.5 && prefix.equalTokens(a, b) >= CommonPrefix.STRONG_FROM);
            if (agree && (nearlyEqual || a.type() == TaskType.NUMERIC)) {
                return concluded(Sign.SAME, joined(Math.max(0.5, common.score()), stated));
            }
            if (!agree && judge == null && common.score() >= ABOUT_THE_SAME) {
                missing(Layer.EMBEDDING, "not needed: the wording shows that both are about the same");
                return open(joined(Math.max(0.5, common.score()), stated));
            }
            return byMeaning(stated, agree);
        }

        private Comparison byMeaning(LayerFinding stated, boolean agree) {
            if (embedding == null) {
                missing(Layer.EMBEDDING, "no embedding model was given");
                return open(joined(0.5, stated));
            }
            Optional<Closeness> closeness = Optional.empty();
            LayerFinding meaning;
            try {
                closeness = embedding.measure(a, b);
                meaning = found(embedding.finding(closeness));
            } catch (UnavailableException | RefusedException | IllegalArgumentException e) {
                meaning = notAsked(Layer.EMBEDDING, e);
            }
            double probability =
                    joined(closeness.map(embedding.calibration()::probability).orElse(0.5), stated);
            if (meaning.sign() == Sign.DIFFERENT && stated.sign() != Sign.SAME) {
                return concluded(Sign.DIFFERENT, Math.min(probability, CONTRADICTS));
            }
            return agree && meaning.sign() == Sign.SAME ? concluded(Sign.SAME, probability) : open(probability);
        }

        /** Asks the judge, if there is one and no answer speaks to it. */
        private Comparison open(double probability) {
            if (judge == null) {
                return concluded(Sign.NOTHING, probability);
            }
            if (form.speaksToModel(a) || form.speaksToModel(b)) {
                missing(Layer.JUDGE, "not asked, because an answer speaks to a model");
                return concluded(Sign.NOTHING, probability);
            }
            try {
                Judge.Judgement judgement = judge.judge(question, a, b);
                found(new LayerFinding(
                        Layer.JUDGE,
                        judgement.sign(),
                        judgement.probability(),
                        String.format(
                                Locale.ROOT,
                                "%s says %s (probability %.2f)",
                                judge.id(),
                                judgement.sign() == Sign.NOTHING
                                        ? "nothing"
                                        : judgement.sign().name().toLowerCase(Locale.ROOT),
                                judgement.probability())));
                return concluded(
                        judgement.sign(), judgement.sign() == Sign.NOTHING ? probability : judgement.probability());
            } catch (UnavailableException | RefusedException e) {
                notAsked(Layer.JUDGE, e);
                return concluded(Sign.NOTHING, probability);
            }
        }

        private LayerFinding ask(ComparisonLayer layer) {
            try {
                return found(layer.compare(a, b));
            } catch (UnavailableException | RefusedException | IllegalArgumentException e) {
                return notAsked(layer.layer(), e);
            }
        }

        private LayerFinding found(LayerFinding finding) {
            findings.add(finding);
            return finding;
        }

        private LayerFinding missing(Layer layer, String why) {
            return found(new LayerFinding(layer, Sign.NOTHING, 0, why));
        }

        private LayerFinding notAsked(Layer layer, RuntimeException e) {
            return missing(layer, "could not be asked: " + Failures.sentence(e));
        }

        private Comparison concluded(Sign sign, double probability) {
            return new Comparison(sign, probability, findings);
        }
    }

    /**
     * Joins a probability by closeness with what the facts say. Among pairs whose facts agree an honest one is that much
     * likelier; where facts leave it open, closeness says little more: an attack is as close as an honest pair. The figures are
     * of our own text and the dev files, rounded towards 1.
     */
    private static double joined(double probability, LayerFinding facts) {
        double bounded = Math.max(0.001, Math.min(0.999, probability));
        double closeness = bounded / (1 - bounded);
        double odds = facts.sign() == Sign.SAME ? closeness * AGREE : Math.pow(closeness, 0.25) * OPEN;
        return odds / (1 + odds);
    }

    /** Collects the optional layers. Not thread-safe. */
    public static final class Builder {
        private @Nullable ComparisonLayer facts;
        private @Nullable EmbeddingDistance embedding;
        private @Nullable Judge judge;

        private Builder() {}

        /** Sets what reads and compares facts. Without it, and without a judge, only equal answers are called the same. */
        public Builder facts(ComparisonLayer layer) {
            this.facts = layer;
            return this;
        }

        /** Sets the embedding distance. Without it, and without a judge, only nearly equal wording of prose is called the same. */
        public Builder embedding(EmbeddingDistance layer) {
            this.embedding = layer;
            return this;
        }

        /** Sets who is asked when all else leaves it open. Default: nobody. It is not closed by the comparator. */
        public Builder judge(Judge asked) {
            this.judge = asked;
            return this;
        }

        /** Returns the comparator. */
        public LayeredComparator build() {
            return new LayeredComparator(facts, embedding, judge, "");
        }
    }
}
