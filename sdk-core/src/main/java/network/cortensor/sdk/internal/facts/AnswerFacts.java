package network.cortensor.sdk.internal.facts;

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
