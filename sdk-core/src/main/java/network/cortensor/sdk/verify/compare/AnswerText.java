package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.CanonicalText;

/**
 * One answer, made ready to be compared with any number of others: what a layer reads from it is read once. Immutable to
 * its users; safe for use by several threads.
 *
 * <p>It holds somebody's answer, so it has no telling {@code toString}.
 */
public final class AnswerText {

    /** The longest answer in characters that is compared: 16 Mi. A longer one is refused, never cut. */
    public static final int MAX_CHARACTERS = 16 * 1024 * 1024;

    private final TaskType type;
    private final CanonicalText canonical;

    private AnswerText(TaskType type, CanonicalText canonical) {
        this.type = type;
        this.canonical = canonical;
    }

    /**
     * Makes an answer ready.
     *
     * @throws IllegalArgumentException when the text is longer than {@link #MAX_CHARACTERS}
     */
    public static AnswerText of(TaskType type, String text) {
        if (text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("An answer to be compared has at most " + MAX_CHARACTERS
                    + " characters, this one has " + text.length());
        }
        return new AnswerText(type, CanonicalText.of(text));
    }

    /** Returns what kind of answer this is. */
    public TaskType type() {
        return type;
    }

    /** Returns the text in the form in which answers are equal or not. */
    public CanonicalText canonical() {
        return canonical;
    }

    /** Returns the canonical text itself. It is an answer: keep it out of logs. */
    public String text() {
        return canonical.text();
    }

    @Override
    public String toString() {
        return "AnswerText(" + type + ", " + text().length() + " characters)";
    }
}
