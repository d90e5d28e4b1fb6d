package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.TransactionSigner;

/** Has an address, and one answer to everything. */
final class LyingSigner implements TransactionSigner {
    private final Address address;
    private final byte[] answer;

    LyingSigner(Address address, byte[] answer) {
        this.address = address;
        this.answer = answer;
    }

    @Override
    public Address address() {
        return address;
    }

    @Override
    public byte[] sign(Hash digest) {
        return answer;
    }
}
