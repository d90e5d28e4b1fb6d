package network.cortensor.sdk.internal.meaning;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;

/**
 * What the form of a text gives away without understanding it. Immutable. One pass over the text for the patterns; language
 * and repetition look at a bounded part.
 *
 * <p>The word lists are closed classes of function words and a few set phrases. They miss what is worded differently: this
 * is a net for careless cheating and for accidents, not a proof of their absence.
 */
public final class Form {

    /** How much of a text is looked at for its language, from its start, and for repetition, from its end. */
    private static final int LOOKED_AT = 128 * 1024;

    private static final int FEWEST_LETTERS = 12;
    private static final int FEWEST_STOP_WORDS = 3;
    private static final int FEWEST_WORDS = 5;
    private static final String ENGLISH = "en";
    private static final int FEWEST_WORDS_TO_REPEAT = 30;

    private static final String STEP = "\\W{1,3}+(?:\\w{1,16}+\\W{1,3}+){0,5}";

    /** Who is spoken to where an answer speaks to who judges it. */
    private static final String JUDGES = "(?:judge|verifier|validator|grader|evaluator|reviewer|model|assistant)";

    /**
     * Sentences that speak to a model, or to who judges, and marks of chat templates that no answer should hold. Most texts
     * hold none of the words that they take, and are not looked at any closer.
     */
    private static final List<Instruction> INSTRUCTIONS = List.of(
            new Instruction(
                    "\\b(?:ignore|disregard|forget|override)" + STEP
                            + "(?:previous|prior|above|earlier|preceding|foregoing|instructions?|prompts?|rules|context)\\b",
                    "ignore",
                    "disregard",
                    "forget",
                    "override"),
            new Instruction(
                    "\\b(?:new|updated|hidden)\\W{1,3}(?:system\\W{1,3})?instructions?\\W{0,2}:"
                            + "|\\b(?:new|next|real|actual)\\W(?:task|instructions?)\\W{0,2}:",
                    "instruction",
                    "task"),
            new Instruction("\\bsystem\\W{1,2}(?:prompt|message|override)\\b", "system"),
            new Instruction("\\byou are now\\W{1,3}(?:a|an|in|the|dan)\\b", "you are now"),
            new Instruction(
                    "\\b(?:mark|rate|grade|score|judge|treat|accept|classify)" + STEP
                            + "(?:answers?|responses?|texts?|pair|this|it)\\W{1,3}(?:as|with)\\W{1,3}(?:\\w{1,12}\\W{1,3}){0,2}"
                            + "(?:correct|same|identical|equal|equivalent|valid|true|accepted|honest|perfect|1|10|100)\\b",
                    "mark",
                    "rate",
                    "grade",
                    "score",
                    "judge",
                    "treat",
                    "accept",
                    "classify"),
            new Instruction("\\bas (?:a|the) (?:judge|verifier|validator|grader|evaluator)\\b", "as a ", "as the "),
            new Instruction(
                    "\\b(?:reply|respond|answer|output|print|say)\\W{1,3}only\\W{1,3}(?:with|the|same|yes|true)\\b",
                    "only"),
            new Instruction(
                    "\\b(?:note|message|attention|hint)\\W{1,3}(?:to|for)\\W(?:the|all|any)\\W" + JUDGES + "s?\\b",
                    "note",
                    "message",
                    "attention",
                    "hint"),
            new Instruction("(?:^|[.!?\\n] {0,2})(?:system|assistant|user) ?:", "system", "assistant", "user"),
            new Instruction("\\b(?:both|the two|these two) answers (?:are|agree|say|mean|match)\\b", " answers "),
            new Instruction("</?(?:answer|instruction|system|prompt|user|assistant)s?>", "<"),
            new Instruction("<\\|[a-z_]{1,24}\\|>", "<|"),
            new Instruction("\\[/?inst\\]", "inst]"),
            new Instruction("<<sys>>", "<<sys"),
            new Instruction("#{2,4} ?(?:instruction|system)s?\\b", "##"));

    /** A sentence that no answer should hold, and words of which it takes at least one. */
    private record Instruction(Pattern pattern, List<String> words) {

        Instruction(String pattern, String... words) {
            this(Pattern.compile(pattern), List.of(words));
        }

        boolean isIn(String lower) {
            return words.stream().anyMatch(lower::contains)
                    && pattern.matcher(lower).find();
        }
    }

