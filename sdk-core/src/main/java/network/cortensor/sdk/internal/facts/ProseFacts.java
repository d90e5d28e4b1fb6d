package network.cortensor.sdk.internal.facts;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * The facts of an answer in sentences. Two answers are compared sentence by sentence, each with the one of the other answer
 * that has most in common with it; what remains is looked for in the whole of the other answer.
 */
final class ProseFacts implements AnswerFacts {

    /** A word that stands in more sentences than this does not help to find a partner. */
    private static final int MAX_POSTINGS = 32;

    private static final int MAX_MOMENTS_OF_A_YEAR = 64;

    /** Each answer says at least this share of what the other says, or they are not called the same. */
    private static final double COVERED = 0.45;

    /** From this share of its words on that the other answer does not have for it, a sentence is one that was added. */
    private static final double ADDED = 0.4;

    /** Quantifiers that make another statement where they are missing. */
    private static final Set<String> STRONG_QUANTIFIERS = Set.of("only", "atleast", "atmost", "few", "rarely");

    /** Quantifiers that say little where they stand alone. */
    private static final Set<String> WEAK_QUANTIFIERS = Set.of("some", "sometimes", "many", "exactly");

    private static final Set<String> YES = Set.of("yes", "true", "correct", "ja", "oui", "sí", "да");
    private static final Set<String> NOPE = Set.of("no", "false", "incorrect", "nein", "non", "нет");

    /** Words that say of a statement that it does not hold. */
    private static final Set<String> CUES = Set.of(
            "opposite",
            "contrary",
            "reverse",
            "false",
            "untrue",
            "incorrect",
            "inaccurate",
            "wrong",
            "mistaken",
            "mistake",
            "error",
            "myth",
            "misconception",
            "debunked",
            "refuted",
            "disproved",
            "disproven");

    /** Words that say of a thing that it is not quite what it is called. */
    private static final Set<String> PRIVATIVES = Set.of(
            "former",
            "alleged",
            "allegedly",
            "suspected",
            "supposed",
            "supposedly",
            "purported",
            "fake",
            "counterfeit",
            "imitation",
            "artificial",
            "would-be",
            "potential",
            "possible",
            "potentially",
            "probable",
            "probably",
            "likely",
            "apparent",
            "apparently",
            "future",
            "past",
            "acting",
            "deputy",
            "assistant",
            "vice",
            "partial",
            "partially",
            "pseudo",
            "ex",
            "half",
            "almost",
            "nearly");

    private static final Pattern NUMBERED = Pattern.compile("(?:^|\\s)[0-9]{1,2}[.)] ");
    private static final Set<String> SEQUENCE = Set.of("then", "next", "finally", "lastly", "afterwards");

    /** Where one answer sends its reader. */
    private static final String LINK = "://";

    private static final int MAX_COURTESY = 16;
    private static final Pattern COURTESY =
            Pattern.compile("(?:sure|certainly|of course|absolutely|(?:great|good) question"
                    + "|(?:i )?hope (?:this|that|it) helps|(?:i am |i'm )?happy to help|(?:please )?(?:let me know|feel free to ask)"
                    + "(?: if you| have| need| want| any| more| other| further| additional| questions?| details?| information"
                    + "| clarification| help| anything| else| about| on| this| would| like| or)*)");

    private static final Sentence NO_SENTENCE = Sentence.of(List.of(), Set.of());
    private static final Word NUMBER = Vocabulary.word("0");

    private final String text;
    private final boolean numbersDecide;
    private final List<Sentence> sentences;
    private final Set<String> stated = new HashSet<>();
    private final Map<String, List<Moment>> moments = new HashMap<>();
    private final List<Quantity> quantities = new ArrayList<>();
    private final Set<Signs.Phrase> signs = new LinkedHashSet<>();
    private final Language language;
    private final Eras eras;

    /** Read of answers that numbers decide alone: of all others, all words count. */
    private final Subjects subjects;

