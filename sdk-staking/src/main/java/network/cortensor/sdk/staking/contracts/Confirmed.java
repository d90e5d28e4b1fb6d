package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.chain.TransactionReceipt;

/**
 * It was done, and there is nothing to say about it that the caller did not say.
 *
 * @param receipt of the transaction
 */
public record Confirmed(TransactionReceipt receipt) {}
