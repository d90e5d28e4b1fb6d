/**
 * Proofs that are checked without asking anybody: what the chain holds, against the hash of a block.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.proof.AccountProof} for an account and its storage,
 * {@link network.cortensor.sdk.staking.proof.ReceiptsProof} for all logs of a block,
 * {@link network.cortensor.sdk.staking.proof.ConfirmedRollupBlock} for a block of Arbitrum by way of its parent chain, and
 * {@link network.cortensor.sdk.staking.proof.ProofFile} for a file with one of these. What was checked is a type of its own
 * that nothing else makes.
 *
 * <p>A proof ties an answer to a block's hash and no further: whoever makes up a block makes up its proofs. So a hash is to
 * come from a source that the caller trusts, such as a quorum of endpoints.
 *
 * <p>What does not hold is a {@link network.cortensor.sdk.staking.LedgerEvidenceException}; what cannot be read is a
 * {@link network.cortensor.sdk.staking.MalformedEvidenceException}, which is one of these. All types are immutable and safe
 * for use by several threads.
 */
@NullMarked
package network.cortensor.sdk.staking.proof;

import org.jspecify.annotations.NullMarked;
