package network.cortensor.examples.attack;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.client.CortensorClient;
import network.cortensor.sdk.client.InferenceSession;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.Ledger;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;

import java.io.IOException;
import java.util.List;
import java.util.Optional;

/**
 * Who: an endpoint of the ledger, together with a node of its own. Wants: that the app seals its prompt for that node; the node
 * is registered and its key announcement is perfectly valid. Stopped by: the app's own record of the nodes that its session was
 * opened with, which {@link InferenceSession} holds against each assignment.
 */
final class LedgerHandsOutForeignNode implements Attack {

    @Override
    public String name() {
        return "ledger-hands-out-foreign-node";
    }

    @Override
    public String description() {
        return "The ledger tells the app that its task was assigned to a node from outside of the session.";
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            Party node = scene.node();
            Party app = scene.newcomer();
            Liar ledger = new Liar(scene.ledger());
            CortensorClient client = scene.client(app, new ForwardingLedgerAccount(app.account(), ledger));
            InferenceSession session = scene.session(client, 1);
            // It joins after the session was opened, so it is none of its nodes.
            Party foreigner = scene.node();

            ledger.assigned = List.of(foreigner.address());
            trial.fails(
                    "a node from outside",
                    EvidenceException.class,
                    "[NodeKeys]",
                    () -> session.complete(Scene.question()));
            ledger.assigned = List.of(node.address(), foreigner.address());
            trial.fails(
                    "a node from outside beside the right one",
                    EvidenceException.class,
                    "[NodeKeys]",
                    () -> session.complete(Scene.question()));
            ledger.assigned = List.of(node.address());
            ledger.registered = false;
            trial.fails(
                    "a node that is not registered",
                    EvidenceException.class,
                    "[NodeKeys]",
                    () -> session.complete(Scene.question()));
            boolean sealed =
                    scene.events(LedgerEvent.TaskAccessGranted.class).findAny().isPresent();
            trial.holds(
                    "afterwards",
                    !sealed && session.balance().equals(Scene.DEPOSIT),
                    "nothing sealed and all refunded",
                    session.balance() + " of " + Scene.DEPOSIT + " left");

            // Without a record of its own, an app could only believe the ledger.
            trial.fails(
                    "a session that the app has no record of",
                    RefusedException.class,
                    "journal",
                    () -> scene.client(app).session(session.id()));
        }
        return trial.outcome();
    }

    private static final class Liar extends ForwardingLedger {

        private List<Address> assigned = List.of();
        private boolean registered = true;

        Liar(Ledger real) {
            super(real);
        }

        @Override
        public Optional<NodeRegistration> node(Address node) {
            return super.node(node).filter(registration -> registered);
        }

        @Override
        public Task task(TaskId id) {
            Task real = super.task(id);
            return Task.builder(
                            id,
                            real.owner(),
                            real.taskData(),
                            real.clientReference(),
                            real.createdAt(),
                            real.deadline())
                    .status(real.status())
                    .assigned(assigned)
                    .minerStates(real.minerStates())
                    .money(real.escrow(), real.paid(), real.refunded())
                    .build();
        }
    }
}
