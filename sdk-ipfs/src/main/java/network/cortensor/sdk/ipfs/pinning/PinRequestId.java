package network.cortensor.sdk.ipfs.pinning;

import network.cortensor.sdk.ipfs.MalformedException;

/**
 * What a service calls one request to pin; opaque. The same CID pinned twice has two. Immutable and thread-safe.
 *
 * <p>It is no secret, yet only of use with the token of the account.
 */
public final class PinRequestId {
    private static final int MAX_LENGTH = 1024;

    private final String text;

    private PinRequestId(String text) {
        this.text = text;
    }

    /**
     * Takes the text that {@link #toString()} returned.
     *
     * @throws MalformedException if it is empty, longer than 1024 characters, {@code .} or {@code ..}, or has characters that are
     *     not visible
     */
    public static PinRequestId parse(String text) {
        boolean visible = text.codePoints().noneMatch(c -> Character.isISOControl(c) || Character.isWhitespace(c));
        if (text.isEmpty() || text.length() > MAX_LENGTH || text.equals(".") || text.equals("..") || !visible) {
            throw new MalformedException("request id of a pin: expected 1 to " + MAX_LENGTH + " visible characters");
        }
        return new PinRequestId(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PinRequestId id && text.equals(id.text);
    }

    @Override
    public int hashCode() {
        return text.hashCode();
    }

    /** Returns the text that {@link #parse} takes. */
    @Override
    public String toString() {
        return text;
    }
}