    private ProseFacts(String text, boolean numbersDecide, List<List<Word>> lines) {
        this.text = text;
        this.numbersDecide = numbersDecide;
        this.language = Language.of(lines);
        Set<String> names = new HashSet<>();
        lines.forEach(words -> Sentence.collectNames(words, names));
        List<Sentence> read = new ArrayList<>(lines.size());
        for (List<Word> words : lines) {
            if (lines.size() > 1 && isCourtesy(words)) {
                continue;
            }
            Sentence sentence = Sentence.of(words, names);
            read.add(sentence);
            sentence.items().forEach(this::state);
            signs.addAll(sentence.signs());
        }
        this.sentences = List.copyOf(read);
        this.eras = Eras.of(sentences);
        this.subjects = Subjects.of(numbersDecide ? sentences : List.of());
    }

    static ProseFacts read(String text, boolean numbersDecide) {
        return new ProseFacts(text, numbersDecide, ProseLexer.sentences(text));
    }

    /** Whether a sentence is one of those around an answer that say nothing: "I hope this helps." */
    private static boolean isCourtesy(List<Word> words) {
        if (words.size() > MAX_COURTESY) {
            return false;
        }
        String plain = words.stream()
                .filter(word -> word.kind() != Word.Kind.SIGN)
                .map(Word::plain)
                .collect(Collectors.joining(" "));
        return COURTESY.matcher(plain).matches();
    }

    private void state(Item item) {
        stated.add(item.key());
        Quantity quantity = item.quantity();
        if (quantity != null) {
            if (numbersDecide && !quantity.weak()) {
                quantities.add(quantity);
            }
            stated.add(quantity.bare() + (quantity.unit().equals(Unit.NONE) ? "" : " any"));
        }
        Moment moment = item.moment();
        if (moment != null) {
            if (moment.year() != Moment.OPEN) {
                stated.add("#" + new java.math.BigDecimal(moment.year()).stripTrailingZeros());
            }
            List<Moment> same = moments.computeIfAbsent(shelf(moment), key -> new ArrayList<>());
            if (same.size() < MAX_MOMENTS_OF_A_YEAR) {
                same.add(moment);
            }
        }
    }

    private static String shelf(Moment moment) {
        if (moment.weekday() != Moment.OPEN) {
            return "weekday";
        }
        return moment.minute() != Moment.OPEN ? "time" : "date";
    }

    boolean isDecidedByNumbers() {
        return numbersDecide;
    }

    /** Whether this answer states the same anywhere. */
    boolean states(Item item) {
        if (stated.contains(item.key())) {
            return true;
        }
        Quantity quantity = item.quantity();
        if (quantity != null) {
            // A number without a unit may be the same number with any, and the other way round.
            return stated.contains(quantity.bare())
                    || (quantity.unit().equals(Unit.NONE) && stated.contains(quantity.bare() + " any"));
        }
        Moment moment = item.moment();
        return moment != null
                && moments.getOrDefault(shelf(moment), List.of()).stream().anyMatch(moment::agrees);
    }

    /** Whether this is a numbered list, or says what comes next. */
    private boolean givesSteps() {
        return NUMBERED.matcher(text).results().limit(2).count() == 2
                || sentences.stream().anyMatch(sentence -> SEQUENCE.contains(firstWord(sentence)));
    }

    private static String firstWord(Sentence sentence) {
        return sentence.words().isEmpty() ? "" : sentence.words().get(0).plain();
    }

    @Override
    public FactReport compareWith(AnswerFacts other) {
        if (!(other instanceof ProseFacts that)) {
            throw new IllegalArgumentException("Only facts of one kind of answer can be compared, these are of two");
        }
        boolean inOrder = text.length() < that.text.length()
                || (text.length() == that.text.length() && text.compareTo(that.text) <= 0);
        return inOrder ? new Run(this, that).compare() : new Run(that, this).compare();
    }

