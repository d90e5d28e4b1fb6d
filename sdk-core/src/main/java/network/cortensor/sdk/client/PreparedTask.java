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
    private final double temperature;

    PreparedTask(UnfinishedTask record, Sealing sealing, AnswerSalt salt, int temperatureHundredths) {
        this.record = record;
        this.sealing = sealing;
        this.salt = salt;
        this.temperature = temperatureHundredths / 100.0;
    }

    /** What of it was in the client's journal when it was made. */
    UnfinishedTask record() {
        return record;
    }

    Sealing sealing() {
        return sealing;
    }

    AnswerSalt salt() {
        return salt;
    }

    double temperature() {
        return temperature;
    }

    @Override
    public void close() {
        sealing.close();
    }
}
