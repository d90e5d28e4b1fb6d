package network.cortensor.sdk.ipfs.internal.unixfs;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class NameHashTest {
    /** The first halves of well-known MurmurHash3 x64-128 values, and what Kubo shards by. */
    @ParameterizedTest
    @CsvSource({
        "'', 0000000000000000",
        "hello, cbd8a7b341bd9b02",
        "The quick brown fox jumps over the lazy dog, e34bbc7bbc071b6c"
    })
    void of_knownNames_givesKnownHashes(String name, String hash) {
        assertThat(NameHash.of(name).bits()).isEqualTo(Long.parseUnsignedLong(hash, 16));
    }

    /** The example of the UnixFS specification, "HAMTDirectory Path Resolution". */
    @Test
    void bucket_exampleOfTheSpecification_isFound() {
        NameHash name = NameHash.of("470.txt");
        assertThat(name.bucket(0, 256)).isZero();
        assertThat(name.bucket(1, 256)).isEqualTo(0x6e);
        assertThat(NameHash.of("742.txt").bucket(0, 256)).isZero();
        assertThat(NameHash.of("742.txt").bucket(1, 256)).isEqualTo(0xff);
    }

    @ParameterizedTest
    @CsvSource({"8, 21", "16, 16", "32, 12", "64, 10", "128, 9", "256, 8", "512, 7", "1024, 6"})
    void bucket_everyLevelOfEveryFanout_takesTheNextBits(int fanout, int levels) {
        assertThat(NameHash.levels(fanout)).isEqualTo(levels);
        NameHash name = NameHash.of("name");
        String bits = String.format("%64s", Long.toBinaryString(name.bits())).replace(' ', '0');
        int width = Integer.numberOfTrailingZeros(fanout);
        for (int level = 0; level < levels; level++) {
            assertThat(name.bucket(level, fanout))
                    .isEqualTo(Integer.parseInt(bits.substring(level * width, (level + 1) * width), 2));
        }
    }

    @Test
    void of_halfACharacter_isRefused() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> NameHash.of("a\ud800"))
                .withMessageContaining("surrogate");
    }
}
