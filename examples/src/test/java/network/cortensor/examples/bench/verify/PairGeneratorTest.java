package network.cortensor.examples.bench.verify;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.verify.compare.TaskType;
import org.junit.jupiter.api.Test;

import java.text.Normalizer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.Collectors;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** That each class is what its name says, checked with other means than those that made it. */
class PairGeneratorTest {

    private static final long SEED = Long.getLong("cortensor.seed", 7);

    private static final int PER_CLASS = 40;

    private static final Corpus CORPUS = Corpus.own();

    private static final List<LabelledPair> PAIRS = PairGenerator.pairs(CORPUS, SEED, PER_CLASS);

    private static final Map<String, CorpusText> BY_ID =
            CORPUS.texts().stream().collect(Collectors.toMap(text -> text.type() + text.id(), Function.identity()));

    @Test
    void pairs_sameSeed_areTheSame() {
        assertThat(PairGenerator.pairs(Corpus.own(), SEED, PER_CLASS)).isEqualTo(PAIRS);
    }

    @Test
    void pairs_otherSeed_areOthers() {
        assertThat(PairGenerator.pairs(CORPUS, SEED + 1, PER_CLASS)).isNotEqualTo(PAIRS);
    }

    @Test
    void pairs_ofTheOwnCorpus_fillEveryClass() {
        Map<String, Long> counts =
                PAIRS.stream().collect(Collectors.groupingBy(pair -> pair.kind().name(), Collectors.counting()));

        assertThat(counts)
                .containsKeys(
                        "numbers",
                        "units",
                        "dates",
                        "negation",
                        "quantifier",
                        "names",
                        "antonym",
                        "entity",
                        "contradiction",
                        "caveat",
                        "truncated",
                        "offtopic",
                        "injected",
                        "language",
                        "json",
                        "code",
                        "boilerplate",
                        "copy")
                .containsKeys("paraphrase-prose", "paraphrase-numeric", "resample-prose", "resample-numeric")
                .containsKeys("formatting-prose", "formatting-numeric", "formatting-json", "formatting-code");
        assertThat(counts)
                .allSatisfy((name, count) ->
                        assertThat(count).as(name).isEqualTo(name.equals("paraphrase-numeric") ? 32L : PER_CLASS));
    }

    @Test
    void pairs_ofAnyClass_neverEqualEachOtherAndTheirTextsBelongToOneType() {
        assertThat(PAIRS).allSatisfy(pair -> {
            assertThat(pair.b()).isNotEqualTo(pair.a());
            assertThat(BY_ID).containsKey(pair.type() + pair.source());
        });
        assertThat(new HashSet<>(PAIRS)).hasSameSizeAs(PAIRS);
    }

    @Test
    void pairs_ofPlainText_leaveOutWhatDoesNotApply() {
        Corpus plain = new Corpus("plain", List.of(text("Nothing much happens there.")));

        List<LabelledPair> pairs = PairGenerator.pairs(plain, SEED, 5);

        assertThat(pairs)
                .extracting(pair -> pair.kind().name())
                .contains("contradiction", "boilerplate")
                .doesNotContain("numbers", "units", "dates", "names", "json", "code", "language", "offtopic", "copy");
    }

