package network.cortensor.examples.attack;

import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.UnverifiedException;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict.Status;

import java.io.IOException;
import java.util.Optional;

/**
 * Who: two nodes of three, each for itself. Want: that a wrong answer comes out although no two nodes agree; one of them tries
 * with an answer that is close in meaning to the honest one and wrong. Stopped by: the quorum of equal answers in {@link
 * ResultVerifier}; closeness alone accepts nothing.
 */
final class UnrelatedAnswersOfMost implements Attack {

    @Override
    public String name() {
        return "unrelated-answers-of-most";
    }

    @Override
    public String description() {
        return "Two nodes of three answer wrongly, and differently.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        String oranges = "Buy two bags of fresh oranges at half price today!";
        notAccepted(ground, trial, "both unrelated", oranges, "The committee meets on Thursdays.", Status.REJECTED);
        notAccepted(
                ground,
                trial,
                "one with another year",
                oranges,
                "The harbour bridge was opened in 1937.",
                Status.UNDECIDED);
        return trial.outcome();
    }

    private static void notAccepted(Ground ground, Trial trial, String variant, String one, String two, Status status) {
        try (Scene scene = Scene.open(ground)) {
            // The first session's first node is the second one of these: the honest one.
            scene.node(ScriptedEngine.saying(one));
            scene.node();
            scene.node(ScriptedEngine.saying(two));
            InferenceSession session = scene.session(scene.client(scene.newcomer()), 3);
            Optional<UnverifiedException> refusal = refusal(session);
            trial.holds(
                    variant,
                    refusal.filter(e -> e.verdict().status() == status
                                    && e.verdict().support() == 1)
                            .isPresent(),
                    "UnverifiedException, " + status + ", 1 of 3",
                    refusal.map(e -> e.verdict().toString()).orElse("an answer"));
        }
    }

    private static Optional<UnverifiedException> refusal(InferenceSession session) {
        try {
            session.complete(Scene.question());
            return Optional.empty();
        } catch (UnverifiedException e) {
            return Optional.of(e);
        }
    }
}