    @Override
    public String toString() {
        return "ProseFacts(" + sentences.size() + " sentences)";
    }

    /** One comparison of two answers. */
    private static final class Run {

        private final ProseFacts a;
        private final ProseFacts b;
        private final FactReport.Tally tally = new FactReport.Tally();
        private final Meanings meanings = new Meanings();
        private final SentenceComparison.Side[] sidesA;
        private final SentenceComparison.Side[] sidesB;
        private final int[] partners;
        private final List<Sentence> equal = new ArrayList<>();
        private long weightEqual;
        private boolean quantifiersDiffer;

        Run(ProseFacts a, ProseFacts b) {
            this.a = a;
            this.b = b;
            this.sidesA = new SentenceComparison.Side[a.sentences.size()];
            this.sidesB = new SentenceComparison.Side[b.sentences.size()];
            this.partners = new int[a.sentences.size()];
            Arrays.fill(partners, -1);
        }

        FactReport compare() {
            boolean oneLanguage = a.language.mayBe(b.language);
            if (oneLanguage) {
                conclusions();
            }
            setEqualAside();
            if (oneLanguage) {
                Map<String, List<Integer>> postingsA = postings(sidesA, a);
                Map<String, List<Integer>> postingsB = postings(sidesB, b);
                int[] bestOfA = new int[sidesA.length];
                int[] bestOfB = new int[sidesB.length];
                for (int i = 0; i < sidesA.length; i++) {
                    bestOfA[i] = sidesA[i] == null ? -1 : partner(a.sentences.get(i), i, postingsB, b.sentences.size());
                }
                for (int j = 0; j < sidesB.length; j++) {
                    bestOfB[j] = sidesB[j] == null ? -1 : partner(b.sentences.get(j), j, postingsA, a.sentences.size());
                }
                joinByOrder(bestOfA, bestOfB);
                for (int i = 0; i < sidesA.length; i++) {
                    if (bestOfA[i] >= 0 && bestOfB[bestOfA[i]] == i) {
                        partners[i] = bestOfA[i];
                        hold(i, bestOfA[i], true);
                    }
                }
                for (int i = 0; i < sidesA.length; i++) {
                    if (bestOfA[i] >= 0 && bestOfB[bestOfA[i]] != i) {
                        hold(i, bestOfA[i], false);
                    }
                }
                for (int j = 0; j < sidesB.length; j++) {
                    if (bestOfB[j] >= 0 && bestOfA[bestOfB[j]] != j) {
                        hold(bestOfB[j], j, false);
                    }
                }
                holdAdded(sidesA, bestOfA, a, b);
                holdAdded(sidesB, bestOfB, b, a);
            }
            if (oneLanguage && !tally.hasConflict() && sentencesDiffer()) {
                Exchange exchange = Exchange.between(a.sentences, b.sentences);
                (exchange == Exchange.NONE ? Exchange.ofCapitals(a.sentences, b.sentences) : exchange).count(tally);
            }
            boolean steps = a.numbersDecide && b.numbersDecide && conclude();
            quantifiersDiffer = hasOpenQuantifier(sidesA) && hasOpenQuantifier(sidesB);
            leftOver(a, sidesA, b, steps);
            leftOver(b, sidesB, a, steps);
            Signs.compare(a.signs, b.signs, steps, tally);
            if (!oneLanguage) {
                numbersAcrossLanguages();
            }
            a.eras.compare(b.eras, tally);
            if (oneLanguage && a.numbersDecide && b.numbersDecide) {
                a.subjects.differs(b.subjects, meanings).ifPresent(tally::onlyOne);
            }
            if (a.text.contains(LINK) != b.text.contains(LINK)) {
                tally.onlyOne(FactKind.STATEMENTS);
            }
            double coverA = cover(sidesA);
            double coverB = cover(sidesB);
            denials(sidesA, coverB);
            denials(sidesB, coverA);
            if (oneLanguage) {
                addedStatements(sidesA, a);
                addedStatements(sidesB, b);
                oppositeDirections();
                otherOrder();
                if (!tally.hasConflict()
                        && !(Roles.agree(a.sentences, b.sentences) && Roles.agree(b.sentences, a.sentences))) {
                    tally.onlyOne(FactKind.NAMES);
                }
            }
            double coverage = Math.min(coverA, coverB);
            boolean numbersAgree =
                    a.numbersDecide && b.numbersDecide && tally.report().agreed(FactKind.NUMBERS) > 0;
            tally.cover(coverage, (oneLanguage && coverage >= COVERED) || numbersAgree);
            return tally.report();
        }

