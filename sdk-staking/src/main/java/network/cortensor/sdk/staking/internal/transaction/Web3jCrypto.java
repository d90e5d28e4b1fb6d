package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.web3j.crypto.ECDSASignature;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.RawTransaction;
import org.web3j.crypto.Sign;
import org.web3j.crypto.Sign.SignatureData;
import org.web3j.crypto.TransactionEncoder;
import org.web3j.utils.Numeric;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** What web3j does here: ECDSA on secp256k1 and the bytes of transactions. The only class that knows web3j. */
public final class Web3jCrypto {
    static final BigInteger ORDER = Sign.CURVE_PARAMS.getN();

    private static final int SECRET_LENGTH = 32;
    private static final int PUBLIC_LENGTH = 64;
    private static final int V_OF_EVEN = 27;

    private Web3jCrypto() {}

    /**
     * Checks a private key.
     *
     * @throws IllegalArgumentException if it is none; the message does not show it
     */
    public static void requireSecret(byte[] secret) {
        if (!isSecret(secret)) {
            throw new IllegalArgumentException("Private key: expected 32 bytes from 1 to the order of secp256k1, found "
                    + secret.length + " bytes" + (secret.length == SECRET_LENGTH ? " out of this range" : ""));
        }
    }

    static boolean isSecret(byte[] secret) {
        BigInteger number = new BigInteger(1, secret);
        return secret.length == SECRET_LENGTH && number.signum() == 1 && number.compareTo(ORDER) < 0;
    }

    /** The public key of a private one, as the number that web3j has for it. */
    public static BigInteger publicKey(BigInteger secret) {
        return Sign.publicKeyFromPrivate(secret);
    }

    /** The address of a public key: the end of its hash. */
    public static Address address(BigInteger publicKey) {
        byte[] hash =
                Hash.keccak256(Numeric.toBytesPadded(publicKey, PUBLIC_LENGTH)).bytes();
        return Address.decode(Arrays.copyOfRange(hash, hash.length - Address.LENGTH, hash.length));
    }

    /** Signs a digest with a nonce from key and digest (RFC 6979); r, s in its lower form and v. */
    public static byte[] sign(BigInteger secret, BigInteger publicKey, Hash digest) {
        SignatureData signature = Sign.signMessage(digest.bytes(), new ECKeyPair(secret, publicKey), false);
        byte[] bytes = Arrays.copyOf(signature.getR(), 2 * Hash.LENGTH + 1);
        System.arraycopy(signature.getS(), 0, bytes, Hash.LENGTH, Hash.LENGTH);
        bytes[2 * Hash.LENGTH] = signature.getV()[0];
        return bytes;
    }

    /** The account whose key made a signature, if there can be one. */
    static Optional<Address> recover(Hash digest, Signature signature) {
        try {
            BigInteger publicKey = Sign.recoverFromSignature(
                    signature.yParity(),
                    new ECDSASignature(
                            new BigInteger(1, signature.r().bytes()),
                            new BigInteger(1, signature.s().bytes())),
                    digest.bytes());
            return Optional.ofNullable(publicKey).map(Web3jCrypto::address);
        } catch (IllegalArgumentException e) {
            // No point of the curve has this r.
            return Optional.empty();
        }
    }

    /** What is hashed to be signed. */
    static byte[] encode(DynamicFeeTransaction transaction) {
        return TransactionEncoder.encode(raw(transaction));
    }

    /** What is sent. */
    static byte[] encode(DynamicFeeTransaction transaction, Signature signature) {
        return TransactionEncoder.encode(
                raw(transaction),
                new SignatureData(
                        (byte) (V_OF_EVEN + signature.yParity()),
                        signature.r().bytes(),
                        signature.s().bytes()));
    }

    private static RawTransaction raw(DynamicFeeTransaction transaction) {
        return RawTransaction.createTransaction(
                transaction.chainId(),
                BigInteger.valueOf(transaction.nonce()),
                BigInteger.valueOf(transaction.gasLimit()),
                transaction.to().map(to -> Numeric.toHexString(to.bytes())).orElse(""),
                transaction.value(),
                Numeric.toHexString(transaction.data()),
                transaction.maxPriorityFeePerGas(),
                transaction.maxFeePerGas());
    }
}
