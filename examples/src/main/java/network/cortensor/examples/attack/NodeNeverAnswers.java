package network.cortensor.examples.attack;

import network.cortensor.sdk.client.CompletionListener;
import network.cortensor.sdk.client.CompletionRequest;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.Stage;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.crypto.Sealing;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EmbeddedLedger;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskPhase;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;

/**
 * Who: a node that is dead, or plays dead. Wants: that the app waits in vain, or sends its prompt about once more. Stopped by:
 * the deadlines of {@link EmbeddedLedger}, which give the task to another node, and by {@link Sealing}, which grants the payload
 * that is in the store already to that node.
 */
final class NodeNeverAnswers implements Attack {

    private static final Duration TIMEOUT = Duration.ofMinutes(4);

    /** The client leaves nodes half of the time-out to compute. */
    private static final Duration COMPUTE_TIMEOUT = TIMEOUT.dividedBy(2);

    @Override
    public String name() {
        return "node-never-answers";
    }

    @Override
    public String description() {
        return "A node takes no notice of its task, or accepts it and never answers.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) throws InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            scene.node();
            replaced(trial, scene, "never acknowledges", scene.registered(), TaskPhase.ACK, Scene.ACK_TIMEOUT);
        }
        try (Scene scene = Scene.open(ground)) {
            scene.node();
            Party hanging = scene.node(ScriptedEngine.hanging());
            replaced(trial, scene, "accepts and hangs", hanging, TaskPhase.PRECOMMIT, COMPUTE_TIMEOUT);
        }
        return trial.outcome();
    }

    private static void replaced(
            Trial trial, Scene scene, String variant, Party silent, TaskPhase owed, Duration deadline)
            throws InterruptedException {
        // Of these four nodes the first session asks the second, third and fourth; the first one is what is left.
        scene.node();
        scene.node();
        InferenceSession session = scene.session(scene.client(scene.newcomer()), 3);
        List<MinerState> atDeadline = new ArrayList<>();
        CompletionRequest question = Scene.question(TIMEOUT, new CompletionListener() {
            @Override
            public void onStage(Stage stage, String detail) {
                // At once when the two others have answered, and this node is as far as it will ever get.
                boolean onTheWay = stage == Stage.ACKNOWLEDGED || stage == Stage.PRECOMMITTED;
                if (onTheWay && atDeadline.isEmpty() && isStuck(nodes())) {
                    scene.pass(deadline);
                    atDeadline.add(nodes().get(silent.address()));
                }
            }

            private boolean isStuck(Map<Address, MinerState> nodes) {
                return nodes.get(silent.address()) == (owed == TaskPhase.ACK ? MinerState.ASSIGNED : MinerState.ACKED)
                        && Collections.frequency(nodes.values(), MinerState.PRECOMMITTED) == 2;
            }

            private Map<Address, MinerState> nodes() {
                return scene.ledger().task(new TaskId(session.id(), 1)).minerStates();
            }
        });
        VerifiedCompletion done = session.complete(question);

        boolean missed = scene.events(LedgerEvent.TaskMissed.class)
                .anyMatch(event -> event.miner().equals(silent.address()) && event.phase() == owed);
        trial.holds(
                variant,
                missed && atDeadline.equals(List.of(MinerState.MISSED)),
                "TaskMissed " + owed + " by the ledger",
                atDeadline + " at the deadline");
        trial.found("the node", done.verdict(), silent.address(), Standing.SILENT, Layer.COMMIT_REVEAL, "in time");
        trial.holds("the answer", done.verdict().support() == 3, "accepted, 3 of 3", done.verdict());
        long uploads = scene.blocks().puts(done.receipt().prompt());
        long grants = scene.events(LedgerEvent.TaskAccessGranted.class).count();
        trial.holds(
                "the prompt",
                uploads == 1 && grants == 2,
                "uploaded once, granted twice",
                "uploads " + uploads + ", grants " + grants);
    }
}