        /**
         * Compares the quantities that two answers come to: the only one, or the last.
         *
         * @return whether one answer is this quantity alone and the other has it at its end, so that what stands before are steps
         */
        private boolean conclude() {
            if (a.quantities.isEmpty() || b.quantities.isEmpty()) {
                return false;
            }
            Quantity lastA = a.quantities.get(a.quantities.size() - 1);
            Quantity lastB = b.quantities.get(b.quantities.size() - 1);
            boolean equal = lastA.sameAs(lastB) || lastA.mayBe(lastB);
            boolean single = a.quantities.size() == 1 || b.quantities.size() == 1;
            boolean shared = a.quantities.stream().anyMatch(quantity -> b.states(Item.of(quantity, NUMBER)))
                    || b.quantities.stream().anyMatch(quantity -> a.states(Item.of(quantity, NUMBER)));
            if (lastA.roundsTo(lastB)) {
                tally.onlyOne(FactKind.NUMBERS);
            } else if (!equal && !shared && !tally.hasConflict()) {
                tally.conflict(lastA.number().compareTo(lastB.number()) == 0 ? FactKind.UNITS : FactKind.NUMBERS);
            }
            if (equal) {
                tally.agree(FactKind.NUMBERS);
            }
            return single && equal;
        }

        private boolean sentencesDiffer() {
            return equal.size() < a.sentences.size() || equal.size() < b.sentences.size();
        }

        /** Sentences that have nothing in common are still each other's when there are as many, at the same places. */
        private void joinByOrder(int[] bestOfA, int[] bestOfB) {
            if (sidesA.length != sidesB.length) {
                return;
            }
            for (int i = 0; i < sidesA.length; i++) {
                if (sidesA[i] != null && sidesB[i] != null && bestOfA[i] < 0 && bestOfB[i] < 0) {
                    bestOfA[i] = i;
                    bestOfB[i] = i;
                }
            }
        }

        /** Looks whether a sentence that has no partner contradicts one that both answers have. */
        private void holdAdded(SentenceComparison.Side[] sides, int[] best, ProseFacts answer, ProseFacts other) {
            Map<String, List<Integer>> postings = postings(equal);
            for (int i = 0; i < sides.length; i++) {
                if (sides[i] != null && best[i] < 0) {
                    int partner = partner(sides[i].sentence(), i, postings, equal.size());
                    if (partner >= 0) {
                        SentenceComparison.Side added = new SentenceComparison.Side(sides[i].sentence(), answer);
                        SentenceComparison.Side shared = new SentenceComparison.Side(equal.get(partner), other);
                        new SentenceComparison(added, shared, meanings, tally).compareAdded();
                    }
                }
            }
        }

        private void hold(int i, int j, boolean mutual) {
            new SentenceComparison(sidesA[i], sidesB[j], meanings, tally).compare(mutual);
        }

        private void conclusions() {
            int one = conclusion(a);
            int two = conclusion(b);
            if (one != 0 && one == two) {
                tally.agree(FactKind.CONCLUSION);
            } else if (one != 0 && two != 0) {
                tally.conflict(FactKind.CONCLUSION);
            }
        }

