package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;

/** Writes down what it is asked to sign, for {@link FakeChain} to read, and who signed. Can be out of order. */
final class FakeSealer implements Sealer {
    private final Address sender;
    private volatile boolean failing;

    FakeSealer(Address sender) {
        this.sender = sender;
    }

    void failing(boolean fail) {
        failing = fail;
    }

    @Override
    public Address sender() {
        return sender;
    }

    @Override
    public byte[] seal(DynamicFeeTransaction transaction) {
        if (failing) {
            throw new LedgerUnavailableException("The device is not plugged in");
        }
        return FakeChain.encode(sender, transaction);
    }
}
