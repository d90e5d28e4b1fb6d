package network.cortensor.sdk.verify;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import network.cortensor.sdk.verify.ReceiptReport.Finding;
import network.cortensor.sdk.verify.Verdict.Status;
import org.jspecify.annotations.Nullable;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/** Recomputes everything that a receipt claims from what it holds. */
final class ReceiptCheck {

    private final Receipt receipt;
    private final List<Finding> findings = new ArrayList<>();

    private ReceiptCheck(Receipt receipt) {
        this.receipt = receipt;
    }

    static ReceiptReport of(Receipt receipt) {
        return new ReceiptCheck(receipt).report();
    }

    private ReceiptReport report() {
        note(
                receipt.bodyBytes() <= Receipt.MAX_BODY_BYTES,
                "the body has " + receipt.bodyBytes() + " bytes of at most " + Receipt.MAX_BODY_BYTES);
        boolean signed = receipt.signer().filter(receipt.client()::equals).isPresent();
        note(
                signed,
                signed
                        ? "the app " + receipt.client() + " signed it"
                        : "the signature is not the app's: expected " + receipt.client() + ", found "
                                + receipt.signer().map(Address::toString).orElse("nobody's"));
        note(
                receipt.attachmentsHold(),
                receipt.attachmentsHold()
                        ? "the attachments are the ones that the body names"
                        : "the attachments are not the ones that the body names");

        int support = 0;
        Set<Address> seen = new HashSet<>();
        for (Receipt.NodeEvidence node : receipt.nodes()) {
            if (seen.add(node.node())) {
                support += check(node) ? 1 : 0;
            } else {
                note(false, "node " + node.node() + " is listed twice");
            }
        }
        note(
                support == receipt.support() && support <= receipt.asked(),
                "the body claims " + receipt.support() + " of " + receipt.asked()
                        + " nodes for the answer, the attachments prove " + support);
        boolean accepted = receipt.quorum() >= 1 && support >= receipt.quorum();
        note(
                (receipt.status() == Status.ACCEPTED) == accepted,
                "the status is " + name(receipt.status()) + ", and with " + receipt.quorum()
                        + " nodes needed it has to be " + (accepted ? "accepted" : "another than accepted"));
        return new ReceiptReport(findings);
    }

    /** Returns whether the node's evidence holds and is for the receipt's answer. */
    private boolean check(Receipt.NodeEvidence node) {
        String wrong = wrongWith(node);
        boolean supports = wrong == null && node.answer().equals(receipt.answer());
        // A node that the app itself calls invalid is listed as evidence against it: there, something has to be wrong.
        boolean told = switch (node.standing()) {
            case AGREES -> supports;
            // Whether another answer says the same, no digest can tell; such a node supports nothing here.
            case ALIKE, UNDECIDED, DISSENTS -> wrong == null && !supports;
            case INVALID -> wrong != null;
            case SILENT -> false;
        };
        note(
                told,
                "node " + node.node() + " " + name(node.standing()) + ": "
                        + (wrong != null
                                ? wrong
                                : supports ? "committed to and signed this answer" : "signed another answer"));
        return supports && node.standing() == Standing.AGREES;
    }

    private @Nullable String wrongWith(Receipt.NodeEvidence node) {
        String mismatch = CommitmentCheck.mismatch(
                receipt.chainId(), receipt.task(), node.node(), node.precommit(), node.reveal());
        if (mismatch != null) {
            return mismatch;
        }
        NodeStatement statement = new NodeStatement(
                receipt.chainId(),
                receipt.task(),
                node.node(),
                receipt.prompt(),
                node.answer(),
                node.model(),
                node.statement());
        return statement.holds() ? null : "its statement is not signed by its wallet";
    }

    private void note(boolean holds, String text) {
        findings.add(new Finding(holds, text));
    }

    private static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
