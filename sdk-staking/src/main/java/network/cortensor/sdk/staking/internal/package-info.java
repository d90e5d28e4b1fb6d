/**
 * How the embedded ledger works. Not part of the API: may change in any release.
 *
 * <p>{@link network.cortensor.sdk.staking.internal.Fact} is what can happen,
 * {@link network.cortensor.sdk.staking.internal.LedgerState} is what has happened, summed up, and
 * {@link network.cortensor.sdk.staking.internal.LedgerRules} with
 * {@link network.cortensor.sdk.staking.internal.TaskRules} decide what happens next. None of them locks, waits, writes or
 * asks what time it is.
 */
@NullMarked
package network.cortensor.sdk.staking.internal;

import org.jspecify.annotations.NullMarked;
