package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

/** A transaction with its signature, which was checked. Immutable and safe for use by several threads. */
public final class SignedTransaction {
    private final DynamicFeeTransaction transaction;
    private final Address sender;
    private final byte[] bytes;
    private final Hash hash;

    SignedTransaction(DynamicFeeTransaction transaction, Address sender, byte[] bytes) {
        this.transaction = transaction;
        this.sender = sender;
        this.bytes = bytes;
        this.hash = Hash.keccak256(bytes);
    }

    /** What was signed. */
    public DynamicFeeTransaction transaction() {
        return transaction;
    }

    /** Who signed it, pays for it and is the caller. */
    public Address sender() {
        return sender;
    }

    /** What is sent to an endpoint (EIP-2718); a new array each time. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /** The name by which the chain knows it. */
    public Hash hash() {
        return hash;
    }

    @Override
    public String toString() {
        return "SignedTransaction[" + hash + " of " + sender + ", " + transaction + "]";
    }
}
