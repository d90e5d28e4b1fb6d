package network.cortensor.sdk.internal.facts;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/**
 * The tokens of an answer that is source code. A small edit of the same code is a difference, names that are only local
 * aside; another program is neither the same nor shown to be different.
 */
final class CodeFacts implements AnswerFacts {

    /** From this share of common tokens on, two texts are the same code with edits. */
    private static final double EDITED = 0.7;

    /** The most tokens that an edit has; what is longer is a part that one answer has and the other has not. */
    private static final int MAX_EDIT = 8;

    /** The most pairs of tokens that are laid side by side; beyond, tokens are counted only. */
    private static final long MAX_CELLS = 4_000_000;

    private static final Set<String> DEFINING =
            Set.of("def", "function", "func", "fn", "fun", "class", "sub", "proc", "struct", "type");
    private static final Set<String> HARMLESS =
            Set.of("final", "const", "let", "var", "val", "public", "private", "protected", "this", "self", "newline");
    private static final Set<String> FIXED = Set.copyOf(List.of(
            ("abstract and any as async await bool boolean break by byte case catch char class const continue def default delete do"
                            + " double elif else enum except export extends false final finally float fn for from func function if"
                            + " implements import in int integer interface is lambda let long match mut new nil none not null or pass"
                            + " print private protected public raise return select self short static str string struct super switch"
                            + " then this throw throws true try type typeof undefined unsigned val var void while with yield where"
                            + " order group having join left right inner outer on desc asc distinct limit union insert update set list"
                            + " dict tuple map set range len object number")
                    .split(" ", -1)));

    private final List<CodeToken> tokens;

    private CodeFacts(List<CodeToken> tokens) {
        this.tokens = tokens;
    }

    static CodeFacts read(String text) {
        return new CodeFacts(List.copyOf(CodeLexer.tokens(fenced(text))));
    }

