package network.cortensor.sdk.internal.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Whether two texts are the same items up to two stretches that have changed places, or a name that has moved. */
enum Exchange {
    /** They are not, or what moved took its preposition along. */
    NONE,
    /** Two names, two numbers, two times, two things: each stands in the other's role. */
    NAMES,
    NUMBERS,
    DATES,
    ENTITIES,
    /**
     * They may still say the same: a thing and a time behind equal words (in Vienna in May), two parts of a list, a name that
     * stands elsewhere.
     */
    OPEN;

    /** The longest stretch that changes places, in items. */
    private static final int MAX_ITEMS = 6;

    /** The longest part of two texts that is looked at. */
    private static final int MAX_MIDDLE = 1_000;

    /** An item with the word that ties it in. */
    private record Place(Item item, String lead, boolean passive) {

        boolean isLike(Place other) {
            return item.key().equals(other.item.key());
        }

        boolean hangsLike(Place other) {
            return lead.equals(other.lead);
        }

        /** Whether this is one letter, as in a formula. */
        boolean isVariable() {
            return item.word().plain().length() == 1;
        }

        boolean isListed() {
            return lead.equals("and") || lead.equals("or") || lead.equals("nor");
        }
    }

    static Exchange between(List<Sentence> one, List<Sentence> two) {
        List<Place> a = places(one);
        List<Place> b = places(two);
        if (a.size() != b.size()) {
            return NONE;
        }
        int start = 0;
        while (start < a.size() && a.get(start).isLike(b.get(start))) {
            start++;
        }
        int end = a.size();
        while (end > start && a.get(end - 1).isLike(b.get(end - 1))) {
            end--;
        }
        int length = end - start;
        if (length < 2 || length > MAX_MIDDLE) {
            return NONE;
        }
        return inMiddle(a.subList(start, end), b.subList(start, end));
    }

    /**
     * The same for words with a capital letter, whatever items they belong to: a part of a name, a title, a month.
     *
     * @return {@link #NAMES} or, when nothing stands between them, {@link #OPEN}
     */
    static Exchange ofCapitals(List<Sentence> one, List<Sentence> two) {
        List<Word> a = words(one);
        List<Word> b = words(two);
        if (a.size() != b.size()) {
            return NONE;
        }
        int start = 0;
        while (start < a.size() && a.get(start).plain().equals(b.get(start).plain())) {
            start++;
        }
        int end = a.size();
        while (end > start && a.get(end - 1).plain().equals(b.get(end - 1).plain())) {
            end--;
        }
        int length = end - start;
        if (length < 2 || length > MAX_MIDDLE) {
            return NONE;
        }
        List<Word> partA = a.subList(start, end);
        List<Word> partB = b.subList(start, end);
        for (int x = 1; x <= MAX_ITEMS && x < length && partA.get(x - 1).capital(); x++) {
            for (int y = 1;
                    y <= MAX_ITEMS && x + y <= length && partA.get(length - y).capital();
                    y++) {
                boolean exchanged = sameWords(partA.subList(0, x), partB.subList(length - x, length))
                        && sameWords(partA.subList(length - y, length), partB.subList(0, y))
                        && sameWords(partA.subList(x, length - y), partB.subList(y, length - x));
                if (exchanged) {
                    return x + y == length ? OPEN : NAMES;
                }
            }
        }
        return NONE;
    }

    private static List<Word> words(List<Sentence> sentences) {
        return sentences.stream()
                .flatMap(sentence -> sentence.words().stream())
                .filter(word -> word.kind() != Word.Kind.SIGN)
                .toList();
    }

