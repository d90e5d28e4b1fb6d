package network.cortensor.examples.bench.verify;

import java.util.List;
import java.util.regex.Pattern;

/** Cuts a text into sentences, well enough for texts without many abbreviations. */
final class Sentences {

    private static final Pattern END = Pattern.compile(
            "(?<=[.!?])(?<!\\b(?:Dr|Mr|Mrs|St|No|vs|e\\.g|i\\.e|p\\.m|a\\.m)\\.)\\s+(?=[\\p{Lu}\\p{N}\"“])");

    private Sentences() {}

    static List<String> of(String text) {
        return List.of(END.split(text.strip()));
    }

    static String joined(List<String> sentences) {
        return String.join(" ", sentences);
    }

    /** Returns the sentence without its full stop and without its capital, if that is safe to take away. */
    static String asClause(String sentence) {
        String clause = sentence.endsWith(".") ? sentence.substring(0, sentence.length() - 1) : sentence;
        return clause.matches(
                        "(?:The|A|An|One|Two|For|To|With|Water|Light|Mix|Close|Put|It|Its|This|These|They|There|Most|All|Some|Many|In|On|At|After|Before)\\b.*")
                ? Character.toLowerCase(clause.charAt(0)) + clause.substring(1)
                : clause;
    }
}
