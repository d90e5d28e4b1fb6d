package network.cortensor.examples.attack;

import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ResultVerifier;

import java.io.IOException;
import java.util.List;
import java.util.function.Consumer;

/**
 * Who: the app that issues a receipt, so that its signature holds. Wants: to show more agreement than there was, to show
 * agreement of nodes that it never asked, or to put an honest node in a bad light. Stopped by: {@link ResultVerifier#check},
 * which believes of a body nothing that does not follow from what the nodes committed to and signed.
 */
final class AppForgesReceipt implements Attack {

    /** One field that the app exchanges, and what a check of the receipt then has to say. */
    private record Lie(String variant, Consumer<ObjectNode> edit, String finding) {}

    @Override
    public String name() {
        return "app-forges-receipt";
    }

    @Override
    public String description() {
        return "An app changes its own receipt and signs it again.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run(Ground ground) throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open(ground)) {
            Party app = scene.newcomer();
            Receipt genuine = scene.receipt(app);
            ReceiptForger forger = new ReceiptForger(genuine);
            for (Lie lie : lies(genuine, scene.newcomer().address())) {
                forger.signedAgain(app.wallet(), lie.edit()).mustShow(trial, lie.variant(), lie.finding());
            }
            trial.fails(
                    "a body of any size",
                    EvidenceException.class,
                    "not canonical",
                    () -> forger.signedAgain(app.wallet(), ReceiptForger.body("zz", "z".repeat(1024))));
        }
        return trial.outcome();
    }

    private static List<Lie> lies(Receipt genuine, Address stranger) {
        String flipped = ReceiptForger.flipped(genuine.answer());
        return List.of(
                new Lie("another answer", ReceiptForger.body("answer", flipped), "agrees: signed another answer"),
                new Lie("more support", ReceiptForger.body("support", 4), "attachments prove 3"),
                new Lie("fewer asked", ReceiptForger.body("asked", 2), "3 of 2 nodes"),
                new Lie(
                        "accepted below the quorum",
                        ReceiptForger.body("quorum", 4),
                        "has to be another than accepted"),
                new Lie(
                        "accepted without a quorum",
                        ReceiptForger.body("quorum", 0),
                        "has to be another than accepted"),
                new Lie("another node", ReceiptForger.node("node", stranger), "copied the commitment"),
                new Lie(
                        "another precommit",
                        ReceiptForger.node("precommit", flipped),
                        "something else than it pre-committed"),
                new Lie("another model", ReceiptForger.node("model", "better"), "not signed by its wallet"),
                new Lie("a node twice", ReceiptForger::firstNodeTwice, "listed twice"),
                new Lie("called a dissenter", ReceiptForger.node("standing", "dissents"), "dissents: committed to and"),
                new Lie("called invalid", ReceiptForger.node("standing", "invalid"), "invalid: committed to and"),
                new Lie("called silent", ReceiptForger.node("standing", "silent"), "silent: committed to and"),
                new Lie("said the same", ReceiptForger.node("standing", "alike"), "alike: committed to and"),
                new Lie("a better model", ReceiptForger.body("model", "better"), "used the named model"),
                new Lie("a quorum below the policy's", ReceiptForger.body("quorum", 1), "needs 2 or more"),
                new Lie("another verdict", ReceiptForger.body("verdict", "rejected"), "do not bear out"));
    }
}
