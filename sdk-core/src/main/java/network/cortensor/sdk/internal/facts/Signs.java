package network.cortensor.sdk.internal.facts;

import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * What the signs of a text say: x ≥ 5 is not x ≤ 5, a − b not b − a, and a ticked box not a crossed one. A sign is held
 * against the other answer by the words that it stands between. Signs that belong to a quantity are not looked at here.
 */
final class Signs {

    /** What other characters stand for the same, and in which direction a pair of signs points. */
    private static final Map<String, String> SAME = sameSigns();

    /** Signs that are read with their sides exchanged: a &lt; b says b &gt; a. */
    private static final Map<String, String> REVERSED =
            Map.of("<", ">", "≤", "≥", "←", "→", "⇐", "⇒", "⊂", "⊃", "⊆", "⊇");

    private static final Set<String> SYMMETRIC = Set.of("+", "×", "=", "≠", "≈", "↔", "⇔", "∪", "∩");

    /** Signs of which one answer may say the same in words, or not at all. */
    private static final Set<String> WEAK = Set.of("=", "≈", "→", "⇒", "↔", "⇔", "−", "÷", "^");

    /** Signs of which one may be written for another. */
    private static final Set<String> LOOSE = Set.of("=", "≈", "→", "⇒", "↔", "⇔");

    /** How many signs beside one word are looked at, so that a text that repeats one variable costs no more than another. */
    private static final int MAX_NEIGHBOURS = 16;

    /** How far from a sign its words are looked for. */
    private static final int REACH = 3;

    private static final String YES = "✓";
    private static final String NOPE = "✗";

    private Signs() {}

    /**
     * A sign and the words beside it.
     *
     * @param left the nearest word before it; empty when there is none
     * @param right the nearest word behind it; empty when there is none
     */
    record Phrase(String left, String sign, String right) {

        private boolean isWeak() {
            boolean words =
                    (sign.equals(">") || sign.equals("×")) && !isOperand(left) && !isOperand(right); // or a mark
            return words || WEAK.contains(sign);
        }

        private boolean hasBeside(Phrase that) {
            return (!left.isEmpty() && left.equals(that.left)) || (!right.isEmpty() && right.equals(that.right));
        }

        private boolean standsWhere(Phrase that) {
            boolean straight = left.equals(that.left) && right.equals(that.right);
            boolean exchanged = left.equals(that.right) && right.equals(that.left);
            boolean anyOrder = SYMMETRIC.contains(sign) || SYMMETRIC.contains(that.sign);
            return (straight || (anyOrder && exchanged)) && !(left.isEmpty() && right.isEmpty());
        }

        private boolean contradicts(Phrase that) {
            boolean loose = LOOSE.contains(sign) && LOOSE.contains(that.sign);
            return standsWhere(that) && !sign.equals(that.sign) && !loose;
        }

        private boolean isSwapped(Phrase that) {
            return sign.equals(that.sign)
                    && !SYMMETRIC.contains(sign)
                    && !left.equals(right)
                    && left.equals(that.right)
                    && right.equals(that.left);
        }
    }

    /** Reads the sign at a place of a sentence; null when it only divides or adorns. */
    static @Nullable Phrase read(List<Word> words, int at) {
        String written = words.get(at).written();
        String sign = SAME.getOrDefault(written, written);
        if (!tells(sign)) {
            return null;
        }
        String left = beside(words, at, -1);
        String right = beside(words, at, 1);
        boolean behind = sign.equals(YES)
                || sign.equals(NOPE)
                || Character.getType(sign.codePointAt(0)) == Character.OTHER_NUMBER;
        if (behind) {
            return new Phrase(left.isEmpty() ? right : left, sign, "");
        }
        boolean operands = isOperand(left) && isOperand(right);
        if (sign.equals("−") && (!operands || (isNumber(left) && isNumber(right)))) {
            return null; // joins words, or is a range
        }
        if (written.equals("/") && !operands) {
            return null; // and/or
        }
        String reversed = REVERSED.get(sign);
        if (reversed != null) {
            return new Phrase(right, reversed, left);
        }
        boolean exchange = SYMMETRIC.contains(sign) && left.compareTo(right) > 0;
        return exchange ? new Phrase(right, sign, left) : new Phrase(left, sign, right);
    }

    private static boolean isOperand(String word) {
        return word.length() == 1 || isNumber(word);
    }

