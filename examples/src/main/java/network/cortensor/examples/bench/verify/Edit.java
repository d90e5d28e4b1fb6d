package network.cortensor.examples.bench.verify;

import java.util.Optional;

/** Makes another answer from an honest one. Draws from the dice whatever it leaves open. */
@FunctionalInterface
interface Edit {

    /** Returns the other answer; empty when this does not apply to the text, or this time led to nothing. */
    Optional<String> apply(CorpusText text, Dice dice);

    /** Returns the edits of a plain text as an edit of answers made of sentences. */
    static Edit ofSentences(TextEdit edit) {
        return (text, dice) -> text.isSentences() ? edit.apply(text.text(), dice) : Optional.empty();
    }

    /** Changes a text and knows nothing else of the answer. */
    @FunctionalInterface
    interface TextEdit {
        Optional<String> apply(String text, Dice dice);
    }
}
