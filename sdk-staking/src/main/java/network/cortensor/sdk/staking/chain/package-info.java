/**
 * The chain beneath the contracts: endpoints and what they say, transactions that are sent once, events that arrive once.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.chain.Chain}. Nothing that an endpoint answers is trusted because it
 * was answered: {@link network.cortensor.sdk.staking.chain.Assurance} says how well an answer is known. No type of web3j,
 * OkHttp or Jackson shows here.
 */
@NullMarked
package network.cortensor.sdk.staking.chain;

import org.jspecify.annotations.NullMarked;
