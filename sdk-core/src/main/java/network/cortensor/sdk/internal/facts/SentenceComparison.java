package network.cortensor.sdk.internal.facts;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Compares two sentences that speak of the same thing: lays their items side by side, and looks at what has no partner. The
 * cost is bounded, since a sentence is.
 *
 * <p>A conflict needs both sides: two values for the same place, a denial of what the other affirms. What only one sentence
 * has is left open for the caller, because another sentence may have it.
 */
final class SentenceComparison {

    private static final int NO = -1;
    private static final BigDecimal TWO = new BigDecimal(2);

    /** From this share of common items on, what the rest says is held against each other. */
    private static final double RELATED = 0.4;

    /** From this share on both sides, the sentences differ in details alone. */
    private static final double TIGHT = 0.6;

    /** From this share of items in the same order on, the wording is the same up to details. */
    private static final double CLOSELY = 0.65;

    /** The most items of each side for which the meanings of words are looked up. */
    private static final int MAX_LOOKED_UP = 12;

    /** The largest stretch between two common items in which one thing is taken to stand for the other. */
    private static final int MAX_GAP = 3;

    private static final Map<String, Integer> RANKS = Map.of(
            "few",
            1,
            "rarely",
            1,
            "some",
            2,
            "sometimes",
            2,
            "many",
            3,
            "most",
            4,
            "often",
            4,
            "every",
            6,
            "always",
            6);
    /** Each the opposite of the other, where nothing else differs. */
    private static final Map<String, String> PARTICLES = Map.of(
            "in", "out", "on", "off", "up", "down", "over", "under", "above", "below", "inside", "outside", "with",
            "without");

    private static final Set<String> STRONG_QUANTIFIERS = Set.of("only", "atleast", "atmost");

    private final Sentence a;
    private final Sentence b;
    private final Side sideA;
    private final Side sideB;
    private final Meanings meanings;
    private final FactReport.Tally tally;
    private double coverA;
    private double coverB;
    private double inOrder;
    private boolean singleEdit;
    /** How many words both sentences begin with, and end with. */
    private int sameBefore;

    private int sameBehind;

    SentenceComparison(Side sideA, Side sideB, Meanings meanings, FactReport.Tally tally) {
        this.a = sideA.sentence;
        this.b = sideB.sentence;
        this.sideA = sideA;
        this.sideB = sideB;
        this.meanings = meanings;
        this.tally = tally;
    }

    /** One of the two sentences: its partners in the other, and what of it is settled by now. Not thread-safe. */
    static final class Side {

        private final Sentence sentence;
        private final ProseFacts answer;
        private final boolean[] matched;
        private final boolean[] claimed;
        private final boolean[] settled;
        private int[] mates = {};
        private int[] gaps = {};

        Side(Sentence sentence, ProseFacts answer) {
            this.sentence = sentence;
            this.answer = answer;
            this.matched = new boolean[sentence.items().size()];
            this.claimed = new boolean[matched.length];
            this.settled = new boolean[matched.length];
        }

        Sentence sentence() {
            return sentence;
        }

        /** Whether an item has a partner in any sentence of the other answer. */
        boolean isMatched(int item) {
            return matched[item];
        }

        /** Whether an item has a partner of its own: what is said twice here and once there has one partner. */
        boolean isClaimed(int item) {
            return claimed[item];
        }

        /** Whether nothing is left to say of an item: it has a partner, or is part of a conflict that was counted. */
        boolean isSettled(int item) {
            return matched[item] || settled[item];
        }

        private Item item(int at) {
            return sentence.items().get(at);
        }

        private int size() {
            return matched.length;
        }

        private boolean isFree(int item) {
            return mates[item] == NO && !settled[item];
        }

        /** Returns the places of items that have no partner and are of one kind. */
        private List<Integer> free(Item.Kind kind) {
            List<Integer> free = new ArrayList<>();
            for (int i = 0; i < size(); i++) {
                if (isFree(i) && item(i).kind() == kind) {
                    free.add(i);
                }
            }
            return free;
        }

        private List<Integer> freeWords() {
            List<Integer> free = new ArrayList<>();
            for (int i = 0; i < size() && free.size() < MAX_LOOKED_UP; i++) {
                if (isFree(i) && item(i).isWord()) {
                    free.add(i);
                }
            }
            return free;
        }
    }

    /**
     * Compares; what was found is in the tally and in the two sides.
     *
     * @param mutual whether each of the two is the other's best partner; otherwise one has another partner, and only what is
     *     stated nowhere else is held against it
     */
    void compare(boolean mutual) {
        align();
        joinMoved();
        joinAgreeing();
        coverA = cover(sideA);
        coverB = cover(sideB);
        inOrder = inOrder();
        singleEdit = isSingleEdit();
        boolean related = Math.max(coverA, coverB) >= RELATED || singleEdit || isShort();
        if (related && !mutual) {
            sameDenials();
            quantities(false);
        } else if (related) {
            roles();
            negations();
            opposites();
            quantities(true);
            ordinals(sideA, sideB);
            ordinals(sideB, sideA);
            particles();
            measures();
            moments();
            names();
            wordsInPlace();
            quantifiers();
            modals();
            conjunctions();
            caveats();
        }
        mark();
    }

