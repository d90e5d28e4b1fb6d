package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.TransactionSigner;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** A signature that was checked: in its only form, and of the account that it was asked of. Immutable. */
public final class Signature {
    private static final int V_OF_EVEN = 27;
    private static final BigInteger HALF_ORDER = Web3jCrypto.ORDER.shiftRight(1);

    private final Hash r;
    private final Hash s;
    private final int yParity;

    private Signature(Hash r, Hash s, int yParity) {
        this.r = r;
        this.s = s;
        this.yParity = yParity;
    }

    /**
     * Asks a signer and checks what it gives.
     *
     * @throws LedgerEvidenceException if that is no signature of this digest by the signer's account
     */
    public static Signature by(TransactionSigner signer, Hash digest) {
        Address account = signer.address();
        Signature signature = decode(account, signer.sign(digest));
        Optional<Address> found = Web3jCrypto.recover(digest, signature);
        if (!found.equals(Optional.of(account))) {
            throw refusal(
                    account,
                    "a signature of this account",
                    found.map(other -> "one of " + other + ", or of something else")
                            .orElse("one that no key can make"));
        }
        return signature;
    }

    /** Whether 65 bytes are a signature of a digest by an account, in its only form: with the lower {@code s}. */
    public static boolean isBy(Address account, Hash digest, byte[] bytes) {
        try {
            return Web3jCrypto.recover(digest, decode(account, bytes)).equals(Optional.of(account));
        } catch (LedgerEvidenceException e) {
            return false;
        }
    }

    private static Signature decode(Address account, byte[] bytes) {
        if (bytes.length != TransactionSigner.SIGNATURE_LENGTH) {
            throw refusal(account, TransactionSigner.SIGNATURE_LENGTH + " bytes", bytes.length + " bytes");
        }
        BigInteger r = new BigInteger(1, bytes, 0, Hash.LENGTH);
        BigInteger s = new BigInteger(1, bytes, Hash.LENGTH, Hash.LENGTH);
        int yParity = bytes[2 * Hash.LENGTH] - V_OF_EVEN;
        if (r.signum() == 0 || r.compareTo(Web3jCrypto.ORDER) >= 0 || s.signum() == 0) {
            throw refusal(account, "r and s from 1 to the order of secp256k1", "others");
        }
        if (s.compareTo(HALF_ORDER) > 0) {
            throw refusal(account, "s of at most half the order (EIP-2)", "its negative; negate s and flip v");
        }
        if (yParity != 0 && yParity != 1) {
            throw refusal(account, "a v of 27 or 28", Integer.toString(Byte.toUnsignedInt(bytes[2 * Hash.LENGTH])));
        }
        return new Signature(
                Hash.decode(Arrays.copyOf(bytes, Hash.LENGTH)),
                Hash.decode(Arrays.copyOfRange(bytes, Hash.LENGTH, 2 * Hash.LENGTH)),
                yParity);
    }

    private static LedgerEvidenceException refusal(Address account, String expected, String found) {
        return new LedgerEvidenceException("Answer of the signer of " + account + ": expected " + expected + ", found "
                + found + "; nothing was sent");
    }

    /** The first half, as contracts take it. */
    public Hash r() {
        return r;
    }

    /** The second half, at most half the order of the curve (EIP-2). */
    public Hash s() {
        return s;
    }

    /** 0 or 1, as transactions have it. */
    public int yParity() {
        return yParity;
    }

    /** 27 or 28, as contracts take it. */
    public int v() {
        return V_OF_EVEN + yParity;
    }

    /** Without its numbers: a permit's are worth what it allows. */
    @Override
    public String toString() {
        return "Signature[v " + v() + "]";
    }
}
