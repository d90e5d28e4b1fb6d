package network.cortensor.sdk.ipfs.peers;

import javax.crypto.Cipher;
import javax.crypto.ShortBufferException;
import javax.crypto.spec.IvParameterSpec;
import javax.crypto.spec.SecretKeySpec;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;

/**
 * The bytes of a planned file, as {@code importer.mjs} makes them too: the key stream of AES-256 in counter mode. The key is
 * the SHA-256 of the seed, the first counter block is zero.
 */
final class KeyStream extends InputStream {

    private static final byte[] ZEROS = new byte[64 * 1024];

    private final Cipher cipher;
    private long left;

    KeyStream(String seed, long size) {
        try {
            byte[] key = MessageDigest.getInstance("SHA-256").digest(seed.getBytes(StandardCharsets.UTF_8));
            this.cipher = Cipher.getInstance("AES/CTR/NoPadding");
            cipher.init(Cipher.ENCRYPT_MODE, new SecretKeySpec(key, "AES"), new IvParameterSpec(new byte[16]));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has AES in counter mode and SHA-256", e);
        }
        this.left = size;
    }

    @Override
    public int read() {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : Byte.toUnsignedInt(one[0]);
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (left == 0) {
            return -1;
        }
        int count = (int) Math.min(Math.min(length, left), ZEROS.length);
        left -= count;
        try {
            return cipher.update(ZEROS, 0, count, target, offset);
        } catch (ShortBufferException e) {
            throw new IllegalStateException("counter mode makes as many bytes as it is given", e);
        }
    }
}
