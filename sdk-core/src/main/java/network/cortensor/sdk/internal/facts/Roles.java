package network.cortensor.sdk.internal.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Whether two names that stand in one sentence of an answer have the same roles in the other answer, as far as order, voice
 * and prepositions tell. In free wording that cannot always be seen; then they do not agree.
 */
final class Roles {

    /** The most names of a sentence that are held against each other. */
    private static final int MAX_NAMES = 12;

    /** The most places at which a name is looked at. */
    private static final int MAX_PLACES = 8;

    private static final Set<String> LISTING = Set.of("and", "or", "nor", "&");

    private final List<Sentence> other;
    private final Map<String, List<Place>> places = new HashMap<>();

    private Roles(List<Sentence> other) {
        this.other = other;
        for (int s = 0; s < other.size(); s++) {
            List<Item> items = other.get(s).items();
            for (int i = 0; i < items.size(); i++) {
                if (items.get(i).isWord()) {
                    List<Place> same = places.computeIfAbsent(items.get(i).key(), key -> new ArrayList<>(1));
                    if (same.size() < MAX_PLACES) {
                        same.add(new Place(s, i));
                    }
                }
            }
        }
    }

    private record Place(int sentence, int item) {

        boolean isBefore(Place that) {
            return sentence != that.sentence ? sentence < that.sentence : item < that.item;
        }
    }

    /** Whether no two names of a sentence of the first answer seem to have other roles in the second one. */
    static boolean agree(List<Sentence> answer, List<Sentence> other) {
        Roles roles = new Roles(other);
        return answer.stream().allMatch(roles::agree);
    }

    private boolean agree(Sentence sentence) {
        List<Integer> names = new ArrayList<>();
        for (int i = 0; i < sentence.items().size() && names.size() < MAX_NAMES; i++) {
            if (isName(sentence.items().get(i)) && head(sentence, i) == i) {
                names.add(i);
            }
        }
        for (int x = 0; x < names.size(); x++) {
            for (int y = x + 1; y < names.size(); y++) {
                if (!agree(sentence, names.get(x), names.get(y))) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Whether both answers have this name; at the beginning of a sentence only the other one tells that it is one. */
    private boolean isName(Item item) {
        List<Place> same = item.isWord() ? places.getOrDefault(item.key(), List.of()) : List.of();
        if (item.kind() == Item.Kind.NAME) {
            return !same.isEmpty();
        }
        return item.word().capital()
                && same.stream()
                        .anyMatch(place -> other.get(place.sentence)
                                        .items()
                                        .get(place.item)
                                        .kind()
                                == Item.Kind.NAME);
    }

    private boolean agree(Sentence sentence, int x, int y) {
        String first = sentence.items().get(x).key();
        String second = sentence.items().get(y).key();
        if (first.equals(second)) {
            return true;
        }
        boolean told = false;
        int nearest = 2;
        for (Place one : places.getOrDefault(first, List.of())) {
            for (Place two : places.getOrDefault(second, List.of())) {
                int apart = Math.abs(one.sentence - two.sentence);
                if (apart < nearest) {
                    nearest = apart;
                    told = false;
                }
                if (apart == nearest && isLike(sentence, x, y, one, two)) {
                    told = true;
                }
            }
        }
        return told || nearest == 2;
    }

    private boolean isLike(Sentence sentence, int x, int y, Place one, Place two) {
        String leadX = lead(sentence, x);
        String leadY = lead(sentence, y);
        String leadOne = lead(other.get(one.sentence), one.item);
        String leadTwo = lead(other.get(two.sentence), two.item);
        boolean sameOrder = one.isBefore(two);
        boolean passive = isByAgent(sentence, y);
        if (passive != isByAgentBetween(one, two)) {
            return !sameOrder && sharesVerb(sentence, x, y, one, two);
        }
        if (sameOrder) {
            return leadX.equals(leadY) || !leadX.equals(leadTwo) || !leadY.equals(leadOne);
        }
        boolean keptLeads = leadX.equals(leadOne) && leadY.equals(leadTwo) && !leadX.equals(leadY);
        return keptLeads || isListed(sentence, x, y) || isListedBetween(one, two);
    }

    private boolean isByAgentBetween(Place one, Place two) {
        return one.sentence == two.sentence && isByAgent(other.get(one.sentence), Math.max(one.item, two.item));
    }

    /** Whether the same word stands between both: what one did to the other. */
    private boolean sharesVerb(Sentence sentence, int x, int y, Place one, Place two) {
        if (one.sentence != two.sentence) {
            return false;
        }
        List<Item> items = other.get(one.sentence).items();
        for (int i = x + 1; i < y; i++) {
            Item verb = sentence.items().get(i);
            for (int j = Math.min(one.item, two.item) + 1; j < Math.max(one.item, two.item); j++) {
                if (verb.kind() == Item.Kind.CONTENT
                        && verb.key().equals(items.get(j).key())) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isListedBetween(Place one, Place two) {
        return one.sentence == two.sentence
                && isListed(other.get(one.sentence), Math.min(one.item, two.item), Math.max(one.item, two.item));
    }

    /** Whether the second of two names is who did it: Rome was founded by Romulus. */
    private static boolean isByAgent(Sentence sentence, int second) {
        return lead(sentence, second).equals("by");
    }

    /** Whether two names stand side by side: Romulus and Remus; Ostia, a Roman town. */
    private static boolean isListed(Sentence sentence, int x, int y) {
        int head = head(sentence, y);
        for (int i = x + 1; i < head; i++) {
            if (sentence.items().get(i).kind() != Item.Kind.NAME) {
                return false;
            }
        }
        return sentence.lead(head).isEmpty() || LISTING.contains(sentence.lead(head));
    }

    private static String lead(Sentence sentence, int item) {
        return sentence.lead(head(sentence, item));
    }

    /** Returns the place of the first word of the name that a word belongs to. */
    private static int head(Sentence sentence, int item) {
        int head = item;
        while (head > 0 && sentence.items().get(head - 1).kind() == Item.Kind.NAME && sentence.isJoined(head)) {
            head--;
        }
        return head;
    }
}
