package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.RejectedException.Check;

import java.io.IOException;

/**
 * Who: a node that shows different keys to different clients, or a thief who has its wallet. Wants: a second history of keys
 * that nobody notices. Stopped by: {@link KeyDirectory#admit}, which knows one announcement per epoch and wants the next one to
 * name it.
 */
final class ForkedAnnouncement implements Attack {

    @Override
    public String name() {
        return "forked-announcement";
    }

    @Override
    public String description() {
        return "A node's wallet signs a second key for a place in its history that a client has seen.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (AnnouncementScene lies = new AnnouncementScene(ground)) {
            Recipient thief = lies.scene().newcomer().key();
            lies.scene().publish(thief);
            long epoch = lies.registry().honest().epoch();
            lies.askOnce();

            KeyAnnouncement sameEpoch = lies.scene().announcement(lies.node(), thief, epoch);
            lies.mustReject(
                    trial, "another key in one epoch", sameEpoch, Check.ANNOUNCEMENT_FORK, "another announcement");
            KeyAnnouncement unlinked = lies.scene().announcement(lies.node(), thief, epoch + 1);
            lies.mustReject(
                    trial, "a next epoch of another history", unlinked, Check.ANNOUNCEMENT_FORK, "does not follow");
            lies.mustHaveLostNothing(trial);
        }
        return trial.outcome();
    }
}
