package network.cortensor.sdk.ipfs.ipns;

import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;
import network.cortensor.sdk.ipfs.internal.multiformats.Varint;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PublicKey;
import java.security.Signature;
import java.security.SignatureException;
import java.security.interfaces.EdECPublicKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.InvalidKeySpecException;
import java.security.spec.NamedParameterSpec;
import java.security.spec.X509EncodedKeySpec;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.stream.Stream;

/**
 * A public key in the serialization that names are made from (IPNS record specification, "Key Serialization Format"; libp2p peer
 * ids): Ed25519, and RSA from 2048 bits.
 */
final class PeerKey {
    private static final int TYPE_TAG = 0x08;
    private static final int DATA_TAG = 0x12;
    private static final int MIN_RSA_BITS = 2048;

    /** What libp2p takes; bounds the work that a hostile key makes. */
    private static final int MAX_RSA_BITS = 8192;

    private static final int ED25519_SIZE = 32;
    private static final int ED25519_SIGNATURE_SIZE = 64;

    /** What stands in front of the 32 bytes of an Ed25519 key in X.509 (RFC 8410 section 4). */
    private static final byte[] ED25519_X509 = HexFormat.of().parseHex("302a300506032b6570032100");

    /** The types for names on the public network; the specification has two more for private use. */
    private enum Type {
        RSA(0, "RSA", "SHA256withRSA"),
        ED25519(1, "Ed25519", "Ed25519");

        private final int code;
        private final String keyAlgorithm;
        private final String signatureAlgorithm;

        Type(int code, String keyAlgorithm, String signatureAlgorithm) {
            this.code = code;
            this.keyAlgorithm = keyAlgorithm;
            this.signatureAlgorithm = signatureAlgorithm;
        }
    }

    private final Type type;
    private final PublicKey key;

    private PeerKey(Type type, PublicKey key) {
        this.type = type;
        this.key = key;
    }

    /** Reads a key: its type and its data, in this order, once, and nothing else. */
    static PeerKey decode(byte[] encoded) {
        ByteReader in = ByteReader.of("public key", ByteBuffer.wrap(encoded));
        expectTag(in, TYPE_TAG);
        long code = in.varint();
        Type type = Stream.of(Type.values())
                .filter(known -> known.code == code)
                .findFirst()
                .orElseThrow(() -> in.malformed("expected type RSA (0) or Ed25519 (1), found " + code
                        + "; Secp256k1 (2) and ECDSA (3) are not for names on the public network"));
        expectTag(in, DATA_TAG);
        byte[] data = in.bytes(in.varint());
        in.expectEnd();
        return switch (type) {
            case ED25519 -> new PeerKey(type, ed25519(in, data));
            case RSA -> new PeerKey(type, rsa(in, data));
        };
    }

    private static void expectTag(ByteReader in, int expected) {
        if (in.varint() != expected) {
            throw in.malformed("expected a type and then data");
        }
    }

    private static PublicKey ed25519(ByteReader in, byte[] data) {
        if (data.length != ED25519_SIZE) {
            throw in.malformed("a key of Ed25519 has " + ED25519_SIZE + " bytes, found " + data.length);
        }
        byte[] x509 = Arrays.copyOf(ED25519_X509, ED25519_X509.length + ED25519_SIZE);
        System.arraycopy(data, 0, x509, ED25519_X509.length, ED25519_SIZE);
        return x509(in, Type.ED25519, x509);
    }

    private static PublicKey rsa(ByteReader in, byte[] data) {
        PublicKey key = x509(in, Type.RSA, data);
        int bits = ((RSAPublicKey) key).getModulus().bitLength();
        if (bits < MIN_RSA_BITS || bits > MAX_RSA_BITS) {
            throw in.malformed(
                    "a key of RSA must have " + MIN_RSA_BITS + " to " + MAX_RSA_BITS + " bits, found " + bits);
        }
        return key;
    }

    private static PublicKey x509(ByteReader in, Type type, byte[] encoded) {
        try {
            return KeyFactory.getInstance(type.keyAlgorithm).generatePublic(new X509EncodedKeySpec(encoded));
        } catch (InvalidKeySpecException e) {
            throw in.malformed("is no key of " + type);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + type.keyAlgorithm, e);
        }
    }

    /**
     * Writes a key of the Java platform.
     *
     * @throws IllegalArgumentException if it is neither of Ed25519 nor of RSA with an allowed size
     */
    static byte[] encode(PublicKey key) {
        byte[] encoded;
        if (key instanceof EdECPublicKey ed && ed.getParams().getName().equals(NamedParameterSpec.ED25519.getName())) {
            byte[] x509 = key.getEncoded();
            encoded = message(Type.ED25519, Arrays.copyOfRange(x509, x509.length - ED25519_SIZE, x509.length));
        } else if (key instanceof RSAPublicKey) {
            encoded = message(Type.RSA, key.getEncoded());
        } else {
            throw new IllegalArgumentException(
                    "the key of a name must be one of Ed25519 or RSA, is one of " + key.getAlgorithm());
        }
        try {
            decode(encoded);
        } catch (MalformedException e) {
            throw new IllegalArgumentException("the key of a name: " + e.getMessage(), e);
        }
        return encoded;
    }

    private static byte[] message(Type type, byte[] data) {
        ByteArrayOutputStream out = new ByteArrayOutputStream(data.length + 8);
        out.write(TYPE_TAG);
        Varint.write(out, type.code);
        out.write(DATA_TAG);
        Varint.write(out, data.length);
        out.writeBytes(data);
        return out.toByteArray();
    }

    /** Tells whether {@code signature} was made over {@code signed} with the private half of this key. */
    boolean verifies(byte[] signed, byte[] signature) {
        // RFC 8032 section 5.1.7, step 1; the Java platform takes a signature with more bytes behind it.
        if (type == Type.ED25519 && signature.length != ED25519_SIGNATURE_SIZE) {
            return false;
        }
        try {
            Signature verifier = Signature.getInstance(type.signatureAlgorithm);
            verifier.initVerify(key);
            verifier.update(signed);
            return verifier.verify(signature);
        } catch (InvalidKeyException | SignatureException e) {
            // A signature of the wrong size, or a key that is no point of the curve: it proves nothing.
            return false;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java platform has no " + type.signatureAlgorithm, e);
        }
    }
}
