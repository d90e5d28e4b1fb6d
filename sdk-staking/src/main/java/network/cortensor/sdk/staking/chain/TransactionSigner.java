package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;

import java.nio.file.Path;

/**
 * Signs digests with the key of one account: a key in memory, a keystore file, or what the caller has, such as a hardware
 * module or a key service.
 *
 * <p>It does one thing. It gets 32 bytes and gives a signature; it does not see the transaction or the permit that they
 * stand for, asks nobody, knows no chain, and keeps no nonce. So it cannot judge what it signs: a signer that is to judge
 * has to be asked in another way.
 *
 * <p>Implementations are safe for use by several threads. {@link #sign} may block for as long as the device takes and
 * bounds that itself; whoever asks holds no lock meanwhile that others wait for.
 *
 * <p>What it answers is checked before use: a signature that is malformed, malleable (high s, EIP-2) or of another account
 * is a {@link LedgerEvidenceException} and goes nowhere.
 *
 * <p>Whoever opened a signer closes it; an outbox that was given one does not.
 */
public interface TransactionSigner extends AutoCloseable {
    /** Bytes of a signature: r, s and v. */
    int SIGNATURE_LENGTH = 65;

    /** The account that it signs for; always the same. */
    Address address();

    /**
     * Signs a digest as it is, with nothing hashed or put in front.
     *
     * @return r and s in 32 bytes each with s in the lower half of the order, and v, which is 27 or 28; a new array
     * @throws LedgerUnavailableException if the device could not be asked
     * @throws IllegalStateException if it is closed
     */
    byte[] sign(Hash digest);

    /** Wipes what it keeps in memory; closing again does nothing. Nothing to do unless an implementation says so. */
    @Override
    default void close() {}

    /**
     * Opens a keystore file of version 3 (Web3 Secret Storage Definition), as geth, ethers and this SDK write it.
     *
     * <p>Takes as long and as much memory as the file asks for, within limits: 256 MiB for scrypt, some ten seconds. The
     * key then stays in the memory of this process until it is closed.
     *
     * @param passphrase read only; the caller wipes it
     * @throws LedgerUnavailableException if the file cannot be read
     * @throws LedgerEvidenceException if it is no such keystore, asks for more than the limits allow or this JVM has,
     *     does not open with the passphrase, or names another address than its key has
     */
    static TransactionSigner keystore(Path file, char[] passphrase) {
        return KeySigner.open(file, passphrase);
    }

    /**
     * Signs with a key in memory; for keys that the caller has from elsewhere, and for tests.
     *
     * @param secret 32 bytes; copied, the caller wipes them
     * @throws IllegalArgumentException if it is no private key of secp256k1
     */
    static TransactionSigner ofKey(byte[] secret) {
        return KeySigner.of(secret);
    }
}
