package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class AddressTest {
    private static final String MIXED = "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed";

    @ParameterizedTest
    @ValueSource(
            strings = {
                // The addresses that EIP-55 gives.
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26",
                MIXED,
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb"
            })
    void toString_addressOfEip55_hasItsChecksum(String checksummed) {
        Address lower = Address.parse(checksummed.toLowerCase(Locale.ROOT));

        assertThat(lower).hasToString(checksummed).isEqualTo(Address.parse(checksummed));
        assertThat(Address.decode(lower.bytes())).isEqualTo(lower).hasSameHashCodeAs(lower);
    }

    @Test
    void parse_eachLetterInTheOtherCase_isRefused() {
        for (int i = 2; i < MIXED.length(); i++) {
            char letter = MIXED.charAt(i);
            if (Character.isLetter(letter)) {
                char other =
                        Character.isUpperCase(letter) ? Character.toLowerCase(letter) : Character.toUpperCase(letter);
                String flipped = MIXED.substring(0, i) + other + MIXED.substring(i + 1);
                assertThatThrownBy(() -> Address.parse(flipped))
                        .isInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining(MIXED);
            }
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAeg",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed"
            })
    void parse_otherForm_isRefused(String text) {
        assertThatThrownBy(() -> Address.parse(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_otherLength_isRefused() {
        assertThatThrownBy(() -> Address.decode(new byte[19]))
                .hasMessageContaining("20")
                .hasMessageContaining("19");
        assertThatThrownBy(() -> Address.decode(new byte[21])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_changedByCaller_leavesAddressAsItWas() {
        byte[] in = new byte[20];
        Address address = Address.decode(in);
        in[0] = 1;
        address.bytes()[1] = 1;

        assertThat(address).isEqualTo(Address.decode(new byte[20]));
    }

    @Test
    void compareTo_highByte_isUnsigned() {
        byte[] high = new byte[20];
        high[0] = (byte) 0x80;

        assertThat(Address.decode(high)).isGreaterThan(Address.decode(new byte[20]));
    }
}
