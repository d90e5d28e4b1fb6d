package network.cortensor.examples.attack;

import network.cortensor.sdk.client.CompletionListener;
import network.cortensor.sdk.client.CortensorClient;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.client.Stage;
import network.cortensor.sdk.client.VerifiedCompletion;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.staking.ValidationRound;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who: an endpoint of the ledger, together with nodes of its own. Wants: that the app seals its prompt and all results for
 * them, as it does for validators. Stopped by: the app's own record of how many validators its session was opened with, and by
 * the wallet that has to have signed each key. The answer, which is paid for, is not lost over it.
 */
final class LedgerNamesItsOwnValidators implements Attack {

    @Override
    public String name() {
        return "ledger-names-its-own-validators";
    }

    @Override
    public String description() {
        return "The ledger tells the app that nodes of its choice are validators of a task, so that they can read it.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            Party node = scene.node();
            Party app = scene.newcomer();
            Liar ledger = new Liar(scene.ledger());
            CortensorClient client = scene.client(app, new ForwardingLedgerAccount(app.account(), ledger));
            InferenceSession without = client.openSession(terms(0), Scene.DEPOSIT);
            InferenceSession withOne = client.openSession(terms(1), Scene.DEPOSIT);
            // They join after the sessions were opened, so they are none of their nodes.
            Party one = scene.registered();
            Party other = scene.registered();
            Party copier = scene.newcomer();
            copier.account()
                    .register(Scene.STAKE, scene.announcement(one, one.key(), 1).text());

            ledger.named = List.of(one.address());
            keptOut(trial, scene, without, "a validator where none was asked for");
            ledger.named = List.of(one.address(), other.address());
            keptOut(trial, scene, withOne, "two where one was asked for");
            ledger.named = List.of(node.address());
            keptOut(trial, scene, withOne, "the miner itself");
            ledger.named = List.of(app.address());
            keptOut(trial, scene, withOne, "the app itself");
            ledger.named = List.of(copier.address());
            keptOut(trial, scene, withOne, "a node with the key of another");
        }
        return trial.outcome();
    }

    private static SessionTerms terms(int validators) {
        return SessionTerms.builder("attack")
                .maxNodes(1)
                .maxTasks(8)
                .validators(validators)
                .pricePerResult(Scene.PRICE)
                .build();
    }

    private static void keptOut(Trial trial, Scene scene, InferenceSession session, String variant)
            throws InterruptedException {
        CompletionListener waiting = new CompletionListener() {
            @Override
            public void onStage(Stage stage, String detail) {
                if (stage == Stage.NODE_LOST) {
                    // Nobody judges: not those that are kept out, nor those that the lie hides.
                    scene.pass(ValidationRound.TIME.plusSeconds(1));
                }
            }
        };
        VerifiedCompletion completion = session.complete(Scene.question(Scene.PATIENCE, waiting));
        long grants = scene.events(LedgerEvent.TaskAccessGranted.class)
                .filter(event -> event.task().equals(completion.task()))
                .count();
        trial.holds(
                variant,
                grants == 1 && completion.text().equals(Scene.ANSWER),
                "nothing sealed for it, and the answer is there",
                grants + " grants, " + completion);
    }

    /** Names validators, and shows a task once more as waiting for them where there is no round. */
    private static final class Liar extends ForwardingLedger {

        private final Set<TaskId> shown = new HashSet<>();
        private List<Address> named = List.of();

        Liar(Ledger real) {
            super(real);
        }

        @Override
        public Optional<ValidationRound> validation(TaskId id) {
            return Optional.of(new ValidationRound(
                    id, named, super.task(id).assigned(), Map.of(), super.now().plus(ValidationRound.TIME), false));
        }

        @Override
        public Task task(TaskId id) {
            Task real = super.task(id);
            if (real.status() != TaskStatus.ENDED || !shown.add(id)) {
                return real;
            }
            return Task.builder(
                            id,
                            real.owner(),
                            real.taskData(),
                            real.clientReference(),
                            real.createdAt(),
                            real.deadline())
                    .status(TaskStatus.COMMITTED)
                    .assigned(real.assigned())
                    .minerStates(real.minerStates())
                    .money(real.escrow(), real.paid(), real.refunded())
                    .build();
        }
    }
}
