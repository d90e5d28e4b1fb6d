package network.cortensor.examples.attack;

import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict;

/**
 * Who: one node of three. Wants: that its own text comes out as the answer, or at least that no answer does. Stopped by: {@link
 * ResultVerifier}, which counts equal answers, accepts that of the majority, and names the dissenter with the distance of its
 * answer.
 */
final class UnrelatedAnswer implements Attack {

    @Override
    public String name() {
        return "unrelated-answer";
    }

    @Override
    public String description() {
        return "One node of three answers something that has nothing to do with the question.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            scene.node();
            Party dissenter = scene.node(ScriptedEngine.saying("Buy two bags of fresh oranges at half price today!"));
            scene.node();
            Verdict verdict = Scene.verdict(scene.session(scene.client(scene.newcomer()), 3), Scene.question());
            trial.holds("the answer", verdict.accepted() && verdict.support() == 2, "accepted, 2 of 3", verdict);
            trial.found("the dissenter", verdict, dissenter.address(), Standing.DISSENTS, Layer.EMBEDDING, "unrelated");
        }
        return trial.outcome();
    }
}
