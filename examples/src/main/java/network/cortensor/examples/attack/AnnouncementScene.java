package network.cortensor.examples.attack;

import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.TokenAmount;

import java.io.IOException;

/** One honest node, one app with a session, and a ledger that lies to the app about the node's key. */
final class AnnouncementScene implements AutoCloseable {

    private final Scene scene;
    private final Party node;
    private final Party app;
    private final LyingRegistry registry;
    private final Journal journal = Journal.memory();
    private int honestTasks;
    private InferenceSession session;

    AnnouncementScene(Ground ground) {
        scene = Scene.open(ground);
        node = scene.node();
        app = scene.newcomer();
        registry = new LyingRegistry(scene.ledger(), node.address());
        session = scene.session(
                scene.client(app, new ForwardingLedgerAccount(app.account(), registry), scene.store(), journal), 1);
    }

    Scene scene() {
        return scene;
    }

    Party node() {
        return node;
    }

    LyingRegistry registry() {
        return registry;
    }

    /** Has the app ask once while the ledger is honest, so that it gets to know the node's announcement. */
    void askOnce() {
        session.complete(Scene.question());
        honestTasks++;
    }

    /** Restarts the app: another client with the same journal. */
    void restartApp() {
        session = scene.client(app, new ForwardingLedgerAccount(app.account(), registry), scene.store(), journal)
                .session(session.id());
    }

    /** Shown this announcement, the app must not seal its prompt for the node, because of this check. */
    void mustReject(Trial trial, String variant, KeyAnnouncement forged, Check check, String telling)
            throws IOException, InterruptedException {
        registry.serve(forged);
        trial.rejected(variant, check, telling, () -> session.complete(Scene.question()));
    }

    /** After the attack, nobody must have got a prompt, and the app must have its money. */
    void mustHaveLostNothing(Trial trial) throws InterruptedException {
        long sealed = scene.events(LedgerEvent.TaskAccessGranted.class).count() - honestTasks;
        TokenAmount left = session.balance();
        trial.holds(
                "afterwards",
                sealed == 0 && left.plus(Scene.PRICE.times(honestTasks)).equals(Scene.DEPOSIT),
                "nothing sealed, all refunded",
                sealed + " sealed, " + left + " of " + Scene.DEPOSIT + " left");
    }

    @Override
    public void close() {
        scene.close();
    }
}
