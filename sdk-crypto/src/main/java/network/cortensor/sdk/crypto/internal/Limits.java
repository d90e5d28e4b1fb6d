package network.cortensor.sdk.crypto.internal;

import java.time.Instant;

/** Ranges that several formats share, and why they are what they are. */
public final class Limits {

    /** The last second that RFC 3339 can write; later instants come from attackers and broken clocks only. */
    public static final long LAST_SECOND = 253_402_300_799L;

    /** Twice the length of the longest CID in use (CIDv1 with a 64-byte digest, base32: 111 characters), rounded. */
    public static final int MAX_CONTENT_ID = 256;

    private Limits() {}

    public static void requireIds(long chainId, long sessionId, long taskId) {
        if (chainId < 1) {
            throw new IllegalArgumentException("chainId must be at least 1, found " + chainId);
        }
        if (sessionId < 0) {
            throw new IllegalArgumentException("sessionId must not be negative, found " + sessionId);
        }
        if (taskId < 0) {
            throw new IllegalArgumentException("taskId must not be negative, found " + taskId);
        }
    }

    public static void requireSeconds(String name, Instant instant) {
        if (instant.getNano() != 0) {
            throw new IllegalArgumentException(name + " must be whole seconds, found " + instant);
        }
        if (!isSecond(instant.getEpochSecond())) {
            throw new IllegalArgumentException(name + " must lie after 1970 and before 10000, found " + instant);
        }
    }

    public static boolean isSecond(long epochSecond) {
        return epochSecond > 0 && epochSecond <= LAST_SECOND;
    }

    /** A content id is 1 to {@value #MAX_CONTENT_ID} letters, digits, '-' or '_': every multibase in use, no separator. */
    public static boolean isContentId(String text) {
        return !text.isEmpty()
                && text.length() <= MAX_CONTENT_ID
                && text.chars()
                        .allMatch(c -> (c >= 'a' && c <= 'z')
                                || (c >= 'A' && c <= 'Z')
                                || (c >= '0' && c <= '9')
                                || c == '-'
                                || c == '_');
    }

    public static void requireContentId(String name, String text) {
        if (!isContentId(text)) {
            throw new IllegalArgumentException(name + " must be a content id: 1 to " + MAX_CONTENT_ID
                    + " letters, digits, '-' or '_', found " + text.length() + " characters");
        }
    }
}
