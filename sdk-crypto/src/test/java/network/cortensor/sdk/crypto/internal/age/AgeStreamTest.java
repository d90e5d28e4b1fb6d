package network.cortensor.sdk.crypto.internal.age;

import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Scene;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AgeStreamTest {

    private static final int NONCE = 16;
    private static final int CHUNK = 64 * 1024;
    private static final int SEALED_CHUNK = CHUNK + 16;

    private final FileKey key = FileKey.generate();
    private final byte[] plaintext = Scene.bytes(3 * CHUNK + 100);
    private final byte[] ciphertext = encrypt(plaintext);

    @ParameterizedTest
    @ValueSource(ints = {0, 1, CHUNK - 1, CHUNK, CHUNK + 1, 2 * CHUNK, 2 * CHUNK + 1})
    void decrypt_whatWasEncrypted_isThePlaintext(int size) {
        byte[] some = Scene.bytes(size);
        byte[] sealed = encrypt(some);

        assertThat(sealed).hasSize(NONCE + size + 16 * Math.max(1, (size + CHUNK - 1) / CHUNK));
        assertThat(decrypt(sealed)).isEqualTo(some);
    }

    @Test
    void decrypt_cutAtEveryChunkBoundary_givesAuthenticBytesOnlyAndFails() {
        TreeSet<Integer> lengths = new TreeSet<>(List.of(0, 1, NONCE - 1, NONCE, NONCE + 1, ciphertext.length - 1));
        for (int boundary = NONCE; boundary < ciphertext.length; boundary += SEALED_CHUNK) {
            for (int around = -17; around <= 17; around++) {
                lengths.add(Math.max(0, boundary + around));
            }
        }
        for (int length : lengths) {
            refused(Arrays.copyOf(ciphertext, length), "cut to " + length);
        }
    }

    @Test
    void decrypt_extended_fails() {
        for (int surplus : new int[] {1, 15, 16, 17, SEALED_CHUNK, SEALED_CHUNK + 1}) {
            refused(Arrays.copyOf(ciphertext, ciphertext.length + surplus), "extended by " + surplus);
        }
    }

    @Test
    void decrypt_chunksSwappedDoubledOrDropped_fails() {
        refused(arranged(1, 0, 2, 3), "first two swapped");
        refused(arranged(0, 2, 1, 3), "middle two swapped");
        refused(arranged(0, 0, 1, 2, 3), "first doubled");
        refused(arranged(0, 1, 1, 2, 3), "second doubled");
        refused(arranged(0, 1, 2, 3, 3), "last doubled");
        refused(arranged(1, 2, 3), "first dropped");
        refused(arranged(0, 2, 3), "second dropped");
        refused(arranged(0, 1, 2), "last dropped");
        refused(arranged(3), "last alone");
    }

    @Test
    void decrypt_chunkOfAnotherPayloadSpliced_fails() {
        byte[] sameKey = encrypt(plaintext);
        for (int from = NONCE; from < ciphertext.length; from += SEALED_CHUNK) {
            byte[] spliced = ciphertext.clone();
            int length = Math.min(SEALED_CHUNK, ciphertext.length - from);
            System.arraycopy(sameKey, from, spliced, from, length);
            refused(spliced, "chunk at " + from);
        }
        byte[] otherNonce = ciphertext.clone();
        System.arraycopy(sameKey, 0, otherNonce, 0, NONCE);
        refused(otherNonce, "nonce");
    }

    @Test
    void decrypt_afterAFailure_givesNothingMore() throws IOException {
        byte[] bad = ciphertext.clone();
        bad[NONCE + SEALED_CHUNK] ^= 1;
        try (InputStream in = AgeStream.decrypting(new ByteArrayInputStream(bad), key)) {
            assertThat(in.readNBytes(CHUNK)).isEqualTo(Arrays.copyOf(plaintext, CHUNK));
            assertThatThrownBy(in::read).isInstanceOf(RejectedException.class);
            assertThatThrownBy(in::read).isInstanceOf(IOException.class);
            assertThatThrownBy(in::readAllBytes).isInstanceOf(IOException.class);
        }
    }

    @Test
    void decrypt_sourceThatGivesOneByteAtATime_isThePlaintext() throws IOException {
        InputStream slow = new FilterInputStream(new ByteArrayInputStream(ciphertext)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return super.read(target, offset, Math.min(1, length));
            }
        };
        try (InputStream in = AgeStream.decrypting(slow, key)) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            for (int b = in.read(); b >= 0; b = in.read()) {
                out.write(b);
            }
            assertThat(out.toByteArray()).isEqualTo(plaintext);
        }
    }

    @Test
    void decrypt_sourceThatFails_failsWithItsError() {
        IOException broken = new IOException("connection lost");
        InputStream source = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                throw broken;
            }
        };
        assertThatThrownBy(() -> AgeStream.decrypting(source, key).read()).isSameAs(broken);
    }

    @Test
    void close_thenRead_failsAndTheSourceIsClosed() throws IOException {
        List<String> events = new ArrayList<>();
        InputStream source = new ByteArrayInputStream(ciphertext) {
            @Override
            public void close() {
                events.add("closed");
            }
        };
        InputStream in = AgeStream.decrypting(source, key);
        assertThat(in.read()).isEqualTo(plaintext[0] & 0xff);
        assertThat(in.available()).isEqualTo(CHUNK - 1);
        in.close();

        assertThat(events).containsExactly("closed");
        assertThatThrownBy(in::read).isInstanceOf(IOException.class);
    }

    private void refused(byte[] bad, String what) {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertThatThrownBy(() ->
                        AgeStream.decrypting(new ByteArrayInputStream(bad), key).transferTo(released))
                .as(what)
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT));
        byte[] bytes = released.toByteArray();
        assertThat(bytes).as("released: " + what).isEqualTo(Arrays.copyOf(plaintext, bytes.length));
    }

    private byte[] arranged(int... order) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(ciphertext, 0, NONCE);
        for (int chunk : order) {
            int from = NONCE + chunk * SEALED_CHUNK;
            out.write(ciphertext, from, Math.min(SEALED_CHUNK, ciphertext.length - from));
        }
        return out.toByteArray();
    }

    private byte[] encrypt(byte[] bytes) {
        return Scene.readAll(AgeStream.encrypting(new ByteArrayInputStream(bytes), key));
    }

    private byte[] decrypt(byte[] bytes) {
        return Scene.readAll(AgeStream.decrypting(new ByteArrayInputStream(bytes), key));
    }
}
