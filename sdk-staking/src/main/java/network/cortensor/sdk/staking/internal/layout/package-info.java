/**
 * Where Solidity puts the state of a contract, so that a proved slot can be read in place of a call. Not part of the API:
 * may change in any release.
 *
 * <p>Start with {@link network.cortensor.sdk.staking.internal.layout.StorageLayout}.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.layout;

import org.jspecify.annotations.NullMarked;