    /** Holds a sentence that one answer adds against one that both have: it must not take back what that says. */
    void compareAdded() {
        align();
        joinMoved();
        joinAgreeing();
        coverA = cover(sideA);
        coverB = cover(sideB);
        inOrder = inOrder();
        boolean sameThings = sideA.free(Item.Kind.NAME).isEmpty()
                && sideB.free(Item.Kind.NAME).isEmpty();
        if (Math.min(coverA, coverB) >= TIGHT && sameThings) {
            negations();
            opposites();
        }
    }

    private void mark() {
        for (int i = 0; i < sideA.size(); i++) {
            int mate = sideA.mates[i];
            if (mate != NO) {
                sideA.matched[i] = true;
                sideB.matched[mate] = true;
                if (!sideA.claimed[i] && !sideB.claimed[mate]) {
                    sideA.claimed[i] = true;
                    sideB.claimed[mate] = true;
                }
            }
        }
    }

    /** What differs is a contradiction where the sentences differ in little else; in freer wording it may be read wrongly here. */
    private void differs(FactKind kind) {
        if (isCloselyWorded()) {
            tally.conflict(kind);
        } else {
            tally.onlyOne(kind);
        }
    }

    // --- laying side by side ---

    /** Finds the longest common sequence of items. */
    private void align() {
        int n = sideA.size();
        int m = sideB.size();
        sideA.mates = filled(n);
        sideB.mates = filled(m);
        int[][] length = new int[n + 1][m + 1];
        for (int i = n - 1; i >= 0; i--) {
            for (int j = m - 1; j >= 0; j--) {
                length[i][j] = sideA.item(i).key().equals(sideB.item(j).key())
                        ? length[i + 1][j + 1] + 1
                        : Math.max(length[i + 1][j], length[i][j + 1]);
            }
        }
        int i = 0;
        int j = 0;
        int gap = 0;
        sideA.gaps = new int[n];
        sideB.gaps = new int[m];
        while (i < n || j < m) {
            if (i < n && j < m && sideA.item(i).key().equals(sideB.item(j).key())) {
                join(i, j);
                gap++;
                i++;
                j++;
            } else if (j >= m || (i < n && length[i + 1][j] >= length[i][j + 1])) {
                sideA.gaps[i++] = gap;
            } else {
                sideB.gaps[j++] = gap;
            }
        }
    }

    /** Joins equal items that stand elsewhere. */
    private void joinMoved() {
        Map<String, List<Integer>> left = new HashMap<>();
        for (int j = 0; j < sideB.size(); j++) {
            if (sideB.mates[j] == NO) {
                left.computeIfAbsent(sideB.item(j).key(), key -> new ArrayList<>())
                        .add(j);
            }
        }
        for (int i = 0; i < sideA.size(); i++) {
            List<Integer> equal = left.get(sideA.item(i).key());
            if (sideA.mates[i] == NO && equal != null && !equal.isEmpty()) {
                join(i, equal.remove(0));
            }
        }
    }

    /** Joins what is written differently and states the same: 5 and 5 km, May 1994 and 1994, synonyms, short names. */
    private void joinAgreeing() {
        for (int i : sideA.free(Item.Kind.QUANTITY)) {
            for (int j : sideB.free(Item.Kind.QUANTITY)) {
                if (sideA.mates[i] == NO && quantity(sideA, i).mayBe(quantity(sideB, j))) {
                    join(i, j);
                }
            }
        }
        for (int i : sideA.free(Item.Kind.MOMENT)) {
            for (int j : sideB.free(Item.Kind.MOMENT)) {
                if (sideA.mates[i] == NO
                        && sideB.mates[j] == NO
                        && moment(sideA, i).agrees(moment(sideB, j))) {
                    join(i, j);
                }
            }
        }
        List<Integer> restA = sideA.freeWords();
        List<Integer> restB = sideB.freeWords();
        for (int i : restA) {
            for (int j : restB) {
                boolean open = sideA.mates[i] == NO && sideB.mates[j] == NO;
                if (open && meanings.relation(sideA.item(i), sideB.item(j)) == WordNet.Relation.CLOSE) {
                    join(i, j);
                }
            }
        }
    }

    private void join(int i, int j) {
        sideA.mates[i] = j;
        sideB.mates[j] = i;
    }

    private static int[] filled(int length) {
        int[] mates = new int[length];
        Arrays.fill(mates, NO);
        return mates;
    }

    private static double cover(Side side) {
        int weight = 0;
        int joined = 0;
        for (int i = 0; i < side.size(); i++) {
            if (side.item(i).hasWeight()) {
                weight++;
                joined += side.mates[i] == NO ? 0 : 1;
            }
        }
        return weight == 0 ? 0 : (double) joined / weight;
    }

