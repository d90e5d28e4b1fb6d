package network.cortensor.sdk.crypto;

import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.file.FileSystem;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HexFormat;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WalletTest {

    private static final String COW_HEX = HexFormat.of().formatHex(Known.cowKey());

    @TempDir
    private Path folder;

    @Test
    void sign_randomKeysAndDigests_recoversToTheAddressWithLowS() {
        Seed seed = Seed.of(WalletTest.class);
        Random random = seed.random();
        for (int i = 0; i < 100; i++) {
            try (Wallet wallet = Wallet.generate()) {
                byte[] digest = new byte[32];
                random.nextBytes(digest);
                WalletSignature signature = wallet.sign(digest);

                assertThat(signature.recover(digest))
                        .as("%s, round %d", seed, i)
                        .isEqualTo(wallet.address());
                assertThat(wallet.sign(digest)).as("deterministic").isEqualTo(signature);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void sign_digestOfAnotherSize_isRefused(int size) {
        try (Wallet wallet = Wallet.generate()) {
            assertThatThrownBy(() -> wallet.sign(new byte[size])).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void writeTo_thenReadFrom_isTheSameAccount() {
        Path file = folder.resolve("wallet.key");
        try (Wallet wallet = Wallet.generate()) {
            wallet.writeTo(file);
            try (Wallet copy = Wallet.readFrom(file)) {
                assertThat(copy.address()).isEqualTo(wallet.address());
                assertThat(copy.sign(new byte[32])).isEqualTo(wallet.sign(new byte[32]));
            }
        }
    }

    @Test
    void writeTo_newFile_onlyItsOwnerCanReadIt() throws IOException {
        Path file = folder.resolve("wallet.key");
        try (Wallet wallet = Wallet.generate()) {
            wallet.writeTo(file);
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writeTo_somethingIsThere_isRefusedAndLeftAlone() throws IOException {
        Path file = write("precious", "rw-------");
        try (Wallet wallet = Wallet.generate()) {
            assertThatThrownBy(() -> wallet.writeTo(file))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("not overwritten");
        }
        assertThat(file).hasContent("precious");
    }

    @Test
    void writeTo_missingFolder_saysSo() {
        try (Wallet wallet = Wallet.generate()) {
            assertThatThrownBy(() -> wallet.writeTo(folder.resolve("no").resolve("wallet.key")))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("folder does not exist");
        }
    }

    @Test
    void writeTo_fileSystemWithoutOwnerOnlyMode_isRefused() throws IOException {
        Path zip = folder.resolve("plain.zip");
        try (FileSystem plain = FileSystems.newFileSystem(zip, Map.of("create", "true"));
                Wallet wallet = Wallet.generate()) {
            Path file = plain.getPath("/wallet.key");
            assertThatThrownBy(() -> wallet.writeTo(file))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("owner-only");
            assertThat(Files.exists(file)).isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n", "0x%s\n", "%s\r\n"})
    void readFrom_theFormsOfAKeyFile_isTheAccount(String form) throws IOException {
        try (Wallet wallet = Wallet.readFrom(write(form.formatted(COW_HEX), "rw-------"))) {
            assertThat(wallet.address()).isEqualTo(Known.COW);
        }
    }

    @Test
    void readFrom_otherContent_isRefusedWithoutShowingIt() throws IOException {
        String order = "fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141";
        for (String content : new String[] {
            "",
            "\n",
            "0x",
            COW_HEX.substring(1),
            COW_HEX + "0",
            COW_HEX + "\n" + COW_HEX,
            "g" + COW_HEX.substring(1),
            "0".repeat(64),
            order,
            Known.AGE_IDENTITY
        }) {
            Path file = write(content, "rw-------");
            assertThatThrownBy(() -> Wallet.readFrom(file))
                    .as(content)
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining(file.toString())
                    .hasMessageNotContaining(COW_HEX.substring(1, 20))
                    .hasMessageNotContaining("XX76J");
            Files.delete(file);
        }
    }

    @Test
    void readFrom_largestKey_isRead() throws IOException {
        BigInteger last = new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364140", 16);
        Path file = write(HexFormat.of().formatHex(BigIntegers.asUnsignedByteArray(32, last)), "rw-------");
        try (Wallet wallet = Wallet.readFrom(file)) {
            assertThat(wallet.sign(new byte[32]).recover(new byte[32])).isEqualTo(wallet.address());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r--r--", "rw----r--", "rw-----w-", "rw--w----", "rw------x"})
    void readFrom_otherUsersCanReachIt_isRefused(String mode) throws IOException {
        Path file = write(COW_HEX, mode);
        assertThatThrownBy(() -> Wallet.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600")
                .hasMessageNotContaining(COW_HEX);
    }

    @ParameterizedTest
    @ValueSource(strings = {"r--------", "rw-r-----", "r--r-----"})
    void readFrom_ownerOrGroupReads_isRead(String mode) throws IOException {
        try (Wallet wallet = Wallet.readFrom(write(COW_HEX, mode))) {
            assertThat(wallet.address()).isEqualTo(Known.COW);
        }
    }

    @Test
    void readFrom_missingFolderOrHuge_saysWhich() throws IOException {
        assertThatThrownBy(() -> Wallet.readFrom(folder.resolve("none")))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("no wallet key file at");
        assertThatThrownBy(() -> Wallet.readFrom(folder))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("not a file");
        Path huge = write("0".repeat(20_000), "rw-------");
        assertThatThrownBy(() -> Wallet.readFrom(huge))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("larger than");
    }

    @Test
    void close_thenUse_isRefusedAndTheAddressStays() {
        Wallet wallet = Wallet.generate();
        WalletAddress address = wallet.address();
        wallet.close();
        wallet.close();

        assertThatThrownBy(() -> wallet.sign(new byte[32]))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> wallet.writeTo(folder.resolve("late.key"))).isInstanceOf(IllegalStateException.class);
        assertThat(folder.resolve("late.key")).doesNotExist();
        assertThat(wallet.address()).isEqualTo(address);
    }

    @Test
    void toString_namesTheAddressOnly() throws IOException {
        try (Wallet wallet = Wallet.readFrom(write(COW_HEX, "rw-------"))) {
            assertThat(wallet).hasToString("Wallet[" + Known.COW + "]");
        }
    }

    private Path write(String content, String mode) throws IOException {
        Path file = Files.createFile(folder.resolve("wallet.key"));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }
}
