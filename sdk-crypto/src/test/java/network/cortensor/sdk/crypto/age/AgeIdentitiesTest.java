package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.KeyFileException;
import network.cortensor.sdk.crypto.Known;
import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.function.Supplier;

import static network.cortensor.sdk.crypto.age.AgeFiles.ascii;
import static network.cortensor.sdk.crypto.age.AgeFiles.encrypt;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class AgeIdentitiesTest {

    private static final String CLASSICAL =
            "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    @TempDir
    private Path folder;

    private static AgeIdentities read(byte[] content, Supplier<char[]> passphrase) {
        try {
            return AgeIdentities.readFrom(new ByteArrayInputStream(content), passphrase);
        } catch (IOException e) {
            throw new AssertionError("bytes in memory can be read", e);
        }
    }

    private static char[] notAsked() {
        throw new AssertionError("no passphrase is needed");
    }

    private Path write(byte[] content) throws IOException {
        Path file = Files.write(folder.resolve("identities"), content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-------"));
    }

    @Test
    void readFrom_severalOfBothKindsBetweenComments_areAllThereInOrder() throws IOException {
        byte[] content =
                ascii("# mine\n\n" + Known.AGE_IDENTITY + "\r\n# older\n" + CLASSICAL + "\n" + Known.AGE_IDENTITY);
        try (AgeIdentities fromFile = AgeIdentities.readFrom(write(content));
                AgeIdentities fromStream = read(content, AgeIdentitiesTest::notAsked)) {
            for (AgeIdentities identities : List.of(fromFile, fromStream)) {
                assertThat(identities.all())
                        .hasExactlyElementsOfTypes(Identity.class, X25519Identity.class, Identity.class);
                assertThat(identities).hasToString("AgeIdentities[3]");
            }
        }
    }

    @Test
    void readFrom_whatTheKeysWrote_isThem() {
        Path postQuantum = folder.resolve("pq");
        Path classical = folder.resolve("classical");
        try (Identity one = Identity.generate();
                X25519Identity two = X25519Identity.generate()) {
            one.writeTo(postQuantum);
            two.writeTo(classical);
            try (AgeIdentities first = AgeIdentities.readFrom(postQuantum);
                    AgeIdentities second = AgeIdentities.readFrom(classical)) {
                assertThat(((Identity) first.all().get(0)).recipient()).isEqualTo(one.recipient());
                assertThat(((X25519Identity) second.all().get(0)).recipient()).isEqualTo(two.recipient());
            }
            assertThatThrownBy(() -> two.writeTo(classical))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("an X25519 identity");
        }
    }

    @Test
    void readFrom_encrypted_asksForThePassphraseOnceAndWipesIt() throws IOException {
        char[] text = "correct horse".toCharArray();
        for (boolean armored : new boolean[] {false, true}) {
            byte[] content = encrypted(Known.AGE_IDENTITY + '\n' + CLASSICAL, armored);
            char[] given = text.clone();
            try (AgeIdentities identities = read(content, () -> given)) {
                assertThat(identities.all()).hasSize(2);
            }
            assertThat(given).containsOnly('\0');
            try (AgeIdentities identities = AgeIdentities.readFrom(write(content), text::clone)) {
                assertThat(identities.all()).hasSize(2);
            }
        }
    }

    private static byte[] encrypted(String content, boolean armored) {
        try (Passphrase passphrase = Passphrase.withWorkFactor("correct horse".toCharArray(), 8)) {
            AgeEncryption encryption = AgeEncryption.with(passphrase);
            return encrypt(armored ? encryption.armored() : encryption, ascii(content));
        }
    }

    @Test
    void readFrom_encryptedAndWrongOrNoPassphraseOrAltered_isRefused() throws IOException {
        byte[] content = encrypted(Known.AGE_IDENTITY, false);
        byte[] altered = content.clone();
        altered[content.length - 1] ^= 1;

        assertThatThrownBy(() -> read(content, "wrong"::toCharArray)).isInstanceOf(NotForMeException.class);
        assertThatThrownBy(() -> read(altered, "correct horse"::toCharArray)).isInstanceOf(RejectedException.class);
        Path file = write(content);
        assertThatThrownBy(() -> AgeIdentities.readFrom(file, "wrong"::toCharArray))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("another passphrase");
        assertThatThrownBy(() -> AgeIdentities.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("passphrase, and none was given");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\uD800", "correct\uDC00"})
    void readFrom_passphraseThatIsNone_opensNothing(String text) throws IOException {
        byte[] content = encrypted(Known.AGE_IDENTITY, false);
        char[] given = text.toCharArray();

        assertThatThrownBy(() -> read(content, () -> given))
                .isInstanceOf(NotForMeException.class)
                .hasMessageContaining("passphrase");
        for (char c : given) {
            assertThat(c).isEqualTo('\0');
        }
        Path file = write(content);
        assertThatThrownBy(() -> AgeIdentities.readFrom(file, text::toCharArray))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file.toString());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "# nothing\n", "%s\nrubbish\n", " %s\n", "%s %s", "rubbish\n%s\n"})
    void readFrom_anythingElse_isRefusedWithoutShowingIt(String form) throws IOException {
        byte[] content = ascii(form.formatted(CLASSICAL, CLASSICAL));
        assertThatThrownBy(() -> read(content, AgeIdentitiesTest::notAsked))
                .isInstanceOf(MalformedException.class)
                .hasMessageNotContaining("YSJZGFP")
                .hasMessageNotContaining("rubbish");
        Path file = write(content);
        assertThatThrownBy(() -> AgeIdentities.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("YSJZGFP");
    }

    @Test
    void readFrom_moreThanAFileOfIdentities_isRefused() {
        assertThatThrownBy(() -> read(new byte[1024 * 1024 + 1], AgeIdentitiesTest::notAsked))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void readFrom_otherUsersCanReadIt_isRefused() throws IOException {
        Path file = write(ascii(CLASSICAL));
        Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rw-r--r--"));
        assertThatThrownBy(() -> AgeIdentities.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("an age identity");
    }

    @Test
    void close_wipesAll() {
        AgeIdentities identities = read(ascii(CLASSICAL), AgeIdentitiesTest::notAsked);
        identities.close();
        AgeIdentity identity = identities.all().get(0);
        byte[] file = encrypt(AgeEncryption.to(((X25519Identity) identity).recipient()), new byte[1]);
        assertThatThrownBy(() -> AgeFiles.decrypt(file, identity)).isInstanceOf(IllegalStateException.class);
    }
}