    /** Whether the sentences are the same words up to one short stretch. */
    private boolean isSingleEdit() {
        List<Word> one = a.words();
        List<Word> two = b.words();
        int shorter = Math.min(one.size(), two.size());
        int start = 0;
        while (start < shorter && one.get(start).plain().equals(two.get(start).plain())) {
            start++;
        }
        int end = 0;
        while (end < shorter - start
                && one.get(one.size() - 1 - end)
                        .plain()
                        .equals(two.get(two.size() - 1 - end).plain())) {
            end++;
        }
        int edit = Math.max(one.size(), two.size()) - start - end;
        sameBefore = start;
        sameBehind = end;
        return edit > 0 && edit <= MAX_GAP && start + end >= 3 && start + end >= edit * 2;
    }

    /** Whether each has words where the other has others. */
    private boolean isReplaced() {
        return Math.min(a.words().size(), b.words().size()) > sameBefore + sameBehind;
    }

    /** Whether both are so short that the one thing they say is the answer. */
    private boolean isShort() {
        return a.items().size() <= 2 && b.items().size() <= 2;
    }

    /** Returns the share of items that have their partner in the same order, of the longer sentence. */
    private double inOrder() {
        int kept = 0;
        int last = NO;
        for (int i = 0; i < sideA.size(); i++) {
            if (sideA.mates[i] > last) {
                last = sideA.mates[i];
                kept++;
            }
        }
        int longer = Math.max(sideA.size(), sideB.size());
        return longer == 0 ? 0 : (double) kept / longer;
    }

    /** Whether one sentence is the other with a detail changed, not the same said in another way. */
    private boolean isCloselyWorded() {
        return singleEdit || (isTight() && inOrder >= CLOSELY);
    }

    private boolean isTight() {
        return singleEdit || Math.min(coverA, coverB) >= TIGHT;
    }

    // --- what has changed places ---

    /** Finds pairs that stand in each other's place: whoever bought is now the one that was bought. */
    private void roles() {
        Exchange exchange = Exchange.between(List.of(a), List.of(b));
        if (exchange != Exchange.NONE) {
            exchange.kind().ifPresentOrElse(this::differs, () -> tally.onlyOne(FactKind.NAMES));
            return;
        }
        List<Integer> named = new ArrayList<>();
        for (int i = 0; i < sideA.size(); i++) {
            Item item = sideA.item(i);
            boolean role = item.kind() == Item.Kind.NAME
                    || item.kind() == Item.Kind.QUANTITY
                    || item.kind() == Item.Kind.MOMENT
                    || (item.kind() == Item.Kind.CONTENT && isCapitalInBoth(i) && isMoved(i));
            if (role && sideA.mates[i] != NO) {
                named.add(i);
            }
        }
        for (int x = 0; x < named.size() && x < 2 * MAX_LOOKED_UP; x++) {
            for (int y = x + 1; y < named.size() && y < 2 * MAX_LOOKED_UP; y++) {
                int first = named.get(x);
                int second = named.get(y);
                if (comparable(sideA.item(first), sideA.item(second)) && isSwapped(first, second)) {
                    differs(kindOf(sideA.item(first)));
                    return; // one swap moves several items
                }
            }
        }
    }

    /** Whether a word is written like a name in both, also at the beginning of a sentence. */
    private boolean isCapitalInBoth(int i) {
        int mate = sideA.mates[i];
        return mate != NO
                && sideA.item(i).word().capital()
                && sideB.item(mate).word().capital();
    }

    private boolean isMoved(int i) {
        int mate = sideA.mates[i];
        if (mate == NO) {
            return false;
        }
        for (int k = 0; k < sideA.size(); k++) {
            if (sideA.mates[k] != NO && k != i && k < i != sideA.mates[k] < mate) {
                return true;
            }
        }
        return false;
    }

    private static boolean comparable(Item one, Item other) {
        if (one.key().equals(other.key())) {
            return false;
        }
        if (one.quantity() != null && other.quantity() != null) {
            return one.quantity().sameDimension(other.quantity());
        }
        if (one.moment() != null && other.moment() != null) {
            return one.moment().sameKind(other.moment());
        }
        return one.isWord() && other.isWord();
    }

    private boolean isSwapped(int x, int y) {
        int xb = sideA.mates[x];
        int yb = sideA.mates[y];
        boolean mirrored = isMirrored(x, y);
        boolean sameOrder = x < y == xb < yb;
        if (sameOrder != mirrored && sideA.item(x).isWord()) {
            return false;
        }
        int[] runX = run(sideA, x);
        int[] runY = run(sideA, y);
        int[] runXb = run(sideB, xb);
        int[] runYb = run(sideB, yb);
        if (y <= runX[1] || (yb >= runXb[0] && yb <= runXb[1])) {
            return false; // both belong to one name
        }
        double straight = likeness(runX, runXb, y, yb, mirrored) + likeness(runY, runYb, x, xb, mirrored);
        double crossed = likeness(runX, runYb, y, xb, mirrored) + likeness(runY, runXb, x, yb, mirrored);
        return crossed >= 2 && crossed > straight + 1;
    }

