package network.cortensor.examples.attack;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;

import java.io.IOException;

/**
 * Who: an account that has nothing to do with a session. Wants: to earn with others' tasks, to stop them, to replace their
 * prompts, or to take their money. Stopped by: the ledger, which lets only assigned miners work and only the owner decide.
 */
final class StrangerActsOnTask implements Attack {

    @Override
    public String name() {
        return "stranger-acts-on-task";
    }

    @Override
    public String description() {
        return "An account works, cancels or empties what belongs to others.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            LedgerAccount miner = scene.registered().account();
            LedgerAccount app = scene.newcomer().account();
            SessionId session = app.openSession(Scene.terms(1));
            app.depositToSession(session, Scene.DEPOSIT);
            TaskId task = app.submit(session, TaskSubmission.of("prompt", "reference"));
            LedgerAccount stranger = scene.registered().account();
            Hash hash = Hash.keccak256(new byte[0]);

            trial.refused("takes a task", Reason.NOT_ASSIGNED, () -> stranger.ack(task));
            trial.refused("replaces a prompt", Reason.NOT_OWNER, () -> stranger.grantAccess(task, "envelope"));
            miner.ack(task);
            trial.refused("precommits", Reason.NOT_ASSIGNED, () -> stranger.precommit(task, hash, ""));
            miner.precommit(task, hash, "");
            trial.refused("reveals", Reason.NOT_ASSIGNED, () -> stranger.commit(task, ""));
            trial.refused("cancels", Reason.NOT_OWNER, () -> stranger.end(task, true));
            trial.refused(
                    "spends the deposit",
                    Reason.NOT_OWNER,
                    () -> stranger.submit(session, TaskSubmission.of("prompt", "another reference")));
            trial.refused(
                    "takes the deposit", Reason.NOT_OWNER, () -> stranger.withdrawFromSession(session, Scene.PRICE));
            trial.refused(
                    "takes what is in escrow",
                    Reason.INSUFFICIENT_BALANCE,
                    () -> app.withdrawFromSession(session, Scene.DEPOSIT));
            trial.refused("closes the session", Reason.NOT_OWNER, () -> stranger.deactivateSession(session));
        }
        return trial.outcome();
    }
}