    private static boolean isNumber(String word) {
        return !word.isEmpty() && Character.isDigit(word.codePointAt(0));
    }

    private static boolean tells(String sign) {
        if (sign.equals("^") || sign.equals("&&") || sign.equals("||") || sign.equals(YES) || sign.equals(NOPE)) {
            return true;
        }
        if (sign.equals("|")) {
            return false; // of a table
        }
        int type = Character.getType(sign.codePointAt(0));
        return type == Character.MATH_SYMBOL || type == Character.CURRENCY_SYMBOL || type == Character.OTHER_NUMBER;
    }

    /** Returns the nearest word on one side, behind brackets and other signs that only divide. */
    private static String beside(List<Word> words, int at, int step) {
        for (int i = at + step; i >= 0 && i < words.size() && Math.abs(i - at) <= REACH; i += step) {
            Word word = words.get(i);
            if (word.kind() != Word.Kind.SIGN) {
                return word.plain();
            }
        }
        return "";
    }

    /**
     * Holds the signs of two answers against each other.
     *
     * @param steps whether one answer shows its steps and the other does not
     */
    static void compare(Set<Phrase> a, Set<Phrase> b, boolean steps, FactReport.Tally tally) {
        List<Phrase> restA = without(a, b);
        List<Phrase> restB = without(b, a);
        tally.agree(FactKind.SIGNS, a.size() - restA.size());
        Map<String, List<Phrase>> besideB = byNeighbour(restB);
        Set<Phrase> settled = new HashSet<>();
        for (Phrase one : restA) {
            for (Phrase two : candidates(one, besideB)) {
                if (one.isSwapped(two) || one.contradicts(two)) {
                    tally.conflict(FactKind.SIGNS);
                    settled.add(one);
                    settled.add(two);
                } else if (one.sign.equals(two.sign) && one.hasBeside(two)) {
                    settled.add(one);
                    settled.add(two);
                }
            }
        }
        restA.addAll(restB);
        for (Phrase phrase : restA) {
            if (!steps && !phrase.isWeak() && !settled.contains(phrase)) {
                tally.onlyOne(FactKind.SIGNS);
            }
        }
    }

    private static List<Phrase> without(Set<Phrase> phrases, Set<Phrase> others) {
        List<Phrase> rest = new ArrayList<>(phrases);
        rest.removeAll(others);
        return rest;
    }

    private static Map<String, List<Phrase>> byNeighbour(List<Phrase> phrases) {
        Map<String, List<Phrase>> found = new HashMap<>();
        for (Phrase phrase : phrases) {
            for (String word : Set.of('<' + phrase.left, '>' + phrase.right)) {
                List<Phrase> same = found.computeIfAbsent(word, key -> new ArrayList<>());
                if (same.size() < MAX_NEIGHBOURS) {
                    same.add(phrase);
                }
            }
        }
        return found;
    }

    private static Set<Phrase> candidates(Phrase phrase, Map<String, List<Phrase>> byNeighbour) {
        Set<Phrase> candidates = new HashSet<>(byNeighbour.getOrDefault('<' + phrase.left, List.of()));
        candidates.addAll(byNeighbour.getOrDefault('>' + phrase.right, List.of()));
        candidates.addAll(byNeighbour.getOrDefault('<' + phrase.right, List.of()));
        candidates.addAll(byNeighbour.getOrDefault('>' + phrase.left, List.of()));
        return candidates;
    }

    private static Map<String, String> sameSigns() {
        Map<String, String> same = new HashMap<>();
        String[][] groups = {
            {"≥", ">=", "⩾", "≧"},
            {"≤", "<=", "⩽", "≦"},
            {"≠", "!=", "<>"},
            {"×", "*", "⋅", "∙"},
            {"÷", "/", "∕", "⁄"},
            {"−", "-"},
            {"→", "->", "⟶", "➔", "➜"},
            {"←", "<-", "⟵"},
            {"↔", "<->"},
            {"⇒", "=>", "⟹"},
            {"=", "==", "≡"},
            {"≈", "~", "≃", "≅"},
            {YES, "✔", "☑", "✅", "👍"},
            {NOPE, "✘", "✖", "☒", "❌", "❎", "👎"}
        };
        for (String[] group : groups) {
            for (String sign : group) {
                same.put(sign, group[0]);
            }
        }
        return Map.copyOf(same);
    }
}
