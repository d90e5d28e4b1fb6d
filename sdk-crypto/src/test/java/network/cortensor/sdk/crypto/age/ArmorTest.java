package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.NotForMeException;
import network.cortensor.sdk.crypto.RejectedException;
import network.cortensor.sdk.crypto.Scene;
import network.cortensor.sdk.crypto.internal.age.ArmorDecoder;
import network.cortensor.sdk.crypto.internal.age.ArmorEncoder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.function.UnaryOperator;

import static network.cortensor.sdk.crypto.age.AgeFiles.ascii;
import static network.cortensor.sdk.crypto.age.AgeFiles.encrypt;
import static network.cortensor.sdk.crypto.age.AgeFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Armor has one form. Whatever else a text editor, a mail program or an attacker makes of it is refused. */
class ArmorTest {

    private static final String BEGIN = "-----BEGIN AGE ENCRYPTED FILE-----\n";
    private static final String END = "-----END AGE ENCRYPTED FILE-----\n";

    private final X25519Identity identity = X25519Identity.generate();
    private final AgeDecryption decryption = AgeDecryption.with(identity);
    private final byte[] plaintext = Scene.bytes(333);
    private final String good =
            text(encrypt(AgeEncryption.to(identity.recipient()).armored(), plaintext));

    private void accepted(String armored) {
        assertThat(AgeFiles.decrypt(decryption.armored(), ascii(armored))).isEqualTo(plaintext);
    }

    private void refused(String armored) {
        ByteArrayOutputStream released = new ByteArrayOutputStream();
        assertThatThrownBy(() -> AgeFiles.release(decryption.armored(), ascii(armored), released))
                .as(armored)
                .isInstanceOf(ArmorException.class);
        assertThat(released.size()).isZero();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 2, 3, 47, 48, 49, 95, 96, 97, 12_287, 12_288, 12_289, 100_000})
    void encode_anyBytes_isStrictPemThatDecodes(int size) {
        byte[] bytes = Scene.bytes(size);
        byte[] armored = Scene.readAll(ArmorEncoder.encoding(new ByteArrayInputStream(bytes)));

        String body = size == 0 ? "" : Base64.getMimeEncoder(64, ascii("\n")).encodeToString(bytes) + '\n';
        assertThat(text(armored)).isEqualTo(BEGIN + body + END);
        assertThat(Scene.readAll(ArmorDecoder.decoding(new ByteArrayInputStream(armored))))
                .isEqualTo(bytes);
    }

    @Test
    void decode_lineEndsAndBlanksAround_areLetThrough() {
        accepted(good);
        accepted(good.strip());
        accepted(good.replace("\n", "\r\n"));
        accepted("\r\n \t\n\n" + good + "\n \t\r\n\n");
        accepted("\n".repeat(1024) + good + " ".repeat(1024));
        assertThat(AgeFiles.decrypt(decryption, ascii("\n \n" + good))).isEqualTo(plaintext);
    }

    @Test
    void decode_moreBlanksThanAnAccident_areRefused() {
        refused("\n".repeat(1025) + good);
        refused(" ".repeat(1025) + '\n' + good);
        refused(good + " ".repeat(1025));
    }

    @Test
    void decode_otherForms_areRefused() {
        List<UnaryOperator<String>> damages = List.of(
                s -> "garbage\n" + s,
                s -> " " + s,
                s -> s + "garbage",
                s -> s + s,
                s -> s.replace("BEGIN", "begin"),
                s -> s.toLowerCase(Locale.ROOT),
                s -> s.replace("FILE", "MESSAGE"),
                s -> s.replace(BEGIN, ""),
                s -> s.replace(END, ""),
                s -> s.replace(END, "-----END AGE ENCRYPTED FILE----"),
                s -> s.replace(END, " " + END),
                s -> s.replace(BEGIN, BEGIN + "Comment: hello\n\n"),
                s -> s.replace(BEGIN, BEGIN + "\n"),
                s -> s.replace(END, "\n" + END),
                s -> s.replace(END, "=abcd\n" + END),
                s -> s.replaceFirst("([A-Za-z0-9+/]{64})\n", "$1"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{60})([A-Za-z0-9+/]{4})\n", "$1\n$2\n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{64})\n", "$1 \n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{64})\n", " $1\n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{64})\n", "$1\r\r\n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{32})", "$1\r"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{62})..\n", "$1==\n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{63}).\n", "$1-\n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{63}).\n", "$1\u00e9\n"),
                s -> s.replaceFirst("([A-Za-z0-9+/]{63}).\n", "$1\u0000\n"));
        for (UnaryOperator<String> damage : damages) {
            String damaged = damage.apply(good);
            assertThat(damaged).isNotEqualTo(good);
            refused(damaged);
        }
    }

    /** Each base64 text of the last line but one stands for the same bytes, so all others would make the file malleable. */
    @Test
    void decode_lastLineInAnotherFormOfTheSameBytes_isRefused() {
        for (int size = 1; size <= 48; size++) {
            byte[] bytes = Scene.bytes(size);
            String line = Base64.getEncoder().encodeToString(bytes);
            int padding = line.length() - line.replace("=", "").length();
            if (padding > 0) {
                int last = line.length() - padding - 1;
                String alphabet = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
                char next = alphabet.charAt(alphabet.indexOf(line.charAt(last)) + 1);
                String other = line.substring(0, last) + next + line.substring(last + 1);
                assertThat(Base64.getDecoder().decode(other)).isEqualTo(bytes);
                decodeRefused(BEGIN + other + '\n' + END);
                decodeRefused(BEGIN + line.replace("=", "") + '\n' + END);
                decodeRefused(BEGIN + line + "====\n" + END);
            }
        }
        decodeRefused(BEGIN + "====\n" + END);
        decodeRefused(BEGIN + "A===\n" + END);
        decodeRefused(BEGIN + "AA=A\n" + END);
    }

    private static void decodeRefused(String armored) {
        assertThatThrownBy(() -> Scene.readAll(ArmorDecoder.decoding(new ByteArrayInputStream(ascii(armored)))))
                .as(armored)
                .isInstanceOf(ArmorException.class);
    }

    @Test
    void decode_cutAnywhere_isRefused() {
        String stripped = good.strip();
        for (int length = 0; length < stripped.length(); length++) {
            refused(stripped.substring(0, length));
        }
    }

    @Test
    void decode_anyCharacterAltered_releasesNothing() {
        for (int position = 0; position < good.length() - 1; position++) {
            for (int flip : new int[] {1, 0x20, 0x80}) {
                byte[] altered = ascii(good);
                altered[position] ^= (byte) flip;
                ByteArrayOutputStream released = new ByteArrayOutputStream();
                assertThatThrownBy(() -> AgeFiles.release(decryption.armored(), altered, released))
                        .as("character %d altered by %d", position, flip)
                        .isInstanceOfAny(MalformedException.class, RejectedException.class, NotForMeException.class);
                assertThat(released.size()).isZero();
            }
        }
    }

    @Test
    void decode_nothingInside_isAMalformedHeader() {
        assertThatThrownBy(() -> AgeFiles.decrypt(decryption, ascii(BEGIN + END)))
                .isInstanceOf(MalformedException.class)
                .isNotInstanceOf(ArmorException.class);
    }
}
