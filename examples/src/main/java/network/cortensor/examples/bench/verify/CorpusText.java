package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;

import java.util.List;

/**
 * One honest answer, with what was written beside it by hand.
 *
 * @param id unique in its corpus; what stands before the first hyphen is its field, such as {@code law}
 * @param paraphrases the same answer as another honest run would word it
 * @param contradictions sentences that contradict it
 * @param translations the same answer in another language
 */
record CorpusText(
        TaskType type,
        String id,
        String text,
        List<String> paraphrases,
        List<String> contradictions,
        List<String> translations) {

    CorpusText {
        paraphrases = List.copyOf(paraphrases);
        contradictions = List.copyOf(contradictions);
        translations = List.copyOf(translations);
    }

    /** Returns the field that it is from; a text without one is alone in its own. */
    String field() {
        int hyphen = id.indexOf('-');
        return hyphen < 0 ? id : id.substring(0, hyphen);
    }

    /** Returns whether it is made of sentences. */
    boolean isSentences() {
        return type == TaskType.PROSE || type == TaskType.NUMERIC;
    }
}
