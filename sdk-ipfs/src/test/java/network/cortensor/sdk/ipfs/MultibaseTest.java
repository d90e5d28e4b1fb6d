package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class MultibaseTest {
    /** The test vectors of RFC 4648 section 10 without padding, and plain facts about the others. */
    @ParameterizedTest
    @CsvSource({
        "BASE32, '', ''",
        "BASE32, f, my",
        "BASE32, fo, mzxq",
        "BASE32, foo, mzxw6",
        "BASE32, foob, mzxw6yq",
        "BASE32, fooba, mzxw6ytb",
        "BASE32, foobar, mzxw6ytboi",
        "BASE16, foobar, 666f6f626172",
        "BASE58, Hello World!, 2NEpo7TZRRrLZSi2U",
        "BASE36, '', ''",
        "BASE16_UPPER, foobar, 666F6F626172",
        "BASE32_UPPER, foobar, MZXW6YTBOI",
        "BASE32_PAD, '', ''",
        "BASE32_PAD, f, my======",
        "BASE32_PAD_UPPER, foobar, MZXW6YTBOI======",
        "BASE32_HEX, foobar, cpnmuoj1e8",
        "BASE32_HEX_UPPER, fooba, CPNMUOJ1",
        "BASE64, f, Zg",
        "BASE64_PAD, fo, Zm8=",
        "BASE64_PAD, foob, Zm9vYg==",
        "BASE64_URL, '\u00ff\u00fe>?', w7_Dvj4_",
        "BASE64_URL_PAD, '>?>', Pj8-"
    })
    void encode_knownText_givesKnownEncoding(Multibase base, String text, String encoded) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        assertThat(base.encodeDigits(bytes)).isEqualTo(encoded);
        assertThat(base.decode(encoded, 0)).isEqualTo(bytes);
    }

    @ParameterizedTest
    @EnumSource(Multibase.class)
    void decode_encodedZerosInFront_keepsEachOfThem(Multibase base) {
        for (int zeros = 0; zeros < 5; zeros++) {
            for (int size = zeros; size < 40; size++) {
                byte[] bytes = new byte[size];
                for (int i = zeros; i < size; i++) {
                    bytes[i] = (byte) (255 - i);
                }
                assertThat(Multibase.decode(base.encode(bytes))).isEqualTo(bytes);
            }
        }
    }

    @Test
    void decode_wholeDigitLeftOver_isRefused() {
        assertThatThrownBy(() -> Multibase.BASE32.decode("a", 0)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Multibase.BASE32.decode("mya", 0)).isInstanceOf(MalformedException.class);
        assertThatThrownBy(() -> Multibase.BASE16.decode("0", 0)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @CsvSource({"BASE58, 0", "BASE58, O", "BASE58, I", "BASE58, l", "BASE32, 1", "BASE32, 8", "BASE16, g", "BASE36, A"})
    void decode_characterOfAnotherBase_isRefusedWithItsPlace(Multibase base, String character) {
        assertThatThrownBy(() -> base.decode("22" + character, 0))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("character 2 is U+");
    }
}
