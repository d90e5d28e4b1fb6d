package network.cortensor.sdk.internal.wire;

import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.staking.Address;

/** One account, two types: sdk-crypto signs for a wallet address, sdk-staking pays an address; neither knows the other. */
public final class Addresses {

    private Addresses() {}

    public static Address of(WalletAddress address) {
        return Address.decode(address.bytes());
    }

    public static WalletAddress wallet(Address address) {
        return WalletAddress.decode(address.bytes());
    }
}
