package network.cortensor.sdk.crypto;

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
final class Secp256k1 {

    /** Bytes of a scalar and of a coordinate. */
    static final int SIZE = 32;

    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);
    private static final BigInteger ORDER = CURVE.getN();
    private static final BigInteger HALF_ORDER = ORDER.shiftRight(1);

    private Secp256k1() {}

    /** Says whether big-endian bytes are a private key, or an {@code r}: from 1 to the order of the group less 1. */
    static boolean isScalar(byte[] bytes) {
        BigInteger value = BigIntegers.fromUnsignedByteArray(bytes);
        return value.signum() > 0 && value.compareTo(ORDER) < 0;
    }

    /** Says whether big-endian bytes are an {@code s} that EIP-2 accepts: from 1 to half of the order. */
    static boolean isLowScalar(byte[] bytes) {
        BigInteger value = BigIntegers.fromUnsignedByteArray(bytes);
        return value.signum() > 0 && value.compareTo(HALF_ORDER) <= 0;
    }

    static WalletAddress address(byte[] privateKey) {
        BigInteger scalar = BigIntegers.fromUnsignedByteArray(privateKey);
        return address(
                new FixedPointCombMultiplier().multiply(DOMAIN.getG(), scalar).normalize());
    }

    /** Signs with the nonce of RFC 6979 (HMAC-SHA-256) and the lower of the two {@code s}. */
    static WalletSignature sign(byte[] privateKey, WalletAddress address, byte[] digest) {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(SHA256Digest.newInstance()));
        signer.init(true, new ECPrivateKeyParameters(BigIntegers.fromUnsignedByteArray(privateKey), DOMAIN));
        BigInteger[] signature = signer.generateSignature(digest);
        BigInteger r = signature[0];
        BigInteger s = signature[1].compareTo(HALF_ORDER) > 0 ? ORDER.subtract(signature[1]) : signature[1];
        for (int parity = 0; parity < 2; parity++) {
            if (recover(r, s, parity, digest).filter(address::equals).isPresent()) {
                return WalletSignature.of(
                        BigIntegers.asUnsignedByteArray(SIZE, r), BigIntegers.asUnsignedByteArray(SIZE, s), parity);
            }
        }
        // Either a fault while computing, and then publishing the signature could give the key away, or an r beyond the
        // order, which happens once in 2^128 signatures and which 27 and 28 cannot express.
        throw new IllegalStateException("a new signature does not verify under its own key; it was not released");
    }

    static Optional<WalletAddress> recover(byte[] r, byte[] s, int parity, byte[] digest) {
        return recover(BigIntegers.fromUnsignedByteArray(r), BigIntegers.fromUnsignedByteArray(s), parity, digest);
    }

    private static Optional<WalletAddress> recover(BigInteger r, BigInteger s, int parity, byte[] digest) {
        byte[] compressed = new byte[1 + SIZE];
        compressed[0] = (byte) (2 + parity);
        BigIntegers.asUnsignedByteArray(r, compressed, 1, SIZE);
        ECPoint point;
        try {
            point = CURVE.getCurve().decodePoint(compressed);
        } catch (IllegalArgumentException e) {
            // About half of all r are the coordinate of no point.
            return Optional.empty();
        }
        BigInteger hash = BigIntegers.fromUnsignedByteArray(digest);
        BigInteger inverse = BigIntegers.modOddInverseVar(ORDER, r);
        BigInteger ofBase = inverse.multiply(hash).negate().mod(ORDER);
        BigInteger ofPoint = inverse.multiply(s).mod(ORDER);
        ECPoint key = ECAlgorithms.sumOfTwoMultiplies(DOMAIN.getG(), ofBase, point, ofPoint)
                .normalize();
        return key.isInfinity() ? Optional.empty() : Optional.of(address(key));
    }

    private static WalletAddress address(ECPoint key) {
        byte[] uncompressed = key.getEncoded(false);
        byte[] hash = Hashes.keccak256(Arrays.copyOfRange(uncompressed, 1, uncompressed.length));
        return WalletAddress.decode(Arrays.copyOfRange(hash, hash.length - WalletAddress.SIZE, hash.length));
    }
}
