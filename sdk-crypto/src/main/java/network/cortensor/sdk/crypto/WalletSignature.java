package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Base64Text;
import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.Secp256k1;

import java.util.Arrays;
import java.util.Optional;

/**
 * A recoverable ECDSA signature over secp256k1: {@code r ‖ s ‖ v}, 65 bytes, {@code v} 27 or 28.
 *
 * <p>Only the form with {@code s} in the lower half exists here (EIP-2): the mirrored twin of a signature, which anyone
 * can compute, does not decode. The signer of one message can still make several different signatures, so a signature
 * is no identifier. Immutable.
 */
public final class WalletSignature {

    static final int SIZE = 65;

    private final byte[] bytes;

    private WalletSignature(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Reads 65 bytes.
     *
     * @throws MalformedException if there are not exactly 65, {@code r} or {@code s} is out of range, {@code s} lies in
     *     the upper half, or {@code v} is not 27 or 28
     */
    public static WalletSignature decode(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new MalformedException("a wallet signature must have " + SIZE + " bytes, found " + bytes.length);
        }
        WalletSignature signature = new WalletSignature(bytes.clone());
        if (!Secp256k1.isScalar(signature.r())) {
            throw new MalformedException("the r of a wallet signature is out of range");
        }
        if (!Secp256k1.isLowScalar(signature.s())) {
            throw new MalformedException("the s of a wallet signature is zero or in the upper half (EIP-2)");
        }
        int parity = signature.parity();
        if (parity != 0 && parity != 1) {
            throw new MalformedException(
                    "the v of a wallet signature must be 27 or 28, found " + (bytes[SIZE - 1] & 0xff));
        }
        return signature;
    }

    /**
     * Reads the base64url form without padding.
     *
     * @throws MalformedException if the text is not canonical, or its bytes are no signature
     */
    public static WalletSignature parse(String text) {
        return decode(Base64Text.URL.decode("a wallet signature", text));
    }

    /**
     * Has a digest signed, and makes sure that the signature is the signer's own.
     *
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if it does not recover to the signer's
     *     address
     */
    static WalletSignature by(WalletSigner signer, byte[] digest) {
        WalletSignature signature = signer.sign(digest.clone());
        // Wallet is final, so nothing else can pass for one.
        if (!(signer instanceof Wallet)
                && signature.signerOf(digest).filter(signer.address()::equals).isEmpty()) {
            throw new RejectedException(
                    RejectedException.Check.SIGNATURE,
                    "the signer of " + signer.address() + " returned a signature that is not by that address;"
                            + " it may sign with another key, or hash or prefix the digest");
        }
        return signature;
    }

    /** Returns the 65 bytes; the array is the caller's. */
    public byte[] bytes() {
        return bytes.clone();
    }

    /**
     * Returns the address of the key that made this signature over a digest.
     *
     * <p>For any other digest the answer is some other address, not an error: compare it with the one you expect.
     *
     * @param digest 32 bytes
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if no key can have made it
     * @throws IllegalArgumentException if the digest has another size
     */
    public WalletAddress recover(byte[] digest) {
        return signerOf(digest)
                .orElseThrow(() -> new RejectedException(
                        RejectedException.Check.SIGNATURE, "a wallet signature recovers to no key: it was altered"));
    }

    Optional<WalletAddress> signerOf(byte[] digest) {
        requireDigest(digest);
        return Secp256k1.recover(r(), s(), parity(), digest);
    }

    static void requireDigest(byte[] digest) {
        if (digest.length != Hashes.SIZE) {
            throw new IllegalArgumentException("a digest must have 32 bytes, found " + digest.length);
        }
    }

    private byte[] r() {
        return Arrays.copyOf(bytes, Secp256k1.SIZE);
    }

    private byte[] s() {
        return Arrays.copyOfRange(bytes, Secp256k1.SIZE, 2 * Secp256k1.SIZE);
    }

    private int parity() {
        return (bytes[SIZE - 1] & 0xff) - Secp256k1.V_BASE;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof WalletSignature that && Arrays.equals(bytes, that.bytes);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(bytes);
    }

    /** Returns the base64url form, which {@link #parse} reads. */
    @Override
    public String toString() {
        return Base64Text.URL.encode(bytes);
    }
}