    private static final Pattern REFUSAL = Pattern.compile(
            "\\b(?:i(?: am|'m|\u2019m)? ?(?:cannot|can't|can\u2019t|unable to|not able to|won't|won\u2019t|will not)"
                    + "|i(?: am|'m|\u2019m) (?:very |really |so )?sorry,? but|i must decline|as an ai\\b|as a language model"
                    + "|i do(?: not|n't|n\u2019t) have (?:access|enough information|the ability))");

    /** How far from its start a refusal shows: later on "I cannot" is a part of an answer. */
    private static final int REFUSES_WITHIN = 160;

    private static final Map<String, Set<String>> STOP_WORDS = Map.of(
            "en",
                    Set.of(
                            "the", "and", "of", "is", "to", "was", "are", "with", "that", "for", "it", "were", "by",
                            "from", "this", "have", "has", "which", "not", "be"),
            "de",
                    Set.of(
                            "der", "die", "und", "das", "ist", "den", "von", "mit", "nicht", "ein", "eine", "dem",
                            "auf", "wurde", "sich", "auch", "wird", "sind", "des", "im", "zu", "werden", "oder"),
            "fr",
                    Set.of(
                            "le", "les", "et", "des", "est", "une", "du", "dans", "pour", "qui", "pas", "au", "sur",
                            "par", "avec", "sont", "ce", "aux", "cette", "il", "elle", "ou"),
            "es",
                    Set.of(
                            "el",
                            "los",
                            "las",
                            "y",
                            "del",
                            "una",
                            "es",
                            "por",
                            "con",
                            "para",
                            "su",
                            "como",
                            "fue",
                            "m\u00E1s",
                            "pero",
                            "son",
                            "al",
                            "lo",
                            "se",
                            "est\u00E1"),
            "it",
                    Set.of(
                            "il",
                            "gli",
                            "della",
                            "di",
                            "che",
                            "\u00E8",
                            "per",
                            "sono",
                            "con",
                            "nel",
                            "alla",
                            "dei",
                            "delle",
                            "non",
                            "pi\u00F9",
                            "anche",
                            "del",
                            "nella",
                            "stato"),
            "pt",
                    Set.of(
                            "o",
                            "os",
                            "da",
                            "do",
                            "uma",
                            "n\u00E3o",
                            "em",
                            "com",
                            "para",
                            "dos",
                            "das",
                            "foi",
                            "mais",
                            "s\u00E3o",
                            "ao",
                            "pela",
                            "pelo",
                            "\u00E9",
                            "na",
                            "no"),
            "nl",
                    Set.of(
                            "het", "een", "van", "en", "niet", "zijn", "voor", "met", "op", "aan", "ook", "werd",
                            "wordt", "deze", "naar", "bij", "dat", "te"));

    /** The languages that a word is a function word of. */
    private static final Map<String, List<String>> LANGUAGES = languages();

    private final String language;
    private final Set<String> foreign;
    private final boolean instructing;
    private final boolean refusing;
    private final boolean repeating;
    private final boolean complete;

    private Form(
            String language,
            Set<String> foreign,
            boolean instructing,
            boolean refusing,
            boolean repeating,
            boolean complete) {
        this.language = language;
        this.foreign = foreign;
        this.instructing = instructing;
        this.refusing = refusing;
        this.repeating = repeating;
        this.complete = complete;
    }

    /** Reads the form of a text. */
    public static Form of(String text) {
        String lower = text.toLowerCase(Locale.ROOT);
        String start = lower.substring(0, Math.min(lower.length(), REFUSES_WITHIN));
        return new Form(
                language(lower),
                foreign(lower),
                INSTRUCTIONS.stream().anyMatch(instruction -> instruction.isIn(lower)),
                REFUSAL.matcher(start).find(),
                repeats(text),
                endsComplete(text));
    }

    /**
     * Returns whether both texts are surely in a language or a script, and not in the same one, or whether one of two English
     * texts has sentences in a language that the other has none in. Short texts are in no sure language.
     */
    public boolean otherLanguageThan(Form other) {
        if (language.isEmpty() || other.language.isEmpty()) {
            return false;
        }
        return !language.equals(other.language) || (language.equals(ENGLISH) && !foreign.equals(other.foreign));
    }

    /** Returns whether the text speaks to a model or to who judges it. */
    public boolean instructing() {
        return instructing;
    }

    /** Returns whether the text begins like a refusal. */
    public boolean refusing() {
        return refusing;
    }

    /** Returns whether the text says the same over and over. */
    public boolean repeating() {
        return repeating;
    }

    /** Returns whether the text ends where a sentence, a list item or a block ends. */
    public boolean complete() {
        return complete;
    }

