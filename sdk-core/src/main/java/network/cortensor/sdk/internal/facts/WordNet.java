package network.cortensor.sdk.internal.facts;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The WordNet 3.1 data base, as far as the comparison of words needs it: synonyms, antonyms, what is a kind of what.
 *
 * <p>It reads the data base files themselves (format: wndb(5WN)), because an index line names byte offsets, so that a look-up is
 * one binary search and a few reads in memory; it takes about 33 MB. Thread-safe: the files do not change, and what was
 * looked up is kept in a bounded cache.
 */
final class WordNet {

    private static final String FOLDER = "/net/sf/extjwnl/data/wordnet/wn31/";
    private static final int MAX_CACHED_WORDS = 50_000;
    private static final int MAX_SENSES = 6;

    /** By rare senses almost everything is a kind of something: the Milk is a water, namely a river. */
    private static final int MAX_MAIN_SENSES = 2;

    private static final int MAX_KIND_STEPS = 3;

    /** The endings that are taken off to reach the base form, from morphy(7WN). */
    private static final Map<Part, String[][]> ENDINGS = Map.of(
            Part.NOUN,
            new String[][] {
                {"ses", "s"},
                {"xes", "x"},
                {"zes", "z"},
                {"ches", "ch"},
                {"shes", "sh"},
                {"men", "man"},
                {"ies", "y"},
                {"s", ""}
            },
            Part.VERB,
            new String[][] {
                {"ies", "y"}, {"es", "e"}, {"es", ""}, {"ed", "e"}, {"ed", ""}, {"ing", "e"}, {"ing", ""}, {"s", ""}
            },
            Part.ADJECTIVE,
            new String[][] {{"er", ""}, {"est", ""}, {"er", "e"}, {"est", "e"}},
            Part.ADVERB,
            new String[][] {});

    private final Map<Part, byte[]> indexes;
    private final Map<Part, byte[]> data;
    private final Map<Part, Map<String, String>> exceptions;
    private final Map<String, Entry> cache = new ConcurrentHashMap<>();

    private WordNet(Map<Part, byte[]> indexes, Map<Part, byte[]> data, Map<Part, Map<String, String>> exceptions) {
        this.indexes = indexes;
        this.data = data;
        this.exceptions = exceptions;
    }

    /** Returns the data base on the class path, read once; empty when there is none. */
    static Optional<WordNet> installed() {
        return Installed.WORD_NET;
    }

    private static final class Installed {
        static final Optional<WordNet> WORD_NET = load();
    }

    private static Optional<WordNet> load() {
        Map<Part, byte[]> indexes = new HashMap<>();
        Map<Part, byte[]> data = new HashMap<>();
        Map<Part, Map<String, String>> exceptions = new HashMap<>();
        try {
            for (Part part : Part.values()) {
                Optional<byte[]> index = read("index." + part.suffix);
                Optional<byte[]> synsets = read("data." + part.suffix);
                Optional<byte[]> irregular = read(part.suffix + ".exc");
                if (index.isEmpty() || synsets.isEmpty() || irregular.isEmpty()) {
                    return Optional.empty();
                }
                indexes.put(part, index.get());
                data.put(part, synsets.get());
                Map<String, String> forms = new HashMap<>();
                for (String line : new String(irregular.get(), StandardCharsets.US_ASCII).split("\n", -1)) {
                    String[] words = line.split(" ", -1);
                    if (words.length >= 2) {
                        forms.put(words[0], words[1].strip());
                    }
                }
                exceptions.put(part, forms);
            }
        } catch (IOException e) {
            return Optional.empty(); // a broken archive is as good as none, and the finding says that there was none
        }
        return Optional.of(new WordNet(indexes, data, exceptions));
    }

    private static Optional<byte[]> read(String name) throws IOException {
        try (InputStream in = WordNet.class.getResourceAsStream(FOLDER + name)) {
            return in == null ? Optional.empty() : Optional.of(in.readAllBytes());
        }
    }

    /** Says how two words stand to each other, in either order with the same result. */
    Relation relation(String one, String other) {
        Entry a = entry(one);
        Entry b = entry(other);
        if (a.senses.isEmpty() || b.senses.isEmpty()) {
            return Relation.UNKNOWN;
        }
        if (a.opposedTo(b) || b.opposedTo(a)) {
            return Relation.OPPOSITE;
        }
        if (a.shares(b) || a.nearTo(b) || b.nearTo(a) || a.kindOf(b) || b.kindOf(a)) {
            return Relation.CLOSE;
        }
        return a.noun && b.noun ? Relation.OTHER_THING : Relation.APART;
    }

