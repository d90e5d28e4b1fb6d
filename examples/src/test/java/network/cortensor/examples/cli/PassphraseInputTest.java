package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.crypto.Identity;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Passphrases as they come in: no two different ones may become one, and none is cut. */
class PassphraseInputTest {

    private static final byte[] LATIN_1 = "caf\u00e9\n".getBytes(StandardCharsets.ISO_8859_1);
    private static final int LONGEST = 1024;

    @TempDir
    Path folder;

    private static InputStream typed(String text) {
        return new ByteArrayInputStream(text.getBytes(StandardCharsets.UTF_8));
    }

    @Test
    void seal_passphraseFileThatIsNotUtf8_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("passphrase"), LATIN_1);
        ByteArrayOutputStream out = new ByteArrayOutputStream();

        Cli.run(InputStream.nullInputStream(), out, "seal", "--age", "--passphrase-file", file.toString())
                .failsWith(ExitCode.BAD_INPUT, "passphrase file " + file, "UTF-8");

        assertThat(out.toByteArray()).isEmpty();
    }

    @Test
    void open_passphraseFileThatIsNotUtf8_isRefused() throws IOException {
        Path file = Files.write(folder.resolve("passphrase"), LATIN_1);

        Cli.run("open", "--age", "--passphrase-file", file.toString()).failsWith(ExitCode.BAD_INPUT, "UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n", "\r\nsecond line"})
    void open_passphraseFileWithoutPassphrase_isRefused(String content) throws IOException {
        Path file = Files.writeString(folder.resolve("passphrase"), content);

        Cli.run("open", "--age", "--passphrase-file", file.toString()).failsWith(ExitCode.BAD_INPUT, "is empty");
    }

    @Test
    void open_protectedIdentityAndEmptyPassphraseFile_isRefused() throws IOException {
        Path key = folder.resolve("protected.key");
        try (Identity identity = Identity.generate()) {
            identity.writeTo(key, "correct horse".toCharArray());
        }
        Path file = Files.writeString(folder.resolve("passphrase"), "\n");

        Cli.run("open", "--age", "-i", key.toString(), "--passphrase-file", file.toString())
                .failsWith(ExitCode.BAD_INPUT, "is empty");
    }

    @Test
    void line_severalTyped_eachIsReadAsItIs() throws IOException {
        InputStream in = typed("caf\u00e9 \uD83D\uDC0E\n second \nlast");

        assertThat(TerminalPassphrase.line(in)).isEqualTo("caf\u00e9 \uD83D\uDC0E".toCharArray());
        assertThat(TerminalPassphrase.line(in)).isEqualTo(" second ".toCharArray());
        assertThat(TerminalPassphrase.line(in)).isEqualTo("last".toCharArray());
    }

    @Test
    void line_asLongAsAllowed_isWhole() throws IOException {
        for (String character : new String[] {"x", "\u00e9", "\u4e00"}) {
            assertThat(TerminalPassphrase.line(typed(character.repeat(LONGEST) + '\n')))
                    .isEqualTo(character.repeat(LONGEST).toCharArray());
        }
    }

    @Test
    void line_longer_isRefusedAndNothingOfItIsLeftForTheNextPrompt() throws IOException {
        for (String text : new String[] {"x".repeat(LONGEST + 1), "x".repeat(9_999), "\u4e00".repeat(LONGEST + 1)}) {
            InputStream in = typed(text + "\nnext\n");
            assertThatThrownBy(() -> TerminalPassphrase.line(in))
                    .isInstanceOf(InvalidRequestException.class)
                    .hasMessageContaining("1024");
            assertThat(TerminalPassphrase.line(in)).isEqualTo("next".toCharArray());
        }
    }

    @Test
    void line_notUtf8_isRefused() {
        assertThatThrownBy(() -> TerminalPassphrase.line(new ByteArrayInputStream(LATIN_1)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("UTF-8");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "\n"})
    void line_nothingTyped_isRefused(String text) {
        assertThatThrownBy(() -> TerminalPassphrase.line(typed(text)))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is empty");
    }

    @Test
    void decoded_bytesThatTheLocaleDoesNotKnow_isRefused() {
        assertThat(PassphraseText.decoded("The variable", "caf\u00e9")).isEqualTo("caf\u00e9".toCharArray());
        assertThatThrownBy(() -> PassphraseText.decoded("The variable", "caf\uFFFD"))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContainingAll("The variable", "UTF-8")
                .hasMessageNotContaining("caf");
        assertThatThrownBy(() -> PassphraseText.decoded("The variable", ""))
                .isInstanceOf(InvalidRequestException.class)
                .hasMessageContaining("is empty");
    }
}
