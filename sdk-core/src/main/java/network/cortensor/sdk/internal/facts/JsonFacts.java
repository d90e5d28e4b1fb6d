package network.cortensor.sdk.internal.facts;

import com.fasterxml.jackson.databind.JsonNode;

import java.math.BigDecimal;
import java.util.Iterator;
import java.util.Optional;
import java.util.TreeSet;
import java.util.regex.Pattern;

/**
 * The leaves of an answer that is one JSON text: equal at every path, or different. Two texts that both are no JSON are
 * compared as sentences.
 */
final class JsonFacts implements AnswerFacts {

    /** From this many words on, a string is a text that can be said in other words. */
    private static final int WORDS_OF_A_TEXT = 5;

    private static final Pattern BLANKS = Pattern.compile("\\s+");

    private final Optional<JsonNode> root;
    private final AnswerFacts asText;

    private JsonFacts(Optional<JsonNode> root, AnswerFacts asText) {
        this.root = root;
        this.asText = asText;
    }

    static JsonFacts read(String text) {
        Optional<JsonNode> root = StrictJson.read(text);
        return new JsonFacts(root, root.isPresent() ? ProseFacts.read("", false) : ProseFacts.read(text, false));
    }

    boolean isJson() {
        return root.isPresent();
    }

    @Override
    public FactReport compareWith(AnswerFacts other) {
        if (!(other instanceof JsonFacts that)) {
            throw new IllegalArgumentException("Only facts of one kind of answer can be compared, these are of two");
        }
        if (root.isEmpty() && that.root.isEmpty()) {
            return asText.compareWith(that.asText);
        }
        FactReport.Tally tally = new FactReport.Tally();
        if (root.isEmpty() || that.root.isEmpty()) {
            tally.conflict(FactKind.JSON);
            return tally.report();
        }
        compare(root.get(), that.root.get(), tally);
        FactReport sofar = tally.report();
        tally.cover(sofar.agreement(), sofar.conflicting() == 0 && sofar.oneSided() == 0);
        return tally.report();
    }

    private static void compare(JsonNode a, JsonNode b, FactReport.Tally tally) {
        if (a.isObject() && b.isObject()) {
            TreeSet<String> names = new TreeSet<>();
            a.fieldNames().forEachRemaining(names::add);
            b.fieldNames().forEachRemaining(names::add);
            for (String name : names) {
                JsonNode one = a.get(name);
                JsonNode two = b.get(name);
                if (one != null && two != null) {
                    compare(one, two, tally);
                } else {
                    missing(one == null ? two : one, tally);
                }
            }
            if (names.isEmpty()) {
                tally.agree(FactKind.JSON);
            }
        } else if (a.isArray() && b.isArray()) {
            Iterator<JsonNode> ones = a.elements();
            Iterator<JsonNode> twos = b.elements();
            while (ones.hasNext() && twos.hasNext()) {
                compare(ones.next(), twos.next(), tally);
            }
            if (a.size() != b.size()) {
                tally.conflict(FactKind.JSON);
            } else if (a.isEmpty()) {
                tally.agree(FactKind.JSON);
            }
        } else if (a.isNumber() && b.isNumber()) {
            count(decimal(a).compareTo(decimal(b)) == 0, tally);
        } else if (a.isTextual() && b.isTextual()) {
            texts(a.textValue(), b.textValue(), tally);
        } else {
            count(a.equals(b), tally);
        }
    }

    private static void missing(JsonNode present, FactReport.Tally tally) {
        if (present.isNull()) {
            tally.onlyOne(FactKind.JSON); // some programs write what is not there, others leave it out
        } else {
            tally.conflict(FactKind.JSON);
        }
    }

    private static void texts(String a, String b, FactReport.Tally tally) {
        if (a.equals(b)) {
            tally.agree(FactKind.JSON);
            return;
        }
        boolean prose = words(a) >= WORDS_OF_A_TEXT && words(b) >= WORDS_OF_A_TEXT;
        if (!prose) {
            tally.conflict(FactKind.JSON);
            return;
        }
        FactReport report = ProseFacts.read(a, false).compareWith(ProseFacts.read(b, false));
        if (report.conflicting() > 0) {
            tally.conflict(FactKind.JSON);
        } else if (report.covered() && report.oneSided() == 0) {
            tally.agree(FactKind.JSON);
        } else {
            tally.onlyOne(FactKind.JSON);
        }
    }

    private static int words(String text) {
        return text.isBlank() ? 0 : BLANKS.split(text.strip(), WORDS_OF_A_TEXT + 1).length;
    }

    private static BigDecimal decimal(JsonNode number) {
        return number.decimalValue();
    }

    private static void count(boolean equal, FactReport.Tally tally) {
        if (equal) {
            tally.agree(FactKind.JSON);
        } else {
            tally.conflict(FactKind.JSON);
        }
    }

    @Override
    public String toString() {
        return "JsonFacts(" + (root.isPresent() ? "JSON" : "no JSON") + ")";
    }
}
