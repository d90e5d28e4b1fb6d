package network.cortensor.sdk.crypto;

/** An Ethereum account: 20 bytes, written in hexadecimal with the EIP-55 checksum. */
public final class WalletAddress implements Comparable<WalletAddress> {
    private WalletAddress() {}

    public static WalletAddress parse(String hex) {
        return Pending.pending();
    }

    public static WalletAddress decode(byte[] bytes) {
        return Pending.pending();
    }

    public byte[] bytes() {
        return Pending.pending();
    }

    @Override
    public int compareTo(WalletAddress other) {
        return Pending.pending();
    }
}
