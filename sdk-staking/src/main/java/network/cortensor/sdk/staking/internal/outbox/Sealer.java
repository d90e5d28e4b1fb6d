package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;

/** Signs transactions of one account. Called by several threads, and while no lock is held. */
public interface Sealer {
    /** The account. */
    Address sender();

    /** Signs and encodes (EIP-2718). */
    byte[] seal(DynamicFeeTransaction transaction);
}