        private static int conclusion(ProseFacts answer) {
            if (answer.sentences.isEmpty()) {
                return 0;
            }
            List<Word> words = answer.sentences.get(0).words();
            boolean ends = words.size() == 1 || words.get(1).kind() == Word.Kind.SIGN;
            String first = words.get(0).plain();
            return !ends ? 0 : YES.contains(first) ? 1 : NOPE.contains(first) ? -1 : 0;
        }

        /** Sentences that both answers have need no further look. */
        private void setEqualAside() {
            Map<List<String>, Deque<Integer>> ofB = new HashMap<>();
            for (int j = 0; j < sidesB.length; j++) {
                Sentence sentence = b.sentences.get(j);
                sidesB[j] = new SentenceComparison.Side(sentence, b);
                ofB.computeIfAbsent(plain(sentence), key -> new ArrayDeque<>()).add(j);
            }
            for (int i = 0; i < sidesA.length; i++) {
                Sentence sentence = a.sentences.get(i);
                Deque<Integer> places = ofB.get(plain(sentence));
                if (places == null || places.isEmpty()) {
                    sidesA[i] = new SentenceComparison.Side(sentence, a);
                } else {
                    int place = places.remove();
                    partners[i] = place;
                    setAside(sidesB, place);
                    weightEqual += sentence.weight();
                    equal.add(sentence);
                    sentence.items().forEach(item -> tally.agree(kindOf(item)));
                }
            }
        }

        private static void setAside(SentenceComparison.Side[] sides, int at) {
            Arrays.fill(sides, at, at + 1, null);
        }

        private static List<String> plain(Sentence sentence) {
            return sentence.words().stream()
                    .map(word -> Unit.isSymbol(word.written()) ? word.written() : word.plain())
                    .toList();
        }

        private static Map<String, List<Integer>> postings(SentenceComparison.Side[] sides, ProseFacts answer) {
            List<Sentence> rest = new ArrayList<>(sides.length);
            for (int i = 0; i < sides.length; i++) {
                rest.add(sides[i] == null ? NO_SENTENCE : answer.sentences.get(i));
            }
            return postings(rest);
        }

        private static Map<String, List<Integer>> postings(List<Sentence> sentences) {
            Map<String, List<Integer>> postings = new HashMap<>();
            for (int i = 0; i < sentences.size(); i++) {
                for (Item item : sentences.get(i).items()) {
                    if (item.hasWeight()) {
                        List<Integer> places = postings.computeIfAbsent(item.key(), key -> new ArrayList<>(1));
                        boolean room = places.size() <= MAX_POSTINGS
                                && (places.isEmpty() || places.get(places.size() - 1) != i);
                        if (room) {
                            places.add(i);
                        }
                    }
                }
            }
            return postings;
        }

        /** Returns the sentence that shares most with one, or -1; a rare word counts for more, then who stands nearer. */
        private static int partner(Sentence sentence, int at, Map<String, List<Integer>> postings, int all) {
            Map<Integer, Double> votes = new HashMap<>();
            for (Item item : sentence.items()) {
                List<Integer> places = item.hasWeight() ? postings.getOrDefault(item.key(), List.of()) : List.of();
                if (places.size() <= MAX_POSTINGS || all <= MAX_POSTINGS) {
                    for (int place : places) {
                        votes.merge(place, 1.0 / (1 + places.size()) + 0.5, Double::sum);
                    }
                }
            }
            int best = -1;
            double most = 0;
            for (Map.Entry<Integer, Double> vote : votes.entrySet()) {
                boolean more = vote.getValue() > most || (vote.getValue() == most && isNearer(vote.getKey(), best, at));
                if (more) {
                    best = vote.getKey();
                    most = vote.getValue();
                }
            }
            return best;
        }

        private static boolean isNearer(int one, int other, int at) {
            int distance = Math.abs(one - at);
            int otherDistance = Math.abs(other - at);
            return distance < otherDistance || (distance == otherDistance && one < other);
        }

