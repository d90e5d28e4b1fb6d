package network.cortensor.sdk.internal.facts;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** One sentence with what it states, in order. Immutable. */
final class Sentence {

    /** How many items behind a negation it reaches. */
    private static final int REACH = 3;

    /** How far behind "both" its "and" stands. */
    private static final int PAIR = 5;

    /** Negations that are what a verb before them is about. */
    private static final Set<String> OBJECTS = Set.of("nothing", "nobody", "none", "nowhere");

    private static final Set<String> TITLES =
            Set.of("president", "minister", "officer", "spokesman", "chairman", "director");

    private final List<Word> words;
    private final List<Item> items;
    private final String[] leads;
    private final boolean[] breaks;
    private final boolean[] passives;
    private final List<Negation> negations;
    private final List<Signs.Phrase> signs;
    private final int weight;

    private Sentence(List<Word> words, Builder builder) {
        this.words = words;
        this.items = List.copyOf(builder.items);
        this.leads = builder.leads.toArray(new String[0]);
        this.breaks = booleans(builder.breaks);
        this.passives = booleans(builder.passives);
        this.negations = findNegations();
        this.signs = List.copyOf(builder.signs);
        this.weight = (int) items.stream().filter(Item::hasWeight).count();
    }

    /**
     * A negation and what it reaches.
     *
     * @param at its own place
     * @param scope the places of what it denies, the nearest first; may be empty
     */
    record Negation(int at, List<Integer> scope) {}

    /** @param names words that are names for sure, because they have a capital letter inside another sentence */
    static Sentence of(List<Word> words, Set<String> names) {
        return new Sentence(words, new Builder(words, names).build());
    }

    /** Returns the words, by which sentences are equal. */
    List<Word> words() {
        return words;
    }

    List<Item> items() {
        return items;
    }

    /** Returns the word that ties the item to what stands before it, such as "from" or "to"; empty when there is none. */
    String lead(int item) {
        return leads[item];
    }

    /** Whether the item is a participle behind a form of "be". */
    boolean isPassive(int item) {
        return passives[item];
    }

    /** Whether an item follows the one before it at once, with neither a comma nor a tying word between them. */
    boolean isJoined(int item) {
        return !breaks[item] && leads[item].isEmpty();
    }

    List<Negation> negations() {
        return negations;
    }

    /** Returns the signs that say something and belong to no quantity. */
    List<Signs.Phrase> signs() {
        return signs;
    }

    /** Returns how many items say something. */
    int weight() {
        return weight;
    }

