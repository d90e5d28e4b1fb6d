package network.cortensor.examples.bench.verify;

import net.sf.extjwnl.JWNLException;
import net.sf.extjwnl.data.IndexWord;
import net.sf.extjwnl.data.IndexWordSet;
import net.sf.extjwnl.data.Word;
import net.sf.extjwnl.dictionary.Dictionary;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Synonyms from WordNet for words that have one meaning only, in the form in which WordNet has them. A word with two meanings
 * has no synonym that is right in every sentence.
 */
final class OneMeaning {

    private static final Pattern WORD = Pattern.compile("(?<![\\p{L}-])\\p{Ll}{5,}(?![\\p{L}-])");

    private static final int USUAL = 2;

    /** Words that WordNet knows in one meaning only and that are mostly used in another. */
    private static final Set<String> OTHERWISE =
            Set.of("while", "percent", "since", "during", "within", "either", "until");

    private final Dictionary dictionary;
    private final Map<String, List<String>> known = new HashMap<>();

    private OneMeaning(Dictionary dictionary) {
        this.dictionary = dictionary;
    }

    /** Opens the WordNet on the class path. */
    static OneMeaning open() {
        try {
            return new OneMeaning(Dictionary.getDefaultResourceInstance());
        } catch (JWNLException e) {
            throw new IllegalStateException("WordNet is a dependency of this program and could not be read", e);
        }
    }

    /** Replaces words, each with a probability, and leaves what it is not sure of. */
    String some(String text, double probability, Dice dice) {
        return WORD.matcher(text).replaceAll(match -> {
            List<String> others = dice.chance(probability) ? of(match.group()) : List.of();
            return Matcher.quoteReplacement(others.isEmpty() ? match.group() : dice.pick(others));
        });
    }

    /** Returns the other words for the only meaning of a word; empty when it has more than one, or none. */
    List<String> of(String word) {
        return known.computeIfAbsent(word, this::lookUp);
    }

    private List<String> lookUp(String word) {
        try {
            IndexWordSet found = dictionary.lookupAllIndexWords(word);
            if (found.size() != 1 || word.endsWith("s") || OTHERWISE.contains(word)) {
                return List.of();
            }
            IndexWord only = found.getIndexWordCollection().iterator().next();
            if (!only.getLemma().equals(word) || only.getSenses().size() != 1) {
                return List.of();
            }
            return only.getSenses().get(0).getWords().stream()
                    // What nobody wrote in the texts that WordNet counted would read oddly.
                    .filter(other -> other.getUseCount() >= USUAL)
                    .map(Word::getLemma)
                    // One small word for one small word: the sentence around it stays right.
                    .filter(lemma -> !lemma.equals(word) && lemma.matches("\\p{Ll}{4,}"))
                    .toList();
        } catch (JWNLException e) {
            throw new IllegalStateException("WordNet could not be read", e);
        }
    }
}
