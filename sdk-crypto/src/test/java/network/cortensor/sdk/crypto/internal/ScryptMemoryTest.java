package network.cortensor.sdk.crypto.internal;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class ScryptMemoryTest {

    private static final long MIB = 1 << 20;

    @Test
    void of_parametersOfTheRfc_areTheBytesThatScryptHolds() {
        assertThat(ScryptMemory.of(1 << 18, 8, 1).bytes()).isEqualTo(256 * MIB + 1024);
        assertThat(ScryptMemory.of(1 << 21, 1, 8).bytes()).isEqualTo(256 * MIB + 1024);
        assertThat(ScryptMemory.of(2, 1, 65_536).bytes()).isEqualTo(8 * MIB + 256);
    }

    @Test
    void fits_threeQuartersOfTheHeap_areEnoughAndNotLess() {
        ScryptMemory memory = new ScryptMemory(300 * MIB);
        assertThat(memory.fits(400 * MIB)).isTrue();
        assertThat(memory.fits(400 * MIB - 4)).isFalse();
    }

    @Test
    void requireFits_moreThanAnyHeap_saysWhatToDo() {
        ScryptMemory memory = new ScryptMemory(Long.MAX_VALUE);
        assertThat(memory.fitsTheHeap()).isFalse();
        assertThatThrownBy(() -> memory.requireFits("cannot do it"))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageStartingWith("cannot do it: ")
                .hasMessageContaining("-Xmx");
        new ScryptMemory(1).requireFits("a byte");
    }
}
