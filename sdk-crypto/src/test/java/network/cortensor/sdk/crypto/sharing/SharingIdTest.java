package network.cortensor.sdk.crypto.sharing;

import network.cortensor.sdk.crypto.MalformedException;
import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.Locale;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class SharingIdTest {

    private final SharingId id = SecretSharing.split(new byte[] {1}, 1, 1).id();

    @Test
    void parse_whatWasWritten_isTheSameId() {
        assertThat(SharingId.parse(id.toString())).isEqualTo(id).hasSameHashCodeAs(id);
        assertThat(SharingId.decode(id.bytes())).isEqualTo(id);
        assertThat(id).isNotEqualTo(SecretSharing.split(new byte[] {1}, 1, 1).id());
    }

    @Test
    void bytes_changed_doNotChangeTheId() {
        byte[] bytes = id.bytes();
        SharingId copy = SharingId.decode(bytes);
        bytes[0] ^= 1;
        assertThat(copy).isEqualTo(id);
        id.bytes()[0] ^= 1;
        assertThat(id).isEqualTo(copy);
    }

    @Test
    void parse_everyOtherForm_isMalformed() {
        String hex = id.toString();
        for (String bad : List.of(
                "",
                hex.substring(1),
                hex + "0",
                "0x" + hex,
                " " + hex.substring(1),
                "g" + hex.substring(1),
                "A".repeat(64),
                hex.toUpperCase(Locale.ROOT) + "A")) {
            assertThatThrownBy(() -> SharingId.parse(bad)).as(bad).isInstanceOf(MalformedException.class);
        }
        for (int size : new int[] {0, 31, 33}) {
            assertThatThrownBy(() -> SharingId.decode(new byte[size])).isInstanceOf(MalformedException.class);
        }
    }
}
