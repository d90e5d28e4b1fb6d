package network.cortensor.examples.bench.verify;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** Attacks on who and what a text is about: names swapped, and one thing put in the place of another. */
final class NameEdits {

    private static final Pattern NAME = Pattern.compile(
            "(?<![\\p{L}\\p{N}’'-])\\p{Lu}[\\p{L}é-]+(?: (?:de |von |van |of )?\\p{Lu}[\\p{L}é-]+)*(?![\\p{L}\\p{N}])");

    /** Not names, though they have a capital. */
    private static final Set<String> NO_NAMES = Set.of(
            "X-rays",
            "Celsius",
            "Fahrenheit",
            "Monday",
            "Tuesday",
            "Wednesday",
            "Thursday",
            "Friday",
            "Saturday",
            "Sunday",
            "Mondays",
            "SELECT",
            "OK");

    /** Two names side by side may change places without a difference. */
    private static final Pattern LIST = Pattern.compile("[\\s,]*(?:and|or|as well as|&|,|/|–|-)[\\s,]*(?:the |in )?");

    /** Relations that hold both ways. */
    private static final Pattern SYMMETRIC = Pattern.compile(
            "\\b(?:between|border|borders|married|met|together|same|equal|equals|shares?|neighbours?|difference|distance)\\b");

    private static final List<List<String>> KINDS = List.of(
            List.of(
                    "Denmark",
                    "Prussia",
                    "Australia",
                    "Japan",
                    "Finland",
                    "Norway",
                    "Poland",
                    "Slovenia",
                    "Albania",
                    "Portugal",
                    "Chile",
                    "Canada",
                    "Egypt",
                    "Kenya",
                    "Mexico",
                    "Spain",
                    "Italy",
                    "France",
                    "Brazil"),
            List.of(
                    "Glasgow",
                    "Bergen",
                    "Mannheim",
                    "Leeds",
                    "Turin",
                    "Prague",
                    "Vienna",
                    "Lyon",
                    "Grenoble",
                    "Zurich",
                    "Zagreb",
                    "Belgrade",
                    "Hamburg",
                    "Munich",
                    "Sydney",
                    "Melbourne",
                    "Dover",
                    "Calais",
                    "Oslo",
                    "Madrid"),
            List.of("copper", "lithium", "magnesium", "aluminium", "iron", "zinc", "nickel", "gallium"),
            List.of("timber", "grain", "coal", "salt", "wool", "cotton", "oil"),
            List.of("liver", "kidney", "heart", "lung", "stomach", "skin"),
            List.of("paracetamol", "aspirin", "ibuprofen", "adrenaline", "insulin", "codeine"),
            List.of("bacteria", "viruses", "fungi", "parasites"),
            List.of("rice", "flour", "pasta", "bread", "sugar", "yeast", "oats"),
            List.of("water", "milk", "wine", "alcohol", "vinegar"),
            List.of("tomatoes", "potatoes", "strawberries", "carrots", "onions", "beans"),
            List.of("lemons", "oranges", "apples", "pears"),
            List.of("wolves", "bears", "foxes", "lynxes"),
            List.of("deer", "sheep", "goats", "cattle", "horses"),
            List.of("oxygen", "nitrogen", "hydrogen", "helium"),
            List.of("fire", "hail", "theft", "earthquake", "floods"),
            List.of("cyclists", "pedestrians", "motorists"),
            List.of("tenant", "guarantor", "broker"),
            List.of("guitar", "violin", "piano", "cello"),
            List.of("stone", "brick", "wood", "concrete", "steel"),
            List.of("fuel", "labour", "paper", "electricity"),
            List.of("architect", "geologist", "engineer", "lawyer", "surgeon"),
            List.of("queen", "worker", "drone"),
            List.of("lighthouse", "windmill", "castle"),
            List.of("Moon", "Mars", "Venus", "Jupiter"));

    private static final int TRIES = 12;

    private final List<String> strangers;

    private NameEdits(List<String> strangers) {
        this.strangers = strangers;
    }

    /** Wrong names are taken from the corpus as well: they look like the right ones. */
    static NameEdits of(Corpus corpus) {
        Set<String> names = new LinkedHashSet<>();
        corpus.texts().stream().filter(CorpusText::isSentences).forEach(text -> names.addAll(namesIn(text.text())));
        return new NameEdits(List.copyOf(names));
    }

