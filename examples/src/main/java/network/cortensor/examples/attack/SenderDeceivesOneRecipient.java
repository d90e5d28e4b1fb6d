package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyId;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.staking.Hash;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;

/**
 * Who: an app that wants to make a node look bad. Wants: to seal one prompt for two nodes with two different content keys, so
 * that the second node reads something else, or nothing, and is blamed for it. The app signs this itself, so its signature holds.
 * Stopped by: the MAC over the header, under the content key that the reader got; {@link Envelope#open} checks it.
 */
final class SenderDeceivesOneRecipient implements Attack {

    @Override
    public String name() {
        return "sender-deceives-one-recipient";
    }

    @Override
    public String description() {
        return "An app wraps another content key for one node than for the others, and signs it.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Wallet app = Wallet.generate();
                Identity appKey = Identity.generate();
                Identity node = Identity.generate();
                Sealing shown = Sealing.create(appKey.recipient());
                Sealing other = Sealing.create(appKey.recipient())) {
            SealContext context =
                    new SealContext(new TaskRef(1, 1, 1), Direction.PROMPT, app.address(), Moments.IN_AN_HOUR);
            Envelope one = shown.envelope(context, List.of(node.recipient()), "payload", app);
            Envelope two = other.envelope(context, List.of(node.recipient()), "payload", app);
            int place = one.recipients().indexOf(node.recipient().keyId());
            // Before the stanzas comes the version line; the other content key goes where the node looks for its own.
            String[] stanzas = header(one).split("(?=-> )", -1);
            stanzas[1 + place] = header(two).split("(?=-> )", -1)[1 + place];
            Envelope spliced = signed(String.join("", stanzas), one, app);

            Envelope.Expected expected = new Envelope.Expected(new TaskRef(1, 1, 1), Direction.PROMPT, app.address());
            trial.rejected(
                    "another content key for one node",
                    Check.CIPHERTEXT,
                    "[Envelope]",
                    () -> spliced.open(node, expected, Moments.NOW).close());
        }
        return trial.outcome();
    }

    private static String header(Envelope envelope) {
        String text = new String(envelope.encoded(), StandardCharsets.US_ASCII);
        return text.substring(0, text.indexOf("cortensor.network/signed"));
    }

    /** Signs a header as an honest app signs its own (SPEC §6). */
    private static Envelope signed(String header, Envelope honest, Wallet app) {
        SealContext context = honest.context();
        byte[] contextHash = message("SealContext")
                .uint64("version", 1)
                .uint64("chainId", context.task().chainId())
                .uint64("sessionId", context.task().sessionId())
                .uint64("taskId", context.task().taskId())
                .uint64("direction", 1)
                .address("sender", context.sender())
                .uint64("expiry", context.expiry().getEpochSecond())
                .bytes32List(
                        "recipients",
                        honest.recipients().stream().map(KeyId::bytes).toList())
                .build()
                .structHash();
        byte[] signature = message("SealedObject")
                .bytes32(
                        "header",
                        Hash.keccak256(header.getBytes(StandardCharsets.US_ASCII))
                                .bytes())
                .text("payload", honest.payload())
                .bytes32("context", contextHash)
                .build()
                .sign(app)
                .bytes();
        String trailer = "cortensor.network/signed v1 " + honest.payload() + " "
                + Base64.getEncoder().withoutPadding().encodeToString(signature) + "\n";
        return Envelope.decode((header + trailer).getBytes(StandardCharsets.US_ASCII));
    }

    private static TypedData.Builder message(String type) {
        return TypedData.builder(type, "Cortensor sealed object", "1", 1);
    }
}
