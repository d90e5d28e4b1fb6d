package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerAccount;

/**
 * Somebody in a scene.
 *
 * @param wallet signs
 * @param identity opens what is sealed for this party
 * @param account what it does on the ledger
 */
record Party(Wallet wallet, Identity identity, LedgerAccount account) implements AutoCloseable {

    static Address addressOf(Wallet wallet) {
        return Address.decode(wallet.address().bytes());
    }

    Address address() {
        return account.address();
    }

    Recipient key() {
        return identity.recipient();
    }

    @Override
    public void close() {
        identity.close();
        wallet.close();
    }
}
