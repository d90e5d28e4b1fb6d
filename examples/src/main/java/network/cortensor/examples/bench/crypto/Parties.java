package network.cortensor.examples.bench.crypto;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.OpenedEnvelope;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.stream.Stream;

/**
 * A sender and those it seals for, and the one task that they work on. Whoever creates them closes them, which wipes their
 * keys.
 */
final class Parties implements AutoCloseable {

    /** Recipients besides the sender, who is always one. */
    static final int RECIPIENTS = 5;

    static final TaskRef TASK = new TaskRef(1, 1, 1);

    private static final String PAYLOAD = "bench-crypto-payload";

    private final Wallet wallet;
    private final Identity self;
    private final List<Identity> others;
    private final List<Recipient> recipients;
    private final Instant now = Instant.now().truncatedTo(ChronoUnit.SECONDS);
    private final SealContext context;

    private Parties(Wallet wallet, Identity self, List<Identity> others, List<Recipient> recipients) {
        this.wallet = wallet;
        this.self = self;
        this.others = others;
        this.recipients = recipients;
        this.context = new SealContext(TASK, Direction.PROMPT, wallet.address(), now.plus(Duration.ofHours(1)));
    }

    /** Draws all keys. */
    static Parties draw() {
        List<Identity> others =
                Stream.generate(Identity::generate).limit(RECIPIENTS).toList();
        return new Parties(
                Wallet.generate(),
                Identity.generate(),
                others,
                others.stream().map(Identity::recipient).toList());
    }

    /** Takes keys that are there already. */
    static Parties of(Wallet wallet, Identity self, List<Recipient> recipients) {
        return new Parties(wallet, self, List.of(), List.copyOf(recipients));
    }

    Wallet wallet() {
        return wallet;
    }

    Identity self() {
        return self;
    }

    List<Recipient> recipients() {
        return recipients;
    }

    Instant now() {
        return now;
    }

    /** Draws a content key, wraps it for everybody, signs, and returns the bytes to store. */
    byte[] seal() {
        try (Sealing sealing = Sealing.create(self.recipient())) {
            return seal(sealing).encoded();
        }
    }

    /** Grants what was sealed to everybody. */
    Envelope seal(Sealing sealing) {
        return sealing.envelope(context, recipients, PAYLOAD, wallet);
    }

    /** Parses an envelope, checks it and unwraps its key for the sender, who is one of its readers. */
    OpenedEnvelope open(byte[] envelope) {
        return open(envelope, self, wallet.address(), now);
    }

    /** Parses an envelope, checks it and unwraps its key for one of its readers. */
    static OpenedEnvelope open(byte[] envelope, Identity reader, WalletAddress sender, Instant now) {
        return Envelope.decode(envelope).open(reader, new Envelope.Expected(TASK, Direction.PROMPT, sender), now);
    }

    @Override
    public void close() {
        wallet.close();
        self.close();
        others.forEach(Identity::close);
    }
}
