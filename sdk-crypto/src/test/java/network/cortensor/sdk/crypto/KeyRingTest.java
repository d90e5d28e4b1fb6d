package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyRingTest {

    private static final Instant NOW = Scene.NOW;

    @TempDir
    Path temp;

    private Path folder() {
        return temp.resolve("keys");
    }

    @Test
    void open_emptyFolder_makesAFirstKeyForItsOwnerAlone() throws IOException {
        try (KeyRing ring = KeyRing.open(folder())) {
            assertThat(ring.find(ring.current().recipient().keyId())).isPresent();
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder())))
                    .isEqualTo("rwx------");
            assertThat(files())
                    .singleElement()
                    .satisfies(file -> assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                            .isEqualTo("rw-------"));
        }
    }

    @Test
    void open_again_hasTheSameKeysInTheSameOrder() {
        Recipient first;
        Recipient second;
        try (KeyRing ring = KeyRing.open(folder())) {
            first = ring.current().recipient();
            second = ring.rotate().recipient();
            assertThat(ring.current().recipient()).isEqualTo(second);
        }
        try (KeyRing ring = KeyRing.open(folder())) {
            assertThat(ring.current().recipient()).isEqualTo(second);
            assertThat(ring.find(first.keyId())).isPresent();
        }
    }

    @Test
    void open_envelopesOfBothEpochs_readsBoth() {
        Scene scene = Scene.withBody(10);
        try (KeyRing ring = KeyRing.inMemory()) {
            Recipient before = ring.current().recipient();
            Recipient after = ring.rotate().recipient();
            for (Recipient key : List.of(before, after)) {
                Envelope envelope =
                        scene.sealing.envelope(scene.context(), List.of(key), Scene.PAYLOAD_ID, scene.client.wallet());
                assertThat(envelope.recipients()).contains(key.keyId());
                ring.open(envelope, scene.expected(), NOW).close();
            }
        }
    }

    @Test
    void open_envelopeForSomebodyElse_isNotForMe() {
        Scene scene = Scene.withBody(10);
        try (KeyRing ring = KeyRing.inMemory()) {
            assertThatThrownBy(() -> ring.open(scene.envelope, scene.expected(), NOW))
                    .isInstanceOf(NotForMeException.class);
        }
    }

    @Test
    void destroyRetired_beforeAndAtTheTime_keepsAndDestroys() throws IOException {
        Scene scene = Scene.withBody(10);
        try (KeyRing ring = KeyRing.open(folder())) {
            Identity old = ring.current();
            KeyId key = old.recipient().keyId();
            Envelope envelope = scene.sealing.envelope(
                    scene.context(), List.of(old.recipient()), Scene.PAYLOAD_ID, scene.client.wallet());
            ring.rotate();
            ring.retireEarlier(NOW.plusSeconds(1));

            assertThat(ring.destroyRetired(NOW)).isZero();
            ring.open(envelope, scene.expected(), NOW).close();

            assertThat(ring.destroyRetired(NOW.plusSeconds(1))).isOne();
            assertThat(ring.find(key)).isEmpty();
            assertThat(files()).hasSize(1);
            assertThatThrownBy(() -> ring.open(envelope, scene.expected(), NOW)).isInstanceOf(NotForMeException.class);
            assertThatThrownBy(() -> envelope.open(old, scene.expected(), NOW))
                    .isInstanceOf(IllegalStateException.class);
        }
    }

    @Test
    void retire_thenOpenAgain_isRemembered() throws IOException {
        KeyId key;
        try (KeyRing ring = KeyRing.open(folder())) {
            key = ring.current().recipient().keyId();
            ring.rotate();
            ring.retireEarlier(NOW);
        }
        try (KeyRing ring = KeyRing.open(folder())) {
            assertThat(ring.find(key)).isPresent();
            assertThat(ring.destroyRetired(NOW.plus(Duration.ofDays(1)))).isOne();
        }
        assertThat(files()).hasSize(1);
    }

    @Test
    void retireEarlier_onlyTheCurrentKey_staysForEver() {
        try (KeyRing ring = KeyRing.open(folder())) {
            KeyId current = ring.current().recipient().keyId();
            ring.retireEarlier(NOW);

            assertThat(ring.destroyRetired(NOW.plus(Duration.ofDays(1)))).isZero();
            assertThat(ring.current().recipient().keyId()).isEqualTo(current);
        }
    }

    @Test
    void retireEarlier_twice_eachKeyKeepsItsFirstTime() {
        try (KeyRing ring = KeyRing.open(folder())) {
            ring.rotate();
            ring.retireEarlier(NOW);
            ring.rotate();
            ring.retireEarlier(NOW.plusSeconds(10));

            assertThat(ring.destroyRetired(NOW)).isOne();
            assertThat(ring.destroyRetired(NOW.plusSeconds(9))).isZero();
            assertThat(ring.destroyRetired(NOW.plusSeconds(10))).isOne();
        }
    }

    @Test
    void retireEarlier_timeThatNoFileNameHolds_isRefused() {
        try (KeyRing ring = KeyRing.inMemory()) {
            assertThatThrownBy(() -> ring.retireEarlier(Instant.MAX)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> ring.retireEarlier(Instant.MIN)).isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void destroyRetired_keyThatWasNeverRetired_stays() {
        try (KeyRing ring = KeyRing.inMemory()) {
            KeyId first = ring.current().recipient().keyId();
            ring.rotate();

            assertThat(ring.destroyRetired(Instant.MAX)).isZero();
            assertThat(ring.find(first)).isPresent();
        }
    }

    @Test
    void open_withPassphrase_holdsNoSeedInClearAndReopens() throws IOException {
        char[] passphrase = "correct horse battery staple".toCharArray();
        Recipient key;
        try (KeyRing ring = KeyRing.open(folder(), passphrase)) {
            key = ring.current().recipient();
        }
        assertThat(files())
                .singleElement()
                .satisfies(file -> assertThat(Files.readString(file)).startsWith("-----BEGIN AGE ENCRYPTED FILE-----"));
        try (KeyRing ring = KeyRing.open(folder(), passphrase)) {
            assertThat(ring.current().recipient()).isEqualTo(key);
        }
        assertThatThrownBy(() -> KeyRing.open(folder(), "wrong".toCharArray())).isInstanceOf(KeyFileException.class);
        assertThatThrownBy(() -> KeyRing.open(folder())).isInstanceOf(KeyFileException.class);
    }

    @Test
    void open_fileOfAnotherKey_isRefused() throws IOException {
        try (KeyRing ring = KeyRing.open(folder())) {
            ring.rotate();
        }
        List<Path> files = files();
        Path swapped = files.get(0);
        Files.move(files.get(1), temp.resolve("aside"));
        Files.move(swapped, files.get(1));

        assertThatThrownBy(() -> KeyRing.open(folder()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("another key");
    }

    @Test
    void rotate_folderThatCannotBeWritten_keepsTheCurrentKey() throws IOException {
        try (KeyRing ring = KeyRing.open(folder())) {
            Recipient before = ring.current().recipient();
            for (Path file : files()) {
                Files.delete(file);
            }
            Files.delete(folder().resolve(".lock"));
            Files.delete(folder());

            assertThatThrownBy(ring::rotate).isInstanceOf(KeyFileException.class);
            assertThat(ring.current().recipient()).isEqualTo(before);
        }
    }

    @Test
    void of_oneIdentity_neverRotatesAndLeavesItOpen() {
        try (Identity identity = Identity.generate()) {
            KeyRing ring = KeyRing.of(identity);
            assertThat(ring.rotates()).isFalse();
            assertThat(ring.rotate()).isSameAs(identity);
            ring.close();
            assertThat(identity.recipient()).isNotNull();
            try (Sealing sealing = Sealing.create(identity.recipient())) {
                assertThat(sealing).isNotNull();
            }
        }
    }

    @Test
    void calls_afterClose_areRefused() {
        KeyRing ring = KeyRing.inMemory();
        Identity current = ring.current();
        ring.close();
        ring.close();

        assertThatThrownBy(ring::current).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(ring::rotate).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> current.writeTo(temp.resolve("out"))).isInstanceOf(IllegalStateException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"ar-EG", "fa", "mr-IN"})
    void open_localeWithItsOwnDigits_findsTheSameKey(String language) {
        Locale before = Locale.getDefault();
        Locale.setDefault(Locale.forLanguageTag(language));
        try {
            Recipient first;
            try (KeyRing ring = KeyRing.open(folder())) {
                first = ring.current().recipient();
            }
            try (KeyRing ring = KeyRing.open(folder())) {
                assertThat(ring.current().recipient()).isEqualTo(first);
            }
        } finally {
            Locale.setDefault(before);
        }
    }

    /** What a kill leaves while a key is written: the beginning of it beside its place. */
    @Test
    void open_afterACrashWhileWriting_goesOnAndLeavesNothing() throws IOException {
        Recipient first;
        try (KeyRing ring = KeyRing.open(folder())) {
            first = ring.current().recipient();
        }
        Path unfinished = folder().resolve("." + files().get(0).getFileName() + ".unfinished");
        Files.write(unfinished, new byte[0]);

        try (KeyRing ring = KeyRing.open(folder())) {
            assertThat(ring.current().recipient()).isEqualTo(first);
            ring.rotate();
        }
        assertThat(unfinished).doesNotExist();
    }

    /** What a kill leaves while a key is destroyed: noise, or still the key, under a name of its own. */
    @Test
    void open_afterACrashWhileDestroying_finishesIt() throws IOException {
        Recipient current;
        try (KeyRing ring = KeyRing.open(folder())) {
            ring.rotate();
            ring.retireEarlier(NOW);
            current = ring.current().recipient();
        }
        Path old = files().get(0);
        Path dying = folder().resolve("." + old.getFileName() + ".dying");
        Files.move(old, dying);
        Files.write(dying, new byte[100]);

        try (KeyRing ring = KeyRing.open(folder())) {
            assertThat(ring.current().recipient()).isEqualTo(current);
            assertThat(ring.destroyRetired(NOW)).isZero();
        }
        assertThat(dying).doesNotExist();
    }

    @Test
    void destroyRetired_oneFileGoneAndOneThatIsSomethingElse_destroysAllOthers() throws IOException {
        try (KeyRing ring = KeyRing.open(folder())) {
            for (int i = 0; i < 3; i++) {
                ring.rotate();
            }
            ring.retireEarlier(NOW);
            List<Path> files = files();
            Files.delete(files.get(0));
            Files.write(files.get(1), new byte[] {1, 2, 3});

            assertThatThrownBy(() -> ring.destroyRetired(NOW)).isInstanceOf(KeyFileException.class);
            assertThat(files()).hasSize(2).contains(files.get(1)).doesNotContain(files.get(2));

            Files.delete(files.get(1));
            assertThat(ring.destroyRetired(NOW)).isOne();
            assertThat(ring.current()).isNotNull();
        }
    }

    @Test
    void open_newestKeyLost_announcesNoRetiredOne() throws IOException {
        KeyId retired;
        try (KeyRing ring = KeyRing.open(folder())) {
            retired = ring.current().recipient().keyId();
            ring.rotate();
            ring.retireEarlier(NOW);
        }
        Files.delete(files().get(1));

        try (KeyRing ring = KeyRing.open(folder())) {
            assertThat(ring.current().recipient().keyId()).isNotEqualTo(retired);
            assertThat(ring.destroyRetired(NOW)).isOne();
            assertThat(ring.current()).isNotNull();
        }
    }

    @Test
    void open_whileItIsOpen_isRefused() {
        try (KeyRing ring = KeyRing.open(folder())) {
            assertThatThrownBy(() -> KeyRing.open(folder()))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("in use");
            assertThat(ring.current()).isNotNull();
        }
    }

    @Test
    void open_folderThatOthersCanWriteTo_isRefused() throws IOException {
        Files.createDirectory(folder());
        Files.setPosixFilePermissions(folder(), PosixFilePermissions.fromString("rwxrwxrwx"));

        assertThatThrownBy(() -> KeyRing.open(folder()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 700");
    }

    @Test
    void open_keyWithANameThatIsNotUnderstood_isRefused() throws IOException {
        KeyRing.open(folder()).close();
        Path key = files().get(0);
        Files.move(key, key.resolveSibling("copy of " + key.getFileName()));

        assertThatThrownBy(() -> KeyRing.open(folder())).isInstanceOf(KeyFileException.class);
    }

    @Test
    void open_twoFilesOfOneKey_isRefused() throws IOException {
        KeyRing.open(folder()).close();
        Path key = files().get(0);
        Files.copy(key, key.resolveSibling(key.getFileName().toString().replace("0000000001", "0000000002")));

        assertThatThrownBy(() -> KeyRing.open(folder()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("another file");
    }

    private List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(folder())) {
            return files.filter(file -> file.toString().endsWith(".key"))
                    .sorted()
                    .toList();
        }
    }
}
