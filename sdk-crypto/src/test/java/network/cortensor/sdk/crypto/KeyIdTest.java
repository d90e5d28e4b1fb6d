package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class KeyIdTest {

    @Test
    void parse_itsOwnText_isEqual() {
        assertThat(KeyId.parse(Known.AGE_KEY_ID.toString()))
                .isEqualTo(Known.AGE_KEY_ID)
                .hasSameHashCodeAs(Known.AGE_KEY_ID)
                .isEqualByComparingTo(Known.AGE_KEY_ID);
        assertThat(KeyId.decode(Known.AGE_KEY_ID.bytes())).isEqualTo(Known.AGE_KEY_ID);
        assertThat(KeyId.decode(new byte[32])).isNotEqualTo(Known.AGE_KEY_ID);
    }

    @Test
    void parse_otherForms_areMalformed() {
        String text = Known.AGE_KEY_ID.toString();
        for (String bad : new String[] {
            "", text.toUpperCase(Locale.ROOT), "0x" + text, text.substring(1), text + "0", "g" + text.substring(1)
        }) {
            assertThatThrownBy(() -> KeyId.parse(bad)).isInstanceOf(MalformedException.class);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 31, 33})
    void decode_anotherSize_isMalformed(int size) {
        assertThatThrownBy(() -> KeyId.decode(new byte[size])).isInstanceOf(MalformedException.class);
    }
}
