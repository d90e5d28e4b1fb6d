package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Arrays;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class RecipientTest {

    private final Recipient recipient = Known.ageIdentity().recipient();

    @Test
    void parse_itsOwnText_isEqual() {
        Recipient copy = Recipient.parse(recipient.toString());
        assertThat(copy).isEqualTo(recipient).hasSameHashCodeAs(recipient);
        assertThat(copy.encoded()).hasSize(1216).isEqualTo(recipient.encoded());
        assertThat(copy).isNotEqualTo(Identity.generate().recipient());
    }

    @Test
    void keyId_isTheSha256OfTheEncodedKey() {
        assertThat(recipient.keyId().bytes()).isEqualTo(Hashes.sha256(recipient.encoded()));
    }

    @Test
    void parse_everyCharacterChanged_isMalformed() {
        String text = recipient.toString();
        for (int i = 0; i < text.length(); i++) {
            char changed = text.charAt(i) == 'q' ? 'p' : 'q';
            String bad = text.substring(0, i) + changed + text.substring(i + 1);
            assertThatThrownBy(() -> Recipient.parse(bad)).as("at " + i).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void parse_otherForms_areMalformed() {
        String text = recipient.toString();
        for (String bad : new String[] {
            "",
            text.toUpperCase(Locale.ROOT),
            text.substring(0, text.length() - 1),
            text + "q",
            " " + text,
            text.replace("age1pq1", "age1"),
            "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj"
        }) {
            assertThatThrownBy(() -> Recipient.parse(bad)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1215, 1217})
    void decode_anotherSize_isMalformed(int size) {
        assertThatThrownBy(() -> Recipient.decode(Arrays.copyOf(recipient.encoded(), size)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void decode_coefficientOfTheModulus_isMalformed() {
        for (int triple = 0; triple < 1152; triple += 3) {
            byte[] first = recipient.encoded();
            first[triple] = 0x01;
            first[triple + 1] = (byte) ((first[triple + 1] & 0xf0) | 0x0d);
            byte[] second = recipient.encoded();
            second[triple + 1] = (byte) ((second[triple + 1] & 0x0f) | 0x10);
            second[triple + 2] = (byte) 0xd0;
            for (byte[] bad : new byte[][] {first, second}) {
                assertThatThrownBy(() -> Recipient.decode(bad))
                        .isInstanceOf(MalformedException.class)
                        .hasMessageContaining("modulus");
            }
        }
    }

    /** The points of low order of Curve25519 and its twist, and the two encodings of them that are not reduced. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0000000000000000000000000000000000000000000000000000000000000000",
                "0100000000000000000000000000000000000000000000000000000000000000",
                "e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800",
                "5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157",
                "ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f",
                "eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f"
            })
    void decode_pointOfLowOrder_isMalformed(String point) {
        byte[] clear = HexFormat.of().parseHex(point);
        byte[] set = clear.clone();
        set[31] |= (byte) 0x80;
        for (byte[] bad : new byte[][] {clear, set}) {
            assertThatThrownBy(() -> Recipient.decode(withPoint(bad)))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("low order");
        }
    }

    /** Every encoding that is not reduced is among them: p to p + 18. */
    @Test
    void decode_pointsAtBothEndsOfTheRange_refusesThoseThatEveryScalarTakesToZero() {
        int refused = 0;
        for (int distance = 0; distance < 64; distance++) {
            byte[] small = new byte[32];
            small[0] = (byte) distance;
            byte[] large = Known.repeated(0xff);
            large[0] = (byte) (0xff - distance);
            byte[] largeAndClear = large.clone();
            largeAndClear[31] = 0x7f;
            byte[] smallAndSet = small.clone();
            smallAndSet[31] = (byte) 0x80;
            for (byte[] point : new byte[][] {small, smallAndSet, large, largeAndClear}) {
                refused += requireAgreementWithAMultiplication("near an end", point) ? 1 : 0;
            }
        }
        assertThat(refused)
                .as("0, 1, p - 1, p, p + 1, each with the highest bit clear and set")
                .isEqualTo(10);
    }

    @Test
    void decode_randomPoints_refusesThoseThatEveryScalarTakesToZero() {
        Seed seed = Seed.of(RecipientTest.class);
        Random random = seed.random();
        for (int i = 0; i < 200; i++) {
            byte[] point = new byte[32];
            random.nextBytes(point);
            requireAgreementWithAMultiplication(seed + ", round " + i, point);
        }
    }

    /** A clamped scalar is a multiple of 8: it takes a point of low order to zero, and no other. */
    private boolean requireAgreementWithAMultiplication(String what, byte[] point) {
        byte[] scalar = new byte[X25519.SCALAR_SIZE];
        X25519.clampPrivateKey(scalar);
        boolean low = !X25519.calculateAgreement(scalar, 0, point, 0, new byte[X25519.POINT_SIZE], 0);
        assertThat(isRefused(point))
                .as("%s: %s", what, HexFormat.of().formatHex(point))
                .isEqualTo(low);
        return low;
    }

    private boolean isRefused(byte[] point) {
        try {
            Recipient.decode(withPoint(point));
            return false;
        } catch (MalformedException e) {
            return true;
        }
    }

    private byte[] withPoint(byte[] point) {
        byte[] encoded = recipient.encoded();
        System.arraycopy(point, 0, encoded, 1184, 32);
        return encoded;
    }
}
