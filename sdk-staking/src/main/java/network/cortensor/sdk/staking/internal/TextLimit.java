package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/** How many bytes of UTF-8 a text may have on the ledger. */
public enum TextLimit {
    /** A session's name. */
    SESSION_NAME(256),
    /** A client's name for a task. */
    CLIENT_REFERENCE(256),
    /** A task's data. */
    TASK_DATA(4 * 1024),
    /** What is sent along with a precommit. */
    PRECOMMIT_DATA(4 * 1024),
    /** A revealed text. */
    REVEAL(4 * 1024),
    /** A key announcement. */
    KEY_ANNOUNCEMENT(8 * 1024),
    /** An access grant: about 1.7 KiB for each reader with a post-quantum key, in base64. */
    ENVELOPE(32 * 1024);

    private final int maxBytes;

    TextLimit(int maxBytes) {
        this.maxBytes = maxBytes;
    }

    /** Most bytes. */
    public int maxBytes() {
        return maxBytes;
    }

    /** Refuses a text that is longer, or that has no UTF-8 form and so no hash. */
    public void check(String attempt, String text) {
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(text));
            if (bytes.remaining() > maxBytes) {
                throw new LedgerRefusedException(
                        Reason.TEXT_TOO_LONG,
                        attempt,
                        name() + " of at most " + maxBytes + " bytes of UTF-8",
                        bytes.remaining() + " bytes");
            }
        } catch (CharacterCodingException e) {
            // The cause says nothing more.
            throw new LedgerRefusedException(
                    Reason.MALFORMED_TEXT, attempt, name() + " of whole characters", "half a surrogate pair");
        }
    }
}
