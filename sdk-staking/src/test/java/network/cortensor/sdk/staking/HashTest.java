package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class HashTest {
    private static final String OF_NOTHING = "0xc5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470";

    @Test
    void keccak256_known_isEthereumsAndNotSha3() {
        assertThat(Hash.keccak256(new byte[0])).hasToString(OF_NOTHING);
        assertThat(Hash.keccak256("abc".getBytes(StandardCharsets.US_ASCII)))
                .hasToString("0x4e03657aea45a94fc7d47ba826c8d667c0d1e6e33a64a036ec44f58fa12d6c45");
    }

    @Test
    void parse_ownText_isEqual() {
        Hash hash = Hash.keccak256(new byte[0]);

        assertThat(Hash.parse(OF_NOTHING)).isEqualTo(hash).hasSameHashCodeAs(hash);
        assertThat(Hash.decode(hash.bytes())).isEqualTo(hash);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "0x", "0x00", "c5d2460186f7233c927e7db2dcc703c0e500b653ca82273b7bfad8045d85a470"})
    void parse_otherForm_isRefused(String text) {
        assertThatThrownBy(() -> Hash.parse(text)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.parse(OF_NOTHING + "0")).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void decode_otherLength_isRefused() {
        assertThatThrownBy(() -> Hash.decode(new byte[31])).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hash.decode(new byte[33])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void bytes_changedByCaller_leavesHashAsItWas() {
        byte[] in = new byte[32];
        Hash hash = Hash.decode(in);
        in[0] = 1;
        hash.bytes()[1] = 1;

        assertThat(hash).isEqualTo(Hash.decode(new byte[32]));
    }
}
