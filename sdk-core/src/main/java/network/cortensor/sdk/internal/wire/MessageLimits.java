package network.cortensor.sdk.internal.wire;

import java.io.IOException;
import java.io.InputStream;

/** How large what others send may be. Each limit holds before anything is allocated for it. */
public final class MessageLimits {

    /**
     * The largest prompt or result in bytes of JSON. Far above the context of today's models; a node holds a few of them in
     * memory at a time.
     */
    public static final int MAX_MESSAGE_BYTES = 32 * 1024 * 1024;

    /** The largest document and the largest prompt in UTF-8 bytes: with every character escaped it still fits a message. */
    public static final int MAX_TEXT_BYTES = 16 * 1024 * 1024;

    /** The largest envelope in bytes: 64 recipients take less than 110 KiB. */
    public static final int MAX_ENVELOPE_BYTES = 256 * 1024;

    private MessageLimits() {}

    /**
     * Reads a message to its end.
     *
     * @throws MalformedMessageException when it is larger than {@link #MAX_MESSAGE_BYTES}
     */
    public static byte[] readAll(InputStream message) throws IOException {
        byte[] bytes = message.readNBytes(MAX_MESSAGE_BYTES + 1);
        if (bytes.length > MAX_MESSAGE_BYTES) {
            throw new MalformedMessageException("a message of more than " + MAX_MESSAGE_BYTES + " bytes");
        }
        return bytes;
    }
}
