package network.cortensor.sdk.client;

import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.Verdict;
import org.jspecify.annotations.Nullable;

import java.util.Optional;

/** Nodes answered, and their answers were not accepted. The verdict says why, node by node. */
public final class UnverifiedException extends EvidenceException {

    private static final long serialVersionUID = 1L;

    private final transient Verdict verdict;
    private final transient @Nullable Receipt receipt;

    UnverifiedException(String message, Verdict verdict, @Nullable Receipt receipt) {
        super(message);
        this.verdict = verdict;
        this.receipt = receipt;
    }

    /** Returns the verdict; its status is not accepted. */
    public Verdict verdict() {
        return verdict;
    }

    /** Returns the evidence in a form that others can check, when at least one node delivered a valid result. */
    public Optional<Receipt> receipt() {
        return Optional.ofNullable(receipt);
    }
}
