/**
 * What is behind {@link network.cortensor.sdk.staking.chain.Outbox}. {@link
 * network.cortensor.sdk.staking.internal.outbox.OutboxEngine} has the rules; it sees the chain as an {@link
 * network.cortensor.sdk.staking.internal.outbox.OutboxChain} and the signer as a {@link
 * network.cortensor.sdk.staking.internal.outbox.Sealer}, so that its tests bring a chain that drops, reorganises and lies.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.outbox;

import org.jspecify.annotations.NullMarked;
