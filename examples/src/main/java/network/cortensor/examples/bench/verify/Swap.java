package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.BiFunction;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Finds the places where a text can be changed, and changes one of them. */
final class Swap {

    private final Pattern pattern;
    private final BiFunction<MatchResult, Dice, String> replacement;

    private Swap(Pattern pattern, BiFunction<MatchResult, Dice, String> replacement) {
        this.pattern = pattern;
        this.replacement = replacement;
    }

    /** Replaces a match by what the function returns; a match that it returns unchanged is no place to change. */
    static Swap of(String regex, BiFunction<MatchResult, Dice, String> replacement) {
        return new Swap(Pattern.compile(regex, Pattern.UNICODE_CHARACTER_CLASS), replacement);
    }

    /** Replaces a match by a fixed text, in which {@code $1} is the first group. */
    static Swap of(String regex, String replacement) {
        return of(regex, (match, dice) -> {
            String text = replacement;
            for (int group = match.groupCount(); group >= 1; group--) {
                text = text.replace("$" + group, match.group(group) == null ? "" : match.group(group));
            }
            return text;
        });
    }

    /** Changes one place in a text, drawn from all the places that any of the swaps finds. */
    static Optional<String> one(List<Swap> swaps, String text, Dice dice) {
        List<String> results = new ArrayList<>();
        for (Swap swap : swaps) {
            swap.pattern.matcher(text).results().forEach(match -> {
                String put = swap.replacement.apply(match, dice);
                if (!put.equals(match.group())) {
                    results.add(text.substring(0, match.start()) + put + text.substring(match.end()));
                }
            });
        }
        return results.isEmpty() ? Optional.empty() : Optional.of(dice.pick(results));
    }

    /** Changes all places, each with a probability. */
    String some(String text, double probability, Dice dice) {
        return pattern.matcher(text).replaceAll(match -> {
            String put = dice.chance(probability) ? replacement.apply(match, dice) : match.group();
            return Matcher.quoteReplacement(put);
        });
    }

    /** Returns a word with the capital that another begins with. */
    static String likeCapital(String model, String word) {
        return Character.isUpperCase(model.charAt(0))
                ? Character.toUpperCase(word.charAt(0)) + word.substring(1)
                : word;
    }
}
