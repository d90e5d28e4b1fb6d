package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.RejectedException.Check;

import java.io.IOException;

/**
 * Who: somebody who got hold of a key that a node has replaced, and of a client's view of the ledger. Wants: to take the client
 * back to that key while its announcement is still valid. Stopped by: the memory of {@link KeyDirectory}, which the client keeps
 * in its journal across restarts.
 */
final class RolledBackAnnouncement implements Attack {

    @Override
    public String name() {
        return "rolled-back-announcement";
    }

    @Override
    public String description() {
        return "The ledger shows an older key announcement than the client has seen before.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (AnnouncementScene lies = new AnnouncementScene(ground)) {
            KeyAnnouncement old = lies.registry().honest();
            KeyAnnouncement next = old.next(lies.node().wallet(), lies.node().key(), old.validFrom(), old.validUntil());
            lies.node().account().announceKey(next.text());
            lies.askOnce();

            lies.mustReject(trial, "an older epoch", old, Check.ANNOUNCEMENT_ROLLBACK, "");
            lies.restartApp();
            lies.mustReject(trial, "an older epoch after a restart", old, Check.ANNOUNCEMENT_ROLLBACK, "");
            lies.mustHaveLostNothing(trial);
        }
        return trial.outcome();
    }
}
