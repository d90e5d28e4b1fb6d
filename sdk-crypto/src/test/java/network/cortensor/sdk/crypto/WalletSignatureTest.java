package network.cortensor.sdk.crypto;

import org.bouncycastle.util.BigIntegers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WalletSignatureTest {

    private static final BigInteger ORDER =
            new BigInteger("fffffffffffffffffffffffffffffffebaaedce6af48a03bbfd25e8cd0364141", 16);

    private static final byte[] MAIL_DIGEST =
            Known.hex("be609aee343fb3c4b28e1df9e632fca64fcfaede20f02e86244efddf30957bd2");
    private static final byte[] MAIL_SIGNATURE =
            Known.hex("4355c47d63924e8a72e509b65029052eb6c299d53a04e167c5775fd466751c9d"
                    + "07299936d304c153f6443dfa05f40ff007d72911b6f72307f996231605b91562"
                    + "1c");

    @Test
    void sign_etherMailOfEip712_isTheSignatureOfTheEip() {
        assertThat(Known.cow().sign(MAIL_DIGEST).bytes()).isEqualTo(MAIL_SIGNATURE);
    }

    @Test
    void recover_etherMailOfEip712_isTheSigner() {
        assertThat(WalletSignature.decode(MAIL_SIGNATURE).recover(MAIL_DIGEST)).isEqualTo(Known.COW);
    }

    @Test
    void recover_everyBitOfTheDigestFlipped_isAnotherAddressOrNone() {
        WalletSignature signature = WalletSignature.decode(MAIL_SIGNATURE);
        for (int bit = 0; bit < 256; bit++) {
            byte[] digest = MAIL_DIGEST.clone();
            digest[bit / 8] ^= (byte) (1 << bit % 8);
            assertThat(signature.signerOf(digest)).isNotEqualTo(java.util.Optional.of(Known.COW));
        }
    }

    @Test
    void decode_mirroredTwin_isMalformed() {
        byte[] twin = MAIL_SIGNATURE.clone();
        BigInteger s = BigIntegers.fromUnsignedByteArray(twin, 32, 32);
        System.arraycopy(BigIntegers.asUnsignedByteArray(32, ORDER.subtract(s)), 0, twin, 32, 32);
        twin[64] = (byte) (27 + 28 - twin[64]);

        assertThatThrownBy(() -> WalletSignature.decode(twin))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("upper half");
    }

    @ParameterizedTest
    @CsvSource({
        "0, 1, 27",
        "-1, 1, 27",
        "1, 0, 27",
        "1, -1, 27",
        "1, 1, 0",
        "1, 1, 1",
        "1, 1, 26",
        "1, 1, 29",
        "1, 1, 255"
    })
    void decode_partOutOfRange_isMalformed(int r, int s, int v) {
        byte[] bytes = new byte[65];
        System.arraycopy(word(r), 0, bytes, 0, 32);
        System.arraycopy(word(s), 0, bytes, 32, 32);
        bytes[64] = (byte) v;

        assertThatThrownBy(() -> WalletSignature.decode(bytes)).isInstanceOf(MalformedException.class);
    }

    private static byte[] word(int value) {
        return BigIntegers.asUnsignedByteArray(32, value < 0 ? ORDER : BigInteger.valueOf(value));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 64, 66})
    void decode_anotherSize_isMalformed(int size) {
        assertThatThrownBy(() -> WalletSignature.decode(Arrays.copyOf(MAIL_SIGNATURE, size)))
                .isInstanceOf(MalformedException.class);
    }

    @Test
    void recover_rThatIsNoPoint_isRejected() {
        byte[] bytes = MAIL_SIGNATURE.clone();
        Arrays.fill(bytes, 0, 32, (byte) 0);
        // 5 is the smallest number that is the coordinate of no point of the curve.
        bytes[31] = 5;

        assertThatThrownBy(() -> WalletSignature.decode(bytes).recover(MAIL_DIGEST))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.SIGNATURE));
    }

    @Test
    void parse_itsOwnText_isEqual() {
        WalletSignature signature = WalletSignature.decode(MAIL_SIGNATURE);
        assertThat(WalletSignature.parse(signature.toString()))
                .isEqualTo(signature)
                .hasSameHashCodeAs(signature);
    }

    @Test
    void parse_otherTexts_areMalformed() {
        String text = WalletSignature.decode(MAIL_SIGNATURE).toString();
        char last = text.charAt(text.length() - 1);
        String sloppy = text.substring(0, text.length() - 1) + (char) (last + 1);

        for (String bad :
                new String[] {"", text + "=", text + "A", text.substring(1), "?" + text.substring(1), sloppy}) {
            assertThatThrownBy(() -> WalletSignature.parse(bad)).as(bad).isInstanceOf(MalformedException.class);
        }
    }

    @Test
    void recover_digestOfAnotherSize_isRefused() {
        assertThatThrownBy(() -> WalletSignature.decode(MAIL_SIGNATURE).recover(new byte[31]))
                .isInstanceOf(IllegalArgumentException.class);
    }
}