    private List<Negation> findNegations() {
        List<Negation> found = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            if (items.get(i).kind() != Item.Kind.NEGATION) {
                continue;
            }
            List<Integer> scope = new ArrayList<>();
            boolean object = OBJECTS.contains(items.get(i).word().plain())
                    && i > 0
                    && !breaks[i]
                    && items.get(i - 1).kind() == Item.Kind.CONTENT;
            if (object) {
                scope.add(i - 1); // who gets nothing does not get
            }
            for (int j = i + 1; j < items.size() && scope.size() < REACH && !breaks[j]; j++) {
                if (items.get(j).kind() == Item.Kind.NEGATION || items.get(j).kind() == Item.Kind.CAVEAT) {
                    break;
                }
                if (items.get(j).hasWeight()) {
                    scope.add(j);
                }
            }
            for (int j = i - 1; j >= 0 && scope.isEmpty() && !breaks[j + 1]; j--) {
                if (items.get(j).hasWeight()) {
                    scope.add(j);
                }
            }
            found.add(new Negation(i, List.copyOf(scope)));
        }
        return List.copyOf(found);
    }

    /** Returns the words that have a capital letter where a sentence goes on. */
    static void collectNames(List<Word> words, Set<String> names) {
        if (isTitleCase(words)) {
            return;
        }
        for (int i = 1; i < words.size(); i++) {
            Word word = words.get(i);
            if (word.capital()
                    && word.kind() == Word.Kind.CONTENT
                    && words.get(i - 1).kind() != Word.Kind.SIGN) {
                names.add(word.plain());
            }
        }
    }

    private static boolean isTitleCase(List<Word> words) {
        int content = 0;
        int capitals = 0;
        for (Word word : words) {
            if (word.kind() == Word.Kind.CONTENT) {
                content++;
                capitals += word.capital() ? 1 : 0;
            }
        }
        return content >= 4 && capitals * 10 >= content * 9;
    }

    private static boolean[] booleans(List<Boolean> list) {
        boolean[] values = new boolean[list.size()];
        for (int i = 0; i < values.length; i++) {
            values[i] = list.get(i);
        }
        return values;
    }

    @Override
    public String toString() {
        return "Sentence(" + items.size() + " items)";
    }

    /** Reads the items of one sentence from left to right. */
    private static final class Builder {

        private static final Map<String, String> BOUNDS = Map.of(
                "at least",
                "atleast",
                "at most",
                "atmost",
                "not less",
                "atleast",
                "no less",
                "atleast",
                "no fewer",
                "atleast",
                "no more",
                "atmost",
                "not more",
                "atmost",
                "up to",
                "atmost");

        private final List<Word> words;
        private final Set<String> names;
        private final boolean title;
        private final QuantityReader quantities;
        private final MomentReader moments;
        private final List<Item> items = new ArrayList<>();
        private final List<Signs.Phrase> signs = new ArrayList<>();
        private final List<String> leads = new ArrayList<>();
        private final List<Boolean> breaks = new ArrayList<>();
        private final List<Boolean> passives = new ArrayList<>();
        private String lead = "";
        private boolean broken;
        private boolean be;
        private int at;

        Builder(List<Word> words, Set<String> names) {
            this.words = words;
            this.names = names;
            this.title = isTitleCase(words);
            this.quantities = new QuantityReader(words);
            this.moments = new MomentReader(words);
        }

        Builder build() {
            while (at < words.size()) {
                step();
            }
            return this;
        }

        private void step() {
            Word word = words.get(at);
            Optional<MomentReader.Reading> moment = moments.read(at);
            if (moment.isPresent()) {
                add(Item.of(moment.get().moment(), word));
                at = moment.get().next();
                return;
            }
            String bound = BOUNDS.get(word.plain() + ' ' + plain(at + 1));
            if (bound != null
                    && !(word.plain().equals("no")
                            && plain(at + 1).equals("more")
                            && !plain(at + 2).equals("than"))
                    && (!word.plain().equals("up") || quantities.read(at + 2).isPresent())) {
                add(Item.quantifier(bound, word));
                at += plain(at + 2).equals("than") ? 3 : 2;
                return;
            }
            int condition = be ? 0 : lengthOfCondition();
            if (condition > 0) {
                broken = true;
                add(CONDITION);
                at += condition;
                return;
            }
            if (word.direction() == Direction.NONE || word.kind() == Word.Kind.NUMBER) {
                Optional<QuantityReader.Reading> quantity = quantities.read(at);
                if (quantity.isPresent()) {
                    add(Item.of(quantity.get().quantity(), word));
                    at = quantity.get().next();
                    return;
                }
            }
            at++;
            switch (word.kind()) {
                case SIGN -> sign(word);
                case FUNCTION -> {
                    if (word.written().equals("a") && at < words.size() && OPERATORS.contains(plain(at))) {
                        add(Item.of(Item.Kind.CONTENT, word)); // the variable, and no article
                    } else {
                        function(word);
                    }
                }
                case NUMBER -> add(new Item(Item.Kind.NAME, word.plain(), word, null, null));
                case NEGATION -> negation(word);
                case QUANTIFIER -> {
                    boolean some = word.plain().equals("few")
                            && at >= 2
                            && plain(at - 2).equals("a");
                    add(some ? Item.quantifier("some", word) : Item.of(Item.Kind.QUANTIFIER, word));
                }
                case MODAL -> add(Item.of(Item.Kind.MODAL, word));
                case CAVEAT -> {
                    broken = true;
                    add(Item.of(Item.Kind.CAVEAT, word));
                }
                case CONTENT -> content(word);
            }
        }

        /** Returns of how many words the condition is that begins here, such as "as long as"; 0 for none. */
        private int lengthOfCondition() {
            for (List<String> phrase : CONDITIONS) {
                int length = phrase.size();
                boolean here = true;
                for (int i = 0; i < length && here; i++) {
                    here = plain(at + i).equals(phrase.get(i));
                }
                if (here && quantities.read(at + length).isEmpty()) {
                    return length;
                }
            }
            return 0;
        }

        private void sign(Word word) {
            Signs.Phrase sign = Signs.read(words, at - 1);
            if (sign != null) {
                signs.add(sign);
            }
            if (",:()–—[]{}".contains(word.plain())) {
                broken = true;
                lead = "";
            } else if (word.written().equals("=")
                    || word.written().equals("<")
                    || word.written().equals(">")
                    || word.written().equals("≤")
                    || word.written().equals("≥")
                    || word.written().equals("≠")) {
                lead = word.written();
            }
        }

        private void function(Word word) {
            if (Vocabulary.isFormOfBe(word.plain())) {
                be = true;
                return;
            }
            if ((word.stem().equals("hav") && plain(at).equals("to"))
                    || (word.plain().equals("has") && plain(at).equals("to"))) {
                add(MUST);
                at++;
                return;
            }
            if (word.plain().equals("both") && !isPair()) {
                add(Item.quantifier("both", word));
                return;
            }
            // Of 120/80 too, which is no quantity.
            boolean number = quantities.read(at).isPresent()
                    || (at < words.size() && words.get(at).kind() == Word.Kind.NUMBER);
            boolean comparing = switch (word.plain()) {
                case "more",
                        "less",
                        "fewer",
                        "before",
                        "after",
                        "first",
                        "last",
                        "earlier",
                        "later",
                        "least",
                        "up",
                        "down" -> true;
                case "over", "under", "above", "below" -> number;
                case "most" -> at >= 2 && plain(at - 2).equals("the");
                default -> false;
            };
            if (comparing) {
                add(Item.of(Item.Kind.COMPARISON, word));
            } else if (word.plain().equals("most")) {
                add(Item.quantifier("most", word));
            } else if (!ARTICLES.contains(word.plain())) {
                lead = word.plain();
            }
        }

        /** Whether the word just read begins "both A and B", which says no more than "A and B". */
        private boolean isPair() {
            return words.subList(at, Math.min(words.size(), at + PAIR)).stream()
                    .anyMatch(word -> word.plain().equals("and"));
        }

        private void negation(Word word) {
            boolean emphasis = word.plain().equals("not")
                    && (plain(at).equals("only")
                            || plain(at).equals("just")
                            || plain(at).equals("merely"))
                    && words.subList(at, words.size()).stream()
                            .anyMatch(other -> other.plain().equals("but"));
            if (emphasis) {
                at++; // "not only A but also B" denies nothing
                return;
            }
            addNegation(word);
        }

        private void addNegation(Word word) {
            int last = items.size() - 1;
            if (last >= 0
                    && items.get(last).kind() == Item.Kind.NEGATION
                    && !broken
                    && !word.plain().equals("nor")) {
                items.remove(last); // two negations of one thing
                leads.remove(last);
                breaks.remove(last);
                passives.remove(last);
                return;
            }
            add(new Item(Item.Kind.NEGATION, Item.Kind.NEGATION.name(), word, null, null));
        }

        private void content(Word word) {
            if (Eras.isMarker(words, at - 1)) {
                return; // belongs to the year beside it
            }
            boolean refusal = (word.stem().equals("fail") && plain(at).equals("to"))
                    || word.plain().equals("unable")
                    || (word.stem().equals("lack") && !plain(at - 2).equals("no"));
            if (refusal) {
                addNegation(word);
                return;
            }
            if (word.stem().equals("need") && plain(at).equals("to")) {
                add(MUST);
                at++;
                return;
            }
            boolean unit = plain(at).equals("-")
                    && Unit.named(word.plain() + '_' + plain(at + 1)).isPresent();
            if (unit) {
                add(Item.of(Item.Kind.CONTENT, Vocabulary.word(word.plain() + '-' + plain(at + 1)))); // kilowatt-hour
                at += 2;
                return;
            }
            boolean start = at == 1 || (words.get(at - 2).kind() == Word.Kind.SIGN && ":".equals(plain(at - 2)));
            boolean nextCapital = at < words.size()
                    && words.get(at).capital()
                    && words.get(at).kind() == Word.Kind.CONTENT;
            boolean name = word.capital()
                    && !title
                    && !TITLES.contains(word.plain())
                    && (!start || (nextCapital && !isCommon(word)) || names.contains(word.plain()));
            boolean passive = be && Vocabulary.isParticiple(word);
            add(Item.of(name ? Item.Kind.NAME : Item.Kind.CONTENT, word));
            passives.set(passives.size() - 1, passive);
        }

        private static boolean isCommon(Word word) {
            return WordNet.installed()
                    .map(wordNet -> wordNet.isCommon(word.plain()))
                    .orElse(false);
        }

        private void add(Item item) {
            items.add(item);
            leads.add(lead);
            breaks.add(broken);
            passives.add(false);
            if (item.kind() != Item.Kind.NEGATION && item.kind() != Item.Kind.MODAL) {
                be &= item.word().plain().endsWith("ly");
            }
            lead = "";
            broken = false;
        }

        private String plain(int place) {
            return place >= 0 && place < words.size() ? words.get(place).plain() : "";
        }
    }

    private static final Item CONDITION = Item.of(Item.Kind.CAVEAT, Vocabulary.word("if"));

    /** Conditions of several words; behind a form of "be" they are statements: it is as long as the Rhine. */
    private static final List<List<String>> CONDITIONS = List.of(
            List.of("subject", "to"),
            List.of("as", "long", "as"),
            List.of("so", "long", "as"),
            List.of("providing", "that"),
            List.of("on", "condition", "that"),
            List.of("on", "the", "condition", "that"),
            List.of("on", "condition", "of"),
            List.of("in", "the", "event", "that"),
            List.of("assuming", "that"));

    private static final Item MUST = Item.of(Item.Kind.MODAL, Vocabulary.word("must"));
    private static final Set<String> OPERATORS = Set.of(
            ",", ")", "}", "=", "+", "-", "−", "×", "*", "/", "^", "<", ">", "≤", "≥", "≠", ">=", "<=", "!=", "==");
    private static final Set<String> ARTICLES =
            Set.of("a", "an", "the", "this", "that", "his", "her", "its", "their", "some");
}
