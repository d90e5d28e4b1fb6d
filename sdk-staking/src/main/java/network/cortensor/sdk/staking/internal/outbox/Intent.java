package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;

import java.time.Duration;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;

/** One thing to be done once, from its reservation to its end. Thread-safe. */
public final class Intent {
    /** How far it is. */
    public enum Stage {
        /** Journaled, and its nonce with it. */
        RESERVED,
        /** Signed, journaled, and on its way to the endpoints. */
        SENT,
        /** In a block. */
        INCLUDED,
        /** In a block at the confirmation depth. */
        DONE,
        /** The same, without effect. */
        REVERTED,
        /** Its nonce was used otherwise, at the confirmation depth. */
        CANCELLED
    }

    /** What can change until the end. Immutable. */
    record Progress(Stage stage, long nonce, List<Hash> hashes, String trouble) {
        Progress {
            hashes = List.copyOf(hashes);
        }
    }

    private final Address sender;
    private final String key;
    private final String description;
    private final Hash fingerprint;
    private final Runnable canceller;
    private final CompletableFuture<Outcome> outcome = new CompletableFuture<>();
    private volatile Progress progress;

    Intent(
            Address sender,
            String key,
            String description,
            Hash fingerprint,
            Progress progress,
            Consumer<String> cancel) {
        this.sender = sender;
        this.key = key;
        this.description = description;
        this.fingerprint = fingerprint;
        this.progress = progress;
        this.canceller = () -> cancel.accept(key);
    }

    /** The account. */
    public Address sender() {
        return sender;
    }

    /** The name that the caller gave it. */
    public String key() {
        return key;
    }

    /** The nonce that it has now, or had in the end. */
    public long nonce() {
        return progress.nonce();
    }

    /** How far it is. */
    public Stage stage() {
        return progress.stage();
    }

    /** All transactions that were signed for it, oldest first. */
    public List<Hash> hashes() {
        return progress.hashes();
    }

    /**
     * Waits for the end.
     *
     * @throws LedgerRefusedException REVERTED or CANCELLED
     * @throws LedgerUnavailableException if the time is over or the outbox was closed
     */
    public TransactionReceipt await(Duration timeout) throws InterruptedException {
        Outcome end = end(timeout);
        if (end instanceof Outcome.Done done) {
            return done.receipt();
        }
        if (end instanceof Outcome.Reverted reverted) {
            throw new RevertedException(
                    description + " in transaction " + reverted.receipt().transaction() + " (intent " + key + ")",
                    reverted.error(),
                    HexFormat.of().parseHex(reverted.data()));
        }
        throw new LedgerRefusedException(
                Reason.CANCELLED,
                description + " (intent " + key + ")",
                "an intent that nobody cancelled",
                "a cancelled one; nothing was done");
    }

    /** Asks for its cancellation and waits for the end. Says whether it was cancelled. */
    public boolean cancel(Duration timeout) throws InterruptedException {
        requestCancellation();
        return end(timeout) instanceof Outcome.Cancelled;
    }

    void requestCancellation() {
        if (!outcome.isDone()) {
            canceller.run();
        }
    }

    private Outcome end(Duration timeout) throws InterruptedException {
        Outcome end;
        try {
            end = outcome.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException e) {
            Progress now = progress;
            throw new LedgerUnavailableException(
                    description + " (intent " + key + ", nonce " + now.nonce()
                            + "): not at the confirmation depth after "
                            + timeout.toMillis() + " ms, at stage " + now.stage() + now.trouble()
                            + "; it stays in the outbox, wait again or cancel it",
                    e);
        } catch (ExecutionException e) {
            throw new IllegalStateException("An intent has no failures", e);
        }
        if (end instanceof Outcome.Left left) {
            throw new LedgerUnavailableException(description + " (intent " + key + "): " + left.reason()
                    + "; it stays in the journal, open an outbox on it");
        }
        return end;
    }

    String description() {
        return description;
    }

    Hash fingerprint() {
        return fingerprint;
    }

    void progress(Progress now) {
        progress = now;
    }

    boolean ended() {
        return outcome.isDone();
    }

    Optional<Outcome> outcome() {
        return Optional.ofNullable(outcome.getNow(null));
    }

    void end(Outcome end) {
        outcome.complete(end);
    }
}
