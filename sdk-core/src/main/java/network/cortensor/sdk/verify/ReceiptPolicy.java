package network.cortensor.sdk.verify;

import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * How a receipt names a policy, and the fewest equal answers that such a policy accepts. Shares are in millionths: a
 * canonical form has no fractions.
 */
final class ReceiptPolicy {

    private static final int MILLIONTHS = 1_000_000;
    private static final String COUNT = "([1-9][0-9]{0,9})";
    private static final Pattern AT_LEAST = Pattern.compile("at-least:" + COUNT);
    private static final Pattern AGREEMENT = Pattern.compile("agreement:" + COUNT + ":(0|[1-9][0-9]{0,9})");
    private static final Pattern BY_CHANCE =
            Pattern.compile("audited:(0|[1-9][0-9]{0,6})|adaptive:(0|[1-9][0-9]{0,5}):" + COUNT);

    private final String text;

    private ReceiptPolicy(String text) {
        this.text = text;
    }

    static ReceiptPolicy majority() {
        return new ReceiptPolicy("majority");
    }

    static ReceiptPolicy atLeast(int nodes) {
        return new ReceiptPolicy("at-least:" + nodes);
    }

    static ReceiptPolicy exact() {
        return new ReceiptPolicy("exact");
    }

    static ReceiptPolicy agreement(int nodes, int faulty) {
        return new ReceiptPolicy("agreement:" + nodes + ':' + faulty);
    }

    static ReceiptPolicy audited(double rate) {
        return new ReceiptPolicy("audited:" + millionths(rate));
    }

    static ReceiptPolicy adaptive(double targetError, int maxNodes) {
        return new ReceiptPolicy("adaptive:" + millionths(targetError) + ':' + maxNodes);
    }

    static int millionths(double share) {
        return (int) Math.floor(share * MILLIONTHS);
    }

    /**
     * Reads a name.
     *
     * @throws IllegalArgumentException when it is none of this version of the receipt
     */
    static ReceiptPolicy parse(String text) {
        boolean known = text.equals("majority")
                || text.equals("exact")
                || AT_LEAST.matcher(text).matches()
                || AGREEMENT.matcher(text).matches()
                || BY_CHANCE.matcher(text).matches();
        if (!known) {
            throw new IllegalArgumentException("not a policy of this version");
        }
        return new ReceiptPolicy(text);
    }

    /** Returns the smallest quorum that this policy can have had when that many nodes were asked. */
    long leastQuorum(int asked) {
        Matcher atLeast = AT_LEAST.matcher(text);
        Matcher agreement = AGREEMENT.matcher(text);
        if (atLeast.matches()) {
            return Long.parseLong(atLeast.group(1));
        }
        if (agreement.matches()) {
            long nodes = Long.parseLong(agreement.group(1));
            long faulty = Long.parseLong(agreement.group(2));
            return Math.max(2 * faulty + 1, Math.max(asked, nodes) / 2 + 1);
        }
        if (text.startsWith("adaptive:")) {
            // Two nodes of a good name may be enough, and which names were good the receipt does not tell.
            return 1;
        }
        return text.equals("exact") ? asked : asked / 2 + 1;
    }

    @Override
    public String toString() {
        return text;
    }
}
