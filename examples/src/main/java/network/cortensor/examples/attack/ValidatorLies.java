package network.cortensor.examples.attack;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import network.cortensor.sdk.verify.Evidence;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeStatement;
import network.cortensor.sdk.verify.TaskFacts;
import network.cortensor.sdk.verify.ValidatorFault;
import network.cortensor.sdk.verify.ValidatorVerdict;
import network.cortensor.sdk.verify.ValidatorVerdict.Claim;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

import static java.nio.charset.StandardCharsets.UTF_8;

/**
 * Who: a validator. Wants: to take an honest miner's pay, or to be taken for one that worked. Stopped by: the ledger, where one
 * of two rejects nobody and nobody judges twice; and found out by {@link ValidatorFault}, which anybody can check: what it
 * signed contradicts the miner's statement, what the miner named beforehand, or what it signed before. Where it is the statement,
 * the ledger slashes it.
 */
final class ValidatorLies implements Attack {

    private static final List<Evidence> FINDINGS =
            List.of(new Evidence(Layer.SIGNATURE, false, "its wallet did not sign the statement"));

    @Override
    public String name() {
        return "validator-lies";
    }

    @Override
    public String description() {
        return "A validator calls an honest miner's signature wrong, judges twice, or hands in another validator's evidence.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            Party miner = scene.registered();
            LedgerAccount app = scene.newcomer().account();
            // Nodes that come later are no candidates of the session, and so its validators.
            SessionId session = app.openSession(SessionTerms.builder("validated")
                    .maxNodes(1)
                    .validators(2)
                    .pricePerResult(Scene.PRICE)
                    .build());
            app.depositToSession(session, Scene.DEPOSIT);
            Party liar = scene.registered();
            Party copier = scene.registered();
            TaskId task = app.submit(session, TaskSubmission.of("prompt", "reference"));
            long chain = scene.ledger().chainId();
            NodeStatement statement = NodeStatement.sign(
                    miner.wallet(), chain, task, HandmadeResult.PROMPT, HandmadeResult.digest(Scene.ANSWER), "model");
            answer(miner, task, statement);
            TaskFacts facts = TaskFacts.of(chain, task, HandmadeResult.PROMPT, new byte[32], 1);

            ValidatorVerdict lie =
                    ValidatorVerdict.sign(liar.wallet(), facts, miner.address(), Claim.SIGNATURE, statement, FINDINGS);
            give(liar, lie);
            List<ValidatorFault> proved =
                    ValidatorFault.falseSignatureClaim(lie, statement).stream().toList();
            found(trial, "a good signature called wrong", liar.address(), proved);
            slashed(scene, trial, liar.address(), proved, app);

            NodeStatement invented = new NodeStatement(
                    chain,
                    task,
                    miner.address(),
                    statement.prompt(),
                    statement.answer(),
                    "invented",
                    statement.signature());
            ValidatorVerdict aboutInvented =
                    ValidatorVerdict.sign(liar.wallet(), facts, miner.address(), Claim.SIGNATURE, invented, FINDINGS);
            found(
                    trial,
                    "a statement that the miner never made",
                    liar.address(),
                    ValidatorFault.unfoundedSignatureClaim(aboutInvented, scene.ledger()).stream()
                            .toList());
            trial.refused("a second verdict", Reason.WRONG_PHASE, () -> give(liar, aboutInvented));
            found(
                    trial,
                    "two verdicts on one result",
                    liar.address(),
                    ValidatorFault.equivocation(lie, aboutInvented).stream().toList());
            trial.refused(
                    "a verdict of who is no validator",
                    Reason.NOT_ASSIGNED,
                    () -> app.giveVerdict(task, miner.address(), false, lie.evidence()));

            scene.pass(ValidationRound.TIME);
            scene.awaitEnd(task);
            trial.holds(
                    "one of two validators",
                    scene.ledger().pendingPayment(miner.address()).equals(Scene.PRICE),
                    "takes nobody's pay",
                    scene.ledger().pendingPayment(miner.address()));
            trial.holds(
                    "the silent one",
                    scene.ledger().validation(task).orElseThrow().verdicts().size() == 1,
                    "rejects nothing",
                    scene.ledger().validation(task));
            // Slashed below the minimum stake, the liar judges no more.
            copied(scene, trial, app, session, miner, copier, scene.registered());
        }
        return trial.outcome();
    }

    /** Anybody may show it to the ledger, which believes nobody and makes the check itself, once. */
    private static void slashed(
            Scene scene, Trial trial, Address liar, List<ValidatorFault> proved, LedgerAccount anybody)
            throws IOException, InterruptedException {
        TokenAmount tenth = TokenAmount.ofCor("1000");
        for (ValidatorFault fault : proved) {
            fault.prove(anybody);
            NodeRegistration registration = scene.ledger().node(liar).orElseThrow();
            trial.holds(
                    "the same, shown to the ledger",
                    registration.slashed().equals(tenth),
                    "NodeSlashed by " + tenth,
                    registration.slashed());
            trial.refused("the same, shown again", Reason.WRONG_PHASE, () -> fault.prove(anybody));
        }
    }

    /** What the ledger has of one validator's verdict, everybody can read, and hand in. */
    private static void copied(
            Scene scene, Trial trial, LedgerAccount app, SessionId session, Party miner, Party copier, Party diligent)
            throws InterruptedException {
        TaskId task = app.submit(session, TaskSubmission.of("prompt", "another reference"));
        long chain = scene.ledger().chainId();
        NodeStatement statement = NodeStatement.sign(
                miner.wallet(), chain, task, HandmadeResult.PROMPT, HandmadeResult.digest(Scene.ANSWER), "model");
        answer(miner, task, statement);
        TaskFacts facts = TaskFacts.of(chain, task, HandmadeResult.PROMPT, new byte[32], 1);
        ValidatorVerdict honest =
                ValidatorVerdict.sign(diligent.wallet(), facts, miner.address(), Claim.UNDECIDED, statement, List.of());
        List<LedgerEvent.VerdictGiven> given;
        try (EventSubscription events = scene.ledger().subscribe(EventFilter.task(task))) {
            give(diligent, honest);
            copier.account().giveVerdict(task, miner.address(), true, honest.evidence());
            given = verdicts(events);
        }
        found(
                trial,
                "another's evidence",
                copier.address(),
                given.stream()
                        .flatMap(one -> ValidatorFault.foreignEvidence(one, honest).stream())
                        .toList());
        trial.holds(
                "who opened the result",
                honest.saw(statement),
                "shows that it did, which takes what is under the seal",
                honest);
    }

    private static List<LedgerEvent.VerdictGiven> verdicts(EventSubscription events) throws InterruptedException {
        List<LedgerEvent.VerdictGiven> given = new ArrayList<>();
        LedgerEvent next = events.next(Scene.PATIENCE).orElseThrow();
        while (!(next instanceof LedgerEvent.TaskEnded)) {
            if (next instanceof LedgerEvent.VerdictGiven verdict) {
                given.add(verdict);
            }
            next = events.next(Scene.PATIENCE).orElseThrow();
        }
        return given;
    }

    private static void answer(Party miner, TaskId task, NodeStatement statement) {
        Hash hash = Hash.keccak256("reveal".getBytes(UTF_8));
        miner.account().ack(task);
        miner.account().precommit(task, hash, "cortensor:statement:1:" + statement.digest());
        miner.account().commit(task, "reveal");
    }

    private static void give(Party validator, ValidatorVerdict verdict) {
        validator
                .account()
                .giveVerdict(verdict.task(), verdict.miner(), verdict.claim().accepts(), verdict.evidence());
    }

    private static void found(Trial trial, String variant, Address who, List<ValidatorFault> faults) {
        trial.holds(
                variant,
                faults.size() == 1 && faults.get(0).validator().equals(who),
                faults.stream().map(fault -> fault.kind().name()).findFirst().orElse("a fault"),
                faults);
    }
}