    /** Whether the word, as written in small letters, is an ordinary word that is not only a name. */
    boolean isCommon(String word) {
        return entry(word).common;
    }

    private Entry entry(String word) {
        Entry known = cache.get(word);
        if (known != null) {
            return known;
        }
        Entry entry = look(word.toLowerCase(Locale.ROOT));
        if (cache.size() < MAX_CACHED_WORDS) {
            cache.put(word, entry);
        }
        return entry;
    }

    private Entry look(String word) {
        Entry entry = new Entry();
        for (Part part : Part.values()) {
            for (String base : bases(part, word)) {
                List<Integer> offsets = offsets(part, base);
                for (int i = 0; i < offsets.size(); i++) {
                    Synset synset = synset(part, offsets.get(i));
                    if (i < MAX_SENSES) {
                        entry.add(part, base, synset, i < MAX_MAIN_SENSES);
                    }
                    entry.common |= synset.words.stream().anyMatch(base::equals);
                }
            }
        }
        return entry;
    }

    private Set<String> bases(Part part, String word) {
        Set<String> bases = new LinkedHashSet<>();
        String irregular = part.of(exceptions).get(word);
        if (irregular != null) {
            bases.add(irregular);
        }
        bases.add(word);
        for (String[] ending : part.of(ENDINGS)) {
            if (word.length() > ending[0].length() + 1 && word.endsWith(ending[0])) {
                String stem = word.substring(0, word.length() - ending[0].length());
                bases.add(stem + ending[1]);
                int last = stem.length() - 1;
                if (part == Part.VERB
                        && ending[1].isEmpty()
                        && last > 1
                        && stem.charAt(last) == stem.charAt(last - 1)) {
                    bases.add(stem.substring(0, last)); // stopped -> stop
                }
            }
        }
        return bases;
    }

    /** Finds the index line of a word by binary search, and the offsets of its senses, the most frequent first. */
    private List<Integer> offsets(Part part, String word) {
        byte[] index = part.of(indexes);
        byte[] key = (word + ' ').getBytes(StandardCharsets.UTF_8);
        int low = 0;
        int high = index.length;
        while (low < high) {
            int middle = lineStart(index, (low + high) >>> 1);
            int order = compare(index, middle, key);
            if (order == 0) {
                return senses(index, middle);
            }
            if (order < 0) {
                low = lineEnd(index, middle) + 1;
            } else {
                high = middle;
            }
        }
        return List.of();
    }

    private static List<Integer> senses(byte[] index, int line) {
        String[] fields = ascii(index, line, lineEnd(index, line)).strip().split(" ", -1);
        // lemma pos synset_cnt p_cnt [symbol…] sense_cnt tagsense_cnt offset…
        int first = 6 + Integer.parseInt(fields[3]);
        List<Integer> offsets = new ArrayList<>();
        for (int i = first; i < fields.length; i++) {
            offsets.add(Integer.parseInt(fields[i]));
        }
        return offsets;
    }

