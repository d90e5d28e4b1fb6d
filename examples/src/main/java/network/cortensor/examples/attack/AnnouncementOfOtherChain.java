package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.RejectedException.Check;

import java.io.IOException;
import java.time.temporal.ChronoUnit;

/**
 * Who: somebody who controls a client's view of the ledger. Wants: to use what a node announced on a test network, whose keys
 * are guarded less well. Stopped by: the chain id in {@link KeyAnnouncement}, which {@link KeyDirectory#admit} compares.
 */
final class AnnouncementOfOtherChain implements Attack {

    @Override
    public String name() {
        return "announcement-of-other-chain";
    }

    @Override
    public String description() {
        return "The ledger shows a key announcement that the node made on another chain.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (AnnouncementScene lies = new AnnouncementScene(ground)) {
            Scene scene = lies.scene();
            KeyAnnouncement elsewhere = KeyAnnouncement.begin(
                    lies.node().wallet(),
                    scene.ledger().chainId() + 1,
                    lies.node().key(),
                    1,
                    scene.now(),
                    scene.now().plus(1, ChronoUnit.DAYS));
            lies.mustReject(trial, "another chain", elsewhere, Check.ANNOUNCEMENT_CHAIN, "");
            lies.mustHaveLostNothing(trial);
        }
        return trial.outcome();
    }
}
