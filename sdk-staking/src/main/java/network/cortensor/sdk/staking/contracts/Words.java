package network.cortensor.sdk.staking.contracts;

/** Texts of callers in messages. */
final class Words {
    private static final int MOST = 60;

    private Words() {}

    /** The text if it is short, else its beginning. */
    static String cut(String text) {
        return text.length() <= MOST ? text : text.substring(0, MOST) + "…";
    }
}
