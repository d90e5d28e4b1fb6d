/**
 * The network's contracts with the words of the domain: sessions, tasks, verdicts, nodes, stakes, pools, payments, payment by
 * stake, access, privacy, the COR token.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.contracts.Contracts}: it takes a chain and a
 * {@link network.cortensor.sdk.staking.contracts.ContractAddresses}, finds out from the deployed code which
 * {@link network.cortensor.sdk.staking.contracts.Generation} of the interfaces is there, and reads;
 * {@link network.cortensor.sdk.staking.contracts.Contracts#as} writes, through an outbox that sends each thing once.
 * {@link network.cortensor.sdk.staking.contracts.DevelopmentNetwork} deploys all of it on a chain of one's own.
 * {@link network.cortensor.sdk.staking.contracts.ProvedReads} proves what matters most against a block.
 * {@link network.cortensor.sdk.staking.contracts.NetworkPreset} has what is known of the public networks, and how sure it is.
 *
 * <p>Tags say where a fact comes from: [ABI] an interface file, [CFG] configuration, [DOC1] and [DOC2] documentation, [COM]
 * clients, [INF] inferred; what is <em>ours</em> is in no source. Amounts are in wei, times on the chain in whole seconds.
 */
@NullMarked
package network.cortensor.sdk.staking.contracts;

import org.jspecify.annotations.NullMarked;
