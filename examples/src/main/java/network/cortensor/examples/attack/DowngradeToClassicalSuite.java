package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.channel.ChannelOpening;
import network.cortensor.sdk.crypto.channel.ClientChannel;

import java.io.IOException;
import java.util.Arrays;

/**
 * Who: anybody on the way who records today and decrypts in twenty years. Wants: that the two sides agree on a suite without the
 * post-quantum half. Stopped by: there is one suite, and every other is refused by name ({@link KeyAnnouncement#decode},
 * {@link ChannelOpening#decode}).
 */
final class DowngradeToClassicalSuite implements Attack {

    /** DHKEM(X25519, HKDF-SHA256), RFC 9180 §7.1. */
    private static final byte[] X25519 = {0x00, 0x20};

    private static final int SUITE_IN_ANNOUNCEMENT = 4 * 32 - 6;
    private static final int SUITE_IN_OPENING = 1;

    @Override
    public String name() {
        return "downgrade-to-classical-suite";
    }

    @Override
    public String description() {
        return "An announcement or a live request is rewritten to name a suite without the post-quantum half.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Wallet wallet = Wallet.generate();
                Identity node = Identity.generate();
                ClientChannel client =
                        ClientChannel.create(node.recipient(), new TaskRef(1, 2, 3), Moments.IN_AN_HOUR, wallet)) {
            KeyAnnouncement announcement =
                    KeyAnnouncement.begin(wallet, 1, node.recipient(), 1, Moments.NOW, Moments.IN_AN_HOUR);
            trial.rejected(
                    "in an announcement",
                    Check.UNSUPPORTED_SUITE,
                    "0x0020",
                    () -> KeyAnnouncement.decode(downgraded(announcement.encoded(), SUITE_IN_ANNOUNCEMENT)));
            byte[] opening = Arrays.copyOf(client.request().finish(), ChannelOpening.size());
            trial.rejected(
                    "in a live request",
                    Check.UNSUPPORTED_SUITE,
                    "0x0020",
                    () -> ChannelOpening.decode(downgraded(opening, SUITE_IN_OPENING)));
        }
        return trial.outcome();
    }

    private static byte[] downgraded(byte[] honest, int at) {
        byte[] changed = honest.clone();
        System.arraycopy(X25519, 0, changed, at, X25519.length);
        return changed;
    }
}
