package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.BiFunction;

/**
 * Makes labelled pairs from honest answers. The same corpus, seed and number give the same pairs.
 *
 * <p>It shares no code with the verifier (see the package description). What it changes it changes on the surface, without an
 * understanding of the text: a few attacks in a hundred may read oddly, none says the same as before. An edit that does not
 * apply to a text makes no pair of it, so a class may have fewer pairs than asked for, or none.
 *
 * <p>The honest side of an attack is the answer itself, one of its hand-written paraphrases, or the answer reworded by rule:
 * two honest answers are seldom equal, so neither is an attack measured against its own original only.
 */
final class PairGenerator {

    /** Rounds through the corpus that bring nothing new before a class is complete as it is. */
    private static final int IDLE_ROUNDS = 12;

    private final Corpus corpus;
    private final long seed;
    private final int perClass;
    private final Rewording rewording;
    private final Map<PairClass, Edit> attacks = new LinkedHashMap<>();

    private PairGenerator(Corpus corpus, long seed, int perClass) {
        this.corpus = corpus;
        this.seed = seed;
        this.perClass = perClass;
        this.rewording = new Rewording(OneMeaning.open());
        NameEdits names = NameEdits.of(corpus);
        PassageEdits passages = new PassageEdits(corpus);
        attack("numbers", Edit.ofSentences(QuantityEdits::number));
        attack("units", Edit.ofSentences(QuantityEdits::unit));
        attack("dates", Edit.ofSentences(QuantityEdits::date));
        attack("negation", Edit.ofSentences(WordEdits::negation));
        attack("quantifier", Edit.ofSentences(WordEdits::quantifier));
        attack("names", Edit.ofSentences(NameEdits::swapped));
        attack("antonym", Edit.ofSentences(WordEdits::antonym));
        attack("entity", Edit.ofSentences(names::wrongEntity));
        attack("contradiction", PassageEdits::contradiction);
        attack("caveat", Edit.ofSentences(PassageEdits::caveat));
        attack("truncated", PassageEdits::truncated);
        attack("offtopic", passages::offTopic);
        attack("injected", passages::injected);
        attack("language", PassageEdits::otherLanguage);
        attack("json", JsonEdits::changed);
        attack("code", CodeEdits::changed);
        attack("boilerplate", PassageEdits::boilerplate);
        attack("copy", passages::copied);
    }

    /**
     * Makes pairs of every class that the corpus has texts for.
     *
     * @param perClass the most pairs of one class
     */
    static List<LabelledPair> pairs(Corpus corpus, long seed, int perClass) {
        if (perClass < 1) {
            throw new IllegalArgumentException("A class needs at least one pair, not " + perClass);
        }
        return new PairGenerator(corpus, seed, perClass).all();
    }

    private void attack(String name, Edit edit) {
        attacks.put(PairClass.attack(name), edit);
    }

    private List<LabelledPair> all() {
        List<LabelledPair> pairs = new ArrayList<>();
        for (TaskType type : TaskType.values()) {
            String suffix = "-" + type.name().toLowerCase(Locale.ROOT);
            collect(
                    PairClass.honest("paraphrase" + suffix),
                    only(type, this::paraphrase),
                    this::paraphraseOrText,
                    pairs);
            collect(
                    PairClass.honest("resample" + suffix),
                    only(type, rewording::reworded),
                    (text, dice) -> text.text(),
                    pairs);
            collect(
                    PairClass.honest("formatting" + suffix),
                    only(type, this::reformatted),
                    (text, dice) -> text.text(),
                    pairs);
        }
        attacks.forEach((kind, edit) -> collect(kind, edit, this::honest, pairs));
        return List.copyOf(pairs);
    }

    private static Edit only(TaskType type, Edit edit) {
        return (text, dice) -> text.type() == type ? edit.apply(text, dice) : Optional.empty();
    }

    private Optional<String> paraphrase(CorpusText text, Dice dice) {
        return text.paraphrases().isEmpty() ? Optional.empty() : Optional.of(dice.pick(text.paraphrases()));
    }

    private String paraphraseOrText(CorpusText text, Dice dice) {
        return dice.chance(0.5) ? text.text() : dice.pick(text.paraphrases());
    }

    private Optional<String> reformatted(CorpusText text, Dice dice) {
        return switch (text.type()) {
            case PROSE, NUMERIC -> Rewording.reformatted(text, dice);
            case JSON -> JsonEdits.reformatted(text, dice);
            case CODE -> CodeEdits.reformatted(text, dice);
        };
    }

    /** Goes round the texts, so that each gives about as many pairs as the others. */
    private void collect(
            PairClass kind, Edit edit, BiFunction<CorpusText, Dice, String> beside, List<LabelledPair> pairs) {
        Dice dice = Dice.of(seed, kind.name());
        Set<Set<String>> seen = new HashSet<>();
        int idle = 0;
        while (seen.size() < perClass && idle < IDLE_ROUNDS) {
            int before = seen.size();
            for (CorpusText text : dice.shuffled(corpus.texts())) {
                Optional<String> other = edit.apply(text, dice);
                if (other.isEmpty() || seen.size() == perClass) {
                    continue;
                }
                String honest = beside.apply(text, dice);
                if (!other.get().equals(honest) && seen.add(Set.of(honest, other.get()))) {
                    pairs.add(new LabelledPair(kind, text.type(), text.id(), honest, other.get()));
                }
            }
            idle = seen.size() == before ? idle + 1 : 0;
        }
    }

    private String honest(CorpusText text, Dice dice) {
        if (dice.chance(0.4)) {
            return text.text();
        }
        if (!text.paraphrases().isEmpty() && dice.chance(0.5)) {
            return dice.pick(text.paraphrases());
        }
        return (text.isSentences() ? rewording.reworded(text, dice) : reformatted(text, dice)).orElse(text.text());
    }
}
