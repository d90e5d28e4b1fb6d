package network.cortensor.sdk.verify;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.ReceiptReport.Finding;
import network.cortensor.sdk.verify.Verdict.Status;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** Recomputes everything that a receipt claims from what it holds. {@code RECEIPT.md} lists the same checks by number. */
final class ReceiptCheck {

    private final Receipt receipt;
    private final List<Finding> findings = new ArrayList<>();
    private final Set<String> models = new HashSet<>();
    private int support;
    private int alike;

    private ReceiptCheck(Receipt receipt) {
        this.receipt = receipt;
    }

    static ReceiptReport of(Receipt receipt) {
        ReceiptCheck check = new ReceiptCheck(receipt);
        check.receipt();
        return new ReceiptReport(check.findings);
    }

    static ReceiptReport of(BatchedReceipt batched, Address issuer) {
        ReceiptCheck check = new ReceiptCheck(batched.receipt());
        check.batch(batched, issuer);
        check.receipt();
        return new ReceiptReport(check.findings);
    }

    private void batch(BatchedReceipt batched, Address issuer) {
        try {
            batched.verify(issuer);
            note(
                    true,
                    "it is receipt " + (batched.index() + 1) + " of " + batched.size() + " in a batch that " + issuer
                            + " signed");
        } catch (RejectedException e) {
            note(false, "it is in no batch that " + issuer + " signed: " + e.getMessage());
        }
    }

    private void receipt() {
        Optional<Address> signer = receipt.signer();
        boolean signed = signer.filter(receipt.client()::equals).isPresent();
        note(
                signed,
                signed
                        ? "the app " + receipt.client() + " signed it"
                        : "the signature is not the app's: expected " + receipt.client() + ", found "
                                + signer.map(Address::toString).orElse("nobody's"));
        boolean attached = receipt.attachmentsHold();
        note(
                attached,
                attached
                        ? "the attachments are the ones that the body names"
                        : "the attachments are not the ones that the body names");

        // Recovering who signed costs more than all else together, and no signature waits for another.
        List<Optional<String>> wrong = receipt.nodes().parallelStream()
                .map(node -> Optional.ofNullable(node.wrongIn(receipt.chainId(), receipt.task(), receipt.prompt())))
                .toList();
        Set<Address> seen = new HashSet<>();
        for (int i = 0; i < wrong.size(); i++) {
            ReceiptNode node = receipt.nodes().get(i);
            if (seen.add(node.node())) {
                check(node, wrong.get(i).orElse(null));
            } else {
                note(false, "node " + node.node() + " is listed twice");
            }
        }
        note(
                support == receipt.support() && support + alike <= receipt.asked(),
                "the body claims " + receipt.support() + " of " + receipt.asked()
                        + " nodes for the answer, the attachments prove " + support);
        note(
                alike == receipt.alike(),
                "the body claims " + receipt.alike() + " nodes that say the same in other words, and " + alike
                        + " listed ones are called so");
        receipt.model()
                .ifPresent(model -> note(
                        models.contains(model),
                        models.contains(model)
                                ? "a node that gave the answer signed that it used the named model"
                                : "no node that gave the answer signed that it used the named model"));
        conclusion();
    }

    private void conclusion() {
        long least = receipt.policyName().leastQuorum(receipt.asked());
        note(
                receipt.quorum() >= least,
                "the quorum is " + receipt.quorum() + ", and the policy " + receipt.policy() + " needs " + least
                        + " or more");
        boolean proven = receipt.quorum() >= 1 && support >= receipt.quorum();
        note(
                (receipt.status() == Status.ACCEPTED) == proven,
                "the status is " + ReceiptBody.name(receipt.status()) + ", and with " + receipt.quorum()
                        + " nodes needed it has to be " + (proven ? "accepted" : "another than accepted"));
        boolean ifAlikeAreEqual = receipt.verdict() == Status.ACCEPTED
                && receipt.status() == Status.UNDECIDED
                && support + alike >= receipt.quorum();
        boolean follows = receipt.verdict() == receipt.status() || ifAlikeAreEqual;
        note(
                follows,
                "the app's verdict is " + ReceiptBody.name(receipt.verdict())
                        + (follows ? ", which agrees with the status" : ", which the nodes do not bear out")
                        + (ifAlikeAreEqual ? " if those that are alike say the same" : ""));
    }

    private void check(ReceiptNode node, @Nullable String wrong) {
        boolean equal = wrong == null && node.answer().equals(receipt.answer());
        // A node that the app itself calls invalid is listed as evidence against it: there, something has to be wrong.
        boolean told = switch (node.standing()) {
            case AGREES -> equal;
            // Whether another answer says the same, no digest can tell; such a node supports nothing here.
            case ALIKE, UNDECIDED, DISSENTS -> wrong == null && !equal;
            case INVALID -> wrong != null;
            case SILENT -> false;
        };
        note(
                told,
                "node " + node.node() + " " + ReceiptBody.name(node.standing()) + ": "
                        + (wrong != null
                                ? wrong
                                : equal ? "committed to and signed this answer" : "signed another answer"));
        if (told && node.standing() == Standing.AGREES) {
            support++;
            models.add(node.model());
        }
        alike += told && node.standing() == Standing.ALIKE ? 1 : 0;
    }

    private void note(boolean holds, String text) {
        findings.add(new Finding(holds, text));
    }
}
