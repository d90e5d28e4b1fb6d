package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.TypedData;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.WalletSigner;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/**
 * Who: one of the nodes that a prompt was sealed for; it has the content key. Wants: that another node takes a prompt of its own
 * making for the app's. Plain age cannot prevent that: every recipient can write what all others can open. Stopped by: the
 * sender's signature over header, payload and context, which {@link Envelope#open} checks before anything is decrypted.
 */
final class RecipientForgesSender implements Attack {

    @Override
    public String name() {
        return "recipient-forges-sender";
    }

    @Override
    public String description() {
        return "A node uses the content key that it was given to seal another prompt in the app's name.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Wallet app = Wallet.generate();
                Wallet mallory = Wallet.generate();
                Identity appKey = Identity.generate();
                Identity malloryKey = Identity.generate();
                Identity node = Identity.generate();
                Sealing honest = Sealing.create(appKey.recipient())) {
            Envelope.Expected byApp = new Envelope.Expected(new TaskRef(1, 1, 1), Direction.PROMPT, app.address());
            Envelope prompt = honest.envelope(
                    context(app.address()), List.of(malloryKey.recipient(), node.recipient()), "honest", app);

            try (Sealing stolen = Sealing.resume(prompt, malloryKey, byApp)) {
                Envelope inOwnName =
                        stolen.envelope(context(mallory.address()), List.of(node.recipient()), "forged", mallory);
                trial.rejected(
                        "in its own name",
                        Check.CONTEXT,
                        "another sender",
                        () -> inOwnName.open(node, byApp, Moments.NOW).close());

                Envelope inAppsName = stolen.envelope(
                        context(app.address()),
                        List.of(node.recipient()),
                        "forged",
                        TwoFacedSigner.pretending(app.address(), mallory));
                trial.rejected(
                        "in the app's name",
                        Check.SENDER_SIGNATURE,
                        "",
                        () -> inAppsName.open(node, byApp, Moments.NOW).close());
            }

            byte[] edited = new String(prompt.encoded(), StandardCharsets.US_ASCII)
                    .replace(" honest ", " forged ")
                    .getBytes(StandardCharsets.US_ASCII);
            trial.rejected(
                    "the app's envelope with another payload",
                    Check.SENDER_SIGNATURE,
                    "",
                    () -> Envelope.decode(edited).open(node, byApp, Moments.NOW).close());

            // The other way round: whoever runs the app's signing device has it sign with a key that is not the app's.
            trial.rejected(
                    "a signing device with another key",
                    Check.SIGNATURE,
                    "",
                    () -> TypedData.builder("Note", "Attack", "1", 1)
                            .text("text", "x")
                            .build()
                            .sign(exchanged(app, mallory)));
        }
        return trial.outcome();
    }

    private static SealContext context(WalletAddress sender) {
        return new SealContext(new TaskRef(1, 1, 1), Direction.PROMPT, sender, Moments.IN_AN_HOUR);
    }

    private static WalletSigner exchanged(WalletSigner shown, WalletSigner real) {
        return new WalletSigner() {
            @Override
            public WalletAddress address() {
                return shown.address();
            }

            @Override
            public WalletSignature sign(byte[] digest) {
                return real.sign(digest);
            }
        };
    }
}