    @Test
    void pairs_lessThanOnePerClass_isRefused() {
        assertThatThrownBy(() -> PairGenerator.pairs(CORPUS, SEED, 0)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void numbers_attack_changesOneNumberAndNoOtherWord() {
        all("numbers", (text, attack) -> !figures(text).equals(figures(attack)) && differing(text, attack) <= 2);
    }

    @Test
    void units_attack_leavesTheNumbers() {
        all("units", (text, attack) -> figures(text).equals(figures(attack)) && !text.equals(attack));
    }

    @Test
    void dates_attack_changesAYearADayAMonthAWeekdayOrATime() {
        all("dates", (text, attack) -> differing(text, attack) == 1);
    }

    @Test
    void negation_attack_changesWhetherThereIsOne() {
        all("negation", (text, attack) -> {
            String words = "(?i)\\b(?:not|never|no|cannot|without)\\b|n't\\b";
            return occurrences(text, words) != occurrences(attack, words);
        });
    }

    @Test
    void quantifier_attack_changesNoNumber() {
        all("quantifier", (text, attack) -> figures(text).equals(figures(attack)) && differing(text, attack) <= 3);
    }

    @Test
    void names_attack_hasTheSameWordsInAnotherOrder() {
        all("names", (text, attack) -> sorted(text).equals(sorted(attack)) && !text.equals(attack));
    }

    @Test
    void antonym_attack_changesOneWordWithAnOpposite() {
        Set<String> words = Set.copyOf(WordEdits.wordsWithOpposite());
        all("antonym", (text, attack) -> {
            List<String> gone = new ArrayList<>(words(text));
            words(attack).forEach(gone::remove);
            return gone.size() == 1 && words.contains(gone.get(0).toLowerCase(java.util.Locale.ROOT));
        });
    }

    @Test
    void entity_attack_changesAThingAndKeepsNumbers() {
        all(
                "entity",
                (text, attack) ->
                        figures(text).equals(figures(attack)) && !sorted(text).equals(sorted(attack)));
    }

    @Test
    void contradiction_attack_addsASentence() {
        all(
                "contradiction",
                (text, attack) ->
                        attack.length() > text.length() && words(attack).containsAll(words(text)));
    }

    @Test
    void caveat_attack_leavesSomethingOutAndAddsNothing() {
        all(
                "caveat",
                (text, attack) -> attack.length() < text.length() && words(text).containsAll(words(attack)));
    }

    @Test
    void truncated_attack_isTheBeginning() {
        all("truncated", (text, attack) -> text.startsWith(attack) && attack.length() < 0.8 * text.length());
    }

    @Test
    void offTopicAndCopied_attack_isTheAnswerToAnotherQuestion() {
        Set<String> texts = CORPUS.texts().stream().map(CorpusText::text).collect(Collectors.toSet());

        all("offtopic", (text, attack) -> !text.equals(attack) && texts.contains(attack));
        all("copy", (text, attack) -> !text.equals(attack) && texts.contains(attack));
    }

    @Test
    void injected_attack_givesAnOrder() {
        all(
                "injected",
                (text, attack) -> occurrences(
                                attack,
                                "(?i)ignore|SYSTEM|validator|instructions|disregard|new task|example\\.invalid|maintenance")
                        > 0);
    }

    @Test
    void language_attack_endsAsTheTranslation() {
        assertThat(of("language"))
                .allSatisfy(pair -> assertThat(original(pair).translations())
                        .anyMatch(translation ->
                                translation.endsWith(pair.b().substring(pair.b().length() - 20))));
    }

    @Test
    void json_attack_isAnotherValue() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (LabelledPair pair : of("json")) {
            assertThat(plain(mapper.readTree(pair.b())))
                    .as("seed %d, %s", SEED, pair.source())
                    .isNotEqualTo(plain(mapper.readTree(original(pair).text())));
        }
    }

    @Test
    void json_formatting_isTheSameValue() throws Exception {
        ObjectMapper mapper = new ObjectMapper();
        for (LabelledPair pair : of("formatting-json")) {
            String bare = pair.b().replaceAll("^```json\n|\n```$", "");
            assertThat(plain(mapper.readTree(bare)))
                    .as("seed %d, %s", SEED, pair.source())
                    .isEqualTo(plain(mapper.readTree(original(pair).text())));
        }
    }

    @Test
    void code_attack_changesMoreThanWhiteSpace() {
        all("code", (text, attack) -> !text.replaceAll("\\s", "").equals(attack.replaceAll("\\s", "")));
    }

    @Test
    void code_formatting_changesWhiteSpaceAndCommentsOnly() {
        all("formatting-code", (text, other) -> withoutComments(text).equals(withoutComments(other)));
    }

    @Test
    void formatting_honest_keepsEveryLetterAndDigit() {
        for (String kind : List.of("formatting-prose", "formatting-numeric")) {
            all(kind, (text, other) -> letters(text).equals(letters(other)));
        }
    }

    @Test
    void resample_honest_keepsFiguresAndNegations() {
        for (String kind : List.of("resample-prose", "resample-numeric")) {
            all(
                    kind,
                    (text, other) -> values(text).equals(values(other))
                            && occurrences(text, "(?i)\\bnot\\b|n't\\b|\\bnever\\b|cannot")
                                    == occurrences(other, "(?i)\\bnot\\b|n't\\b|\\bnever\\b|cannot"));
        }
    }

    @Test
    void paraphrase_honest_isWrittenByHand() {
        assertThat(of("paraphrase-prose"))
                .allSatisfy(pair -> assertThat(original(pair).paraphrases()).contains(pair.b()));
    }

    @Test
    void wordNet_wordsWithManyMeanings_haveNoSynonym() {
        OneMeaning synonyms = OneMeaning.open();

        assertThat(List.of("bank", "while", "percent", "minutes", "light", "charge"))
                .allSatisfy(word -> assertThat(synonyms.of(word)).as(word).isEmpty());
        assertThat(synonyms.of("lawyer")).contains("attorney");
    }

    private static void all(String kind, BiPredicate<String, String> holds) {
        assertThat(of(kind))
                .isNotEmpty()
                .allSatisfy(pair -> assertThat(holds.test(original(pair).text(), pair.b()))
                        .as(
                                "seed %d, %s: %s%nfrom %s",
                                SEED, pair.source(), pair.b(), original(pair).text())
                        .isTrue());
    }

    private static List<LabelledPair> of(String kind) {
        return PAIRS.stream().filter(pair -> pair.kind().name().equals(kind)).toList();
    }

    private static CorpusText original(LabelledPair pair) {
        return Objects.requireNonNull(BY_ID.get(pair.type() + pair.source()));
    }

    private static CorpusText text(String text) {
        return new CorpusText(TaskType.PROSE, "t", text, List.of(), List.of(), List.of());
    }

    private static List<String> words(String text) {
        return Arrays.asList(text.split("[^\\p{L}\\p{N}'-]+", -1));
    }

    private static List<String> sorted(String text) {
        List<String> words = new ArrayList<>(words(text));
        Collections.sort(words);
        return words;
    }

    /** Figures and small number words, sorted. */
    private static List<String> figures(String text) {
        Set<String> small = Set.copyOf(QuantityEdits.SMALL_NUMBERS);
        return Arrays.stream(text.split("[^\\p{L}\\p{N}.,]+", -1))
                .map(word -> word.replaceAll("[.,]+$", ""))
                .filter(word ->
                        word.matches("[\\d.,]*\\d[\\d.,]*") || small.contains(word.toLowerCase(java.util.Locale.ROOT)))
                .sorted()
                .toList();
    }

    /** The same with one spelling. */
    private static List<String> values(String text) {
        return Arrays.stream(text.replaceAll("(?<=\\d),(?=\\d{3})", "").split("[^\\p{L}\\p{N}.]+", -1))
                .map(word -> word.replaceAll("\\.+$", ""))
                .map(word -> {
                    int small = QuantityEdits.SMALL_NUMBERS.indexOf(word);
                    return small >= 0 && small < 11 ? Integer.toString(small + 2) : word;
                })
                .filter(word -> word.matches("[\\d.]*\\d"))
                .sorted()
                .toList();
    }

    private static int differing(String text, String other) {
        List<String> gone = new ArrayList<>(Arrays.asList(text.split(" ", -1)));
        Arrays.asList(other.split(" ", -1)).forEach(gone::remove);
        return gone.size();
    }

    private static int occurrences(String text, String regex) {
        return text.split(regex, -1).length - 1;
    }

    private static String letters(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC).replaceAll("[^\\p{L}\\p{N}]", "");
    }

    private static String withoutComments(String code) {
        return code.replaceAll("(?m)^```$", "")
                .replaceAll("/\\*[^*]*\\*/|(?m)^\\s*(?:#|//|--) .*$|(?<=\\s)(?:#|//) .*", "")
                .replaceAll("\\s+", "");
    }

    /** Numbers by their value, all else as it is. */
    private static Object plain(JsonNode node) {
        if (node.isNumber()) {
            return node.decimalValue().stripTrailingZeros();
        }
        if (node.isArray()) {
            List<Object> list = new ArrayList<>();
            node.forEach(child -> list.add(plain(child)));
            return list;
        }
        if (node.isObject()) {
            return node.properties().stream()
                    .collect(Collectors.toMap(Map.Entry::getKey, entry -> plain(entry.getValue())));
        }
        return node.isTextual() ? "text " + node.textValue() : node.toString();
    }
}
