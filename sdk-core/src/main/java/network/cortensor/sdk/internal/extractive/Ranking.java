package network.cortensor.sdk.internal.extractive;

import network.cortensor.sdk.verify.EmbeddingModel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/** Orders the sentences of one document by how well they fit one question. */
public final class Ranking {

    /** How many sentences are embedded at most: a quarter of a second of work for MiniLM on one core. */
    public static final int EMBEDDED_SENTENCES = 24;

    /**
     * How much the rare words that question and sentence share weigh beside the cosine. Embeddings of short texts blur
     * exactly the words that tell two sentences about one topic apart.
     */
    private static final double WEIGHT_OF_SHARED_WORDS = 0.6;

    /** Words are compared by their first letters, so that "terminates" finds "terminate" and "termination". */
    private static final int STEM_LENGTH = 6;

    private final String question;
    private final List<Candidate> candidates;

    private Ranking(String question, List<Candidate> candidates) {
        this.question = question;
        this.candidates = candidates;
    }

    private record Candidate(int position, Passage passage, double sharedWords) {}

    public static Ranking of(String question, List<Passage> sentences) {
        Set<String> asked = stems(Sentences.words(question));
        Map<String, Integer> frequency = new HashMap<>();
        for (Passage sentence : sentences) {
            for (String stem : stems(sentence.words())) {
                if (asked.contains(stem)) {
                    frequency.merge(stem, 1, Integer::sum);
                }
            }
        }
        double total = 0;
        Map<String, Double> rarity = new HashMap<>();
        for (Map.Entry<String, Integer> stem : frequency.entrySet()) {
            double weight = Math.log((double) (sentences.size() + 1) / stem.getValue());
            rarity.put(stem.getKey(), weight);
            total += weight;
        }
        List<Candidate> candidates = new ArrayList<>(sentences.size());
        for (int i = 0; i < sentences.size(); i++) {
            double shared = 0;
            for (String stem : stems(sentences.get(i).words())) {
                shared += rarity.getOrDefault(stem, 0.0);
            }
            candidates.add(new Candidate(i, sentences.get(i), total == 0 ? 0 : shared / total));
        }
        candidates.sort(
                Comparator.comparingDouble(Candidate::sharedWords).reversed().thenComparingInt(Candidate::position));
        return new Ranking(
                question, List.copyOf(candidates.subList(0, Math.min(EMBEDDED_SENTENCES, candidates.size()))));
    }

    /** Returns the best sentence; of equally good ones, the first in the document. */
    public Passage best(Function<String, float[]> embed) {
        float[] asked = embed.apply(question);
        return candidates.stream()
                .map(candidate -> Map.entry(candidate, score(asked, candidate, embed)))
                .sorted(Comparator.comparingInt(entry -> entry.getKey().position()))
                .reduce((a, b) -> b.getValue() > a.getValue() ? b : a)
                .orElseThrow()
                .getKey()
                .passage();
    }

    private static double score(float[] asked, Candidate candidate, Function<String, float[]> embed) {
        double cosine =
                EmbeddingModel.cosine(asked, embed.apply(candidate.passage().text()));
        return cosine + WEIGHT_OF_SHARED_WORDS * candidate.sharedWords();
    }

    private static Set<String> stems(List<String> words) {
        Set<String> stems = new HashSet<>();
        for (String word : words) {
            stems.add(word.length() <= STEM_LENGTH ? word : word.substring(0, STEM_LENGTH));
        }
        return stems;
    }
}
