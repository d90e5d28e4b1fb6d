package network.cortensor.examples.attack;

import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.crypto.Direction;
import network.cortensor.sdk.crypto.Envelope;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.SealContext;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.DeclineReason;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.verify.Receipt;

import java.io.IOException;
import java.util.List;

/**
 * Who: whoever can put a task before a node, such as a dishonest ledger. Wants: to have an honest app's sealed prompt answered
 * again, elsewhere, or as something else. Stopped by: {@link Envelope#open}, which wants each part of the signed context to be
 * what the reader knows from the chain, and the time not to be up; and by the node, which wants the envelope to be for the
 * payload that the task names.
 */
final class PromptReplayedForAnotherTask implements Attack {

    @Override
    public String name() {
        return "prompt-replayed-for-another-task";
    }

    @Override
    public String description() {
        return "A sealed prompt is presented again: for another task, session, chain or app, as a result, or too late.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        eachPartOfTheContext(trial);
        replayedAtNode(ground, trial);
        return trial.outcome();
    }

    private static void eachPartOfTheContext(Trial trial) throws IOException, InterruptedException {
        try (Wallet app = Wallet.generate();
                Wallet stranger = Wallet.generate();
                Identity node = Identity.generate();
                Sealing sealing = Sealing.create(node.recipient())) {
            WalletAddress sender = app.address();
            SealContext context = new SealContext(new TaskRef(1, 2, 3), Direction.PROMPT, sender, Moments.IN_AN_HOUR);
            Envelope envelope = sealing.envelope(context, List.of(), "payload", app);
            record Replay(String part, Envelope.Expected at) {}
            for (Replay replay : List.of(
                    new Replay("chain", new Envelope.Expected(new TaskRef(9, 2, 3), Direction.PROMPT, sender)),
                    new Replay("session", new Envelope.Expected(new TaskRef(1, 9, 3), Direction.PROMPT, sender)),
                    new Replay("task", new Envelope.Expected(new TaskRef(1, 2, 9), Direction.PROMPT, sender)),
                    new Replay("direction", new Envelope.Expected(new TaskRef(1, 2, 3), Direction.RESULT, sender)),
                    new Replay(
                            "sender",
                            new Envelope.Expected(new TaskRef(1, 2, 3), Direction.PROMPT, stranger.address())))) {
                trial.rejected(
                        "another " + replay.part(),
                        Check.CONTEXT,
                        "another " + replay.part(),
                        () -> envelope.open(node, replay.at(), Moments.NOW).close());
            }
            trial.rejected(
                    "too late",
                    Check.EXPIRED,
                    "",
                    () -> envelope.open(
                                    node,
                                    new Envelope.Expected(new TaskRef(1, 2, 3), Direction.PROMPT, sender),
                                    Moments.IN_AN_HOUR)
                            .close());
        }
    }

    private static void replayedAtNode(Ground ground, Trial trial) throws InterruptedException {
        try (Scene scene = Scene.open(ground)) {
            Party node = scene.node();
            Party app = scene.newcomer();
            InferenceSession session = scene.session(scene.client(app), 1);
            Receipt done = session.complete(Scene.question()).receipt();
            String prompt = "cortensor:prompt:1:" + done.prompt();
            Cid grant = scene.events(LedgerEvent.TaskAccessGranted.class)
                    .map(event -> Cid.parse(event.envelope()))
                    .findFirst()
                    .orElseThrow();

            TaskId again = app.account().submit(session.id(), TaskSubmission.of(prompt, "again"));
            app.account().grantAccess(again, grant.toString());
            mustDecline(trial, scene, again, "a task's envelope for the next task");

            // This one is for the right task, and its content key even opens the prompt; but it was signed for another
            // one.
            Envelope first = Envelope.decode(scene.store().get(grant, Block.MAX_SIZE));
            TaskId swapped = app.account().submit(session.id(), TaskSubmission.of(prompt, "swapped"));
            Block envelope = Block.of(
                    Codec.RAW, forOtherPayload(first, app, node, swapped).encoded());
            scene.blocks().put(envelope);
            app.account().grantAccess(swapped, envelope.cid().toString());
            mustDecline(trial, scene, swapped, "an envelope for another payload");
        }
    }

    private static Envelope forOtherPayload(Envelope first, Party app, Party node, TaskId task) {
        SealContext was = first.context();
        Envelope.Expected expected = new Envelope.Expected(was.task(), was.direction(), was.sender());
        SealContext now = new SealContext(
                new TaskRef(was.task().chainId(), was.task().sessionId(), task.number()),
                was.direction(),
                was.sender(),
                was.expiry());
        try (Sealing sealing = Sealing.resume(first, app.identity(), expected)) {
            return sealing.envelope(now, List.of(node.key()), "another", app.wallet());
        }
    }

    private static void mustDecline(Trial trial, Scene scene, TaskId task, String variant) throws InterruptedException {
        scene.awaitEnd(task);
        boolean declined = scene.events(LedgerEvent.TaskDeclined.class)
                .anyMatch(event -> event.task().equals(task) && event.reason() == DeclineReason.CANNOT_OPEN);
        trial.holds(variant, declined, "CANNOT_OPEN by the node", "the node opened it");
    }
}
