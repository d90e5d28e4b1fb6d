package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Scene;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Age files as bytes, for tests. */
final class AgeFiles {

    static final int CHUNK = 64 * 1024;
    static final int SEALED_CHUNK = CHUNK + 16;
    static final int NONCE = 16;

    private AgeFiles() {}

    static byte[] encrypt(AgeEncryption encryption, byte[] plaintext) {
        return Scene.readAll(encryption.encrypt(new ByteArrayInputStream(plaintext)));
    }

    static byte[] decrypt(byte[] file, AgeIdentity... identities) {
        return decrypt(AgeDecryption.with(identities), file);
    }

    static byte[] decrypt(AgeDecryption decryption, byte[] file) {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        release(decryption, file, released);
        return released.toByteArray();
    }

    /** Decrypts into {@code released}, which holds what came out before a failure too. */
    static void release(AgeDecryption decryption, byte[] file, ByteArrayOutputStream released) {
        try (InputStream in = decryption.decrypt(new ByteArrayInputStream(file))) {
            in.transferTo(released);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the position of the first byte behind the header of a binary file. */
    static int payloadOf(byte[] file) {
        String text = new String(file, StandardCharsets.ISO_8859_1);
        return text.indexOf('\n', text.indexOf("\n--- ") + 1) + 1;
    }

    /** Returns the position of the first character of the header's MAC. */
    static int macOf(byte[] file) {
        return new String(file, StandardCharsets.ISO_8859_1).indexOf("\n--- ") + 5;
    }

    static byte[] withOtherMac(byte[] file) {
        byte[] altered = file.clone();
        int mac = macOf(file);
        altered[mac] = (byte) (altered[mac] == 'A' ? 'B' : 'A');
        return altered;
    }

    /** Expects the one answer to what was altered, and nothing but a true beginning before it. */
    static void assertRejected(String what, AgeDecryption decryption, byte[] file, byte[] plaintext) {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertThatThrownBy(() -> release(decryption, file, released))
                .as(what)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT));
        assertBeginning("released: " + what, released.toByteArray(), plaintext);
    }

    /** Expects bytes, perhaps none, with which the plaintext begins. */
    static void assertBeginning(String what, byte[] released, byte[] plaintext) {
        assertThat(released.length).as(what).isLessThanOrEqualTo(plaintext.length);
        assertThat(Arrays.equals(released, 0, released.length, plaintext, 0, released.length))
                .as(what)
                .isTrue();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.ISO_8859_1);
    }

    static String text(byte[] ascii) {
        return new String(ascii, StandardCharsets.ISO_8859_1);
    }
}
