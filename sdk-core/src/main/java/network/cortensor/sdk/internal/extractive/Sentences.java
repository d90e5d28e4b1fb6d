package network.cortensor.sdk.internal.extractive;

import java.text.BreakIterator;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.regex.Pattern;

/** Cuts a text into sentences and words. Line breaks inside a paragraph do not count; an empty line ends a sentence. */
public final class Sentences {

    /** Shorter ones are headings and list numbers, which fit many questions and answer none. */
    private static final int FEWEST_WORDS = 4;

    private static final Pattern PARAGRAPH_END = Pattern.compile("\\R\\s*\\R");
    private static final Pattern BLANKS = Pattern.compile("\\s+");
    private static final Pattern NOT_A_WORD = Pattern.compile("[^\\p{L}\\p{N}]+");

    private Sentences() {}

    public static List<Passage> of(String document) {
        List<Passage> all = new ArrayList<>();
        List<Passage> sentences = new ArrayList<>();
        BreakIterator ends = BreakIterator.getSentenceInstance(Locale.ROOT);
        for (String paragraph : PARAGRAPH_END.split(document, -1)) {
            String text = BLANKS.matcher(paragraph).replaceAll(" ").strip();
            ends.setText(text);
            int start = ends.first();
            for (int end = ends.next(); end != BreakIterator.DONE; start = end, end = ends.next()) {
                String sentence = text.substring(start, end).strip();
                List<String> words = words(sentence);
                if (!words.isEmpty()) {
                    Passage passage = new Passage(sentence, words);
                    all.add(passage);
                    if (words.size() >= FEWEST_WORDS) {
                        sentences.add(passage);
                    }
                }
            }
        }
        // A text that has nothing but short sentences is answered from those.
        return sentences.isEmpty() ? all : sentences;
    }

    public static List<String> words(String text) {
        List<String> words = new ArrayList<>();
        for (String word : NOT_A_WORD.split(text.toLowerCase(Locale.ROOT), -1)) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }
}
