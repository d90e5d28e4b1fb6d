package network.cortensor.sdk.internal.extractive;

import java.util.List;

/**
 * One sentence of a document.
 *
 * @param text the sentence with its white space folded
 * @param words its words in lower case
 */
public record Passage(String text, List<String> words) {

    public Passage {
        words = List.copyOf(words);
    }
}
