package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.internal.wire.PromptMessage.AnswerSalt;

/**
 * A prompt that is encrypted and stored, with the content key at hand to seal it for nodes. Whoever makes it closes it, which
 * forgets the content key.
 */
final class PreparedTask implements AutoCloseable {

    private final UnfinishedTask record;
    private final Sealing sealing;
    private final AnswerSalt salt;

    PreparedTask(UnfinishedTask record, Sealing sealing, AnswerSalt salt) {
        this.record = record;
        this.sealing = sealing;
        this.salt = salt;
    }

    /** What of it is in the client's journal. */
    UnfinishedTask record() {
        return record;
    }

    Sealing sealing() {
        return sealing;
    }

    AnswerSalt salt() {
        return salt;
    }

    @Override
    public void close() {
        sealing.close();
    }
}
