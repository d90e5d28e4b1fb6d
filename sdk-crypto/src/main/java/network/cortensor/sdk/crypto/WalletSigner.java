package network.cortensor.sdk.crypto;

/**
 * Signs digests with a secp256k1 key that may live elsewhere: in an HSM, in a cloud KMS, in another process.
 *
 * <p>An implementation signs the 32 bytes as they are. It does <em>not</em> hash them again, does <em>not</em> add the
 * EIP-191 "Ethereum Signed Message" prefix, does <em>not</em> know what the digest stands for, and cannot ask its user
 * about it: whoever can call it can sign anything, a transaction included. Give it only to code you trust.
 *
 * <p>The SDK recovers what an implementation returned and refuses a signature that is not by {@link #address()}; only
 * its own {@link Wallet}, which verifies before it releases, is exempt. An implementation that cannot sign (no
 * connection, no permission) throws an unchecked exception of its own, which reaches the caller as it is.
 * Implementations must be safe for use by several threads.
 */
public interface WalletSigner {

    /** Returns the address of the key; always the same one. */
    WalletAddress address();

    /**
     * Signs a digest.
     *
     * @param digest 32 bytes, a Keccak-256 hash; not kept and not changed
     * @return a signature with {@code s} in the lower half, as EIP-2 demands
     * @throws IllegalArgumentException if the digest has another size
     */
    WalletSignature sign(byte[] digest);
}