    /** Returns what stands in fences, or everything when there are none. */
    static String fenced(String text) {
        StringBuilder code = new StringBuilder();
        boolean inside = false;
        boolean any = false;
        int start = 0;
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            end = end < 0 ? text.length() : end;
            int first = start;
            while (first < end && text.charAt(first) == ' ') {
                first++;
            }
            if (text.startsWith("```", first) || text.startsWith("~~~", first)) {
                inside = !inside;
                any = true;
            } else if (inside) {
                code.append(text, start, end).append('\n');
            }
            start = end + 1;
        }
        return any && !code.toString().isBlank() ? code.toString() : text;
    }

    @Override
    public FactReport compareWith(AnswerFacts other) {
        if (!(other instanceof CodeFacts that)) {
            throw new IllegalArgumentException("Only facts of one kind of answer can be compared, these are of two");
        }
        FactReport.Tally tally = new FactReport.Tally();
        if (tokens.equals(that.tokens)) {
            tally.agree(FactKind.CODE, tokens.size());
            tally.cover(tokens.isEmpty() ? 0 : 1, !tokens.isEmpty());
            return tally.report();
        }
        List<CodeToken> plainA = withoutLocalNames();
        List<CodeToken> plainB = that.withoutLocalNames();
        if (plainA.equals(plainB)) {
            tally.agree(FactKind.CODE, Difference.of(tokens, that.tokens).common);
            tally.onlyOne(FactKind.CODE);
            tally.cover(1, false);
            return tally.report();
        }
        Difference raw = Difference.of(tokens, that.tokens);
        Difference plain = raw.share >= EDITED ? raw : Difference.of(plainA, plainB);
        tally.agree(FactKind.CODE, plain.common);
        tally.cover(plain.share, false);
        if (plain.share >= EDITED && plain.edits > 0) {
            tally.conflict(FactKind.CODE);
        } else {
            tally.onlyOne(FactKind.CODE);
        }
        return tally.report();
    }

    /** Replaces each name that only this code gives by the place of its first use. */
    private List<CodeToken> withoutLocalNames() {
        Set<String> foreign = new HashSet<>();
        Set<String> defined = new HashSet<>();
        for (int i = 0; i < tokens.size(); i++) {
            if (tokens.get(i).kind() != CodeToken.Kind.NAME) {
                continue;
            }
            String name = tokens.get(i).text();
            String before = i == 0 ? "" : tokens.get(i - 1).text();
            boolean called = i + 1 < tokens.size() && tokens.get(i + 1).text().equals("(");
            if (DEFINING.contains(before)) {
                defined.add(name);
            } else if (before.equals(".") || before.equals("::") || before.equals("->") || called) {
                foreign.add(name);
            }
        }
        Map<String, CodeToken> numbered = new HashMap<>();
        List<CodeToken> plain = new ArrayList<>(tokens.size());
        for (CodeToken token : tokens) {
            boolean local = token.kind() == CodeToken.Kind.NAME
                    && !FIXED.contains(token.text().toLowerCase(java.util.Locale.ROOT))
                    && (!foreign.contains(token.text()) || defined.contains(token.text()));
            plain.add(local ? numbered.computeIfAbsent(token.text(), numbering(numbered)) : token);
        }
        return plain;
    }

    private static Function<String, CodeToken> numbering(Map<String, CodeToken> numbered) {
        return name -> new CodeToken(CodeToken.Kind.NAME, "#" + numbered.size());
    }

    @Override
    public String toString() {
        return "CodeFacts(" + tokens.size() + " tokens)";
    }

    /**
     * How two sequences differ.
     *
     * @param share of common tokens
     * @param common tokens
     * @param edits short stretches that were changed, added or left out
     */
    private record Difference(double share, int common, int edits) {

        static Difference of(List<CodeToken> a, List<CodeToken> b) {
            int start = 0;
            int shorter = Math.min(a.size(), b.size());
            while (start < shorter && a.get(start).equals(b.get(start))) {
                start++;
            }
            int end = 0;
            while (end < shorter - start && a.get(a.size() - 1 - end).equals(b.get(b.size() - 1 - end))) {
                end++;
            }
            List<CodeToken> midA = a.subList(start, a.size() - end);
            List<CodeToken> midB = b.subList(start, b.size() - end);
            if ((long) midA.size() * midB.size() > MAX_CELLS) {
                int common = start + end + counted(midA, midB);
                return new Difference(2.0 * common / (a.size() + b.size()), common, 0);
            }
            return sideBySide(midA, midB, start + end, a.size() + b.size());
        }

        private static int counted(List<CodeToken> a, List<CodeToken> b) {
            Map<CodeToken, Integer> counts = new HashMap<>();
            a.forEach(token -> counts.merge(token, 1, Integer::sum));
            int common = 0;
            for (CodeToken token : b) {
                if (counts.getOrDefault(token, 0) > 0) {
                    counts.merge(token, -1, Integer::sum);
                    common++;
                }
            }
            return common;
        }

        private static Difference sideBySide(List<CodeToken> a, List<CodeToken> b, int outside, int all) {
            int[][] length = new int[a.size() + 1][b.size() + 1];
            for (int i = a.size() - 1; i >= 0; i--) {
                for (int j = b.size() - 1; j >= 0; j--) {
                    length[i][j] = a.get(i).equals(b.get(j))
                            ? length[i + 1][j + 1] + 1
                            : Math.max(length[i + 1][j], length[i][j + 1]);
                }
            }
            int edits = 0;
            int changed = 0;
            boolean telling = false;
            int i = 0;
            int j = 0;
            while (i < a.size() || j < b.size()) {
                boolean equal = i < a.size() && j < b.size() && a.get(i).equals(b.get(j));
                if (equal) {
                    edits += telling && changed <= MAX_EDIT ? 1 : 0;
                    changed = 0;
                    telling = false;
                    i++;
                    j++;
                    continue;
                }
                boolean ofA = j >= b.size() || (i < a.size() && length[i + 1][j] >= length[i][j + 1]);
                CodeToken token = ofA ? a.get(i++) : b.get(j++);
                changed++;
                telling |= !HARMLESS.contains(token.text());
            }
            edits += telling && changed <= MAX_EDIT ? 1 : 0;
            int common = outside + length[0][0];
            return new Difference(all == 0 ? 0 : 2.0 * common / all, common, edits);
        }
    }
}
