package network.cortensor.sdk.internal.facts;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * What the numbers of an answer are about: names, the things that are counted (7 apples, 43 t of concrete) and places in an
 * order. Of an answer that is decided by its numbers nothing else has to be equal, but two answers that each name something
 * that the other does not are not the same. Immutable.
 */
final class Subjects {

    /** The most names, counted things and words of each answer that are held against the other's. */
    private static final int MAX = 24;

    /** How many words behind a number may be what it counts: 7 red apples. */
    private static final int COUNTED = 2;

    /** Words that stand behind a number and name nothing. */
    private static final Set<String> GENERAL = Set.of(
            ("item items thing things piece pieces unit units object objects total left long high wide deep tall old away"
                            + " remain remaining altogether")
                    .split(" ", -1));

    /** Whether what is named is a name, or a thing that is counted. */
    private enum Kind {
        NAME,
        COUNTED
    }

    /**
     * One thing that is named.
     *
     * @param words its words
     * @param lead the word that ties it in; may be empty
     * @param number what counts it, for {@link Kind#COUNTED} alone
     */
    private record Subject(Kind kind, List<Item> words, String lead, Optional<BigDecimal> number) {}

    private final List<Subject> subjects = new ArrayList<>();
    private final List<Item> words = new ArrayList<>();
    private final Set<BigDecimal> ordinals = new HashSet<>();

    private Subjects() {}

    static Subjects of(List<Sentence> sentences) {
        Subjects read = new Subjects();
        sentences.forEach(read::read);
        return read;
    }

    private void read(Sentence sentence) {
        List<Item> items = sentence.items();
        for (int i = 0; i < items.size(); i++) {
            Item item = items.get(i);
            Quantity quantity = item.quantity();
            if (item.kind() == Item.Kind.COMPARISON && item.word().plain().equals("first")) {
                ordinals.add(BigDecimal.ONE);
            } else if (quantity != null && quantity.unit().equals(Unit.ORDINAL)) {
                ordinals.add(quantity.number());
            } else if (quantity != null) {
                List<Item> counted = counted(sentence, i, quantity);
                if (!counted.isEmpty()) {
                    subjects.add(new Subject(Kind.COUNTED, counted, "", Optional.of(quantity.number())));
                }
            }
            if (item.isWord()) {
                for (Item part : parts(item)) {
                    words.add(part);
                    if (isName(part)) {
                        subjects.add(new Subject(Kind.NAME, List.of(part), sentence.lead(i), Optional.empty()));
                    }
                }
            }
        }
    }

    /** Returns the words of what is read as one because it looks like a function: M(CO2) is of CO2. */
    private static List<Item> parts(Item item) {
        String written = item.word().written();
        if (written.indexOf('(') < 0) {
            return List.of(item);
        }
        return Arrays.stream(written.split("[^\\p{L}\\p{N}]+", -1))
                .filter(part -> !part.isEmpty())
                .map(part -> Item.of(item.kind(), Vocabulary.word(part)))
                .toList();
    }

    private static boolean isName(Item item) {
        boolean first =
                item.kind() == Item.Kind.CONTENT && item.word().capital() && isSurelyName(item); // of a sentence
        return (first || item.kind() == Item.Kind.NAME)
                && item.word().kind() != Word.Kind.NUMBER
                && item.word().plain().length() > 1;
    }

    /** Returns the words behind a number that say what it counts. */
    private static List<Item> counted(Sentence sentence, int number, Quantity quantity) {
        List<Item> items = sentence.items();
        boolean bare = quantity.unit().equals(Unit.NONE) || quantity.unit().equals(Unit.PERCENT);
        int first = number + 1;
        boolean ties = first < items.size() && ((bare && sentence.isJoined(first)) || isOf(sentence, first));
        List<Item> counted = new ArrayList<>();
        for (int i = first; ties && i < items.size() && i < first + COUNTED; i++) {
            Item item = items.get(i);
            if (!item.isWord() || (i > first && !sentence.isJoined(i))) {
                break;
            }
            if (!GENERAL.contains(item.word().plain())) {
                counted.add(item);
            }
        }
        return counted;
    }

    private static boolean isOf(Sentence sentence, int item) {
        return sentence.lead(item).equals("of");
    }

    /**
     * Compares with what the other answer names.
     *
     * @return what each of the two names and the other does not; empty when at most one of them does
     */
    Optional<FactKind> differs(Subjects other, Meanings meanings) {
        if (hasOther(ordinals, other.ordinals) && hasOther(other.ordinals, ordinals)) {
            return Optional.of(FactKind.NUMBERS);
        }
        List<Subject> mine = lackedBy(other, meanings);
        List<Subject> theirs = other.lackedBy(this, meanings);
        for (Subject one : mine) {
            for (Subject two : theirs) {
                if (one.kind() == two.kind() && isOther(one, two, meanings)) {
                    return Optional.of(one.kind() == Kind.NAME ? FactKind.NAMES : FactKind.ENTITIES);
                }
            }
        }
        return Optional.empty();
    }

    private static boolean hasOther(Set<BigDecimal> these, Set<BigDecimal> those) {
        return !those.containsAll(these);
    }

    /** Returns what the other answer does not have a word for, nor a synonym. */
    private List<Subject> lackedBy(Subjects other, Meanings meanings) {
        Set<String> keys = new HashSet<>();
        other.words.forEach(word -> keys.add(word.key()));
        Set<String> own = new HashSet<>();
        words.forEach(word -> own.add(word.key()));
        List<Item> rest = other.words.stream()
                .filter(word -> !own.contains(word.key()))
                .limit(MAX)
                .toList();
        return subjects.stream()
                .filter(subject -> subject.words().stream().noneMatch(word -> keys.contains(word.key())))
                .limit(MAX)
                .filter(subject -> subject.words().stream()
                        .noneMatch(word -> rest.stream().anyMatch(that -> isSynonym(word, that, meanings))))
                .toList();
    }

    /** Carbon monoxide is near to carbon dioxide, CO is not another name of CO2. */
    private static boolean isSynonym(Item one, Item other, Meanings meanings) {
        return !(isAbbreviation(one) && isAbbreviation(other))
                && meanings.relation(one, other) == WordNet.Relation.CLOSE;
    }

    private static boolean isOther(Subject one, Subject two, Meanings meanings) {
        if (one.kind() == Kind.NAME) {
            boolean place = !one.lead().isEmpty() && one.lead().equals(two.lead());
            return place
                    || Stream.of(one, two)
                            .allMatch(subject -> isSurelyName(subject.words().get(0)));
        }
        return one.number().equals(two.number()) || last(one, two, meanings) == WordNet.Relation.OTHER_THING;
    }

    private static WordNet.Relation last(Subject one, Subject two, Meanings meanings) {
        return meanings.relation(
                one.words().get(one.words().size() - 1),
                two.words().get(two.words().size() - 1));
    }

    /** Whether this is no ordinary word in a heading: it is an abbreviation, or no dictionary has it in small letters. */
    private static boolean isSurelyName(Item item) {
        return isAbbreviation(item)
                || !WordNet.installed()
                        .map(wordNet -> wordNet.isCommon(item.word().plain()))
                        .orElse(true);
    }

    /** Whether a word has further capitals or digits: CO2, IBM. */
    private static boolean isAbbreviation(Item item) {
        return item.word().written().chars().skip(1).anyMatch(c -> Character.isUpperCase(c) || Character.isDigit(c));
    }

    @Override
    public String toString() {
        return "Subjects(" + subjects.size() + ")";
    }
}
