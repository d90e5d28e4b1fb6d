package network.cortensor.sdk.internal.facts;

import java.util.Optional;

/** The facts of one answer, read once and compared with any number of others. Immutable and thread-safe. */
public sealed interface AnswerFacts permits ProseFacts, JsonFacts, CodeFacts {

    /** Reads sentences. */
    static AnswerFacts ofProse(String text) {
        return ProseFacts.read(text, false);
    }

    /** Reads quantities, and the sentences around them. */
    static AnswerFacts ofNumbers(String text) {
        return ProseFacts.read(text, true);
    }

    /** Reads source code. */
    static AnswerFacts ofCode(String text) {
        return CodeFacts.read(text);
    }

    /** Reads a JSON text. */
    static AnswerFacts ofJson(String text) {
        return JsonFacts.read(text);
    }

    /** Reads a text that is one JSON object or array, whatever its task said it would be; empty when it is none. */
    static Optional<AnswerFacts> ofWholeJson(String text) {
        String stripped = text.strip();
        boolean may = stripped.startsWith("{") || stripped.startsWith("[");
        JsonFacts facts = may ? JsonFacts.read(text) : null;
        return facts != null && facts.isJson() ? Optional.of(facts) : Optional.empty();
    }

    /** Whether the data base of antonyms and synonyms is on the class path. */
    static boolean knowsAntonyms() {
        return WordNet.installed().isPresent();
    }

    /**
     * Compares with the facts of another answer of the same kind; the order of the two does not matter.
     *
     * @throws IllegalArgumentException when the other answer is of another kind
     */
    FactReport compareWith(AnswerFacts other);
}