        /** Counts what agrees, and what one answer states and the other does not, anywhere. */
        private void leftOver(ProseFacts answer, SentenceComparison.Side[] sides, ProseFacts other, boolean steps) {
            boolean count = answer == a;
            for (SentenceComparison.Side side : sides) {
                if (side == null) {
                    continue;
                }
                List<Item> items = side.sentence().items();
                for (int i = 0; i < items.size(); i++) {
                    Item item = items.get(i);
                    if (side.isMatched(i)) {
                        if (count && item.kind() != Item.Kind.NEGATION) {
                            tally.agree(kindOf(item));
                        }
                    } else if (!side.isSettled(i) && matters(item, steps) && !(isFact(item) && other.states(item))) {
                        tally.onlyOne(kindOf(item));
                    }
                }
            }
        }

        private static boolean hasOpenQuantifier(SentenceComparison.Side[] sides) {
            for (SentenceComparison.Side side : sides) {
                for (int i = 0; side != null && i < side.sentence().items().size(); i++) {
                    if (side.sentence().items().get(i).kind() == Item.Kind.QUANTIFIER && !side.isSettled(i)) {
                        return true;
                    }
                }
            }
            return false;
        }

        private static boolean isFact(Item item) {
            return item.kind() == Item.Kind.QUANTITY
                    || item.kind() == Item.Kind.MOMENT
                    || item.kind() == Item.Kind.NAME;
        }

        /** Whether it makes a difference that only one answer has it. */
        private boolean matters(Item item, boolean steps) {
            Quantity quantity = item.quantity();
            if (a.numbersDecide
                    && b.numbersDecide
                    && (item.isWord() || item.kind() == Item.Kind.MODAL || item.kind() == Item.Kind.CAVEAT)) {
                return false;
            }
            if (a.numbersDecide && item.kind() == Item.Kind.QUANTIFIER) {
                return item.group().equals("atleast") || item.group().equals("atmost");
            }
            if (item.kind() == Item.Kind.COMPARISON) {
                return a.numbersDecide
                        && (item.word().direction() == Direction.MORE
                                || item.word().direction() == Direction.LESS);
            }
            return switch (item.kind()) {
                case QUANTITY -> quantity != null && !quantity.weak() && !steps;
                case QUANTIFIER ->
                    STRONG_QUANTIFIERS.contains(item.group())
                            || (quantifiersDiffer && !WEAK_QUANTIFIERS.contains(item.group()));
                case MODAL -> !item.group().equals("can");
                case CAVEAT -> !item.group().equals("but"); // a word that joins clauses; what it joins counts
                case NAME, MOMENT, NEGATION -> true;
                case CONTENT -> PRIVATIVES.contains(item.word().plain());
                case COMPARISON -> false;
            };
        }

        /** In two languages only numbers can be held against each other, and only as wholes. */
        private void numbersAcrossLanguages() {
            long missing = a.sentences.stream()
                    .flatMap(sentence -> sentence.items().stream())
                    .filter(item -> item.quantity() != null && !b.states(item))
                    .count();
            long lacking = b.sentences.stream()
                    .flatMap(sentence -> sentence.items().stream())
                    .filter(item -> item.quantity() != null && !a.states(item))
                    .count();
            if (missing > 0 && missing == lacking) {
                tally.conflict(FactKind.NUMBERS);
            }
        }

        private double cover(SentenceComparison.Side[] sides) {
            long all = weightEqual;
            long joined = weightEqual;
            for (SentenceComparison.Side side : sides) {
                if (side != null) {
                    List<Item> items = side.sentence().items();
                    for (int i = 0; i < items.size(); i++) {
                        all += items.get(i).hasWeight() ? 1 : 0;
                        joined += items.get(i).hasWeight() && side.isMatched(i) ? 1 : 0;
                    }
                }
            }
            return all == 0 ? 0 : (double) joined / all;
        }

