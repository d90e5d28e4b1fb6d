package network.cortensor.examples.bench.verify;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * Honest changes made by rule: what another run of the same model does to its answer without saying anything else. Spelling of
 * numbers, dates and units, contractions, synonyms, the order of sentences that do not depend on one another.
 */
final class Rewording {

    private static final String MONTHS = String.join("|", QuantityEdits.MONTHS);

    private static final Map<String, String> UNIT_NAMES = new HashMap<>();

    private static final Map<String, List<String>> WORDS = new HashMap<>();

    static {
        for (String pair : List.of(
                "km=kilometres",
                "m=metres",
                "cm=centimetres",
                "kg=kilograms",
                "mg=milligrams",
                "ml=millilitres",
                "°C=degrees Celsius",
                "GB=gigabytes",
                "MB=megabytes",
                "kWh=kilowatt hours",
                "km/h=kilometres per hour",
                "W=watts",
                "V=volts",
                "kcal=kilocalories",
                "mm=millimetres",
                "%=percent")) {
            String[] sides = pair.split("=", -1);
            UNIT_NAMES.put(sides[0], sides[1]);
            UNIT_NAMES.put(sides[1], sides[0]);
        }
        words("about", "around", "roughly", "approximately");
        words("roughly", "about", "around");
        words("because", "since");
        words("although", "even though");
        words("immediately", "at once");
        words("at once", "immediately");
        words("usually", "normally", "as a rule");
        words("generally", "usually", "normally");
        words("completely", "entirely");
        words("nearly", "almost");
        words("almost", "nearly");
        words("however", "nevertheless");
        words("began", "started");
        words("bought", "purchased", "acquired");
        words("needs", "requires");
        words("need", "require");
        words("large", "big");
        words("largest", "biggest");
        words("enough", "sufficient");
        words("rare", "uncommon");
        words("costs", "comes to");
        words("illegal", "unlawful");
        words("forbidden", "prohibited");
        words("allowed", "permitted");
        words("finished", "completed");
        words("doctor", "physician");
        words("children", "kids");
        words("for example", "for instance");
    }

    private static final Swap GROUPED = Swap.of(
            "(?<![\\w.,])\\d{1,3}(?:,\\d{3})+(?![\\d,])",
            (match, dice) -> match.group().replace(",", ""));

    private static final Swap UNIT = Swap.of(
            "(?<=\\d) ?(" + unitNames() + ")(?![\\w²³/°])", (match, dice) -> " " + UNIT_NAMES.get(match.group(1)));

    private static final Swap SMALL_NUMBER = Swap.of(
            "(?<![\\w-])(two|three|four|five|six|seven|eight|nine|ten|eleven|twelve)(?= \\p{Ll})(?! (?:of|and|to|or)\\b)",
            (match, dice) -> Integer.toString(QuantityEdits.SMALL_NUMBERS.indexOf(match.group(1)) + 2));

    private static final Swap SHORT =
            Swap.of("\\b(is|are|was|were|does|do|did|has|have|had|should|would|could) not\\b", "$1n't");

    private static final Swap CANNOT = Swap.of("\\bcannot\\b", "can't");

    private static final Swap LONG =
            Swap.of("\\b(is|are|was|were|does|do|did|has|have|had|should|would|could)n't\\b", "$1 not");

    private static final Swap DAY_FIRST =
            Swap.of("\\b(\\d{1,2}) (" + MONTHS + ") (\\d{4})\\b(,?)", (match, dice) -> dayLast(match));

    private static final Swap MONTH_FIRST = Swap.of("\\b(" + MONTHS + ") (\\d{1,2}), (\\d{4})\\b", "$2 $1 $3");

    private static final Swap EUROS = Swap.of("(?<![\\d.,])(\\d[\\d,.]*\\d|\\d) euros\\b", "€$1");

    private static final Swap DOLLARS =
            Swap.of("(?<![\\d.,])(\\d[\\d,.]*\\d|\\d)( million| billion)? dollars\\b", "\\$$1$2".replace("\\", ""));

    private static final Swap SYNONYM =
            Swap.of("(?<![\\w-])(?i:" + anyWord() + ")(?![\\w-])(?! to\\b)", Rewording::synonym);

