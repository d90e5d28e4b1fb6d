package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.WalletSigner;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.TransactionSigner;

/**
 * A wallet that also signs an account's transactions. A node's wallet is its account: the chain knows the node by the same
 * address that signs its key announcements. As thread-safe as the wallet; closing it leaves the wallet open.
 */
public final class WalletTransactionSigner implements TransactionSigner {

    private final WalletSigner wallet;

    private WalletTransactionSigner(WalletSigner wallet) {
        this.wallet = wallet;
    }

    /** Returns a signer for the account of a wallet; the caller closes the wallet, after whatever uses the signer. */
    public static TransactionSigner of(WalletSigner wallet) {
        return new WalletTransactionSigner(wallet);
    }

    @Override
    public Address address() {
        return Counterparts.of(wallet.address());
    }

    @Override
    public byte[] sign(Hash digest) {
        return wallet.sign(digest.bytes()).bytes();
    }

    /** The address alone. */
    @Override
    public String toString() {
        return "WalletTransactionSigner[" + address() + "]";
    }
}
