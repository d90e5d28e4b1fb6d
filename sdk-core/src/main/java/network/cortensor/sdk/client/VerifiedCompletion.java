package network.cortensor.sdk.client;

import network.cortensor.sdk.privacy.Readers;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.Verdict;

import java.util.List;

/**
 * An answer whose evidence was checked and whose {@linkplain #verdict() verdict} is accepted; nothing else can become one.
 * Immutable; {@code toString} leaves the text out.
 */
public final class VerifiedCompletion {

    private final List<TaskId> tasks;
    private final String text;
    private final String model;
    private final Verdict verdict;
    private final Receipt receipt;
    private final TokenAmount paid;
    private final Readers readers;

    VerifiedCompletion(
            List<TaskId> tasks,
            String text,
            String model,
            Verdict verdict,
            Receipt receipt,
            TokenAmount paid,
            Readers readers) {
        if (!verdict.accepted()) {
            throw new IllegalArgumentException("Only an accepted verdict makes a verified completion, not " + verdict);
        }
        this.tasks = List.copyOf(tasks);
        this.text = text;
        this.model = model;
        this.verdict = verdict;
        this.receipt = receipt;
        this.paid = paid;
        this.readers = readers;
    }

    /** Returns the task on the ledger; the first one when further nodes were asked. */
    public TaskId task() {
        return tasks.get(0);
    }

    /** Returns all tasks that the answer was asked for by, in the order in which they were submitted. */
    public List<TaskId> tasks() {
        return tasks;
    }

    /** Returns the answer in the canonical form in which the nodes agree on it ({@code CanonicalText}). */
    public String text() {
        return text;
    }

    /** Returns the model that the answering nodes say they used. */
    public String model() {
        return model;
    }

    /** Returns what the nodes delivered and why the answer was accepted. */
    public Verdict verdict() {
        return verdict;
    }

    /**
     * Returns the evidence in a form that others can check. On a chain it names the transaction that paid for the {@linkplain
     * Receipt#task() first task}, unless the chain did not tell it within two seconds.
     */
    public Receipt receipt() {
        return receipt;
    }

    /** Returns what the nodes were paid, all tasks together. */
    public TokenAmount paid() {
        return paid;
    }

    /** Returns who could read the prompt. */
    public Readers readers() {
        return readers;
    }

    @Override
    public String toString() {
        return "VerifiedCompletion(task " + task() + ", " + verdict + ")";
    }
}
