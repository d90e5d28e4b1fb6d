package network.cortensor.sdk.internal.facts;

import java.util.HashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/**
 * The closed classes of English, and a few negations of other languages: small lists of what every grammar names. Words
 * that are in none carry meaning.
 */
final class Vocabulary {

    private static final Map<String, Word.Kind> KINDS = new HashMap<>();
    private static final Map<String, String> GROUPS = new HashMap<>();
    private static final Map<String, Direction> DIRECTIONS = new HashMap<>();
    private static final Map<String, String> IRREGULAR = new HashMap<>();
    /** Names that in small letters are words of the grammar; CO is carbon monoxide. */
    private static final Set<String> ACRONYMS = Set.of("US", "WHO", "IT", "CO");

    private static final Set<String> BE =
            Set.of("is", "are", "was", "were", "be", "been", "being", "get", "gets", "got");

    static {
        kind(
                Word.Kind.FUNCTION,
                "",
                "a an the this that these those of in on at to for from by with as into onto upon about around roughly"
                        + " approximately nearly almost circa per via through during among between within across along off out"
                        + " up down over under above below and or so then than there here it its itself he him his she her"
                        + " hers they them their theirs we us our ours you your yours i me my mine who whom whose which what"
                        + " when where why how is are was were be been being am do does did done doing have has had having"
                        + " will would ll ve re also too very quite rather just still even again both either while because"
                        + " since until such other another own same any s t d m one ones mr mrs ms dr prof sir jr sr inc corp"
                        + " ltd co llc plc vs etc whether that's let lets please sure well yes ok okay indeed thus hence therefore"
                        + " moreover furthermore additionally overall now already yet ever much lot bit against toward towards"
                        + " beside besides near like said say says saying told tell according more less most least before after"
                        + " first last later earlier der die das und le la les un une et el los las y il lo gli e o os");
        kind(
                Word.Kind.NEGATION,
                "not",
                "not no never none nobody nothing nowhere neither nor without hardly barely scarcely"
                        + " nicht kein keine keinen keinem keiner keines nie niemals ohne pas jamais aucun aucune sans nunca jamás"
                        + " ningún ninguno ninguna sin não nenhum nenhuma sem non nessun nessuno senza 不 没 未");
        kind(Word.Kind.QUANTIFIER, "every", "all every each everyone everybody everything entirely");
        kind(Word.Kind.QUANTIFIER, "always", "always invariably constantly");
        kind(Word.Kind.QUANTIFIER, "most", "mostly majority");
        kind(Word.Kind.QUANTIFIER, "often", "usually generally often frequently typically");
        kind(Word.Kind.QUANTIFIER, "many", "many numerous lots plenty");
        kind(Word.Kind.QUANTIFIER, "some", "some several partly various");
        kind(Word.Kind.QUANTIFIER, "sometimes", "sometimes occasionally");
        kind(Word.Kind.QUANTIFIER, "few", "few minority");
        kind(Word.Kind.QUANTIFIER, "rarely", "rarely seldom");
        kind(Word.Kind.QUANTIFIER, "only", "only solely exclusively merely");
        kind(Word.Kind.QUANTIFIER, "exactly", "exactly precisely");
        kind(Word.Kind.MODAL, "must", "must shall mandatory obligatory compulsory required");
        kind(Word.Kind.MODAL, "should", "should ought");
        kind(Word.Kind.MODAL, "may", "may might possibly perhaps maybe optional");
        kind(Word.Kind.MODAL, "can", "can could");
        kind(Word.Kind.CAVEAT, "but", "but however although though nevertheless nonetheless despite");
        kind(Word.Kind.CAVEAT, "except", "except excluding barring");
        kind(Word.Kind.CAVEAT, "unless", "unless");
        kind(Word.Kind.CAVEAT, "if", "if provided");

        direction(
                Direction.MORE,
                "rise increase grow gain climb jump surge soar expand exceed more greater higher up above"
                        + " over raise improve upward bigger larger maximum");
        direction(
                Direction.LESS,
                "fall decrease decline drop shrink slump plunge plummet less fewer lower down below under"
                        + " reduce downward smaller diminish minimum");
        direction(Direction.LATER, "after later afterwards following subsequently");
        direction(Direction.EARLIER, "before earlier prior previously beforehand");
        direction(Direction.FIRST, "first earliest initial initially");
        direction(Direction.LAST, "last latest final finally");
        direction(Direction.MOST, "most highest largest biggest greatest best longest");
        direction(Direction.LEAST, "least lowest smallest fewest worst shortest");
        direction(Direction.AHEAD, "ahead");
        direction(Direction.BEHIND, "behind");
        direction(Direction.INWARD, "import inside internal inbound incoming");
        direction(Direction.OUTWARD, "export outside external outbound outgoing");

        irregular(
                "rise rose risen|fall fell fallen|grow grew grown|buy bought|sell sold|break broke broken|win won|lose lost"
                        + "|give gave given|take took taken|make made|get got gotten|go went gone|come came|see saw seen|know knew known"
                        + "|think thought|find found|keep kept|leave left|lead led|meet met|pay paid|send sent|spend spent|build built"
                        + "|hold held|stand stood|understand understood|write wrote written|speak spoke spoken|choose chose chosen"
                        + "|begin began begun|drive drove driven|eat ate eaten|drink drank drunk|fly flew flown|draw drew drawn"
                        + "|throw threw thrown|show showed shown|wear wore worn|tear tore torn|bear bore borne|swear swore sworn"
                        + "|bring brought|teach taught|catch caught|fight fought|seek sought|feel felt|mean meant|deal dealt|sleep slept"
                        + "|sit sat|run ran|swim swam swum|sing sang sung|ring rang rung|become became|shoot shot|strike struck|stick stuck"
                        + "|hang hung|wind wound|bind bound|hear heard|tell told|lie lay lain|lay laid|freeze froze frozen|steal stole"
                        + " stolen|wake woke woken|hide hid hidden|ride rode ridden|shake shook shaken|forget forgot forgotten"
                        + "|forgive forgave forgiven|light lit|shrink shrank shrunk|sink sank sunk|spring sprang sprung|die died dying"
                        + "|man men|woman women|child children|person people|foot feet|tooth teeth|mouse mice|goose geese|life lives"
                        + "|wife wives|half halves|leaf leaves|good better|bad worse");
    }

