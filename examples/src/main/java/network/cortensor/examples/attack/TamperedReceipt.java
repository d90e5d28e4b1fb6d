package network.cortensor.examples.attack;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ReceiptReport;
import network.cortensor.sdk.verify.ResultVerifier;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;

/**
 * Who: somebody who hands a receipt on, and in the last variants the app that issued it. Wants: that a third person believes in
 * another answer, other nodes, or more agreement than there was. Stopped by: {@link Receipt#decode}, which knows one form only,
 * and {@link ResultVerifier#check}, which believes neither the body without the app's signature nor the app without the
 * commitments and signatures of the nodes.
 */
final class TamperedReceipt implements Attack {

    @Override
    public String name() {
        return "tampered-receipt";
    }

    @Override
    public String description() {
        return "A receipt is changed, by a stranger or by the app that issued it.";
    }

    @Override
    public Defence defence() {
        return Defence.DETECTED;
    }

    @Override
    public AttackOutcome run() throws IOException, InterruptedException {
        Trial trial = new Trial();
        try (Scene scene = Scene.open()) {
            for (int i = 0; i < 3; i++) {
                scene.node();
            }
            Party app = scene.newcomer();
            Party stranger = scene.newcomer();
            Receipt genuine = scene.session(scene.client(app), 3)
                    .complete(Scene.question())
                    .receipt();
            ReceiptForger forger = new ReceiptForger(genuine);

            trial.holds("untouched", ResultVerifier.check(genuine).valid(), "valid", ResultVerifier.check(genuine));
            byte[] spaced = genuine.toString().replaceFirst(":", ": ").getBytes(StandardCharsets.UTF_8);
            trial.fails("a blank put in", EvidenceException.class, "not canonical", () -> Receipt.decode(spaced));
            finds(
                    trial,
                    "one byte of the body",
                    forger.edited(body("answer", flipped(genuine))),
                    "signature is not the app's");
            finds(
                    trial,
                    "more support, signed by a stranger",
                    forger.resigned(stranger.wallet(), body("support", "4")),
                    "signature is not the app's");
            finds(
                    trial,
                    "one byte of an attachment",
                    forger.edited(node("model", "scriptee")),
                    "attachments are not the ones");

            finds(
                    trial,
                    "the app: more support",
                    forger.resigned(app.wallet(), body("support", "4")),
                    "attachments prove 3");
            finds(
                    trial,
                    "the app: a swapped node",
                    forger.resigned(
                            app.wallet(), node("node", stranger.address().toString())),
                    "copied the commitment");
            finds(
                    trial,
                    "the app: another model",
                    forger.resigned(app.wallet(), node("model", "better")),
                    "not signed by its wallet");
            finds(
                    trial,
                    "the app: another precommit",
                    forger.resigned(app.wallet(), node("precommit", flipped(genuine))),
                    "something else than it pre-committed to");
            finds(
                    trial,
                    "the app: a node twice",
                    forger.resigned(app.wallet(), TamperedReceipt::firstNodeTwice),
                    "listed twice");
            finds(
                    trial,
                    "the app: a dissenter called in agreement",
                    forger.resigned(app.wallet(), body("answer", flipped(genuine))),
                    "signed another answer");
            finds(
                    trial,
                    "the app: accepted below the quorum",
                    forger.resigned(app.wallet(), body("quorum", "4")),
                    "has to be another than accepted");
            finds(trial, "the app: fewer asked", forger.resigned(app.wallet(), body("asked", "2")), "3 of 2 nodes");
            for (String standing : new String[] {"dissents", "invalid", "silent"}) {
                finds(
                        trial,
                        "the app: an honest node called " + standing,
                        forger.resigned(app.wallet(), node("standing", standing)),
                        standing + ": committed to and signed");
            }
            finds(
                    trial,
                    "the app: a body of any size",
                    forger.resigned(app.wallet(), body("zz", "z".repeat(1024))),
                    "of at most 1024");
        }
        return trial.outcome();
    }

    /** The forged receipt must be invalid, and for this reason. */
    private static void finds(Trial trial, String variant, Receipt forged, String telling) {
        ReceiptReport report = ResultVerifier.check(forged);
        boolean found = report.findings().stream()
                .anyMatch(finding -> !finding.holds() && finding.text().contains(telling));
        trial.holds(variant, found && !report.valid(), "INVALID, " + telling, report.findings());
    }

    private static Consumer<ObjectNode> body(String field, String value) {
        return receipt -> set(receipt.withObject("/body"), field, value);
    }

    private static Consumer<ObjectNode> node(String field, String value) {
        return receipt -> set((ObjectNode) nodes(receipt).get(0), field, value);
    }

    private static void set(ObjectNode object, String field, String value) {
        if (object.path(field).isNumber()) {
            object.put(field, Integer.parseInt(value));
        } else {
            object.put(field, value);
        }
    }

    private static void firstNodeTwice(ObjectNode receipt) {
        nodes(receipt).add(nodes(receipt).get(0));
    }

    private static ArrayNode nodes(ObjectNode receipt) {
        return receipt.withArray("/attachments/nodes");
    }

    /** The answer's digest with its last digit changed. */
    private static String flipped(Receipt receipt) {
        String digest = receipt.answer().toString();
        return digest.substring(0, digest.length() - 1) + (digest.endsWith("0") ? '1' : '0');
    }
}
