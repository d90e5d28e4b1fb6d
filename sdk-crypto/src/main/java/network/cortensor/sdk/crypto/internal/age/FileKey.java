package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.internal.Hkdf;
import network.cortensor.sdk.crypto.internal.Secret;

import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import java.security.GeneralSecurityException;
import java.util.Arrays;
import java.util.function.Function;

/** The content key of one payload: 16 bytes, from which the header MAC key and the payload key follow (SPEC §2, §4). */
public final class FileKey implements AutoCloseable {

    public static final int SIZE = 16;

    private static final String NAME = "content key";
    private static final byte[] NO_SALT = {};
    private static final int DERIVED_BYTES = 32;

    /** The platform's own: a header may have 100 KiB, and the JVM has SHA-256 as an intrinsic. */
    private static final String HMAC = "HmacSHA256";

    private final Secret secret;

    private FileKey(Secret secret) {
        this.secret = secret;
    }

    public static FileKey generate() {
        return new FileKey(Secret.random(NAME, SIZE));
    }

    /** Takes the array over. */
    public static FileKey taking(byte[] bytes) {
        if (bytes.length != SIZE) {
            throw new IllegalArgumentException("a content key must have 16 bytes, found " + bytes.length);
        }
        return new FileKey(Secret.taking(NAME, bytes));
    }

    /** Computes the MAC of a header, up to and including its {@code ---}. */
    public byte[] mac(byte[] header) {
        byte[] key = derive(NO_SALT, "header");
        try {
            Mac hmac = Mac.getInstance(HMAC);
            hmac.init(new SecretKeySpec(key, HMAC));
            return hmac.doFinal(header);
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every Java platform must have " + HMAC + "; this one has not", e);
        } finally {
            Arrays.fill(key, (byte) 0);
        }
    }

    public byte[] payloadKey(byte[] nonce) {
        return derive(nonce, "payload");
    }

    public <T> T use(Function<byte[], T> function) {
        return secret.use(function);
    }

    private byte[] derive(byte[] salt, String info) {
        return secret.use(ikm -> Hkdf.derive(ikm, salt, info, DERIVED_BYTES));
    }

    @Override
    public void close() {
        secret.close();
    }
}
