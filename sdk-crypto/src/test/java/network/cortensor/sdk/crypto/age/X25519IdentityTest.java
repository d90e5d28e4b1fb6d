package network.cortensor.sdk.crypto.age;

import network.cortensor.sdk.crypto.MalformedException;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.internal.age.Bech32;
import org.bouncycastle.math.ec.rfc7748.X25519;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

import static network.cortensor.sdk.crypto.age.AgeFiles.text;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class X25519IdentityTest {

    /** The example of the age specification, whose secret is therefore no secret. */
    private static final String IDENTITY = "AGE-SECRET-KEY-1GFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPYYSJZGFPQ4EGAEX";

    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    @Test
    void parse_exampleOfTheAgeSpecification_hasItsRecipient() {
        try (X25519Identity identity = X25519Identity.parse(IDENTITY.toCharArray())) {
            assertThat(identity.recipient()).hasToString(RECIPIENT);
            assertThat(identity.recipient()).isEqualTo(X25519Recipient.parse(RECIPIENT));
            assertThat(identity.recipient()).hasSameHashCodeAs(X25519Recipient.parse(RECIPIENT));
            assertThat(identity).hasToString("X25519Identity[" + RECIPIENT + "]");
        }
    }

    @Test
    void parse_eitherKind_isToldByItsPrefix() {
        assertThat(AgeRecipient.parse(RECIPIENT)).isInstanceOf(X25519Recipient.class);
        try (AgeIdentity identity = AgeIdentity.parse(IDENTITY.toCharArray())) {
            assertThat(identity).isInstanceOf(X25519Identity.class);
        }
        assertThatThrownBy(() -> AgeRecipient.parse("age1pq1nobody")).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Recipient.parse(RECIPIENT)).isInstanceOf(MalformedException.class);
    }

    @Test
    void parse_otherTexts_areMalformedAndNotShown() {
        for (String bad : List.of(
                "",
                IDENTITY.toLowerCase(Locale.ROOT),
                IDENTITY.substring(1),
                IDENTITY.substring(0, IDENTITY.length() - 1),
                IDENTITY + "Q",
                IDENTITY.replace("AEX", "AEQ"),
                IDENTITY.replace("GFPYY", "gfpyy"),
                IDENTITY.replace("AGE-SECRET-KEY-1", "AGE-SECRET-KEY-PQ-1"))) {
            assertThatThrownBy(() -> X25519Identity.parse(bad.toCharArray()))
                    .as(bad)
                    .isInstanceOf(MalformedException.class)
                    .hasMessageNotContaining("YSJZGFP");
        }
    }

    @Test
    void parse_recipientsThatNobodyCanHold_areMalformed() {
        BigInteger p = BigInteger.TWO.pow(255).subtract(BigInteger.valueOf(19));
        byte[] good = point(BigInteger.valueOf(9));
        assertThat(X25519Recipient.parse(recipient(good))).isNotNull();
        byte[] highBit = good.clone();
        highBit[31] |= (byte) 0x80;
        for (byte[] bad : new byte[][] {
            point(BigInteger.ZERO),
            point(BigInteger.ONE),
            point(p.subtract(BigInteger.ONE)),
            point(p),
            point(p.add(BigInteger.ONE)),
            point(p.add(BigInteger.valueOf(9))),
            point(BigInteger.TWO.pow(255).subtract(BigInteger.ONE)),
            highBit
        }) {
            assertThatThrownBy(() -> X25519Recipient.parse(recipient(bad)))
                    .as(Arrays.toString(bad))
                    .isInstanceOf(MalformedException.class)
                    .hasMessageContaining("low order or is not canonical");
        }
        assertThat(X25519Recipient.parse(recipient(point(p.subtract(BigInteger.valueOf(5))))))
                .as("the largest canonical points are fine")
                .isNotNull();
    }

    private static byte[] point(BigInteger value) {
        byte[] big = value.toByteArray();
        byte[] little = new byte[X25519.POINT_SIZE];
        for (int i = 0; i < big.length && i < little.length; i++) {
            little[i] = big[big.length - 1 - i];
        }
        return little;
    }

    private static String recipient(byte[] point) {
        return text(Bech32.encode("age", point));
    }
}
