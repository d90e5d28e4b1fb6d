package network.cortensor.sdk.crypto;

import java.nio.file.Path;

/** A secp256k1 key in memory. */
public final class Wallet implements WalletSigner, AutoCloseable {
    private Wallet() {}

    public static Wallet generate() {
        return Pending.pending();
    }

    public static Wallet readFrom(Path file) {
        return Pending.pending();
    }

    public void writeTo(Path file) {
        Pending.pending();
    }

    @Override
    public WalletAddress address() {
        return Pending.pending();
    }

    @Override
    public WalletSignature sign(byte[] digest) {
        return Pending.pending();
    }

    @Override
    public void close() {
        Pending.pending();
    }
}
