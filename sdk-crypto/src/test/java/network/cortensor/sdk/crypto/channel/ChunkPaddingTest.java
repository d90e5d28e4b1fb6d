package network.cortensor.sdk.crypto.channel;

import network.cortensor.sdk.crypto.internal.ohttp.Aead;
import org.junit.jupiter.api.Test;

import java.util.Set;
import java.util.TreeSet;

import static org.assertj.core.api.Assertions.assertThat;

class ChunkPaddingTest {

    private static final int[] PLAINTEXTS = {34, 66, 130, 258, 514, 1026, 2050, 4098, 8194, 16_384};

    @Test
    void pad_everyLength_hasOneOfTenSizesAndComesBack() {
        Set<Integer> sizes = new TreeSet<>();
        for (int length = 0; length <= ChunkPadding.MAX_PAYLOAD; length++) {
            byte[] source = new byte[length + 3];
            source[1] = 9;
            byte[] plaintext = ChunkPadding.pad(source, 1, length);
            sizes.add(plaintext.length);
            assertThat(ChunkPadding.strip(plaintext).length).isEqualTo(length);
        }
        assertThat(sizes).containsExactly(box(PLAINTEXTS));
    }

    @Test
    void isSealedSize_everySize_isOneOfTen() {
        Set<Integer> sizes = new TreeSet<>();
        for (int size = -20; size < 70_000; size++) {
            if (ChunkPadding.isSealedSize(size)) {
                sizes.add(size - Aead.TAG_BYTES);
            }
        }
        assertThat(sizes).containsExactly(box(PLAINTEXTS));
    }

    @Test
    void write_anyLength_putsOnlyTheTenSizesOnTheWire() {
        Set<Integer> sizes = new TreeSet<>();
        try (ClientChannel channel = Exchange.open().asking) {
            ChannelWriter writer = channel.request();
            for (int length = 1; length <= ChunkPadding.MAX_PAYLOAD; length += 1 + length / 40) {
                sizes.add(writer.write(new byte[length]).length);
            }
            sizes.add(writer.write(new byte[ChunkPadding.MAX_PAYLOAD]).length);
            assertThat(writer.keepAlive()).hasSize(51);
        }
        assertThat(sizes).containsExactly(51, 84, 148, 276, 532, 1044, 2068, 4116, 8212, 16_404);
    }

    /** The goal: a live chunk of 64 bytes costs at most 24. */
    @Test
    void write_64Bytes_cost20() {
        try (ClientChannel channel = Exchange.open().asking) {
            int overhead = channel.request().write(new byte[64]).length - 64;
            System.out.println("live chunk of 64 bytes: " + overhead + " bytes more on the wire");
            assertThat(overhead).isEqualTo(20).isLessThanOrEqualTo(24);
        }
    }

    private static Integer[] box(int[] values) {
        Integer[] boxed = new Integer[values.length];
        for (int i = 0; i < values.length; i++) {
            boxed[i] = values[i];
        }
        return boxed;
    }
}
