package network.cortensor.sdk.crypto.interop;

import network.cortensor.sdk.crypto.Peers;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.internal.ethereum.KeyDerivation;
import network.cortensor.sdk.crypto.internal.ethereum.Keystore;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermissions;
import java.text.Normalizer;
import java.util.EnumMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Keystores (Web3 Secret Storage version 3), exchanged with two libraries. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class KeystoreInteropTest {

    /** The libraries, by their names on npm. They disagree about characters beyond ASCII. */
    enum Library {
        /** Normalises passwords; writes scrypt only. */
        ETHERS("ethers"),
        /** Takes passwords as they are, which is what geth does. */
        ETHEREUMJS("@ethereumjs/wallet");

        private final String packageName;

        Library(String packageName) {
            this.packageName = packageName;
        }

        /** Returns the password under which this library opens what we wrote. */
        String typed(String password) {
            return this == ETHERS ? password : Normalizer.normalize(password, Normalizer.Form.NFKC);
        }
    }

    private static final int CHEAP = 1024;
    private static final int SALT_BYTES = 32;

    /** The last one is not in normal form: a ligature, a circled digit, and an accent of its own. */
    private static final List<String> PASSWORDS =
            List.of("correct horse battery staple", "Grüße 世界 \uD83D\uDD11", "\uFB01\u2460e\u0301");

    private static final FileAttribute<?> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));

    private final Map<Library, Exchanges> exchanges = new EnumMap<>(Library.class);

    /** Null when there is none and the test is skipped. */
    private @Nullable LinePeer started;

    @TempDir
    private Path folder;

    @BeforeAll
    void begin() throws IOException {
        started = LinePeer.node(Peers.node(getClass()));
    }

    @AfterAll
    void end() {
        if (started != null) {
            exchanges.forEach((library, counted) -> counted.print(
                    "npm " + library.packageName + ' ' + peer().askForText("version", library.packageName),
                    "keystores"));
            started.close();
        }
    }

    private LinePeer peer() {
        return Objects.requireNonNull(started, "the peer runs for as long as the tests do");
    }

    private Exchanges exchanges(Library library) {
        return exchanges.computeIfAbsent(library, each -> new Exchanges());
    }

    @Test
    void keystore_ofAWallet_isOpenedByBoth() throws IOException {
        try (Wallet wallet = Wallet.generate()) {
            Path file = folder.resolve("keystore.json");
            wallet.writeKeystore(file, PASSWORDS.get(0).toCharArray());
            for (Library library : Library.values()) {
                assertThat(decrypt(library, Files.readAllBytes(file), PASSWORDS.get(0)))
                        .isEqualTo(key(wallet));
                exchanges(library).peerRead();
            }
        }
    }

    @ParameterizedTest
    @EnumSource
    void keystore_withEitherDerivation_isOpenedByThePeer(Library library) throws IOException {
        try (Wallet wallet = Wallet.generate()) {
            byte[] key = key(wallet);
            for (String password : PASSWORDS) {
                byte[] salt = Scene.bytes(SALT_BYTES);
                for (KeyDerivation derivation :
                        List.of(KeyDerivation.Scrypt.of(salt, CHEAP, 8, 1), new KeyDerivation.Pbkdf2(salt, CHEAP))) {
                    byte[] keystore = Keystore.seal(key, derivation, password.toCharArray())
                            .encoded();
                    assertThat(decrypt(library, keystore, library.typed(password)))
                            .as("%s under %s", derivation.name(), password)
                            .isEqualTo(key);
                    exchanges(library).peerRead();
                }
            }
        }
    }

    static Stream<Arguments> writers() {
        return Stream.of(
                Arguments.of(Library.ETHERS, "scrypt"),
                Arguments.of(Library.ETHEREUMJS, "scrypt"),
                Arguments.of(Library.ETHEREUMJS, "pbkdf2"));
    }

    @ParameterizedTest
    @MethodSource("writers")
    void keystore_ofThePeer_isOpenedHere(Library library, String derivation) throws IOException {
        try (Wallet wallet = Wallet.generate()) {
            for (String password : PASSWORDS) {
                byte[] keystore = peer().askForOne(
                                "keystore-encrypt", library.packageName, derivation, CHEAP, key(wallet), password);
                Path file = Files.createFile(folder.resolve("keystore-" + PASSWORDS.indexOf(password)), OWNER_ONLY);
                Files.write(file, keystore);
                try (Wallet read = Wallet.readKeystore(file, password.toCharArray())) {
                    assertThat(key(read)).as(password).isEqualTo(key(wallet));
                    exchanges(library).peerWrote();
                }
            }
        }
    }

    private byte[] decrypt(Library library, byte[] keystore, String password) {
        return peer().askForOne("keystore-decrypt", library.packageName, keystore, password);
    }

    private byte[] key(Wallet wallet) throws IOException {
        Path file = Files.createTempDirectory(folder, "wallet").resolve("key");
        wallet.writeTo(file);
        return HexFormat.of().parseHex(Files.readString(file).strip());
    }
}
