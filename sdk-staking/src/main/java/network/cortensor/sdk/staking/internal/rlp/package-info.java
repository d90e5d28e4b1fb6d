/**
 * RLP, Ethereum's encoding of byte strings and lists of them (Yellow Paper, appendix B), strictly: each item has one
 * encoding, and any other is refused. Not part of the API: may change in any release.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.internal.rlp.Rlp}. Decoded items are views of the array that was
 * decoded: nothing is copied until somebody asks for bytes.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.rlp;

import org.jspecify.annotations.NullMarked;
