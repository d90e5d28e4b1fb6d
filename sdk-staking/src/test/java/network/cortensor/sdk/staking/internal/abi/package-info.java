/** Tests of the contract ABI. */
@NullMarked
package network.cortensor.sdk.staking.internal.abi;

import org.jspecify.annotations.NullMarked;