    /** A sentence that leans on the one before it, or begins an order of steps. */
    private static final Pattern DEPENDENT = Pattern.compile(
            "(?:This|That|These|Those|It|Its|He|She|They|Their|His|Her|Then|Next|Finally|First|Second|After|Before|However|But|"
                    + "So|Thus|Therefore|Within|At|Bring|Leave|Half|The others|One|Both|Such|Since|Suppose|In return|Later)\\b.*");

    private static final Pattern STEPS =
            Pattern.compile("\\b(?:[Tt]hen|[Nn]ext|[Ff]inally|[Ff]irst|[Aa]fter that|[Bb]efore you)\\b");

    private final OneMeaning synonyms;

    Rewording(OneMeaning synonyms) {
        this.synonyms = synonyms;
    }

    /** Rewords an answer made of sentences; empty when nothing came of it. */
    Optional<String> reworded(CorpusText text, Dice dice) {
        if (!text.isSentences()) {
            return Optional.empty();
        }
        String result = reordered(text.text(), dice);
        double often = dice.pick(List.of(0.3, 0.6, 0.9));
        result = GROUPED.some(result, often / 2, dice);
        result = DAY_FIRST.some(result, often, dice);
        result = MONTH_FIRST.some(result, often / 2, dice);
        result = EUROS.some(result, often / 2, dice);
        result = DOLLARS.some(result, often / 2, dice);
        result = UNIT.some(result, often, dice);
        result = SMALL_NUMBER.some(result, often / 2, dice);
        result = SHORT.some(result, often / 2, dice);
        result = CANNOT.some(result, often / 2, dice);
        result = LONG.some(result, often / 2, dice);
        result = SYNONYM.some(result, often, dice);
        result = synonyms.some(result, often / 2, dice);
        return result.equals(text.text()) ? Optional.empty() : Optional.of(result);
    }

    /** Sets the same sentences in another way: line ends, blanks, lists, emphasis, typographic marks. */
    static Optional<String> reformatted(CorpusText text, Dice dice) {
        if (!text.isSentences()) {
            return Optional.empty();
        }
        List<String> sentences = Sentences.of(text.text());
        String result = switch (dice.below(5)) {
            case 0 -> String.join("\n\n", sentences);
            case 1 -> String.join("\r\n", sentences) + "\r\n";
            case 2 -> "- " + String.join("\n- ", sentences);
            case 3 -> String.join("  ", sentences) + " \n";
            default -> text.text();
        };
        if (dice.chance(0.3)) {
            result = result.replace("'", "’");
        }
        if (dice.chance(0.3)) {
            result = Normalizer.normalize(result, Normalizer.Form.NFD);
        }
        if (dice.chance(0.3)) {
            // A no-break space before a unit is good typesetting.
            result = result.replaceAll("(?<=\\d) (?=[\\p{L}%°])", "\u00A0");
        }
        if (dice.chance(0.3)) {
            result = result.replaceFirst("(\\d[\\d.,]*\\d)", "**$1**");
        }
        return result.equals(text.text()) ? Optional.empty() : Optional.of(result);
    }

    private static String reordered(String text, Dice dice) {
        List<String> sentences = new ArrayList<>(Sentences.of(text));
        if (sentences.size() < 4 || STEPS.matcher(text).find() || dice.chance(0.5)) {
            return text;
        }
        // The first introduces what the others speak of. What the one behind leans on stays before it.
        int at = dice.between(1, sentences.size() - 2);
        boolean leans = sentences.subList(at, Math.min(at + 3, sentences.size())).stream()
                .anyMatch(sentence -> DEPENDENT.matcher(sentence).matches());
        if (!leans) {
            String moved = sentences.remove(at);
            sentences.add(at + 1, moved);
        }
        return Sentences.joined(sentences);
    }

    private static String dayLast(MatchResult match) {
        return match.group(2) + " " + match.group(1) + ", " + match.group(3) + match.group(4);
    }

    private static String synonym(MatchResult match, Dice dice) {
        String word = match.group();
        return Swap.likeCapital(word, dice.pick(WORDS.getOrDefault(word.toLowerCase(Locale.ROOT), List.of(word))));
    }

    private static void words(String word, String... others) {
        WORDS.put(word, List.of(others));
    }

    private static String anyWord() {
        return String.join("|", WORDS.keySet().stream().sorted().toList());
    }

    private static String unitNames() {
        return UNIT_NAMES.keySet().stream()
                .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length())
                .map(Pattern::quote)
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow();
    }
}
