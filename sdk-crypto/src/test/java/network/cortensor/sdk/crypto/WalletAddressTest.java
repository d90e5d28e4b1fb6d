package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class WalletAddressTest {

    /** The examples of EIP-55. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359",
                "0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB",
                "0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb",
                "0x52908400098527886E0F7030069857D2E4169EE7",
                "0x8617E340B3D01FA5F11F306F4090FD50E238070D",
                "0xde709f2102306220921060314715629080e2fb77",
                "0x27b1fdb04752bbc536007a920d24acb045561c26"
            })
    void parse_examplesOfEip55_writtenBackWithTheirChecksum(String text) {
        assertThat(WalletAddress.parse(text)).hasToString(text);
        String lower = text.toLowerCase(Locale.ROOT);
        assertThat(WalletAddress.parse(lower)).hasToString(text);
        assertThat(WalletAddress.parse("0x" + text.substring(2).toUpperCase(Locale.ROOT)))
                .hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "0x",
                "5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0X5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed0",
                "0x5aeb6053f3e94c9b9a09f33669435e7ef1beaegg",
                "0x5aAeb6053F3E94C9b9A09f33669435E7Ef1Beaed",
                " 0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe"
            })
    void parse_anotherFormOrChecksum_isMalformed(String text) {
        assertThatThrownBy(() -> WalletAddress.parse(text)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 19, 21, 32})
    void decode_anotherSize_isMalformed(int size) {
        assertThatThrownBy(() -> WalletAddress.decode(new byte[size])).isInstanceOf(MalformedException.class);
    }

    @Test
    void bytes_changedByTheCaller_leaveTheAddressAlone() {
        byte[] bytes = Known.COW.bytes();
        WalletAddress copy = WalletAddress.decode(bytes);
        bytes[0]++;
        Known.COW.bytes()[0]++;

        assertThat(copy).isEqualTo(Known.COW).hasSameHashCodeAs(Known.COW);
        assertThat(WalletAddress.decode(bytes)).isNotEqualTo(copy);
    }

    @Test
    void compareTo_highBytes_orderedWithoutSign() {
        WalletAddress low = WalletAddress.parse("0x7f00000000000000000000000000000000000000");
        WalletAddress high = WalletAddress.parse("0x8000000000000000000000000000000000000000");
        assertThat(low).isLessThan(high);
    }
}
