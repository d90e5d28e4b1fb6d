package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.internal.age.AgeHeader;
import network.cortensor.sdk.crypto.internal.age.ScryptStanza;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.util.Base64;

import static network.cortensor.sdk.crypto.age.AgeFiles.ascii;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Headers that cost too much: refused by their form, before any work with a key. */
class AgeHeaderLimitsTest {

    private static final String VERSION = "age-encryption.org/v1\n";
    private static final String MAC = "--- " + "A".repeat(43) + "\n";
    private static final String SALT = "A".repeat(22);
    private static final String BODY = "A".repeat(43) + "\n";

    private final AgeDecryption decryption =
            AgeDecryption.with(X25519Identity.generate(), Passphrase.withWorkFactor("correct horse".toCharArray(), 8));

    private void refused(String header, String telling) {
        assertThatThrownBy(() -> decryption.decrypt(new ByteArrayInputStream(ascii(header + "0".repeat(32)))))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(telling);
    }

    @Test
    void decrypt_headerWithoutEnd_isReadUpToTheLimitOnly() {
        Endless endless = new Endless();
        assertThatThrownBy(() -> decryption.binary().decrypt(endless))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than 262144 bytes");
        assertThat(endless.given).isLessThan(AgeHeader.MAX_BYTES + 16 * 1024);
    }

    @Test
    void decrypt_largeFileOfAnotherKind_isRefusedByItsBeginning() {
        Endless endless = new Endless();
        endless.at = 1;
        assertThatThrownBy(() -> decryption.decrypt(endless))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("must start with");
        assertThat(endless.given).isLessThan(16 * 1024);
    }

    @Test
    void decrypt_moreStanzasThanAllowed_isMalformed() {
        refused(VERSION + "-> x\n\n".repeat(AgeHeader.MAX_STANZAS + 1) + MAC, "more than 128 stanzas");
    }

    @Test
    void decrypt_moreArgumentsThanAllowed_isMalformed() {
        refused(VERSION + "-> x" + " y".repeat(AgeHeader.MAX_ARGUMENTS) + "\n\n" + MAC, "more than 16 arguments");
    }

    /** A work factor that the reader would compute for minutes, and that its heap could not hold. */
    @ParameterizedTest
    @ValueSource(strings = {"21", "22", "23", "63", "64", "99", "100", "4294967296", "9999999999999999999999"})
    void decrypt_workFactorAboveTheLimit_isMalformedAndNotComputed(String factor) {
        refused(VERSION + "-> scrypt " + SALT + ' ' + factor + '\n' + BODY + MAC, "above 2^20");
    }

    @ParameterizedTest
    @ValueSource(strings = {"0", "01", "+1", "-1", "1a", "0x10", "1.0", "\u0661"})
    void decrypt_workFactorThatIsNoDecimal_isMalformed(String factor) {
        assertThatThrownBy(() -> decryption.decrypt(new ByteArrayInputStream(
                        ascii(VERSION + "-> scrypt " + SALT + ' ' + factor + '\n' + BODY + MAC + "0".repeat(32)))))
                .isInstanceOf(MalformedException.class);
    }

    /** A passphrase says who wrote the file only if nobody else can open it. */
    @Test
    void decrypt_passphraseBesideAnotherRecipient_isMalformedForEveryReader() {
        String scrypt = "-> scrypt " + SALT + " 10\n" + BODY;
        for (String other : new String[] {scrypt, "-> grease\n\n", "-> X25519 " + "A".repeat(43) + '\n' + BODY}) {
            refused(VERSION + scrypt + other + MAC, "beside other recipients");
            refused(VERSION + other + scrypt + MAC, "beside other recipients");
        }
        assertThatThrownBy(() -> AgeDecryption.with(X25519Identity.generate())
                        .decrypt(new ByteArrayInputStream(ascii(VERSION + scrypt + scrypt + MAC + "0".repeat(32)))))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void decrypt_shareOfLowOrder_isMalformed() {
        byte[] one = new byte[32];
        one[0] = 1;
        for (byte[] point : new byte[][] {new byte[32], one}) {
            String share = Base64.getEncoder().withoutPadding().encodeToString(point);
            refused(VERSION + "-> X25519 " + share + '\n' + BODY + MAC, "low order");
        }
    }

    @Test
    void workFactor_written_isReadOnAnyHeapThatCanWriteIt() {
        assertThat(ScryptStanza.WORK_FACTOR).isLessThan(ScryptStanza.MAX_WORK_FACTOR);
    }

    /** A header that goes on and on. */
    private static final class Endless extends InputStream {

        private static final byte[] START = ascii(VERSION + "-> x\n");

        private long given;
        private int at;

        @Override
        public int read() {
            given++;
            return at < START.length ? START[at++] : 'A';
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            for (int i = 0; i < length; i++) {
                target[offset + i] = (byte) read();
            }
            return length;
        }
    }
}
