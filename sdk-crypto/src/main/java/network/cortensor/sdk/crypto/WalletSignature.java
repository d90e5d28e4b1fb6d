package network.cortensor.sdk.crypto;

/** A recoverable secp256k1 signature, 65 bytes r, s, v. */
public final class WalletSignature {
    private WalletSignature() {}

    public static WalletSignature decode(byte[] bytes) {
        return Pending.pending();
    }

    public static WalletSignature parse(String text) {
        return Pending.pending();
    }

    public byte[] bytes() {
        return Pending.pending();
    }

    public WalletAddress recover(byte[] digest) {
        return Pending.pending();
    }
}
