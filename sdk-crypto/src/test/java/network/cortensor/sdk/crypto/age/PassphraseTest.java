package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.Scene;
import org.junit.jupiter.api.Test;

import java.util.Locale;

import static network.cortensor.sdk.crypto.age.AgeFiles.decrypt;
import static network.cortensor.sdk.crypto.age.AgeFiles.encrypt;
import static network.cortensor.sdk.crypto.age.AgeFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PassphraseTest {

    private final byte[] plaintext = Scene.bytes(10);

    private static Passphrase quick(String text) {
        return Passphrase.withWorkFactor(text.toCharArray(), 4);
    }

    @Test
    void of_usualUse_writesTheWorkFactorOfAge() {
        try (Passphrase passphrase = Passphrase.of("correct horse".toCharArray())) {
            byte[] file = encrypt(AgeEncryption.with(passphrase), plaintext);
            assertThat(text(file).lines().toList().get(1)).matches("-> scrypt [A-Za-z0-9+/]{22} 18");
            assertThat(decrypt(file, passphrase)).isEqualTo(plaintext);
        }
    }

    @Test
    void of_text_isTakenAsItIs() {
        for (String exact : new String[] {"a", " a", "a ", "\u00e4", "a\u0308", "\ud83d\udd11 key", "a\n"}) {
            byte[] file = encrypt(AgeEncryption.with(quick(exact)), plaintext);
            assertThat(decrypt(file, quick(exact))).isEqualTo(plaintext);
            for (String other : new String[] {exact + " ", exact.toUpperCase(Locale.ROOT) + "!", "b"}) {
                assertThatThrownBy(() -> decrypt(file, quick(other))).isInstanceOf(NotForMeException.class);
            }
        }
    }

    @Test
    void of_emptyOrHalfACharacter_isRefusedWithoutShowingIt() {
        assertThatThrownBy(() -> quick("")).isInstanceOf(IllegalArgumentException.class);
        for (String broken : new String[] {"secret\ud83d", "\udd11secret", "se\ud83dcret"}) {
            assertThatThrownBy(() -> quick(broken))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageNotContaining("cret");
        }
    }

    @Test
    void of_text_leavesTheCallersArrayAlone() {
        char[] text = "correct horse".toCharArray();
        Passphrase.withWorkFactor(text, 4).close();
        assertThat(new String(text)).isEqualTo("correct horse");
    }

    @Test
    void toString_saysNothing() {
        assertThat(quick("correct horse")).hasToString("Passphrase");
    }
}
