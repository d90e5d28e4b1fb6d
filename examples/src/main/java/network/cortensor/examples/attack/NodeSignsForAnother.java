package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict;

/**
 * Who: a node. Wants: an answer that counts now and that it can deny later, because the signature under it is somebody else's,
 * or under something else. Stopped by: {@link ResultVerifier}, which recovers the signer of each {@link NodeStatement} and
 * compares every part of it with what the client knows.
 */
final class NodeSignsForAnother implements Attack {

    @Override
    public String name() {
        return "node-signs-for-another";
    }

    @Override
    public String description() {
        return "A node delivers an answer under a statement that another wallet signed, or that is about something else.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) {
        Trial trial = new Trial();
        signedByAnotherWallet(ground, trial);
        aboutSomethingElse(trial);
        return trial.outcome();
    }

    private static void signedByAnotherWallet(Ground ground, Trial trial) {
        try (Scene scene = Scene.open(ground)) {
            Party node = scene.newcomer();
            TwoFacedSigner pen =
                    TwoFacedSigner.of(node.wallet(), scene.newcomer().wallet());
            // The engine is the last thing that runs before the statement is signed.
            scene.run(node, node.account(), pen, ScriptedEngine.saying(Scene.ANSWER, pen::arm));
            Verdict verdict = Scene.verdict(scene.session(scene.client(scene.newcomer()), 1), Scene.question());
            trial.found(
                    "signed by another wallet",
                    verdict,
                    node.address(),
                    Standing.INVALID,
                    Layer.SIGNATURE,
                    "its wallet did not sign");
        }
    }

    private static void aboutSomethingElse(Trial trial) {
        long chain = HandmadeResult.CHAIN;
        TaskId task = HandmadeResult.TASK;
        var prompt = HandmadeResult.PROMPT;
        var answer = HandmadeResult.digest(Scene.ANSWER);
        try (Wallet node = Wallet.generate();
                Wallet other = Wallet.generate()) {
            about(trial, "another node", node, HandmadeResult.statement(other));
            about(trial, "another chain", node, NodeStatement.sign(node, chain + 1, task, prompt, answer, "model"));
            about(
                    trial,
                    "another task",
                    node,
                    NodeStatement.sign(
                            node, chain, new TaskId(task.session(), task.number() + 1), prompt, answer, "model"));
            about(
                    trial,
                    "another prompt",
                    node,
                    NodeStatement.sign(node, chain, task, HandmadeResult.cid("other"), answer, "model"));
            about(
                    trial,
                    "another answer",
                    node,
                    NodeStatement.sign(node, chain, task, prompt, HandmadeResult.digest("other"), "model"));
        }
    }

    private static void about(Trial trial, String what, Wallet node, NodeStatement statement) {
        trial.found(
                "signed for " + what,
                HandmadeResult.judge(1, HandmadeResult.with(node, statement)),
                Party.addressOf(node),
                Standing.INVALID,
                Layer.SIGNATURE,
                "about another");
    }
}