    /** Whether a verb between or beside the two is active in one sentence and passive in the other. */
    private boolean isMirrored(int x, int y) {
        for (int v = Math.min(x, y) + 1; v < Math.max(x, y); v++) {
            int mate = sideA.mates[v];
            if (mate != NO && sideA.item(v).kind() == Item.Kind.CONTENT) {
                boolean between = mate > Math.min(sideA.mates[x], sideA.mates[y])
                        && mate < Math.max(sideA.mates[x], sideA.mates[y]);
                if (between && a.isPassive(v) != b.isPassive(mate)) {
                    return true;
                }
            }
        }
        return false;
    }

    /** Returns the first and the last place of the name that a word belongs to. */
    private static int[] run(Side side, int at) {
        int start = at;
        int end = at;
        while (start > 0 && continues(side, start)) {
            start--;
        }
        while (end + 1 < side.size() && continues(side, end + 1)) {
            end++;
        }
        return new int[] {start, end};
    }

    private static boolean continues(Side side, int at) {
        return side.item(at).kind() == Item.Kind.NAME
                && side.item(at - 1).kind() == Item.Kind.NAME
                && side.sentence.isJoined(at);
    }

    /** How alike two places are, by what stands before and behind them. */
    private double likeness(int[] runA, int[] runB, int otherA, int otherB, boolean mirrored) {
        double score = 0;
        String lead = a.lead(runA[0]);
        if (!lead.isEmpty() && lead.equals(b.lead(runB[0])) && !lead.equals("and")) {
            score += 1;
        }
        int[] leftA = neighbours(sideA, runA[0], -1, otherA);
        int[] rightA = neighbours(sideA, runA[1], 1, otherA);
        int[] leftB = neighbours(sideB, runB[0], -1, otherB);
        int[] rightB = neighbours(sideB, runB[1], 1, otherB);
        return score + sides(leftA, mirrored ? rightB : leftB) + sides(rightA, mirrored ? leftB : rightB);
    }

    private double sides(int[] ofA, int[] ofB) {
        double score = 0;
        if (ofA[0] == NO || ofB[0] == NO) {
            return ofA[0] == ofB[0] ? 0.5 : 0;
        }
        if (sideA.mates[ofA[0]] == ofB[0]) {
            score += 1;
        } else if ((ofB[1] != NO && sideA.mates[ofA[0]] == ofB[1]) || (ofA[1] != NO && sideA.mates[ofA[1]] == ofB[0])) {
            score += 0.5;
        }
        if (ofA[1] != NO && ofB[1] != NO && sideA.mates[ofA[1]] == ofB[1]) {
            score += 0.5;
        }
        return score;
    }

    /** Returns the two nearest items with weight on one side of a place, without the one that may have changed places with it. */
    private static int[] neighbours(Side side, int from, int step, int without) {
        int[] found = {NO, NO};
        int count = 0;
        int[] other = run(side, without);
        for (int i = from + step; i >= 0 && i < side.size() && count < 2; i += step) {
            if (side.item(i).hasWeight() && (i < other[0] || i > other[1])) {
                found[count++] = i;
            }
        }
        return found;
    }

    static FactKind kindOf(Item item) {
        return switch (item.kind()) {
            case NAME -> FactKind.NAMES;
            case QUANTITY -> FactKind.NUMBERS;
            case MOMENT -> FactKind.DATES;
            case NEGATION -> FactKind.NEGATION;
            case QUANTIFIER -> FactKind.QUANTIFIERS;
            case MODAL -> FactKind.MODALITY;
            case CAVEAT -> FactKind.CAVEATS;
            case COMPARISON -> FactKind.COMPARISON;
            case CONTENT -> FactKind.ENTITIES;
        };
    }

    // --- what is denied ---

    private void sameDenials() {
        joinDenials(new ArrayList<>(a.negations()), new ArrayList<>(b.negations()));
    }

    /** Joins the negations that deny the same, and leaves the others in the lists. */
    private void joinDenials(List<Sentence.Negation> restA, List<Sentence.Negation> restB) {
        // A negation's partner is not who stands in the same order, but who denies the same.
        forget(restA, sideA);
        forget(restB, sideB);
        for (int pass = 0; pass < 2; pass++) {
            boolean nearest = pass == 0;
            restA.removeIf(negation -> {
                for (Sentence.Negation other : restB) {
                    if (denySame(negation, other, nearest)) {
                        restB.remove(other);
                        join(negation.at(), other.at());
                        tally.agree(FactKind.NEGATION);
                        return true;
                    }
                }
                return false;
            });
        }
    }

    private void negations() {
        List<Sentence.Negation> restA = new ArrayList<>(a.negations());
        List<Sentence.Negation> restB = new ArrayList<>(b.negations());
        joinDenials(restA, restB);
        for (Sentence.Negation negation : restA) {
            unmatched(negation, sideA, sideB, b, restB);
        }
        for (Sentence.Negation negation : restB) {
            unmatched(negation, sideB, sideA, a, restA);
        }
        if (isTight() && restA.size() != restB.size() && denials(restA, sideA) != denials(restB, sideB)) {
            restA.forEach(negation -> sideA.settled[negation.at()] = true);
            restB.forEach(negation -> sideB.settled[negation.at()] = true);
            differs(FactKind.NEGATION);
        }
    }

    private static int denials(List<Sentence.Negation> negations, Side side) {
        return (int) negations.stream()
                .filter(negation -> !side.settled[negation.at()])
                .count();
    }

