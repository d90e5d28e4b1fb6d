package network.cortensor.examples.bench.crypto;

import org.bouncycastle.asn1.x9.X9ECParameters;
import org.bouncycastle.crypto.AsymmetricCipherKeyPair;
import org.bouncycastle.crypto.InvalidCipherTextException;
import org.bouncycastle.crypto.digests.KeccakDigest;
import org.bouncycastle.crypto.digests.SHA256Digest;
import org.bouncycastle.crypto.ec.CustomNamedCurves;
import org.bouncycastle.crypto.generators.ECKeyPairGenerator;
import org.bouncycastle.crypto.hpke.HPKE;
import org.bouncycastle.crypto.hpke.HPKEContextWithEncapsulation;
import org.bouncycastle.crypto.params.ECDomainParameters;
import org.bouncycastle.crypto.params.ECKeyGenerationParameters;
import org.bouncycastle.crypto.params.ECPublicKeyParameters;
import org.bouncycastle.crypto.signers.ECDSASigner;
import org.bouncycastle.crypto.signers.HMacDSAKCalculator;
import org.bouncycastle.math.ec.ECAlgorithms;
import org.bouncycastle.math.ec.ECPoint;
import org.bouncycastle.util.BigIntegers;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.SecureRandom;

/**
 * What sealing and opening cannot do without, as Bouncy Castle has it, with keys that are parsed and expanded already and
 * no format around: the reference for our own work.
 *
 * <p>Counted are the public-key operations and what belongs to them: HPKE key schedule, wrapping of a 16-byte key, and the
 * check of a new signature. Not counted are parsing of keys, base64, the encoding of what is signed, and the two hashes of
 * the header, which are measured on their own.
 */
final class Primitives {

    private static final byte[] INFO = "bench crypto".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NO_DATA = {};
    private static final String HMAC = "HmacSHA256";
    private static final X9ECParameters CURVE = CustomNamedCurves.getByName("secp256k1");
    private static final ECDomainParameters DOMAIN = new ECDomainParameters(CURVE);

    private final byte[] key = new byte[16];
    private final byte[] digest = new byte[32];
    private final AsymmetricCipherKeyPair readerKey = suite().generatePrivateKey();
    private final AsymmetricCipherKeyPair signerKey;
    private final byte[] encapsulation;
    private final byte[] wrapped;
    private final BigInteger[] signature;
    private final int parity;

    Primitives() {
        SecureRandom random = new SecureRandom();
        random.nextBytes(key);
        random.nextBytes(digest);
        ECKeyPairGenerator generator = new ECKeyPairGenerator();
        generator.init(new ECKeyGenerationParameters(DOMAIN, random));
        this.signerKey = generator.generateKeyPair();
        HPKEContextWithEncapsulation sender = suite().setupBaseS(readerKey.getPublic(), INFO);
        this.encapsulation = sender.getEncapsulation();
        this.wrapped = sealed(sender);
        this.signature = signature();
        this.parity = recovers(0) ? 0 : 1;
    }

    private static HPKE suite() {
        return new HPKE(HPKE.mode_base, HPKE.kem_X_WING, HPKE.kdf_HKDF_SHA256, HPKE.aead_CHACHA20_POLY1305);
    }

    /** Wraps a key for some readers, signs, and checks the signature; returns how many bytes that made. */
    int seal(int readers) {
        int bytes = 0;
        for (int i = 0; i < readers; i++) {
            HPKEContextWithEncapsulation sender = suite().setupBaseS(readerKey.getPublic(), INFO);
            bytes += sender.getEncapsulation().length + sealed(sender).length;
        }
        BigInteger[] made = signature();
        ECDSASigner verifier = new ECDSASigner();
        verifier.init(false, signerKey.getPublic());
        if (!verifier.verifySignature(digest, made[0], made[1])) {
            throw new IllegalStateException("a new signature does not verify");
        }
        return bytes;
    }

    private byte[] sealed(HPKEContextWithEncapsulation sender) {
        try {
            return sender.seal(NO_DATA, key);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("a key could not be wrapped", e);
        }
    }

    private BigInteger[] signature() {
        ECDSASigner signer = new ECDSASigner(new HMacDSAKCalculator(SHA256Digest.newInstance()));
        signer.init(true, signerKey.getPrivate());
        return signer.generateSignature(digest);
    }

    /** Recovers the signer's key and unwraps the key; returns that. */
    byte[] open() {
        if (!recovers(parity)) {
            throw new IllegalStateException("a signature recovers to another key");
        }
        try {
            return suite().setupBaseR(encapsulation, readerKey, INFO).open(NO_DATA, wrapped);
        } catch (InvalidCipherTextException e) {
            throw new IllegalStateException("a wrapped key does not open", e);
        }
    }

    /** What the format asks for besides: the header is hashed for the signature and has a MAC. */
    byte[] hashes(byte[] envelope) {
        KeccakDigest keccak = new KeccakDigest(256);
        keccak.update(envelope, 0, envelope.length);
        byte[] hash = new byte[32];
        keccak.doFinal(hash, 0);
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(new SecretKeySpec(hash, HMAC));
            return hmac.doFinal(envelope);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + HMAC, e);
        }
    }

    /** SEC 1 §4.1.6 with the parity of the nonce's point given, as a wallet signature has it. */
    private boolean recovers(int odd) {
        byte[] compressed = new byte[33];
        byte[] r = BigIntegers.asUnsignedByteArray(32, signature[0]);
        compressed[0] = (byte) (2 + odd);
        System.arraycopy(r, 0, compressed, 1, r.length);
        ECPoint nonce = CURVE.getCurve().decodePoint(compressed);
        BigInteger inverse = BigIntegers.modOddInverseVar(CURVE.getN(), signature[0]);
        BigInteger hash = new BigInteger(1, digest);
        ECPoint found = ECAlgorithms.sumOfTwoMultiplies(
                // Not the curve's: this one keeps the table that the sum needs.
                DOMAIN.getG(),
                inverse.multiply(hash).negate().mod(CURVE.getN()),
                nonce,
                inverse.multiply(signature[1]).mod(CURVE.getN()));
        return found.normalize().equals(((ECPublicKeyParameters) signerKey.getPublic()).getQ());
    }
}
