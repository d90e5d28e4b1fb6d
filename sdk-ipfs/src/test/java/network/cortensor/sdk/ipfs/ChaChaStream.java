package network.cortensor.sdk.ipfs;

import javax.crypto.Cipher;
import javax.crypto.CipherInputStream;
import javax.crypto.spec.ChaCha20ParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/** The generator of the vectors of IPIP-499: the key stream of ChaCha20 under the SHA-256 of a seed. */
final class ChaChaStream {
    private ChaChaStream() {}

    static InputStream of(String seed, long size) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            Cipher cipher = Cipher.getInstance("ChaCha20");
            cipher.init(
                    Cipher.ENCRYPT_MODE,
                    new SecretKeySpec(key, "ChaCha20"),
                    new ChaCha20ParameterSpec(new byte[12], 0));
            return new CipherInputStream(new Zeros(size), cipher);
        } catch (GeneralSecurityException e) {
            throw new AssertionError("every JDK has ChaCha20 and SHA-256", e);
        }
    }
}