        /** A sentence that only one answer has, and that takes back or restricts what both say. */
        private void denials(SentenceComparison.Side[] sides, double coverOfOther) {
            boolean restIsEqual = coverOfOther >= 0.9 && weightEqual > 0;
            for (SentenceComparison.Side side : sides) {
                if (side == null) {
                    continue;
                }
                boolean extra = true;
                boolean cue = false;
                List<Item> items = side.sentence().items();
                for (int i = 0; i < items.size(); i++) {
                    extra &= !side.isMatched(i)
                            || !items.get(i).hasWeight()
                            || (items.size() > 3 && items.get(i).kind() != Item.Kind.NAME);
                    cue |= !side.isMatched(i)
                            && CUES.contains(items.get(i).word().plain());
                }
                boolean caveat = !items.isEmpty() && items.get(0).kind() == Item.Kind.CAVEAT && !side.isMatched(0);
                if (extra && cue && restIsEqual) {
                    tally.conflict(FactKind.STATEMENTS);
                } else if (cue) {
                    tally.onlyOne(FactKind.STATEMENTS);
                } else if (restIsEqual && extra && caveat && side.sentence().weight() > 1) {
                    tally.conflict(FactKind.CAVEATS);
                }
            }
        }

        /** A sentence that has no counterpart states something, also when its words stand elsewhere in the other answer. */
        private void addedStatements(SentenceComparison.Side[] sides, ProseFacts answer) {
            if (answer.sentences.size() < 2 || (a.numbersDecide && b.numbersDecide)) {
                return;
            }
            for (SentenceComparison.Side side : sides) {
                if (side == null) {
                    continue;
                }
                List<Item> items = side.sentence().items();
                int claimed = 0;
                for (int i = 0; i < items.size(); i++) {
                    claimed += items.get(i).hasWeight() && side.isClaimed(i) ? 1 : 0;
                }
                int weight = side.sentence().weight();
                if (weight >= 2 && claimed < ADDED * weight) {
                    tally.onlyOne(FactKind.STATEMENTS);
                }
            }
        }

        /** One answer says that something rises, the other that something falls, wherever they say it. */
        private void oppositeDirections() {
            Set<Direction> ofA = open(sidesA);
            Set<Direction> ofB = open(sidesB);
            if (ofA.stream().anyMatch(direction -> ofB.contains(direction.opposite()))) {
                tally.onlyOne(FactKind.COMPARISON);
            }
        }

        /** Where both answers give steps, the same steps in another order are something else. */
        private void otherOrder() {
            if (!a.givesSteps() || !b.givesSteps()) {
                return;
            }
            // Of a sentence that is there more than once the partner may as well be the other one.
            Map<List<Word>, Integer> times = new HashMap<>();
            a.sentences.forEach(sentence -> times.merge(sentence.words(), 1, Integer::sum));
            int last = -1;
            for (int i = 0; i < partners.length; i++) {
                Sentence sentence = a.sentences.get(i);
                boolean once = times.getOrDefault(sentence.words(), 0) == 1;
                boolean counts = once && partners[i] >= 0 && sentence.weight() > 0;
                if (counts && partners[i] < last) {
                    tally.onlyOne(FactKind.STATEMENTS);
                    return;
                }
                last = counts ? Math.max(last, partners[i]) : last;
            }
        }

        private static Set<Direction> open(SentenceComparison.Side[] sides) {
            Set<Direction> open = EnumSet.noneOf(Direction.class);
            for (SentenceComparison.Side side : sides) {
                if (side != null) {
                    List<Item> items = side.sentence().items();
                    for (int i = 0; i < items.size(); i++) {
                        Direction direction = items.get(i).word().direction();
                        if (direction != Direction.NONE && !side.isSettled(i)) {
                            open.add(direction);
                        }
                    }
                }
            }
            return open;
        }

        private static FactKind kindOf(Item item) {
            return SentenceComparison.kindOf(item);
        }
    }
}
