package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;

/** Attacks on single words that turn a statement round: negation, quantifiers, antonyms. */
final class WordEdits {

    private static final String VERBS = "is|are|was|were|can|could|must|should|will|would|may";

    private static final List<Swap> NEGATIONS = List.of(
            Swap.of("\\b(" + VERBS + ")\\b(?! not\\b|n't| no\\b| never\\b)(?= \\p{Ll})", WordEdits::negated),
            Swap.of("\\b(" + VERBS + "|has|have|had|do|does|did) not (?!only\\b|just\\b|merely\\b)", "$1 "),
            Swap.of("\\b(Do) not (\\p{Ll})", (match, dice) -> match.group(2).toUpperCase(Locale.ROOT)),
            Swap.of("\\bcannot\\b|\\bcan't\\b", "can"),
            Swap.of("\\b(is|are|was|were|does|did|do|has|have|had|would|should|could)n't\\b", "$1"),
            Swap.of("\\b(N|n)ever\\b", (match, dice) -> "N".equals(match.group(1)) ? "Always" : "always"),
            Swap.of("\\b(is|are|was|were) no (?!longer\\b|more\\b|less\\b|later\\b|fewer\\b)", "$1 "),
            Swap.of("\\bwithout\\b", "with"));

    private static final String NUMBER = "(?:\\d|one|a |" + String.join("|", QuantityEdits.SMALL_NUMBERS) + ")";

    private static final List<Swap> QUANTIFIERS = List.of(
            word("all", "some", "(?! but\\b)"),
            word("every", "hardly any", "(?! (?:\\d|two|three|four|five|six|seven|eight|nine|ten|twelve)\\b)"),
            word("some", "all", "(?! time\\b)"),
            word("most", "few", ""),
            word("many", "few", ""),
            word("few", "many", ""),
            word("none", "all", ""),
            word("half", "a quarter", "(?=(?: of)? (?:the|them|of)\\b)"),
            word("always", "sometimes", ""),
            word("usually", "rarely", ""),
            word("mostly", "rarely", ""),
            word("rarely", "mostly", ""),
            word("seldom", "mostly", ""),
            word("nobody", "everybody", ""),
            word("everybody", "nobody", ""),
            word("at least", "at most", ""),
            word("at most", "at least", ""),
            word("more than", "less than", ""),
            word("less than", "more than", ""),
            word("over", "under", "(?= \\d)"),
            word("up to", "at least", "(?= \\d| \\p{Ll}+ )"),
            // "Only three" says no less without it.
            Swap.of("\\bonly (?!" + NUMBER + ")(?=\\p{L})", ""),
            Swap.of(
                    "\\bOnly (?!" + NUMBER + ")(\\p{L})",
                    (match, dice) -> match.group(1).toUpperCase(Locale.ROOT)));

    private static final Map<String, String> OPPOSITES = new HashMap<>();

    static {
        for (String pair : List.of(
                "increase/decrease increases/decreases increased/decreased rise/fall rises/falls rose/fell rising/falling",
                "higher/lower highest/lowest high/low larger/smaller large/small largest/smallest longer/shorter long/short",
                "longest/shortest deep/shallow wider/narrower thick/thin heavy/light heavier/lighter cheaper/dearer",
                "expensive/cheap hot/cold warm/cool warmer/colder before/after above/below early/late",
                "earlier/later allowed/forbidden permitted/prohibited safe/dangerous easy/difficult easier/harder open/closed",
                "opened/closed opens/closes won/lost success/failure successful/unsuccessful valid/void approved/rejected",
                "accepted/refused better/worse best/worst good/bad strong/weak stronger/weaker fast/slow faster/slower",
                "full/empty rare/common northern/southern north/south eastern/western east/west liked/disliked",
                "praised/criticised soft/firm fertile/barren wet/dry clean/dirty inside/outside minimum/maximum",
                "arrives/departs include/exclude included/excluded male/female winter/summer morning/evening bought/sold",
                "add/remove begins/ends appeared/vanished liquid/solid lowers/raises shortens/lengthens",
                "increases/reduces supports/opposes active/extinct true/false positive/negative legal/illegal",
                "public/private enough/insufficient effective/useless possible/impossible likely/unlikely known/unknown",
                "new/old newer/older fresh/stale ahead/behind gained/lost joined/quit",
                "same/opposite agreed/disagreed remembered/forgot starts/stops kept/abandoned more/less free/costly",
                "clear/cloudy bright/dark hard/easy harder/easier severe/mild deaths/births export/import exports/imports",
                "profit/loss profits/losses buyer/seller advantage/disadvantage gain/loss upper/lower top/bottom",
                "biggest/smallest covered/excluded works/fails helps/harms help/harm",
                "needs/lacks innocent/guilty benefit/suffer safer/riskier younger/older tighter/looser",
                "borrowed/lent cooled/heated accelerates/brakes ascending/descending climbs/descends",
                "quickly/slowly correct/wrong right/wrong friend/enemy peace/war simple/complicated")) {
            for (String both : pair.split(" ", -1)) {
                String[] sides = both.split("/", -1);
                OPPOSITES.putIfAbsent(sides[0], sides[1]);
                OPPOSITES.putIfAbsent(sides[1], sides[0]);
            }
        }
    }

    static {
        // "Last" is a verb as well.
        OPPOSITES.put("first", "last");
        OPPOSITES.put("returned", "left");
    }

    /** A measure before it, as in "12 km long", leaves such a word without an opposite; so does "last year". */
    private static final List<Swap> ANTONYMS = List.of(Swap.of(
            "(?<!(?:metres|kilometres|km|m|feet|the) )(?<![\\w-])(\\p{L}+)(?![\\w-])(?! (?:year|week|month|night)\\b)",
            (match, dice) -> opposite(match.group(1))));

    private WordEdits() {}

    /** Puts a negation in, or takes one out. */
    static Optional<String> negation(String text, Dice dice) {
        return Swap.one(NEGATIONS, text, dice);
    }

    /** Replaces "all" by "some", "at least" by "at most", takes an "only" out, and the like. */
    static Optional<String> quantifier(String text, Dice dice) {
        return Swap.one(QUANTIFIERS, text, dice);
    }

    /** Replaces a word by its opposite. */
    static Optional<String> antonym(String text, Dice dice) {
        return Swap.one(ANTONYMS, text, dice);
    }

    private static String negated(MatchResult match, Dice dice) {
        String verb = match.group(1);
        return verb.equals("can") ? "cannot" : verb + " not";
    }

    /** A word in small letters or with a capital, and nothing when an article makes a superlative of it. */
    private static Swap word(String word, String other, String behind) {
        String regex = "(?<!\\b(?:the|a|at) )\\b(?i:" + word + ")\\b" + behind;
        return Swap.of(regex, (match, dice) -> Swap.likeCapital(match.group(), other));
    }

    private static String opposite(String word) {
        String other = OPPOSITES.get(word.toLowerCase(Locale.ROOT));
        return other == null ? word : Swap.likeCapital(word, other);
    }

    /** Returns the words that have an opposite here, for tests. */
    static List<String> wordsWithOpposite() {
        return new ArrayList<>(OPPOSITES.keySet());
    }
}
