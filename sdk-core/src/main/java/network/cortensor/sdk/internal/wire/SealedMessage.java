package network.cortensor.sdk.internal.wire;

import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;

/** A sealed prompt or result, which lies in a store in two parts: the envelope, and the payload that it names. */
public final class SealedMessage {

    private SealedMessage() {}

    /** Reads an envelope from a store, which checks its hash. */
    public static Envelope envelope(ContentStore store, Cid id) {
        return Envelope.decode(store.get(id, MessageLimits.MAX_ENVELOPE_BYTES));
    }

    /** Whose key opens an envelope: that of one identity, or of a ring. */
    @FunctionalInterface
    public interface Opening {
        OpenedEnvelope open(Envelope envelope, Envelope.Expected expected, Instant now);

        static Opening by(Identity identity) {
            return (envelope, expected, now) -> envelope.open(identity, expected, now);
        }
    }

    /**
     * Checks an envelope, fetches its payload under its hash and decrypts it.
     *
     * @throws MalformedMessageException when the message is larger than {@link MessageLimits#MAX_MESSAGE_BYTES}
     */
    public static byte[] open(
            ContentStore store, Envelope envelope, Opening opening, Envelope.Expected expected, Instant now)
            throws IOException {
        try (OpenedEnvelope opened = opening.open(envelope, expected, now);
                InputStream sealed = store.get(Cid.parse(envelope.payload()));
                InputStream clear = opened.decrypt(sealed)) {
            return MessageLimits.readAll(clear);
        }
    }
}
