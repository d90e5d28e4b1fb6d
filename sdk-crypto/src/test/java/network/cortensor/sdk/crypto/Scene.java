package network.cortensor.sdk.crypto;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Random;

/** A client and the two nodes that it seals one prompt for. */
final class Scene {

    static final long CHAIN = 421614;
    static final long SESSION = 7;
    static final long TASK = 42;
    static final String PAYLOAD_ID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));

    final Participant client = Participant.create();
    final Participant miner = Participant.create();
    final Participant validator = Participant.create();
    final byte[] body;
    final Sealing sealing = Sealing.create(client.recipient());
    final byte[] payload;
    final Envelope envelope;

    Scene(byte[] body) {
        this.body = body.clone();
        this.payload = encrypt(sealing, body);
        this.envelope = sealing.envelope(context(), nodes(), PAYLOAD_ID, client.wallet());
    }

    static Scene withBody(int length) {
        return new Scene(bytes(length));
    }

    /** Bytes that differ from chunk to chunk. */
    static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    List<Recipient> nodes() {
        return List.of(miner.recipient(), validator.recipient());
    }

    SealContext context() {
        return new SealContext(CHAIN, SESSION, TASK, Direction.PROMPT, client.address(), EXPIRY);
    }

    Envelope.Expected expected() {
        return new Envelope.Expected(CHAIN, SESSION, TASK, Direction.PROMPT, client.address());
    }

    /** Opens and decrypts as the miner. */
    byte[] read(byte[] encodedEnvelope, byte[] ciphertext) {
        return read(Envelope.decode(encodedEnvelope), miner.identity(), ciphertext);
    }

    byte[] read(Envelope opened, Identity identity, byte[] ciphertext) {
        try (OpenedEnvelope open = opened.open(identity, expected(), NOW)) {
            return readAll(open.decrypt(new ByteArrayInputStream(ciphertext)));
        }
    }

    static byte[] encrypt(Sealing sealing, byte[] body) {
        return readAll(sealing.encrypt(new ByteArrayInputStream(body), body.length));
    }

    static byte[] readAll(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
