package network.cortensor.examples.attack;

import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.staking.CommitOutcome;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskResult;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.ResultVerifier;
import network.cortensor.sdk.verify.Verdict;

import java.io.IOException;
import java.util.List;

/**
 * Who: a node. Wants: to decide on its result after it has seen those of others. Stopped by: {@link EmbeddedLedger}, which
 * compares the reveal with the precommitted hash, does not pay and takes a tenth of the stake; and, should a ledger not do that,
 * by the same comparison in {@link ResultVerifier} and in {@link ResultCommitment#verify}.
 */
final class RevealDiffersFromPrecommit implements Attack {

    @Override
    public String name() {
        return "reveal-differs-from-precommit";
    }

    @Override
    public String description() {
        return "A node reveals another result than the one that it bound itself to.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            Party honest = scene.node();
            Party turncoat = scene.newcomer();
            scene.run(
                    turncoat, new Turncoat(turncoat.account()), turncoat.wallet(), ScriptedEngine.saying(Scene.ANSWER));
            Party app = scene.newcomer();
            InferenceSession session = scene.session(
                    scene.client(app, new ForwardingLedgerAccount(app.account(), new LenientLedger(scene.ledger()))),
                    2);
            Verdict verdict = Scene.verdict(session, Scene.question());

            Ledger ledger = scene.ledger();
            TokenAmount tenth = TokenAmount.ofCor("1000");
            trial.holds(
                    "at the ledger",
                    scene.events(LedgerEvent.NodeSlashed.class)
                                    .anyMatch(slashed -> slashed.node().equals(turncoat.address()))
                            && ledger.node(turncoat.address())
                                    .orElseThrow()
                                    .slashed()
                                    .equals(tenth)
                            && ledger.pendingPayment(turncoat.address()).isZero()
                            && ledger.pendingPayment(honest.address()).equals(Scene.PRICE),
                    "NodeSlashed by " + tenth + ", not paid",
                    "paid " + ledger.pendingPayment(turncoat.address()));
            trial.found(
                    "at a ledger that lets it pass",
                    verdict,
                    turncoat.address(),
                    Standing.INVALID,
                    Layer.COMMIT_REVEAL,
                    "something else than it pre-committed to");
        }
        eachPartOfTheCommitment(trial);
        return trial.outcome();
    }

    private static void eachPartOfTheCommitment(Trial trial) throws IOException, InterruptedException {
        try (Wallet miner = Wallet.generate();
                Wallet other = Wallet.generate()) {
            WalletAddress self = miner.address();
            ResultCommitment first = ResultCommitment.create(new TaskRef(1, 2, 3), self, "result");
            byte[] committed = first.hash();
            trial.rejected(
                    "another salt",
                    Check.COMMITMENT,
                    "hashes to",
                    () -> ResultCommitment.verify(
                            ResultCommitment.create(new TaskRef(1, 2, 3), self, "result")
                                    .reveal(),
                            committed,
                            new TaskRef(1, 2, 3),
                            self));
            String text = first.reveal();
            record Context(String part, TaskRef task, WalletAddress miner) {}
            for (Context where : List.of(
                    new Context("chain", new TaskRef(9, 2, 3), self),
                    new Context("session", new TaskRef(1, 9, 3), self),
                    new Context("task", new TaskRef(1, 2, 9), self),
                    new Context("miner", new TaskRef(1, 2, 3), other.address()))) {
                trial.rejected(
                        "for another " + where.part(),
                        Check.COMMITMENT,
                        "another " + where.part(),
                        () -> ResultCommitment.verify(text, committed, where.task(), where.miner()));
            }
        }
    }

    /** Reveals a commitment that is right in every respect, except that it is not the one that it made before. */
    private static final class Turncoat extends ForwardingLedgerAccount {

        Turncoat(LedgerAccount real) {
            super(real);
        }

        @Override
        public CommitOutcome commit(TaskId task, String reveal) {
            ResultCommitment made = ResultCommitment.parse(reveal);
            return super.commit(
                    task,
                    ResultCommitment.create(made.task(), made.miner(), made.result())
                            .reveal());
        }
    }

    /** Shows every reveal as accepted. */
    private static final class LenientLedger extends ForwardingLedger {

        LenientLedger(Ledger real) {
            super(real);
        }

        @Override
        public List<TaskResult> results(TaskId task) {
            return super.results(task).stream()
                    .map(result -> result.reveal()
                            .<TaskResult>map(text -> new TaskResult.Revealed(
                                    result.miner(), result.precommit(), result.precommitData(), text))
                            .orElse(result))
                    .toList();
        }
    }
}
