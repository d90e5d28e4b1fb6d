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
public final class Scene {

    public static final long CHAIN = 421614;
    public static final long SESSION = 7;
    public static final long TASK = 42;
    public static final String PAYLOAD_ID = "bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku";
    public static final Instant NOW = Instant.ofEpochSecond(1_900_000_000L);
    public static final Instant EXPIRY = NOW.plus(Duration.ofHours(1));

    public final Participant client = Participant.create();
    public final Participant miner = Participant.create();
    public final Participant validator = Participant.create();
    public final byte[] body;
    public final Sealing sealing = Sealing.create(client.recipient());
    public final byte[] payload;
    public final Envelope envelope;

    public Scene(byte[] body) {
        this.body = body.clone();
        this.payload = encrypt(sealing, body);
        this.envelope = sealing.envelope(context(), nodes(), PAYLOAD_ID, client.wallet());
    }

    public static Scene withBody(int length) {
        return new Scene(bytes(length));
    }

    /** Bytes that differ from chunk to chunk. */
    public static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    public List<Recipient> nodes() {
        return List.of(miner.recipient(), validator.recipient());
    }

    public SealContext context() {
        return new SealContext(new TaskRef(CHAIN, SESSION, TASK), Direction.PROMPT, client.address(), EXPIRY);
    }

    public Envelope.Expected expected() {
        return new Envelope.Expected(new TaskRef(CHAIN, SESSION, TASK), Direction.PROMPT, client.address());
    }

    /** Opens and decrypts as the miner. */
    public byte[] read(byte[] encodedEnvelope, byte[] ciphertext) {
        return read(Envelope.decode(encodedEnvelope), miner.identity(), ciphertext);
    }

    public byte[] read(Envelope opened, Identity identity, byte[] ciphertext) {
        try (OpenedEnvelope open = opened.open(identity, expected(), NOW)) {
            return readAll(open.decrypt(new ByteArrayInputStream(ciphertext)));
        }
    }

    public static byte[] encrypt(Sealing sealing, byte[] body) {
        return readAll(sealing.encrypt(new ByteArrayInputStream(body), body.length));
    }

    public static byte[] readAll(InputStream in) {
        try (in) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
