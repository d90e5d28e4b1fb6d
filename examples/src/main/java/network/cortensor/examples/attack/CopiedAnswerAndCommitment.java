package network.cortensor.examples.attack;

import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.NodeSubmission;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict;

import java.io.IOException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Who: a lazy node. Wants: to be paid and counted for an answer that another node computed. The ledger cannot tell a copy from
 * an equal answer. Stopped by: the miner's address inside the commitment and inside the sealed result, which {@link
 * ResultVerifier} and the client hold against the miner on the ledger; and by the ledger's phases, which keep everybody from
 * changing a precommit once a text is out.
 */
final class CopiedAnswerAndCommitment implements Attack {

    @Override
    public String name() {
        return "copied-answer-and-commitment";
    }

    @Override
    public String description() {
        return "A node copies what another node committed to, and reveals the other's text, or result, as its own.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        copied(
                ground,
                trial,
                "the whole commitment",
                Copier::ofCommitment,
                Layer.COMMIT_REVEAL,
                "copied the commitment");
        copied(ground, trial, "only the sealed result", Copier::ofResult, Layer.SEAL, "for another sender");
        commitmentOfAnotherTask(trial);
        changedItsMind(ground, trial);
        return trial.outcome();
    }

    /** Makes a node's account one that copies. */
    private interface Laziness {
        Copier of(Party copier, Party victim, ObservedBlockStore store);
    }

    private static void copied(Ground ground, Trial trial, String variant, Laziness lazy, Layer layer, String telling)
            throws InterruptedException {
        try (Scene scene = Scene.open(ground)) {
            Party victim = scene.node();
            scene.node();
            Party copier = scene.newcomer();
            scene.run(
                    copier,
                    lazy.of(copier, victim, scene.blocks()),
                    copier.wallet(),
                    ScriptedEngine.saying(Scene.ANSWER));
            InferenceSession session = scene.session(scene.client(scene.newcomer()), 3);
            Verdict verdict = Scene.verdict(session, Scene.question());

            trial.found(variant, verdict, copier.address(), Standing.INVALID, layer, telling);
            trial.found("the victim", verdict, victim.address(), Standing.AGREES, Layer.CHECKSUM, "equal in 2 of 3");
            trial.holds("support", verdict.accepted() && verdict.support() == 2, "2 of 3", verdict);
        }
    }

    private static void commitmentOfAnotherTask(Trial trial) {
        try (Wallet node = Wallet.generate()) {
            long session = HandmadeResult.TASK.session().value();
            long task = HandmadeResult.TASK.number();
            String result = HandmadeResult.cid("result").toString();
            for (ResultCommitment used : new ResultCommitment[] {
                ResultCommitment.create(new TaskRef(HandmadeResult.CHAIN + 1, session, task), node.address(), result),
                ResultCommitment.create(new TaskRef(HandmadeResult.CHAIN, session + 1, task), node.address(), result),
                ResultCommitment.create(new TaskRef(HandmadeResult.CHAIN, session, task + 1), node.address(), result)
            }) {
                trial.found(
                        "its own, made for " + used.task(),
                        HandmadeResult.judge(1, HandmadeResult.with(node, used)),
                        Party.addressOf(node),
                        Standing.INVALID,
                        Layer.COMMIT_REVEAL,
                        "a commitment for another task");
            }
            NodeSubmission twice = HandmadeResult.honest(node);
            Verdict verdict = HandmadeResult.judge(3, twice, twice);
            trial.holds("one result handed in twice", verdict.support() == 1, "counted once", verdict);
        }
    }

    private static void changedItsMind(Ground ground, Trial trial) throws IOException, InterruptedException {
        try (Scene scene = Scene.open(ground)) {
            LedgerAccount first = scene.registered().account();
            LedgerAccount second = scene.registered().account();
            LedgerAccount app = scene.newcomer().account();
            SessionId session = app.openSession(Scene.terms(2));
            app.depositToSession(session, Scene.DEPOSIT);
            TaskId task = app.submit(session, TaskSubmission.of("prompt", "reference"));
            Hash hash = Hash.keccak256("answer".getBytes(UTF_8));
            first.ack(task);
            second.ack(task);
            first.precommit(task, hash, "");
            trial.refused("a reveal before all have committed", Reason.WRONG_PHASE, () -> first.commit(task, "answer"));
            second.precommit(task, Hash.keccak256("guess".getBytes(UTF_8)), "");
            first.commit(task, "answer");
            trial.refused(
                    "a second precommit, after a reveal", Reason.WRONG_PHASE, () -> second.precommit(task, hash, ""));
        }
    }
}
