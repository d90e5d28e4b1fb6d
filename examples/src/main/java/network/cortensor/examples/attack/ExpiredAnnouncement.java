package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.RejectedException.Check;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;

/**
 * Who: somebody who got hold of a node's old key, and of a client's view of the ledger. Wants: that the client goes on sealing
 * for that key. Stopped by: the validity check of {@link KeyDirectory#admit}, by the client's own clock.
 */
final class ExpiredAnnouncement implements Attack {

    private static final Duration DAY = Duration.ofDays(1);
    private static final Duration MINUTE = Duration.ofMinutes(1);

    @Override
    public String name() {
        return "expired-announcement";
    }

    @Override
    public String description() {
        return "The ledger shows a key announcement outside of the time that the node gave it.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (AnnouncementScene lies = new AnnouncementScene(ground)) {
            Instant now = lies.scene().now();
            lies.mustReject(
                    trial,
                    "expired a day ago",
                    announcement(lies, now.minus(DAY.multipliedBy(2)), now.minus(DAY)),
                    Check.ANNOUNCEMENT_VALIDITY,
                    "");
            lies.mustReject(
                    trial,
                    "valid from tomorrow",
                    announcement(lies, now.plus(DAY), now.plus(DAY.multipliedBy(2))),
                    Check.ANNOUNCEMENT_VALIDITY,
                    "");

            KeyAnnouncement brief = announcement(lies, now, now.plus(MINUTE));
            lies.registry().serve(brief);
            lies.askOnce();
            lies.scene().pass(MINUTE);
            lies.mustReject(trial, "known, and expired since", brief, Check.ANNOUNCEMENT_VALIDITY, "");
            lies.mustHaveLostNothing(trial);
        }
        return trial.outcome();
    }

    private static KeyAnnouncement announcement(AnnouncementScene lies, Instant from, Instant until) {
        return KeyAnnouncement.begin(
                lies.node().wallet(),
                lies.scene().ledger().chainId(),
                lies.node().key(),
                1,
                from,
                until);
    }
}
