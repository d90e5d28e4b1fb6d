package network.cortensor.sdk.internal.facts;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The language of a text, as far as its most frequent small words tell; only meant to notice that two texts have two. */
enum Language {
    ENGLISH("the of and is to that was for with are this from have which by on it be as"),
    GERMAN("der und ist das nicht mit ein eine den dem auf für sich auch werden wird im zu von sind"),
    FRENCH("le les des est et dans une du pour que qui pas sur au par avec sont cette ce aux"),
    SPANISH("el los las y en es una por con para del que su se al más como lo son fue"),
    ITALIAN("il gli della e di che è per una con non del sono nel alla dei delle più anche"),
    PORTUGUESE("os as do da em um uma não para com por que foi mais dos das ao pelo são"),
    OTHER_SCRIPT(""),
    UNKNOWN("");

    private static final Map<String, Set<Language>> OF_WORD = new HashMap<>();
    private static final int ENOUGH_WORDS = 3;

    private final String words;

    Language(String words) {
        this.words = words;
    }

    static {
        for (Language language : values()) {
            for (String word : language.words.split(" ", -1)) {
                OF_WORD.computeIfAbsent(word, key -> EnumSet.noneOf(Language.class))
                        .add(language);
            }
        }
    }

    static Language of(List<List<Word>> lines) {
        Map<Language, Integer> votes = new EnumMap<>(Language.class);
        int letters = 0;
        int foreign = 0;
        for (List<Word> line : lines) {
            for (Word word : line) {
                for (Language language : OF_WORD.getOrDefault(word.plain(), Set.of())) {
                    votes.merge(language, 1, Integer::sum);
                }
                int first = word.plain().codePointAt(0);
                if (Character.isLetter(first)) {
                    letters++;
                    foreign += Character.UnicodeScript.of(first) == Character.UnicodeScript.LATIN ? 0 : 1;
                }
            }
        }
        if (foreign * 2 > letters) {
            return OTHER_SCRIPT;
        }
        Language best = UNKNOWN;
        int most = 0;
        int second = 0;
        for (Map.Entry<Language, Integer> vote : votes.entrySet()) {
            int count = vote.getValue();
            if (count > most) {
                second = most;
                most = count;
                best = vote.getKey();
            } else {
                second = Math.max(second, count);
            }
        }
        return most >= ENOUGH_WORDS && most >= 2 * second ? best : UNKNOWN;
    }

    /** Whether both can be the same language. */
    boolean mayBe(Language other) {
        return this == other
                || (this == UNKNOWN && other != OTHER_SCRIPT)
                || (other == UNKNOWN && this != OTHER_SCRIPT);
    }
}
