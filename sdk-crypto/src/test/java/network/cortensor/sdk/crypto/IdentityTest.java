package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.IdentityAccess;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.Deque;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class IdentityTest {

    @TempDir
    private Path folder;

    @Test
    void parse_exampleOfTheAgeSpecification_hasItsRecipient() {
        try (Identity identity = Known.ageIdentity()) {
            assertThat(identity.recipient().keyId()).isEqualTo(Known.AGE_KEY_ID);
            String text = identity.recipient().toString();
            assertThat(text).hasSize(1959).startsWith("age1pq1x34nzsvr0rxjsgdn8zgyhfe");
            assertThat(KeyId.decode(Hashes.sha256(text.getBytes(StandardCharsets.US_ASCII))))
                    .hasToString("a091dd7e0ee9d62b75173dcc98441a0424baa941e66a8776e570a4ae60ff61ea");
        }
    }

    @Test
    void parse_text_leavesTheCallersArrayAlone() {
        char[] text = Known.AGE_IDENTITY.toCharArray();
        Identity.parse(text).close();
        assertThat(new String(text)).isEqualTo(Known.AGE_IDENTITY);
    }

    @Test
    void parse_otherTexts_areMalformedAndNotShown() {
        String good = Known.AGE_IDENTITY;
        for (String bad : List.of(
                "",
                good.toLowerCase(Locale.ROOT),
                good.substring(1),
                good.substring(0, good.length() - 1),
                good + "Q",
                good.replace("3ZQFR", "3ZQFP"),
                good.replace("XX76J", "XX76B"),
                good.replace("XX76J", "XX76é"),
                good.replace("XX76J", "xx76j"),
                "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX")) {
            assertThatThrownBy(() -> Identity.parse(bad.toCharArray()))
                    .as(bad)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageNotContaining("LXDMEW0CRK")
                    .hasMessageNotContaining("GFPYYSJZ");
        }
    }

    @Test
    void writeTo_thenReadFrom_isTheSameIdentityInTheFormOfAgeKeygen() throws IOException {
        Path file = folder.resolve("node.age");
        try (Identity identity = Identity.generate()) {
            identity.writeTo(file);
            try (Identity copy = Identity.readFrom(file)) {
                assertThat(copy.recipient()).isEqualTo(identity.recipient());
            }
            List<String> lines = Files.readAllLines(file);
            assertThat(lines).hasSize(3);
            assertThat(lines.get(0)).matches("# created: \\d{4}-\\d\\d-\\d\\dT\\d\\d:\\d\\d:\\d\\dZ");
            assertThat(lines.get(1)).isEqualTo("# public key: " + identity.recipient());
            assertThat(lines.get(2)).startsWith("AGE-SECRET-KEY-PQ-1");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
    }

    @Test
    void writeTo_somethingIsThere_isRefused() throws IOException {
        Path file = write("precious", "rw-------");
        try (Identity identity = Identity.generate()) {
            assertThatThrownBy(() -> identity.writeTo(file)).isInstanceOf(KeyFileException.class);
        }
        assertThat(file).hasContent("precious");
    }

    @ParameterizedTest
    @ValueSource(strings = {"%s", "%s\n", "# a\n\n%s\r\n# b\n", "# only comments before\n%s"})
    void readFrom_theFormsOfAKeyFile_isTheIdentity(String form) throws IOException {
        try (Identity identity = Identity.readFrom(write(form.formatted(Known.AGE_IDENTITY), "rw-------"))) {
            assertThat(identity.recipient().keyId()).isEqualTo(Known.AGE_KEY_ID);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "# nothing\n",
                "%s\n%s\n",
                " %s\n",
                "85f8ac1c7b9ca4ea7b6cbb0ae2a0f7bd5ea34fd1cd4a8e6e5ef64f4ac3c36ba5\n"
            })
    void readFrom_otherContent_isRefusedWithoutShowingIt(String form) throws IOException {
        String secret = Known.AGE_IDENTITY;
        Path file = write(form.formatted(secret, secret), "rw-------");
        assertThatThrownBy(() -> Identity.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining(file.toString())
                .hasMessageNotContaining("LXDMEW0CRK")
                .hasMessageNotContaining("85f8ac");
    }

    @Test
    void readFrom_otherUsersCanReadIt_isRefused() throws IOException {
        Path file = write(Known.AGE_IDENTITY, "rw-r--r--");
        assertThatThrownBy(() -> Identity.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("chmod 600");
    }

    @Test
    void writeTo_passphrase_isAnEncryptedFileThatOnlyThePassphraseOpens() throws IOException {
        Path file = folder.resolve("protected.age");
        char[] passphrase = "correct horse battery staple".toCharArray();
        try (Identity identity = Identity.generate()) {
            identity.writeTo(file, passphrase);
            assertThat(new String(passphrase)).isEqualTo("correct horse battery staple");
            assertThat(file)
                    .content()
                    .startsWith("-----BEGIN AGE ENCRYPTED FILE-----\n")
                    .hasSizeLessThan(16 * 1024);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
            try (Identity copy = Identity.readFrom(file, passphrase)) {
                assertThat(copy.recipient()).isEqualTo(identity.recipient());
            }
            assertThatThrownBy(() -> identity.writeTo(file, passphrase))
                    .isInstanceOf(KeyFileException.class)
                    .hasMessageContaining("an age identity")
                    .hasMessageContaining("not overwritten");
        }
        assertThatThrownBy(() -> Identity.readFrom(file, "wrong".toCharArray()))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("another passphrase");
        assertThatThrownBy(() -> Identity.readFrom(file))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("protected with a passphrase");
        assertThatThrownBy(() -> Identity.readFrom(write(Known.AGE_IDENTITY, "rw-------"), passphrase))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("not protected");
    }

    @Test
    void writeTo_stream_writesWhatAKeyFileHoldsAndDoesNotClose() throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream() {
            @Override
            public void close() {
                throw new AssertionError("the stream is the caller's");
            }
        };
        try (Identity identity = Identity.generate()) {
            identity.writeTo(out);
            try (Identity copy = Identity.readFrom(write(out.toString(StandardCharsets.US_ASCII), "rw-------"))) {
                assertThat(copy.recipient()).isEqualTo(identity.recipient());
            }
        }
    }

    @Test
    void destroy_keyFile_isOverwrittenAndGone() throws IOException {
        Path plain = write("# mine\n" + Known.AGE_IDENTITY + "\n", "rw-------");
        Path otherName = Files.createLink(folder.resolve("link"), plain);

        Identity.destroy(plain);

        assertThat(plain).doesNotExist();
        assertThat(Files.size(otherName)).isEqualTo(Known.AGE_IDENTITY.length() + 8);
        assertThat(Files.readAllBytes(otherName))
                .asString(StandardCharsets.ISO_8859_1)
                .doesNotContain("AGE-SECRET-KEY")
                .doesNotContain(Known.AGE_IDENTITY.substring(20, 40));
        assertThatThrownBy(() -> Identity.destroy(plain))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("no file");
    }

    @Test
    void destroy_encryptedKeyFile_isGone() throws IOException {
        Path file = write("-----BEGIN AGE ENCRYPTED FILE-----\nYWdl\n-----END AGE ENCRYPTED FILE-----\n", "rw-------");
        Identity.destroy(file);
        assertThat(file).doesNotExist();
    }

    /** A mistyped path, or a link that somebody put there: nothing is destroyed. */
    @Test
    void destroy_anythingElse_isLeftAsItWas() throws IOException {
        Path text = write("precious", "rw-------");
        assertThatThrownBy(() -> Identity.destroy(text))
                .isInstanceOf(KeyFileException.class)
                .hasMessageContaining("left as it was");
        assertThat(text).hasContent("precious");

        Path large = Files.write(folder.resolve("large"), new byte[17 * 1024]);
        assertThatThrownBy(() -> Identity.destroy(large)).isInstanceOf(KeyFileException.class);
        assertThat(large).hasSize(17 * 1024);

        assertThatThrownBy(() -> Identity.destroy(folder)).isInstanceOf(KeyFileException.class);

        Path key = Files.writeString(folder.resolve("key"), Known.AGE_IDENTITY);
        Path link = Files.createSymbolicLink(folder.resolve("symbolic"), key);
        assertThatThrownBy(() -> Identity.destroy(link)).isInstanceOf(KeyFileException.class);
        assertThat(key).hasContent(Known.AGE_IDENTITY);
    }

    @Test
    void close_thenUse_isRefusedAndTheRecipientStays() {
        Scene scene = Scene.withBody(1);
        Identity identity = scene.miner.identity();
        identity.close();

        assertThat(identity.recipient()).isEqualTo(scene.miner.recipient());
        assertThatThrownBy(() -> scene.envelope.open(identity, scene.expected(), Scene.NOW))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("closed");
        assertThatThrownBy(() -> identity.writeTo(folder.resolve("late"))).isInstanceOf(IllegalStateException.class);
    }

    @Test
    void toString_namesTheKeyIdOnly() {
        try (Identity identity = Known.ageIdentity()) {
            assertThat(identity).hasToString("Identity[" + Known.AGE_KEY_ID + "]");
        }
    }

    private Path write(String content, String mode) throws IOException {
        Path file = folder.resolve("node.age");
        Files.writeString(file, content);
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    /** Bouncy Castle's objects keep copies of what they are given; none of the seed may be left behind in them. */
    @Test
    void close_everythingThatIsReachable_holdsNoByteOfTheSeed() throws ReflectiveOperationException {
        Identity identity = Identity.generate();
        byte[] seed = IdentityAccess.keyOf(identity).seed().use(byte[]::clone);
        assertThat(holders(identity, seed)).isNotEmpty();

        identity.close();

        assertThat(holders(identity, seed)).isEmpty();
    }

    private static List<String> holders(Object root, byte[] secret) throws ReflectiveOperationException {
        List<String> holders = new ArrayList<>();
        Set<Object> seen = Collections.newSetFromMap(new IdentityHashMap<>());
        Deque<Object> left = new ArrayDeque<>(List.of(root));
        while (!left.isEmpty()) {
            Object object = left.pop();
            for (Class<?> type = object.getClass(); type != null; type = type.getSuperclass()) {
                if (type.getName().startsWith("java.")) {
                    continue;
                }
                for (Field field : type.getDeclaredFields()) {
                    field.setAccessible(true);
                    Object value = field.getType().isPrimitive() ? null : field.get(object);
                    if (value instanceof byte[] bytes && indexOf(bytes, secret) >= 0) {
                        holders.add(field.toString());
                    } else if (value != null && !value.getClass().isArray() && seen.add(value)) {
                        left.push(value);
                    }
                }
            }
        }
        return holders;
    }

    private static int indexOf(byte[] bytes, byte[] part) {
        for (int at = 0; at + part.length <= bytes.length; at++) {
            if (Arrays.equals(bytes, at, at + part.length, part, 0, part.length)) {
                return at;
            }
        }
        return -1;
    }
}
