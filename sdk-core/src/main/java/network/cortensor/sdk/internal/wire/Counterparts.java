package network.cortensor.sdk.internal.wire;

import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.TaskId;

/**
 * One account and one task, two types each: sdk-crypto signs for a wallet address and binds to a task, sdk-staking pays an
 * address and looks a task up; neither knows the other.
 */
public final class Counterparts {

    private Counterparts() {}

    public static Address of(WalletAddress address) {
        return Address.decode(address.bytes());
    }

    public static WalletAddress wallet(Address address) {
        return WalletAddress.decode(address.bytes());
    }

    public static TaskRef task(long chainId, TaskId task) {
        return new TaskRef(chainId, task.session().value(), task.number());
    }
}