    /** Swaps two names of one sentence, unless they are members of a list or of a relation that holds both ways. */
    static Optional<String> swapped(String text, Dice dice) {
        Set<String> known = namesIn(text);
        List<String> sentences = Sentences.of(text);
        for (int at : dice.shuffled(indices(sentences))) {
            String sentence = sentences.get(at);
            if (SYMMETRIC.matcher(sentence).find()) {
                continue;
            }
            List<Found> found = find(sentence, known);
            List<String> results = new ArrayList<>();
            for (int i = 0; i < found.size(); i++) {
                for (int j = i + 1; j < found.size(); j++) {
                    Found a = found.get(i);
                    Found b = found.get(j);
                    String between = sentence.substring(a.end(), b.start());
                    if (!a.name().equals(b.name()) && !LIST.matcher(between).matches()) {
                        results.add(sentence.substring(0, a.start())
                                + b.name()
                                + between
                                + a.name()
                                + sentence.substring(b.end()));
                    }
                }
            }
            if (!results.isEmpty()) {
                List<String> changed = new ArrayList<>(sentences);
                changed.set(at, dice.pick(results));
                return Optional.of(Sentences.joined(changed));
            }
        }
        return Optional.empty();
    }

    /** Puts another thing of the same kind, or a name from another text, in the place of one. */
    Optional<String> wrongEntity(String text, Dice dice) {
        for (int i = 0; i < TRIES; i++) {
            Optional<String> changed = dice.chance(0.5) ? kin(text, dice) : stranger(text, dice);
            if (changed.isPresent()) {
                return changed;
            }
        }
        return Optional.empty();
    }

    private static Optional<String> kin(String text, Dice dice) {
        for (List<String> kind : dice.shuffled(KINDS)) {
            for (String one : dice.shuffled(kind)) {
                Pattern word = Pattern.compile("(?<![\\p{L}-])" + Pattern.quote(one) + "(?![\\p{L}-])");
                if (word.matcher(text).find()) {
                    // Whatever else the text names is no wrong answer to put here.
                    List<String> others =
                            kind.stream().filter(other -> !text.contains(other)).toList();
                    return others.isEmpty()
                            ? Optional.empty()
                            : Optional.of(word.matcher(text).replaceAll(Matcher.quoteReplacement(dice.pick(others))));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<String> stranger(String text, Dice dice) {
        List<String> names = List.copyOf(namesIn(text));
        if (names.isEmpty()) {
            return Optional.empty();
        }
        String name = dice.pick(names);
        List<String> others = strangers.stream()
                .filter(other -> !text.contains(other) && words(other) == words(name))
                .toList();
        return others.isEmpty() ? Optional.empty() : Optional.of(text.replace(name, dice.pick(others)));
    }

    private static long words(String name) {
        return name.chars().filter(c -> c == ' ').count();
    }

    /** Returns the names of a text, those that stand in the middle of a sentence somewhere or have two words. */
    static Set<String> namesIn(String text) {
        Set<String> names = new LinkedHashSet<>();
        for (String sentence : Sentences.of(text)) {
            Matcher matcher = NAME.matcher(sentence);
            while (matcher.find()) {
                String name = matcher.group();
                boolean sure = matcher.start() > 0 || (sentence.length() > matcher.end() + 1 && name.contains(" "));
                if (sure && isName(name) && !startsWithCommonWord(matcher.start(), name)) {
                    names.add(name);
                }
            }
        }
        return names;
    }

    private static boolean isName(String name) {
        return name.length() > 2 && !NO_NAMES.contains(name) && !QuantityEdits.MONTHS.contains(name);
    }

    private static boolean startsWithCommonWord(int start, String name) {
        return start == 0
                && name.matches(
                        "(?:The|A|An|In|On|At|After|Before|Last|This|When|Since|For|From|With|Chief|Analysts|Captain|Director|"
                                + "Engineer|Storm|Shareholders|Citizens|Consumer|Version|Critics|Adults)\\b.*");
    }

    private static List<Found> find(String sentence, Set<String> known) {
        List<Found> found = new ArrayList<>();
        Matcher matcher = NAME.matcher(sentence);
        while (matcher.find()) {
            // A name that begins the sentence may have caught a common word: the known name is what counts.
            String caught = matcher.group();
            known.stream()
                    .filter(name -> caught.equals(name) || caught.endsWith(" " + name))
                    .max((a, b) -> Integer.compare(a.length(), b.length()))
                    .ifPresent(name -> found.add(new Found(name, matcher.end() - name.length(), matcher.end())));
        }
        return found;
    }

    private static List<Integer> indices(List<String> list) {
        List<Integer> indices = new ArrayList<>();
        for (int i = 0; i < list.size(); i++) {
            indices.add(i);
        }
        return indices;
    }

    /** A name and where it stands in its sentence. */
    private record Found(String name, int start, int end) {}
}
