package network.cortensor.sdk.internal.facts;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The years and centuries of an answer that are counted before or after the beginning of the era: 27 BC, AD 14. Immutable. */
final class Eras {

    private static final Set<String> BEFORE = Set.of("BC", "BCE");
    private static final Set<String> AFTER = Set.of("AD", "CE");
    private static final Set<String> SPANS = Set.of("century", "centuries", "millennium");

    /** Year to whether it is before; of a year that is both nothing is known. */
    private final Map<String, Boolean> before = new HashMap<>();

    private final Set<String> both = new HashSet<>();
    private final Map<String, Integer> times = new HashMap<>();

    private Eras() {}

    static Eras of(List<Sentence> sentences) {
        Eras eras = new Eras();
        sentences.forEach(sentence -> eras.read(sentence.words()));
        return eras;
    }

    private void read(List<Word> words) {
        for (int i = 0; i < words.size(); i++) {
            if (words.get(i).kind() == Word.Kind.NUMBER) {
                times.merge(year(words.get(i)), 1, Integer::sum);
            }
            if (!isMarker(words, i)) {
                continue;
            }
            boolean before = BEFORE.contains(letters(words.get(i)));
            if (isNumber(words, i - 1)) {
                state(year(words.get(i - 1)), before);
            } else if (isNumber(words, i + 1)) {
                state(year(words.get(i + 1)), before);
            } else {
                state(words.get(i - 2).plain() + ' ' + words.get(i - 1).plain(), before);
            }
        }
    }

    /** Whether a word says before or after what a year beside it is counted. */
    static boolean isMarker(List<Word> words, int at) {
        String letters = letters(words.get(at));
        boolean after = AFTER.contains(letters);
        boolean behind = isNumber(words, at - 1)
                || (at > 1 && SPANS.contains(words.get(at - 1).plain()));
        return (behind && (after || BEFORE.contains(letters))) || (letters.equals("AD") && isNumber(words, at + 1));
    }

    private static String letters(Word word) {
        return word.written().replace(".", "");
    }

    private static boolean isNumber(List<Word> words, int at) {
        return at >= 0 && at < words.size() && words.get(at).kind() == Word.Kind.NUMBER;
    }

    private static String year(Word number) {
        return number.plain().replace(",", "");
    }

    private void state(String year, boolean isBefore) {
        Boolean known = before.putIfAbsent(year, isBefore);
        if (known != null && known != isBefore) {
            both.add(year);
        }
    }

    /** Counts a year that one answer has before and the other after, or that only one of them puts before. */
    void compare(Eras other, FactReport.Tally tally) {
        lacking(other, tally);
        other.lacking(this, tally);
        before.forEach((year, isBefore) -> {
            Boolean that = other.before.get(year);
            if (that != null && !that.equals(isBefore) && !both.contains(year) && !other.both.contains(year)) {
                if (isOnce(year) && other.isOnce(year)) {
                    tally.conflict(FactKind.DATES);
                } else {
                    tally.onlyOne(FactKind.DATES);
                }
            }
        });
    }

    private boolean isOnce(String year) {
        return times.getOrDefault(year, 1) == 1;
    }

    private void lacking(Eras other, FactReport.Tally tally) {
        if (other.before.containsValue(true)) {
            return; // "from 31 to 27 BC" says it once for both
        }
        before.forEach((year, isBefore) -> {
            if (isBefore && other.times.containsKey(year) && !other.before.containsKey(year)) {
                tally.onlyOne(FactKind.DATES);
            }
        });
    }

    @Override
    public String toString() {
        return "Eras(" + before.size() + " years)";
    }
}