    private void forget(List<Sentence.Negation> negations, Side side) {
        Side other = side == sideA ? sideB : sideA;
        for (Sentence.Negation negation : negations) {
            int mate = side.mates[negation.at()];
            if (mate != NO) {
                side.mates[negation.at()] = NO;
                other.mates[mate] = NO;
            }
        }
    }

    private boolean denySame(Sentence.Negation one, Sentence.Negation other, boolean nearest) {
        if (one.scope().isEmpty() || other.scope().isEmpty()) {
            return one.scope().isEmpty() && other.scope().isEmpty();
        }
        if (nearest) {
            return sideA.mates[one.scope().get(0)] == other.scope().get(0);
        }
        return one.scope().stream().anyMatch(i -> other.scope().contains(sideA.mates[i]));
    }

    /** A negation without partner contradicts the other sentence when that affirms what it denies. */
    private void unmatched(
            Sentence.Negation negation,
            Side side,
            Side other,
            Sentence otherSentence,
            List<Sentence.Negation> otherRest) {
        if (side.settled[negation.at()]) {
            return;
        }
        int looked = 0;
        for (int i : negation.scope()) {
            if (looked++ == 2) {
                break;
            }
            int mate = side.mates[i];
            if (mate != NO
                    && otherSentence.negations().stream()
                            .noneMatch(n -> n.scope().contains(mate))) {
                side.settled[negation.at()] = true;
                differs(FactKind.NEGATION);
                return;
            }
            if (mate == NO && side.item(i).isWord()) {
                for (int j : other.freeWords()) {
                    boolean opposite = meanings.relation(side.item(i), other.item(j)) == WordNet.Relation.OPPOSITE;
                    if (opposite && otherRest.stream().noneMatch(n -> n.scope().contains(j))) {
                        settle(side, i, j); // not dead is alive, but not hard is not always easy
                        side.settled[negation.at()] = true;
                        tally.onlyOne(FactKind.NEGATION);
                        return;
                    }
                }
            }
        }
    }

    private void settle(Side side, int i, int j) {
        if (side == sideA) {
            join(i, j);
        } else {
            join(j, i);
        }
    }

    private static boolean isDenied(Sentence sentence, int item) {
        return sentence.negations().stream()
                .anyMatch(negation ->
                        !negation.scope().isEmpty() && negation.scope().get(0) == item);
    }