    private Synset synset(Part part, int offset) {
        byte[] file = part.of(data);
        int end = offset;
        while (end < file.length && file[end] != '|' && file[end] != '\n') {
            end++;
        }
        // offset lex_filenum ss_type w_cnt word lex_id … p_cnt [symbol offset pos source/target]…
        String[] fields = ascii(file, offset, end).strip().split(" ", -1);
        int count = Integer.parseInt(fields[3], 16);
        List<String> words = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            String word = fields[4 + 2 * i];
            int marker = word.indexOf('(');
            words.add(marker > 0 ? word.substring(0, marker) : word);
        }
        int at = 4 + 2 * count;
        int pointers = Integer.parseInt(fields[at]);
        List<Pointer> targets = new ArrayList<>();
        for (int i = 0; i < pointers; i++) {
            int field = at + 1 + 4 * i;
            Part target = Part.of(fields[field + 2].charAt(0));
            int places = Integer.parseInt(fields[field + 3], 16);
            targets.add(new Pointer(
                    fields[field], target, Integer.parseInt(fields[field + 1]), places >> 8, places & 0xFF));
        }
        return new Synset(id(part, offset), words, targets);
    }

    private static long id(Part part, int offset) {
        return ((long) part.number << 32) | offset;
    }

    private static String ascii(byte[] file, int from, int to) {
        return new String(file, from, to - from, StandardCharsets.ISO_8859_1);
    }

    private static int lineStart(byte[] file, int at) {
        int start = at;
        while (start > 0 && file[start - 1] != '\n') {
            start--;
        }
        return start;
    }

    private static int lineEnd(byte[] file, int at) {
        int end = at;
        while (end < file.length && file[end] != '\n') {
            end++;
        }
        return end;
    }

    private static int compare(byte[] file, int at, byte[] key) {
        for (int i = 0; i < key.length; i++) {
            int order = at + i < file.length ? (file[at + i] & 0xFF) - (key[i] & 0xFF) : -1;
            if (order != 0) {
                return order;
            }
        }
        return 0;
    }

    /** What is known of one written word, over all its base forms and senses. */
    private final class Entry {

        private final Set<Long> senses = new LinkedHashSet<>();
        private final Set<Long> opposites = new LinkedHashSet<>();
        private final Set<Long> mainOpposites = new LinkedHashSet<>();
        private final Set<Long> near = new LinkedHashSet<>();
        private final Set<Long> similar = new LinkedHashSet<>();
        private final Set<Long> kinds = new LinkedHashSet<>();
        private final Set<Long> mainSenses = new LinkedHashSet<>();
        private boolean noun;
        private boolean common;

        void add(Part part, String base, Synset synset, boolean main) {
            senses.add(synset.id);
            if (main) {
                mainSenses.add(synset.id);
            }
            noun |= part == Part.NOUN;
            int place = synset.words.stream()
                            .map(word -> word.toLowerCase(Locale.ROOT))
                            .toList()
                            .indexOf(base)
                    + 1;
            for (Pointer pointer : synset.pointers) {
                boolean ofThisWord = pointer.source == 0 || pointer.source == place;
                switch (pointer.symbol) {
                    case "!" -> {
                        if (ofThisWord) {
                            opposites.add(pointer.id());
                            if (main) {
                                mainOpposites.add(pointer.id());
                            }
                        }
                    }
                    case "&" -> similar.add(pointer.id());
                    case "$" -> near.add(pointer.id());
                    case "+", "\\", "=" -> {
                        if (ofThisWord) {
                            near.add(pointer.id());
                        }
                    }
                    case "@", "@i" -> {
                        if (main) {
                            climb(pointer, 1);
                        }
                    }
                    default -> {
                        // parts, domains and the like say nothing of whether two words mean the same
                    }
                }
            }
        }

        private void climb(Pointer pointer, int step) {
            if (!kinds.add(pointer.id()) || step == MAX_KIND_STEPS) {
                return;
            }
            for (Pointer next : synset(pointer.part, pointer.offset).pointers) {
                if (next.symbol.equals("@") || next.symbol.equals("@i")) {
                    climb(next, step + 1);
                }
            }
        }

        boolean opposedTo(Entry other) {
            return mainOpposites.stream().anyMatch(other.mainSenses::contains)
                    || (opposites.stream().anyMatch(other.senses::contains) && !shares(other));
        }

        boolean shares(Entry other) {
            return senses.stream().anyMatch(other.senses::contains)
                    && (mainSenses.stream().anyMatch(other.senses::contains)
                            || other.mainSenses.stream().anyMatch(senses::contains));
        }

        boolean nearTo(Entry other) {
            return near.stream().anyMatch(id -> other.senses.contains(id) || other.near.contains(id))
                    || similar.stream().anyMatch(other.senses::contains);
        }

        boolean kindOf(Entry other) {
            return kinds.stream().anyMatch(other.mainSenses::contains);
        }
    }

    /** How two words stand to each other. */
    enum Relation {
        /** Synonyms, or one is a kind of the other, or derived from it. */
        CLOSE,
        /** Antonyms. */
        OPPOSITE,
        /** Both name things, and not the same. */
        OTHER_THING,
        /** Both are known, and nothing ties them. */
        APART,
        /** At least one of them is not known. */
        UNKNOWN
    }

    private enum Part {
        NOUN("noun", 1),
        VERB("verb", 2),
        ADJECTIVE("adj", 3),
        ADVERB("adv", 4);

        private final String suffix;
        private final int number;

        Part(String suffix, int number) {
            this.suffix = suffix;
            this.number = number;
        }

        /** Returns what a table that names every part of speech has for this one. */
        <T> T of(Map<Part, T> table) {
            T value = table.get(this);
            if (value == null) {
                throw new IllegalStateException(
                        "No table of WordNet leaves a part of speech out, this one does: " + this);
            }
            return value;
        }

        static Part of(char letter) {
            return switch (letter) {
                case 'n' -> NOUN;
                case 'v' -> VERB;
                case 'r' -> ADVERB;
                default -> ADJECTIVE; // a, and s for satellites
            };
        }
    }

    private record Pointer(String symbol, Part part, int offset, int source, int target) {
        long id() {
            return WordNet.id(part, offset);
        }
    }

    private record Synset(long id, List<String> words, List<Pointer> pointers) {}
}
