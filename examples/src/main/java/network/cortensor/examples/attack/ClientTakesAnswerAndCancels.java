package network.cortensor.examples.attack;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;

import java.io.IOException;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Who: an app. Wants: to read the first answer that is revealed and to cancel the task before anybody is paid. Stopped by: the
 * ledger, which lets the owner cancel only while no reveal was accepted, and pays each accepted one.
 */
final class ClientTakesAnswerAndCancels implements Attack {

    @Override
    public String name() {
        return "client-takes-answer-and-cancels";
    }

    @Override
    public String description() {
        return "An app cancels its task once it has an answer, so as not to pay for it.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            LedgerAccount quick = scene.registered().account();
            LedgerAccount slow = scene.registered().account();
            LedgerAccount app = scene.newcomer().account();
            SessionId session = app.openSession(Scene.terms(2));
            app.depositToSession(session, Scene.DEPOSIT);
            TaskId task = app.submit(session, TaskSubmission.of("prompt", "reference"));
            for (LedgerAccount miner : new LedgerAccount[] {quick, slow}) {
                miner.ack(task);
                miner.precommit(task, Hash.keccak256("answer".getBytes(UTF_8)), "");
            }
            quick.commit(task, "answer");

            trial.refused("cancels after the first reveal", Reason.WRONG_PHASE, () -> app.end(task, true));
            scene.pass(TaskSubmission.DEFAULT_TIMEOUT);
            trial.holds(
                    "the node that revealed",
                    scene.ledger().pendingPayment(quick.address()).equals(Scene.PRICE),
                    "paid",
                    scene.ledger().pendingPayment(quick.address()));
            trial.holds(
                    "the node that withheld its reveal",
                    scene.ledger().pendingPayment(slow.address()).isZero(),
                    "not paid",
                    scene.ledger().pendingPayment(slow.address()));
        }
        return trial.outcome();
    }
}