    /** Opposites, or words that point in opposite directions, where neither or both are denied. */
    private void opposites() {
        List<Integer> restA = directed(sideA);
        List<Integer> restB = directed(sideB);
        for (int i : restA) {
            for (int j : restB) {
                Item one = sideA.item(i);
                Item two = sideB.item(j);
                if (!sideA.isFree(i) || !sideB.isFree(j)) {
                    continue;
                }
                boolean directions = one.word().direction() != Direction.NONE
                        && one.word().direction().opposite() == two.word().direction();
                boolean opposite = directions
                        || (one.isWord() && two.isWord() && meanings.relation(one, two) == WordNet.Relation.OPPOSITE);
                if (opposite) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    if (isDenied(a, i) == isDenied(b, j)) {
                        differs(directions ? FactKind.COMPARISON : FactKind.ANTONYMS);
                    }
                }
            }
        }
    }

    private static List<Integer> directed(Side side) {
        List<Integer> rest = new ArrayList<>(side.freeWords());
        rest.addAll(side.free(Item.Kind.COMPARISON));
        return rest;
    }

    // --- one thing in the place of another ---

    private boolean inOnePlace(int i, int j) {
        return sideA.gaps[i] == sideB.gaps[j] && gapSize(sideA, i) <= MAX_GAP && gapSize(sideB, j) <= MAX_GAP;
    }

    private static int gapSize(Side side, int at) {
        int size = 0;
        for (int i = 0; i < side.size(); i++) {
            size += side.mates[i] == NO
                            && side.gaps[i] == side.gaps[at]
                            && side.item(i).hasWeight()
                    ? 1
                    : 0;
        }
        return size;
    }

    /** Whether two items are tied in by the same word, or stand beside the same item. */
    private boolean inLikePlace(int i, int j) {
        boolean lead = !a.lead(i).isEmpty() && a.lead(i).equals(b.lead(j));
        boolean behind = i + 1 < sideA.size() && j + 1 < sideB.size() && sideA.mates[i + 1] == j + 1;
        boolean before = i > 0 && j > 0 && sideA.mates[i - 1] == j - 1;
        return lead || behind || before;
    }

    private void quantities(boolean byPlace) {
        for (int i : sideA.free(Item.Kind.QUANTITY)) {
            for (int j : sideB.free(Item.Kind.QUANTITY)) {
                if (!sideA.isFree(i) || !sideB.isFree(j)) {
                    continue;
                }
                Quantity one = quantity(sideA, i);
                Quantity two = quantity(sideB, j);
                boolean place = byPlace && isTight() && inOnePlace(i, j);
                boolean elsewhere = sideB.answer.states(sideA.item(i)) || sideA.answer.states(sideB.item(j));
                boolean units = one.number().compareTo(two.number()) == 0;
                boolean oneDimension = one.sameDimension(two)
                        || one.unit().equals(Unit.NONE)
                        || two.unit().equals(Unit.NONE)
                        || (one.unit().isMoney() && two.unit().isMoney());
                boolean ordinals = one.unit().equals(Unit.ORDINAL) && two.unit().equals(Unit.ORDINAL);
                boolean bothWeak = one.weak() && two.weak() && !ordinals;
                if (one.mayBeFood(two)) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    tally.onlyOne(FactKind.UNITS);
                } else if (one.roundsTo(two)) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    tally.onlyOne(FactKind.NUMBERS);
                } else if (units && one.isRateOf(two)) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    tally.onlyOne(FactKind.UNITS); // per what, the other may have said elsewhere
                } else if (units && (place || !elsewhere)) {
                    conflict(FactKind.UNITS, i, j);
                } else if ((place && !bothWeak)
                        || (oneDimension && !elsewhere && !one.weak() && !two.weak() && inLikePlace(i, j))
                        || (singleEdit && byPlace)) {
                    conflict(one.sameDimension(two) ? FactKind.NUMBERS : FactKind.UNITS, i, j);
                }
            }
        }
    }

    /** First, which is a comparison too, where the other has second or third. */
    private void ordinals(Side side, Side other) {
        for (int i : side.free(Item.Kind.COMPARISON)) {
            for (int j : other.free(Item.Kind.QUANTITY)) {
                boolean first = side.item(i).word().plain().equals("first");
                boolean later = quantity(other, j).unit().equals(Unit.ORDINAL);
                boolean place = side == sideA ? inOnePlace(i, j) : inOnePlace(j, i);
                if (first && later && place && isTight() && side.isFree(i) && other.isFree(j)) {
                    side.settled[i] = true;
                    other.settled[j] = true;
                    differs(FactKind.NUMBERS);
                }
            }
        }
    }

    /** Sentences that are equal up to words such as "in" and "out", "on" and "off", "over" and "under". */
    private void particles() {
        List<Word> one = a.words();
        List<Word> two = b.words();
        boolean opposed = false;
        for (int i = 0; i < one.size() && one.size() == two.size(); i++) {
            String ofA = one.get(i).plain();
            String ofB = two.get(i).plain();
            if (!ofA.equals(ofB)) {
                if (!ofB.equals(PARTICLES.get(ofA)) && !ofA.equals(PARTICLES.get(ofB))) {
                    return;
                }
                opposed = true;
            }
        }
        if (opposed) {
            tally.conflict(FactKind.ANTONYMS);
        }
    }

    /** Units and magnitudes without a number of their own: thousands of hours, parts per million. */
    private void measures() {
        for (int i : sideA.freeWords()) {
            for (int j : sideB.freeWords()) {
                if (sideA.isFree(i)
                        && sideB.isFree(j)
                        && Meanings.isOtherMeasure(
                                sideA.item(i).word().plain(),
                                sideB.item(j).word().plain())) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    differs(FactKind.UNITS);
                }
            }
        }
    }

    private void moments() {
        for (int i : sideA.free(Item.Kind.MOMENT)) {
            for (int j : sideB.free(Item.Kind.MOMENT)) {
                boolean open =
                        sideA.isFree(i) && sideB.isFree(j) && moment(sideA, i).sameKind(moment(sideB, j));
                boolean place = isTight() && inOnePlace(i, j);
                boolean dates = moment(sideA, i).weekday() == Moment.OPEN;
                boolean elsewhere = sideB.answer.states(sideA.item(i)) || sideA.answer.states(sideB.item(j));
                if (open && (place || (dates && !elsewhere))) {
                    conflict(FactKind.DATES, i, j);
                }
            }
        }
    }

    private void names() {
        if (!isTight() && !isShort()) {
            return;
        }
        for (int i : sideA.free(Item.Kind.NAME)) {
            for (int j : sideB.free(Item.Kind.NAME)) {
                if (sideA.isFree(i) && sideB.isFree(j) && inOnePlace(i, j) && !isShortened(i, j)) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    differs(FactKind.NAMES);
                }
            }
        }
    }

    /** Whether the name around either word has another word in common with the other name, or stands for it in initials. */
    private boolean isShortened(int i, int j) {
        int[] runA = run(sideA, i);
        int[] runB = run(sideB, j);
        for (int k = runA[0]; k <= runA[1]; k++) {
            if (sideA.mates[k] >= runB[0] && sideA.mates[k] <= runB[1]) {
                return !singleEdit;
            }
        }
        return Meanings.isInitials(sideA.item(i), items(sideB, runB))
                || Meanings.isInitials(sideB.item(j), items(sideA, runA));
    }

    private static List<Item> items(Side side, int[] run) {
        return side.sentence.items().subList(run[0], run[1] + 1);
    }

    /** In sentences that are equal otherwise, another thing in the same place is another statement. */
    private void wordsInPlace() {
        List<Integer> restA = sideA.freeWords();
        List<Integer> restB = sideB.freeWords();
        if ((isCloselyWorded() && otherInOneGap(restA, restB)) || isOtherClause(restA, restB)) {
            tally.onlyOne(FactKind.ENTITIES);
        }
        List<Integer> rest = restA.isEmpty() ? restB : restA;
        boolean letter = rest.stream()
                .allMatch(i ->
                        (rest == restA ? sideA : sideB).item(i).word().plain().length() == 1);
        if (singleEdit && isReplaced() && restA.isEmpty() != restB.isEmpty() && !letter) {
            // Heart disease or disease, pre-tax or after-tax: not two words for one thing.
            tally.onlyOne(FactKind.ENTITIES);
            return;
        }
        boolean alone = restA.size() == 1 && restB.size() == 1 && Math.min(coverA, coverB) > 0.5;
        if (restA.isEmpty() || restB.isEmpty() || (!singleEdit && !isShort() && !alone)) {
            return;
        }
        int i = restA.get(restA.size() - 1);
        int j = restB.get(restB.size() - 1);
        if (sideA.gaps[i] != sideB.gaps[j]) {
            return;
        }
        WordNet.Relation relation = meanings.relation(sideA.item(i), sideB.item(j));
        boolean names = sideA.item(i).word().capital() && sideB.item(j).word().capital();
        boolean other = relation == WordNet.Relation.OTHER_THING
                || (relation == WordNet.Relation.UNKNOWN && names)
                || isShort();
        if (Meanings.isOtherMeasure(
                sideA.item(i).word().plain(), sideB.item(j).word().plain())) {
            return; // said already
        } else if (other && ((singleEdit && names) || isShort())) {
            conflict(names ? FactKind.NAMES : FactKind.ENTITIES, i, j);
        } else if (other || singleEdit) {
            tally.onlyOne(FactKind.ENTITIES);
        }
    }

    /** Whether one sentence has something else where the other has something, and no synonym of it. */
    private boolean otherInOneGap(List<Integer> restA, List<Integer> restB) {
        for (int i : restA) {
            for (int j : restB) {
                if (sideA.gaps[i] == sideB.gaps[j]
                        && gapSize(sideA, i) == gapSize(sideB, j)
                        && meanings.relation(sideA.item(i), sideB.item(j)) != WordNet.Relation.CLOSE) {
                    return true;
                }
            }
        }
        return false;
    }

    /**
     * Whether the sentences are word for word the same around one place, and of what stands there no word is a synonym of
     * one of the other sentence. Around a number the rest may be worded freely.
     */
    private boolean isOtherClause(List<Integer> restA, List<Integer> restB) {
        if (restA.isEmpty()
                || restB.isEmpty()
                || restA.size() == MAX_LOOKED_UP
                || restB.size() == MAX_LOOKED_UP
                || (sideA.answer.isDecidedByNumbers() && sideB.answer.isDecidedByNumbers())) {
            return false;
        }
        int gap = sideA.gaps[restA.get(0)];
        boolean onePlace = restA.stream().allMatch(i -> sideA.gaps[i] == gap)
                && restB.stream().allMatch(j -> sideB.gaps[j] == gap)
                && contentBetween(a) == restA.size()
                && contentBetween(b) == restB.size();
        return onePlace && isOther(phrases(sideA, restA), phrases(sideB, restB));
    }

    /** Returns how many words that say something stand between what both sentences begin and end with. */
    private int contentBetween(Sentence sentence) {
        List<Word> words = sentence.words();
        return (int) words.subList(sameBefore, words.size() - sameBehind).stream()
                .filter(word -> word.kind() == Word.Kind.CONTENT)
                .count();
    }

    /** Whether at least two of the words are known to have nothing in common, and none are synonyms. */
    private boolean isOther(List<Item> one, List<Item> two) {
        boolean known = false;
        for (Item first : one) {
            for (Item second : two) {
                WordNet.Relation relation = meanings.relation(first, second);
                if (relation == WordNet.Relation.CLOSE) {
                    return false;
                }
                known |= relation != WordNet.Relation.UNKNOWN;
            }
        }
        return known;
    }

    /** Returns words, and each two of them that stand side by side as one: to throw away is to discard. */
    private static List<Item> phrases(Side side, List<Integer> words) {
        List<Item> phrases = new ArrayList<>();
        for (int i : words) {
            phrases.add(side.item(i));
            if (words.contains(i + 1)) {
                String phrase = side.item(i).word().plain()
                        + '_'
                        + side.item(i + 1).word().plain();
                phrases.add(Item.of(Item.Kind.CONTENT, Vocabulary.word(phrase)));
            }
        }
        return phrases;
    }

    private void conflict(FactKind kind, int i, int j) {
        sideA.settled[i] = true;
        sideB.settled[j] = true;
        tally.conflict(kind);
    }

    // --- how much, how sure, on which condition ---

    private void quantifiers() {
        for (int i : sideA.free(Item.Kind.QUANTIFIER)) {
            for (int j : sideB.free(Item.Kind.QUANTIFIER)) {
                if (!sideA.isFree(i) || !sideB.isFree(j) || !beforeSame(i, j)) {
                    continue;
                }
                Integer one = RANKS.get(sideA.item(i).group());
                Integer two = RANKS.get(sideB.item(j).group());
                if (isTight() || (one != null && two != null && Math.abs(one - two) >= 2)) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    differs(FactKind.QUANTIFIERS);
                }
            }
        }
        both(sideA, sideB);
        both(sideB, sideA);
        quantifiersAlone(sideA, sideB);
        quantifiersAlone(sideB, sideA);
        anyForEvery(sideA, sideB);
        anyForEvery(sideB, sideA);
    }

    /** What holds if any part does may not hold before every part does. */
    private void anyForEvery(Side side, Side other) {
        for (int i : side.free(Item.Kind.QUANTIFIER)) {
            int mate = i + 1 < side.size() ? side.mates[i + 1] : NO;
            if (side.item(i).group().equals("every")
                    && mate != NO
                    && other.sentence.lead(mate).equals("any")) {
                side.settled[i] = true;
                tally.onlyOne(FactKind.QUANTIFIERS);
            }
        }
    }

    /** Both are two; one of them is not. */
    private void both(Side side, Side other) {
        for (int i : side.free(Item.Kind.QUANTIFIER)) {
            for (int j : other.free(Item.Kind.QUANTITY)) {
                boolean before = side == sideA ? beforeSame(i, j) : beforeSame(j, i);
                if (side.isFree(i)
                        && other.isFree(j)
                        && before
                        && side.item(i).group().equals("both")) {
                    side.settled[i] = true;
                    other.settled[j] = true;
                    if (quantity(other, j).number().compareTo(TWO) != 0) {
                        differs(FactKind.QUANTIFIERS);
                    }
                }
            }
        }
    }

    private void quantifiersAlone(Side side, Side other) {
        for (int i : side.free(Item.Kind.QUANTIFIER)) {
            boolean strong = STRONG_QUANTIFIERS.contains(side.item(i).group());
            boolean sameWords = side.freeWords().isEmpty() && other.freeWords().isEmpty();
            if (strong && (singleEdit || (isTight() && sameWords))) {
                side.settled[i] = true;
                differs(FactKind.QUANTIFIERS);
            }
        }
    }

    /** Whether the items stand in one gap, or before the same item. */
    private boolean beforeSame(int i, int j) {
        if (sideA.gaps[i] == sideB.gaps[j]) {
            return true;
        }
        return i + 1 < sideA.size() && j + 1 < sideB.size() && sideA.mates[i + 1] == j + 1;
    }

    private void modals() {
        for (int i : sideA.free(Item.Kind.MODAL)) {
            for (int j : sideB.free(Item.Kind.MODAL)) {
                if (!sideA.isFree(i) || !sideB.isFree(j) || !beforeSame(i, j)) {
                    continue;
                }
                Set<String> both = Set.of(sideA.item(i).group(), sideB.item(j).group());
                if (both.equals(Set.of("may", "can"))) {
                    join(i, j);
                } else if (isTight() || both.equals(Set.of("must", "may")) || both.equals(Set.of("must", "can"))) {
                    sideA.settled[i] = true;
                    sideB.settled[j] = true;
                    differs(FactKind.MODALITY);
                }
            }
        }
    }

    /** A passport and a visa are more than a passport or a visa, unless they are denied. */
    private void conjunctions() {
        if (!a.negations().isEmpty() || !b.negations().isEmpty()) {
            return;
        }
        for (int i = 0; i < sideA.size(); i++) {
            int mate = sideA.mates[i];
            if (mate != NO && isOther(a.lead(i), b.lead(mate))) {
                tally.onlyOne(FactKind.QUANTIFIERS);
                return;
            }
        }
    }

    private static boolean isOther(String one, String other) {
        return (one.equals("and") && other.equals("or")) || (one.equals("or") && other.equals("and"));
    }

    /** A condition that is missing where all the rest of the statement is there. */
    private void caveats() {
        caveat(sideA, coverB);
        caveat(sideB, coverA);
    }

    private void caveat(Side side, double coverOfOther) {
        @Nullable
        Integer caveat = side.free(Item.Kind.CAVEAT).stream().findFirst().orElse(null);
        if (caveat != null && coverOfOther >= 0.9) {
            int rest = 0;
            for (int i = caveat + 1; i < side.size(); i++) {
                rest += side.mates[i] == NO && side.item(i).hasWeight() ? 1 : 0;
            }
            if (rest > 0) {
                side.settled[caveat] = true;
                if (inOrder * Math.max(sideA.size(), sideB.size()) >= 0.9 * Math.min(sideA.size(), sideB.size())) {
                    tally.conflict(FactKind.CAVEATS); // the rest is the same, word by word
                } else {
                    tally.onlyOne(FactKind.CAVEATS);
                }
            }
        }
    }

    private static Quantity quantity(Side side, int at) {
        Quantity quantity = side.item(at).quantity();
        if (quantity == null) {
            throw new IllegalStateException("No item of this kind is without a quantity, that at " + at + " is");
        }
        return quantity;
    }

    private static Moment moment(Side side, int at) {
        Moment moment = side.item(at).moment();
        if (moment == null) {
            throw new IllegalStateException("No item of this kind is without a moment, that at " + at + " is");
        }
        return moment;
    }
}
