/**
 * The Merkle-Patricia trie, Ethereum's commitment to a map of byte strings (Yellow Paper, appendix D). Not part of the API:
 * may change in any release.
 *
 * <p>{@link network.cortensor.sdk.staking.internal.trie.TrieProof} checks what a trie of a known root holds, or does not
 * hold, under one key; {@link network.cortensor.sdk.staking.internal.trie.Trie} builds one and makes such proofs.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.trie;

import org.jspecify.annotations.NullMarked;
