package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.Utf8;

import java.nio.charset.StandardCharsets;

/**
 * A message as {@code personal_sign} of Ethereum wallets signs it (EIP-191, version 0x45; SPEC §15.1): a log-in, an
 * agreement, a claim that a person has read.
 *
 * <p>What is signed is {@code keccak256("\x19Ethereum Signed Message:\n" ‖ length in bytes, decimal ‖ message)}, which
 * can be no transaction and no typed data. Nothing in it tells which application or chain it is for: say so in the text,
 * with something that makes it good only once, or use {@link TypedData}. Immutable.
 */
public final class PersonalMessage {

    private static final String PREFIX = "\u0019Ethereum Signed Message:\n";

    private final byte[] digest;

    private PersonalMessage(byte[] message) {
        this.digest = Hashes.keccak256((PREFIX + message.length).getBytes(StandardCharsets.US_ASCII), message);
    }

    /** Makes a message of bytes. */
    public static PersonalMessage of(byte[] message) {
        return new PersonalMessage(message);
    }

    /**
     * Makes a message of the UTF-8 bytes of a text, as it is: it is not normalised, and {@code 0x…} is text too. Wallets
     * that take hexadecimal digits for bytes are given the same by {@link #of(byte[])}.
     *
     * @throws IllegalArgumentException if the text is not valid Unicode
     */
    public static PersonalMessage of(String text) {
        return new PersonalMessage(Utf8.encode("a message to be signed", text));
    }

    /** Returns the 32 bytes that are signed; the array is the caller's. */
    public byte[] digest() {
        return digest.clone();
    }

    /**
     * Has the message signed. What is returned is the signer's own signature: a {@link Wallet} verifies before it
     * releases one, and what another signer returned is recovered here.
     *
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that
     *     does not recover to its address
     */
    public WalletSignature sign(WalletSigner signer) {
        return WalletSignature.by(signer, digest);
    }

    /**
     * Returns the address that signed this message; compare it with the one you expect.
     *
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if no key can have made the signature
     */
    public WalletAddress recover(WalletSignature signature) {
        return signature.recover(digest);
    }
}
