package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.CanonicalText;

import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.function.Function;

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
    private final ConcurrentMap<Class<?>, Object> parts = new ConcurrentHashMap<>();

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

    /**
     * Returns what a layer reads from this answer, read once and kept as long as the answer is. Two threads that ask first
     * at the same time may both read; one result is kept.
     *
     * @param kind a class of the layer's own, which nobody else asks with
     */
    <T> T part(Class<T> kind, Function<AnswerText, T> reader) {
        Object kept = parts.get(kind);
        if (kept == null) {
            // Not computeIfAbsent: a reader may itself ask for another part.
            T read = reader.apply(this);
            Object earlier = parts.putIfAbsent(kind, read);
            kept = earlier == null ? read : earlier;
        }
        return kind.cast(kept);
    }

    @Override
    public String toString() {
        return "AnswerText(" + type + ", " + text().length() + " characters)";
    }
}
