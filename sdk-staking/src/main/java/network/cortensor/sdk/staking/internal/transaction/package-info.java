/**
 * Transactions and permits: what is signed, how, and how it looks in bytes. Not part of the API: may change in any
 * release.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction}.
 * {@link network.cortensor.sdk.staking.internal.transaction.Web3jCrypto} is the only class that knows web3j.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.transaction;

import org.jspecify.annotations.NullMarked;
