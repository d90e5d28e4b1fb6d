package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.outbox.Intent;

import java.time.Duration;
import java.util.List;
import java.util.Objects;

/**
 * One intent in an {@link Outbox}, from its reservation to its end, which it may have reached. The outbox goes on with it
 * whether anybody waits or not.
 *
 * <p>Thread-safe. Two are equal if account and intent are.
 */
public final class PendingTransaction {
    /** How far an intent is. */
    public enum State {
        /** Journaled with a nonce. */
        RESERVED,
        /** Signed, journaled with its bytes, and on its way; also again, after a reorganisation took it out of its block. */
        SENT,
        /** In a block that is not yet at the confirmation depth. */
        INCLUDED,
        /** At the depth: it had its effect, once. */
        DONE,
        /** At the depth: it was included and reverted, and is not tried again. */
        REVERTED,
        /** At the depth: its nonce was used otherwise, and it had no effect. */
        CANCELLED
    }

    private final Intent intent;

    PendingTransaction(Intent intent) {
        this.intent = intent;
    }

    /** The name that the caller gave it. */
    public String intent() {
        return intent.key();
    }

    /** The account that sends it. */
    public Address sender() {
        return intent.sender();
    }

    /** The nonce that it has now. Another one only if another process has used it, see {@link Outbox}. */
    public long nonce() {
        return intent.nonce();
    }

    /** How far it is now. */
    public State state() {
        return switch (intent.stage()) {
            case RESERVED -> State.RESERVED;
            case SENT -> State.SENT;
            case INCLUDED -> State.INCLUDED;
            case DONE -> State.DONE;
            case REVERTED -> State.REVERTED;
            case CANCELLED -> State.CANCELLED;
        };
    }

    /**
     * All transactions that were signed for it, oldest first: at most one of them is or will be in the chain. If the process
     * dies in {@link State#SENT} before the last one has left it, another one is signed in its place.
     */
    public List<Hash> hashes() {
        return intent.hashes();
    }

    /**
     * Waits until it is at the confirmation depth. May be called again, also by several threads.
     *
     * @throws RevertedException if it was included and reverted; the reason is that of the same call in the block before
     * @throws LedgerRefusedException CANCELLED, if it was cancelled
     * @throws LedgerUnavailableException if the time is over, or the outbox was closed: it stays in the outbox and may
     *     still happen
     */
    public TransactionReceipt await(Duration timeout) throws InterruptedException {
        return intent.await(timeout);
    }

    /**
     * Tries to replace it by a transfer of nothing to the sender itself, with the same nonce and a higher fee, and waits for
     * the end of the race. Cannot be taken back. Is forgotten if the process ends before the replacement is signed.
     *
     * @return true if it was cancelled; false if it was included first, see {@link #await}
     * @throws LedgerUnavailableException if the time is over, or the outbox was closed: it is open which of both happens
     */
    public boolean cancel(Duration timeout) throws InterruptedException {
        return intent.cancel(timeout);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PendingTransaction that
                && intent.key().equals(that.intent.key())
                && intent.sender().equals(that.intent.sender());
    }

    @Override
    public int hashCode() {
        return Objects.hash(intent.key(), intent.sender());
    }

    /** Intent, account, nonce and state. */
    @Override
    public String toString() {
        return "PendingTransaction[" + intent.key() + ", " + intent.sender() + ", nonce " + nonce() + ", " + state()
                + "]";
    }
}
