package network.cortensor.sdk.crypto.hostile;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.age.AgeDecryption;
import network.cortensor.sdk.crypto.age.AgeEncryption;
import network.cortensor.sdk.crypto.age.X25519Identity;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** A file key that was unwrapped is wiped, also when what comes after it in the header makes the file fail. */
class FileKeyWipingTest {

    private final WatchedCiphers ciphers = WatchedCiphers.install();
    private final X25519Identity first = X25519Identity.generate();
    private final X25519Identity second = X25519Identity.generate();

    @AfterEach
    void removeTheWatch() {
        ciphers.close();
        first.close();
        second.close();
    }

    @Test
    void decrypt_everythingFits_wipesEveryKey() throws IOException {
        AgeDecryption.with(first, second)
                .decrypt(new ByteArrayInputStream(file()))
                .close();
        assertWiped(2);
    }

    @Test
    void decrypt_laterIdentityClosed_wipesTheKeyThatWasFound() {
        AgeDecryption decryption = AgeDecryption.with(first, second);
        second.close();
        assertThatThrownBy(() -> decryption.decrypt(new ByteArrayInputStream(file())))
                .isInstanceOf(IllegalStateException.class);
        assertWiped(1);
    }

    /** The attack: a stanza behind the good one whose share has low order. */
    @Test
    void decrypt_laterStanzaOfLowOrder_wipesTheKeyThatWasFound() {
        String[] lines = new String(file(), StandardCharsets.ISO_8859_1).split("\n", -1);
        lines[3] = "-> X25519 " + "A".repeat(43);
        byte[] altered = String.join("\n", lines).getBytes(StandardCharsets.ISO_8859_1);
        assertThatThrownBy(() -> AgeDecryption.with(first).decrypt(new ByteArrayInputStream(altered)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("low order");
        assertWiped(1);
    }

    private byte[] file() {
        return Scene.readAll(AgeEncryption.to(first.recipient(), second.recipient())
                .encrypt(new ByteArrayInputStream(Scene.bytes(10))));
    }

    private void assertWiped(int keys) {
        assertThat(ciphers.plaintexts())
                .hasSize(keys)
                .allSatisfy(key -> assertThat(key).hasSize(16).containsOnly(0));
    }
}