    private Vocabulary() {}

    /** Makes a word from how it was written, which must not be empty. */
    static Word word(String written) {
        String plain = written.toLowerCase(Locale.ROOT);
        boolean capital = Character.isUpperCase(written.codePointAt(0));
        if (Character.isDigit(plain.codePointAt(0))) {
            return new Word(written, plain, plain, Word.Kind.NUMBER, "", Direction.NONE, false);
        }
        if (!Character.isLetter(plain.codePointAt(0))) {
            return new Word(written, plain, plain, Word.Kind.SIGN, "", Direction.NONE, false);
        }
        String stem = stem(plain);
        Word.Kind kind = ACRONYMS.contains(written) ? Word.Kind.CONTENT : KINDS.getOrDefault(plain, Word.Kind.CONTENT);
        Direction direction = DIRECTIONS.getOrDefault(plain, DIRECTIONS.getOrDefault(stem, Direction.NONE));
        return new Word(written, plain, stem, kind, GROUPS.getOrDefault(plain, ""), direction, capital);
    }

    static boolean isFormOfBe(String plain) {
        return BE.contains(plain);
    }

    /** Whether a word looks like a past participle. */
    static boolean isParticiple(Word word) {
        return word.kind() == Word.Kind.CONTENT
                && (word.plain().endsWith("ed")
                        || word.plain().endsWith("en")
                        || !word.plain().startsWith(word.stem()))
                && !word.plain().endsWith("ing");
    }

    /** Takes the endings of English words off, so that the forms of one word are equal; not always a word itself. */
    static String stem(String plain) {
        String base = IRREGULAR.get(plain);
        String word = base == null ? plain : base;
        int length = word.length();
        if (length > 5 && word.endsWith("ly")) {
            word = word.substring(0, length - 2);
        } else if (length > 4 && word.endsWith("ies")) {
            word = word.substring(0, length - 3) + 'y';
        } else if (length > 4
                && (word.endsWith("sses") || word.endsWith("shes") || word.endsWith("ches") || word.endsWith("xes"))) {
            word = word.substring(0, length - 2);
        } else if (length > 3
                && word.endsWith("s")
                && !word.endsWith("ss")
                && !word.endsWith("us")
                && !word.endsWith("is")) {
            word = word.substring(0, length - 1);
        }
        length = word.length();
        if (length > 5 && word.endsWith("ing") && hasVowel(word, length - 3)) {
            word = single(word.substring(0, length - 3));
        } else if (length > 4 && word.endsWith("ied")) {
            word = word.substring(0, length - 3) + 'y';
        } else if (length > 4 && word.endsWith("ed") && hasVowel(word, length - 2)) {
            word = single(word.substring(0, length - 2));
        }
        length = word.length();
        if (length > 3 && word.endsWith("e")) {
            word = word.substring(0, length - 1);
        } else if (length > 3 && word.endsWith("y")) {
            word = word.substring(0, length - 1) + 'i';
        }
        return word;
    }

    private static String single(String stem) {
        int last = stem.length() - 1;
        boolean doubled =
                last > 1 && stem.charAt(last) == stem.charAt(last - 1) && "lsz".indexOf(stem.charAt(last)) < 0;
        return doubled ? stem.substring(0, last) : stem;
    }

    private static boolean hasVowel(String word, int end) {
        for (int i = 0; i < end; i++) {
            if ("aeiouy".indexOf(word.charAt(i)) >= 0) {
                return true;
            }
        }
        return false;
    }

    private static void kind(Word.Kind kind, String group, String words) {
        for (String word : words.split(" ", -1)) {
            KINDS.put(word, kind);
            GROUPS.put(word, group);
        }
    }

    private static void direction(Direction direction, String words) {
        for (String word : words.split(" ", -1)) {
            DIRECTIONS.put(word, direction);
            DIRECTIONS.putIfAbsent(stem(word), direction);
        }
    }

    private static void irregular(String families) {
        for (String family : families.split("\\|", -1)) {
            String[] forms = family.split(" ", -1);
            for (int i = 1; i < forms.length; i++) {
                IRREGULAR.putIfAbsent(forms[i], forms[0]);
            }
        }
    }
}
