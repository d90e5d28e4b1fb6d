package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Keystores as files. What is in them is tested in {@code KeystoreTest}. */
class WalletKeystoreTest {

    private static final char[] PASSWORD = "correct horse".toCharArray();

    @TempDir
    private Path folder;

    @Test
    void writeKeystore_thenReadKeystore_isTheSameAccountForItsOwnerOnly() throws IOException {
        Path file = folder.resolve("keystore.json");
        char[] password = PASSWORD.clone();
        try (Wallet wallet = Wallet.generate()) {
            wallet.writeKeystore(file, password);
            assertThat(password).as("the caller's array").isEqualTo(PASSWORD);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            assertThat(Files.readString(file)).contains("\"n\":262144,\"p\":1,\"r\":8");
            try (Wallet copy = Wallet.readKeystore(file, password)) {
                assertThat(copy.address()).isEqualTo(wallet.address());
                assertThat(copy.sign(new byte[32])).isEqualTo(wallet.sign(new byte[32]));
            }
            assertThatThrownBy(() -> Wallet.readKeystore(file, "correct house".toCharArray()))
                    .isInstanceOfSatisfying(
                            RejectedException.class,
                            e -> assertThat(e.check()).isEqualTo(RejectedException.Check.PASSWORD));
        }
    }

    @Test
    void writeKeystore_somethingIsThere_isRefusedAndLeftAlone() throws IOException {
        Path file = write("precious", "rw-------");
        try (Wallet wallet = Wallet.generate()) {
            assertThatThrownBy(() -> wallet.writeKeystore(file, PASSWORD))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("not overwritten");
        }
        assertThat(file).hasContent("precious");
    }

    @Test
    void writeKeystore_emptyPassword_isRefused() {
        try (Wallet wallet = Wallet.generate()) {
            assertThatThrownBy(() -> wallet.writeKeystore(folder.resolve("open.json"), new char[0]))
                    .isInstanceOf(IllegalArgumentException.class);
        }
        assertThat(folder.resolve("open.json")).doesNotExist();
    }

    @Test
    void readKeystore_noKeystore_saysWhatIsWrongWithTheFile() throws IOException {
        Path file = write("0x" + "11".repeat(32), "rw-------");
        assertThatThrownBy(() -> Wallet.readKeystore(file, PASSWORD))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("1111");
    }

    @Test
    void readKeystore_othersCanReachIt_isRefused() throws IOException {
        Path file = write("{}", "rw-r--r--");
        assertThatThrownBy(() -> Wallet.readKeystore(file, PASSWORD))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("rw-r--r--");
    }

    private Path write(String content, String mode) throws IOException {
        Path file = Files.createFile(folder.resolve("keystore.json"));
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
