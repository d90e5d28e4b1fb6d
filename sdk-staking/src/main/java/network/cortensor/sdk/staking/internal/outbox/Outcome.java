package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.chain.TransactionReceipt;

import java.util.Optional;

/** How an intent ended. */
sealed interface Outcome {
    /** It had its effect. */
    record Done(TransactionReceipt receipt) implements Outcome {}

    /**
     * It was included and reverted.
     *
     * @param receipt of the block that it is in
     * @param error what is known of the reason
     * @param data the contract's error in hexadecimal, perhaps empty
     */
    record Reverted(TransactionReceipt receipt, String error, String data) implements Outcome {}

    /** Its nonce was used for something else; empty if that was another process's transaction. */
    record Cancelled(Optional<TransactionReceipt> receipt) implements Outcome {}

    /** The outbox ended first: the intent is in the journal. */
    record Left(String reason) implements Outcome {}
}