    private static boolean sameWords(List<Word> one, List<Word> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).plain().equals(other.get(i).plain())) {
                return false;
            }
        }
        return one.size() == other.size();
    }

    private static Exchange inMiddle(List<Place> a, List<Place> b) {
        int length = a.size();
        for (int x = 1; x <= MAX_ITEMS && x < length; x++) {
            for (int y = 1; y <= MAX_ITEMS && x + y <= length; y++) {
                boolean exchanged = same(a.subList(0, x), b.subList(length - x, length))
                        && same(a.subList(length - y, length), b.subList(0, y))
                        && same(a.subList(x, length - y), b.subList(y, length - x));
                if (exchanged) {
                    return judge(a, b, x, length - y);
                }
            }
        }
        boolean moved = false;
        for (int x = 1; x <= MAX_ITEMS && x < length; x++) {
            moved |= isMovedName(a, b, x) || isMovedName(b, a, x);
        }
        return moved ? OPEN : NONE;
    }

    /** Whether a name that was first now is last. */
    private static boolean isMovedName(List<Place> a, List<Place> b, int words) {
        int length = a.size();
        return same(a.subList(0, words), b.subList(length - words, length))
                && same(a.subList(words, length), b.subList(0, length - words))
                && a.subList(0, words).stream().allMatch(place -> place.item().kind() == Item.Kind.NAME)
                && (a.get(0).lead().isEmpty() || !a.get(0).hangsLike(b.get(length - words)));
    }

    private static Exchange judge(List<Place> a, List<Place> b, int x, int behind) {
        Place first = a.get(0);
        Place second = a.get(behind);
        Place firstNow = b.get(b.size() - x);
        Place secondNow = b.get(0);
        boolean tookLeads = first.hangsLike(firstNow) && second.hangsLike(secondNow) && !first.hangsLike(second);
        List<Place> between = a.subList(x, behind);
        boolean noName =
                first.item().kind() == Item.Kind.CONTENT && second.item().kind() == Item.Kind.CONTENT;
        boolean gaveLeads = !first.hangsLike(second) && first.hangsLike(secondNow) && second.hangsLike(firstNow);
        if (between.isEmpty() && noName && (gaveLeads || (first.isVariable() && second.isVariable()))) {
            return OPEN; // the cause of the fire was the storm
        }
        if (tookLeads
                || (between.isEmpty() && (isOwner(second, secondNow, first) || isOwner(firstNow, first, second)))
                || (between.isEmpty() && noName)
                || otherVoice(between, b.subList(b.size() - behind, b.size() - x))) {
            return NONE;
        }
        boolean times = first.item().moment() != null;
        boolean sameLeads = !first.lead().isEmpty() && first.hangsLike(second);
        boolean list = between.stream()
                        .allMatch(place -> place.item().kind() == first.item().kind())
                && (second.isListed() || (between.isEmpty() && second.lead().isEmpty()));
        if (list || (sameLeads && times != (second.item().moment() != null))) {
            return OPEN;
        }
        return times ? DATES : first.item().quantity() != null ? NUMBERS : noName ? ENTITIES : NAMES;
    }

    /** Whether the mass of CO2 is what CO2 has: a name behind "of" begins the other text. */
    private static boolean isOwner(Place behindOf, Place begins, Place owned) {
        return (behindOf.item().kind() == Item.Kind.NAME || begins.item().kind() == Item.Kind.NAME)
                && owned.item().kind() == Item.Kind.CONTENT
                && behindOf.lead().equals("of")
                && begins.lead().isEmpty();
    }

    /** Whether a verb is active in one text and passive in the other, so that who does it has to change places. */
    private static boolean otherVoice(List<Place> one, List<Place> other) {
        for (int i = 0; i < one.size(); i++) {
            if (one.get(i).passive() != other.get(i).passive()) {
                return true;
            }
        }
        return false;
    }

    /** Returns what has changed places for sure, if something has. */
    Optional<FactKind> kind() {
        return switch (this) {
            case NONE, OPEN -> Optional.empty();
            case NAMES -> Optional.of(FactKind.NAMES);
            case NUMBERS -> Optional.of(FactKind.NUMBERS);
            case DATES -> Optional.of(FactKind.DATES);
            case ENTITIES -> Optional.of(FactKind.ENTITIES);
        };
    }

    void count(FactReport.Tally tally) {
        if (this != NONE) {
            kind().ifPresentOrElse(tally::conflict, () -> tally.onlyOne(FactKind.NAMES));
        }
    }

    private static List<Place> places(List<Sentence> sentences) {
        List<Place> places = new ArrayList<>();
        for (Sentence sentence : sentences) {
            for (int i = 0; i < sentence.items().size(); i++) {
                places.add(new Place(sentence.items().get(i), sentence.lead(i), sentence.isPassive(i)));
            }
        }
        return places;
    }

    private static boolean same(List<Place> one, List<Place> other) {
        for (int i = 0; i < one.size(); i++) {
            if (!one.get(i).isLike(other.get(i))) {
                return false;
            }
        }
        return one.size() == other.size();
    }
}
