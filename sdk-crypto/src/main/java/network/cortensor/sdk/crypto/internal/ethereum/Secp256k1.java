package network.cortensor.sdk.crypto.internal.ethereum;

import network.cortensor.sdk.crypto.WalletAddress;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.crypto.internal.Hashes;
import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECPrivateKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.math.ec.FixedPointCombMultiplier;
import org.bouncycastle.util.BigIntegers;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Optional;

/** ECDSA over secp256k1 (SEC 2 §2.4.1) with recovery of the public key (SEC 1 §4.1.6). */
public final class Secp256k1 {

    /** Bytes of a scalar and of a coordinate. */
    public static final int SIZE = 32;

    /** What {@code v} is when the ordinate of the nonce's point is even (EIP-155 left it so for messages). */
    public static final int V_BASE = 27;

    private static final int ADDRESS_BYTES = 20;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final BigInteger ORDER = CURVE.getN();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private Secp256k1() {}

    /** Says whether big-endian bytes are a private key, or an {@code r}: from 1 to the order of the group less 1. */
    public static boolean isScalar(byte[] bytes) {
        BigInteger value = BigIntegers.fromUnsignedByteArray(bytes);
        return value.signum() > 0 && value.compareTo(ORDER) < 0;
    }

    /** Says whether big-endian bytes are an {@code s} that EIP-2 accepts: from 1 to half of the order. */
    public static boolean isLowScalar(byte[] bytes) {
        BigInteger value = BigIntegers.fromUnsignedByteArray(bytes);
        return value.signum() > 0 && value.compareTo(HALF_ORDER) <= 0;
    }

    public static ECPoint publicKey(byte[] privateKey) {
        BigInteger scalar = BigIntegers.fromUnsignedByteArray(privateKey);
        return new FixedPointCombMultiplier().multiply(DOMAIN.getG(), scalar).normalize();
    }

    public static WalletAddress address(ECPoint publicKey) {
        byte[] uncompressed = publicKey.getEncoded(false);
        byte[] hash = Hashes.keccak256(Arrays.copyOfRange(uncompressed, 1, uncompressed.length));
        return WalletAddress.decode(Arrays.copyOfRange(hash, hash.length - ADDRESS_BYTES, hash.length));
    }

    /**
     * Signs with the nonce of RFC 6979 (HMAC-SHA-256) and the lower of the two {@code s}.
     *
     * @throws IllegalStateException if the signature does not verify under the public key; it is not released
     */
    public static WalletSignature sign(byte[] privateKey, ECPoint publicKey, byte[] digest) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(SHA256Digest.newInstance()));
        signer.init(true, new ECPrivateKeyParameters(BigIntegers.fromUnsignedByteArray(privateKey), DOMAIN));
        BigInteger[] signature = signer.generateSignature(digest);
        BigInteger r = signature[0];
        BigInteger s = signature[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(signature[1]) : signature[1];
        // Verifying is not optional: nonces are deterministic, so a fault while computing gives a second signature with
        // the nonce of the first, and the two give the key away. It costs little, because the point that it arrives at
        // has the parity that v tells: that of the nonce's point, or of its mirror when s was mirrored.
        ECPoint nonce = noncePoint(r, s, publicKey, digest);
        if (nonce.isInfinity() || !nonce.getAffineXCoord().toBigInteger().equals(r)) {
            // Or the coordinate is not below the order: once in 2^128 signatures, and 27 and 28 cannot express it.
            throw new IllegalStateException("a new signature does not verify under its own key; it was not released");
        }
        int parity = nonce.getAffineYCoord().testBitZero() ? 1 : 0;
        byte[] encoded = new byte[2 * SIZE + 1];
        BigIntegers.asUnsignedByteArray(r, encoded, 0, SIZE);
        BigIntegers.asUnsignedByteArray(s, encoded, SIZE, SIZE);
        encoded[2 * SIZE] = (byte) (V_BASE + parity);
        return WalletSignature.decode(encoded);
    }

    /** Returns the point whose coordinate {@code r} must be (SEC 1 §4.1.4, steps 4 and 5). */
    private static ECPoint noncePoint(BigInteger r, BigInteger s, ECPoint publicKey, byte[] digest) {
        BigInteger hash = BigIntegers.fromUnsignedByteArray(digest);
        BigInteger inverse = BigIntegers.modOddInverseVar(ORDER, s);
        return sum(
                inverse.multiply(hash).mod(ORDER),
                publicKey,
                inverse.multiply(r).mod(ORDER));
    }

    public static Optional<WalletAddress> recover(byte[] r, byte[] s, int parity, byte[] digest) {
        byte[] compressed = new byte[1 + SIZE];
        compressed[0] = (byte) (2 + parity);
        System.arraycopy(r, 0, compressed, 1, SIZE);
        ECPoint point;
        try {
            point = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            // About half of all r are the coordinate of no point.
            return Optional.empty();
        }
        BigInteger hash = BigIntegers.fromUnsignedByteArray(digest);
        BigInteger inverse = BigIntegers.modOddInverseVar(ORDER, BigIntegers.fromUnsignedByteArray(r));
        BigInteger ofPoint =
                inverse.multiply(BigIntegers.fromUnsignedByteArray(s)).mod(ORDER);
        ECPoint key = sum(inverse.multiply(hash).negate().mod(ORDER), point, ofPoint);
        return key.isInfinity() ? Optional.empty() : Optional.of(address(key));
    }

    /** Adds multiples of the base point and of another one; in variable time, so for public numbers only. */
    private static ECPoint sum(BigInteger ofBase, ECPoint point, BigInteger ofPoint) {
        return ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), ofBase, point, ofPoint)
                .normalize();
    }
}