    private static Map<String, List<String>> languages() {
        Map<String, List<String>> languages = new HashMap<>();
        STOP_WORDS.forEach((name, words) -> words.forEach(word ->
                languages.computeIfAbsent(word, key -> new ArrayList<>()).add(name)));
        return Map.copyOf(languages);
    }

    private static String language(String lower) {
        String start = lower.substring(0, Math.min(lower.length(), LOOKED_AT));
        String script = script(start);
        if (!script.equals("LATIN")) {
            return script;
        }
        Map<String, Integer> hits = new HashMap<>();
        Words.each(
                start,
                word -> LANGUAGES.getOrDefault(word, List.of()).forEach(name -> hits.merge(name, 1, Integer::sum)));
        String best = "";
        int most = 0;
        int second = 0;
        for (Map.Entry<String, Integer> hit : hits.entrySet()) {
            if (hit.getValue() > most) {
                second = most;
                most = hit.getValue();
                best = hit.getKey();
            } else {
                second = Math.max(second, hit.getValue());
            }
        }
        return most >= FEWEST_STOP_WORDS && most >= 2 * second ? best : "";
    }

    /** Returns the languages of sentences that hold no English function word, but one or more of another language. */
    private static Set<String> foreign(String lower) {
        Set<String> languages = new HashSet<>();
        for (String passage : Passages.of(lower.substring(0, Math.min(lower.length(), LOOKED_AT)))) {
            Map<String, Integer> hits = new HashMap<>();
            int[] words = {0};
            Words.each(passage, word -> {
                words[0] += Character.isLetter(word.charAt(0)) ? 1 : 0;
                LANGUAGES.getOrDefault(word, List.of()).forEach(name -> hits.merge(name, 1, Integer::sum));
            });
            String best = hits.entrySet().stream()
                    .max(Map.Entry.<String, Integer>comparingByValue().thenComparing(Map.Entry.comparingByKey()))
                    .map(Map.Entry::getKey)
                    .orElse(ENGLISH);
            int most = hits.getOrDefault(best, 0);
            boolean accented = passage.chars().anyMatch(c -> c > 0x7F && Character.isLetter(c));
            if (words[0] >= FEWEST_WORDS
                    && hits.getOrDefault(ENGLISH, 0) == 0
                    && (most >= 2 || (most == 1 && accented))) {
                languages.add(best);
            }
        }
        return Set.copyOf(languages);
    }

    private static String script(String text) {
        Map<Character.UnicodeScript, Integer> letters = new HashMap<>();
        int all = 0;
        for (int i = 0; i < text.length(); ) {
            int codePoint = text.codePointAt(i);
            i += Character.charCount(codePoint);
            if (Character.isLetter(codePoint)) {
                Character.UnicodeScript script = Character.UnicodeScript.of(codePoint);
                // Japanese mixes three; only the difference to other scripts matters here.
                boolean japanese =
                        script == Character.UnicodeScript.HIRAGANA || script == Character.UnicodeScript.KATAKANA;
                letters.merge(japanese ? Character.UnicodeScript.HAN : script, 1, Integer::sum);
                all++;
            }
        }
        for (Map.Entry<Character.UnicodeScript, Integer> script : letters.entrySet()) {
            if (all >= FEWEST_LETTERS && script.getValue() > all / 2) {
                return script.getKey().name();
            }
        }
        return "LATIN";
    }

    private static boolean repeats(String text) {
        Set<Long> sequences = new HashSet<>();
        int[] words = {0};
        long[] last = new long[2];
        Words.each(text.substring(Math.max(0, text.length() - LOOKED_AT)), word -> {
            long hash = word.hashCode() * 0x9E3779B97F4A7C15L;
            if (words[0]++ >= 2) {
                sequences.add((last[0] * 31 + last[1]) * 31 + hash);
            }
            last[0] = last[1];
            last[1] = hash;
        });
        return words[0] >= FEWEST_WORDS_TO_REPEAT && sequences.size() < words[0] / 2;
    }

    private static boolean endsComplete(String text) {
        int last = text.length() - 1;
        while (last >= 0 && (Passages.isCloser(text.charAt(last)) || Character.isWhitespace(text.charAt(last)))) {
            last--;
        }
        if (last < 0) {
            return true;
        }
        char c = text.charAt(last);
        int lineStart = text.lastIndexOf('\n', last) + 1;
        // The last item of a list, a heading or a row of a table has no full stop.
        boolean item = lineStart > 0 && "-*#|\u20220123456789".indexOf(text.charAt(Math.min(lineStart, last))) >= 0;
        return item || ".!?\u2026:;`}|>\u3002\uFF01\uFF1F\u0964".indexOf(c) >= 0;
    }
}
