package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.KeyDirectory;
import network.cortensor.sdk.crypto.RejectedException.Check;

import java.io.IOException;
import java.time.temporal.ChronoUnit;
import java.util.List;

/**
 * Who: a stranger who controls what a client sees of the ledger and the store. Wants: that prompts for a node are sealed for a
 * key of the stranger's. Stopped by: the signature check in {@link KeyAnnouncement#decode}, and in {@link KeyDirectory#admit}
 * the comparison with the node that is meant and with the key that was announced.
 */
final class StrangerAnnouncesKey implements Attack {

    @Override
    public String name() {
        return "stranger-announces-key";
    }

    @Override
    public String description() {
        return "A stranger passes off a key as that of a node, so as to read the node's prompts.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (AnnouncementScene lies = new AnnouncementScene(ground)) {
            Scene scene = lies.scene();
            Party stranger = scene.newcomer();
            scene.publish(stranger.key());

            TwoFacedSigner pen = TwoFacedSigner.pretending(lies.node().wallet().address(), stranger.wallet());
            KeyAnnouncement forged = KeyAnnouncement.begin(
                    pen,
                    scene.ledger().chainId(),
                    stranger.key(),
                    1,
                    scene.now(),
                    scene.now().plus(1, ChronoUnit.DAYS));
            lies.mustReject(trial, "a stranger's signature", forged, Check.ANNOUNCEMENT_SIGNATURE, "[KeyAnnouncement]");
            lies.mustReject(
                    trial,
                    "a stranger's own announcement",
                    scene.announcement(stranger, stranger.key(), 1),
                    Check.ANNOUNCEMENT_SIGNATURE,
                    "[InMemoryKeyDirectory]");
            lies.mustHaveLostNothing(trial);
        }
        otherKeyBehindAnnouncement(ground, trial);
        return trial.outcome();
    }

    /** A store cannot do this, because the announced key id is a hash; somebody who keeps keys elsewhere can. */
    private static void otherKeyBehindAnnouncement(Ground ground, Trial trial)
            throws IOException, InterruptedException {
        try (Scene scene = Scene.open(ground);
                Identity strangers = Identity.generate()) {
            Party node = scene.registered();
            KeyAnnouncement right = scene.announcement(node, node.key(), 1);
            trial.rejected(
                    "another key with the right announcement",
                    Check.ANNOUNCEMENT_KEY,
                    "",
                    () -> KeyDirectory.inMemory(List.of())
                            .admit(
                                    right,
                                    strangers.recipient(),
                                    node.wallet().address(),
                                    scene.ledger().chainId(),
                                    scene.now()));
        }
    }
}
