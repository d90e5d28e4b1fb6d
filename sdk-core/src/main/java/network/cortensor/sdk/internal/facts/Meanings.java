package network.cortensor.sdk.internal.facts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Says how two words stand to each other, by WordNet where it is installed, and by their endings. Counts its look-ups, and
 * after {@link #MAX_LOOK_UPS} knows nothing more, so that long answers stay cheap. Not thread-safe.
 */
final class Meanings {

    private static final int MAX_LOOK_UPS = 200_000;
    private static final Set<String> DENYING = Set.of("un", "in", "im", "il", "ir", "dis", "non", "anti");
    private static final Set<String> TIMES_OF_DAY =
            Set.of("morning", "noon", "afternoon", "evening", "midnight", "dawn", "dusk", "sunrise", "sunset");
    private static final Set<String> OF_PLACES =
            Set.of("n", "an", "ian", "ean", "ese", "ish", "i", "ic", "er", "nian", "is");

    private final Optional<WordNet> wordNet = WordNet.installed();
    private int lookUps;

    WordNet.Relation relation(Item one, Item other) {
        String a = one.word().plain();
        String b = other.word().plain();
        if (one.key().equals(other.key())) {
            return WordNet.Relation.CLOSE;
        }
        Direction direction = one.word().direction();
        boolean opposed = direction != Direction.NONE
                && direction.opposite() == other.word().direction();
        if (opposed || denies(a, b) || denies(b, a) || isOtherTime(a, b)) {
            return WordNet.Relation.OPPOSITE;
        }
        if (isSameMeasure(a, b)) {
            return WordNet.Relation.CLOSE;
        }
        if (isOtherMeasure(a, b) || direction != other.word().direction()) {
            return WordNet.Relation.OTHER_THING; // whatever rises, nothing that does not is a synonym of it
        }
        if (one.kind() == Item.Kind.NAME && other.kind() == Item.Kind.NAME && isOfPlace(a, b)) {
            return WordNet.Relation.CLOSE;
        }
        if (wordNet.isEmpty() || lookUps++ > MAX_LOOK_UPS) {
            return WordNet.Relation.UNKNOWN;
        }
        return wordNet.get().relation(a, b);
    }

    /** Whether one word is the other with a denying beginning or end: unlikely, useless. */
    private static boolean denies(String longer, String shorter) {
        if (shorter.length() < 4) {
            return false;
        }
        String stem = Vocabulary.stem(shorter);
        for (String prefix : DENYING) {
            if (longer.startsWith(prefix)
                    && Vocabulary.stem(longer.substring(prefix.length())).equals(stem)) {
                return true;
            }
        }
        boolean full = shorter.endsWith("ful") && longer.equals(shorter.substring(0, shorter.length() - 3) + "less");
        return full
                || (longer.endsWith("less")
                        && longer.substring(0, longer.length() - 4).equals(shorter));
    }

    /** Whether both are parts of the day, and not the same: WordNet has them all for kinds of time. */
    private static boolean isOtherTime(String a, String b) {
        return TIMES_OF_DAY.contains(a) && TIMES_OF_DAY.contains(b) && !a.equals(b);
    }

    /** Whether both are units or magnitudes, and not the same, as in "thousands of hours": not synonyms, whatever WordNet says. */
    static boolean isOtherMeasure(String a, String b) {
        Optional<BigDecimal> magnitude = QuantityReader.magnitude(a);
        Optional<BigDecimal> other = QuantityReader.magnitude(b);
        if (magnitude.isPresent() && other.isPresent()) {
            return magnitude.get().compareTo(other.get()) != 0;
        }
        Optional<Unit> unit = unit(a);
        Optional<Unit> otherUnit = unit(b);
        return unit.isPresent() && otherUnit.isPresent() && !unit.equals(otherUnit);
    }

    /** Whether both are names of one unit: kilogram, kg. */
    private static boolean isSameMeasure(String a, String b) {
        Optional<Unit> unit = unit(a);
        return unit.isPresent() && unit.equals(unit(b));
    }

    private static Optional<Unit> unit(String name) {
        return Unit.named(name.replace('-', '_'));
    }

    /** Whether one name is that of the people of the other: Canada, Canadian. */
    private static boolean isOfPlace(String a, String b) {
        int common = 0;
        while (common < a.length() && common < b.length() && a.charAt(common) == b.charAt(common)) {
            common++;
        }
        String restA = a.substring(common);
        String restB = b.substring(common);
        return common >= 4
                && ((restA.length() <= 2 && OF_PLACES.contains(restB))
                        || (restB.length() <= 2 && OF_PLACES.contains(restA)));
    }

    /** Whether a word is made of the first letters of a name: FBI. */
    static boolean isInitials(Item word, List<Item> name) {
        if (name.size() < 2) {
            return false;
        }
        StringBuilder initials = new StringBuilder();
        for (Item part : name) {
            initials.appendCodePoint(part.word().plain().codePointAt(0));
        }
        return word.word().plain().contentEquals(initials);
    }
}
