/**
 * The ledger: node registry and stakes, sessions, the task queue with its commitments, payment.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.EmbeddedLedger}, which runs in this JVM, or with
 * {@link network.cortensor.sdk.staking.ContractLedger}, which is on a chain. Whatever it is,
 * {@link network.cortensor.sdk.staking.Ledger} reads it and delivers its
 * {@linkplain network.cortensor.sdk.staking.LedgerEvent events}, and
 * {@link network.cortensor.sdk.staking.LedgerAccount} acts on it for one address. A
 * {@link network.cortensor.sdk.staking.Journal} is the store in one file that the embedded ledger, and others, keep their
 * state in.
 *
 * <p>Values are immutable. Errors are unchecked, of three families below
 * {@link network.cortensor.sdk.staking.LedgerException}. Tags in the documentation say where a fact about the network
 * comes from: [ABI] its contracts' interface, [DOC1] its documentation, [COM] its clients, [INF] inferred; what is
 * <em>ours</em> is in no source.
 */
@NullMarked
package network.cortensor.sdk.staking;

import org.jspecify.annotations.NullMarked;
