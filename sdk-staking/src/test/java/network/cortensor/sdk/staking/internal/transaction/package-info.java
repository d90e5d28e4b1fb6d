/** Tests of transactions, permits and signers. */
@NullMarked
package network.cortensor.sdk.staking.internal.transaction;

import org.jspecify.annotations.NullMarked;
