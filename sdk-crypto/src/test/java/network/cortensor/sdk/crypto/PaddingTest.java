package network.cortensor.sdk.crypto;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.HashSet;
import java.util.Set;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class PaddingTest {

    @ParameterizedTest
    @CsvSource({
        "0, 256",
        "248, 256",
        "249, 272",
        "264, 272",
        "265, 288",
        "1016, 1024",
        "1017, 1088",
        "65528, 65536",
        "65529, 67584",
        "1048568, 1048576",
        "1048569, 1081344"
    })
    void paddedLength_knownSizes_arePadme(long body, long padded) {
        assertThat(Padding.paddedLength(body)).isEqualTo(padded);
    }

    @Test
    void paddedLength_everySizeToOneMebibyte_fewSizesAndAtMostTwelvePercent() {
        Set<Long> sizes = new HashSet<>();
        for (long body = 0; body <= 1024 * 1024 - 8; body++) {
            long padded = Padding.paddedLength(body);
            sizes.add(padded);
            assertThat(padded >= body + 8 && (padded <= 256 || padded * 100 <= (body + 8) * 112))
                    .as("body of %d bytes", body)
                    .isTrue();
        }
        System.out.println("PaddingTest: " + sizes.size() + " sizes up to 1 MiB");
        assertThat(sizes).hasSizeLessThanOrEqualTo(257);
    }

    @Test
    void paddedLength_largestBody_doesNotOverflow() {
        assertThat(Padding.paddedLength(Padding.MAX_BODY_BYTES)).isGreaterThan(Padding.MAX_BODY_BYTES);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 247, 248, 249, 5000, 9000})
    void unpad_whatWasPadded_isTheBody(int size) {
        byte[] body = Scene.bytes(size);
        byte[] padded = Scene.readAll(Padding.pad(new ByteArrayInputStream(body), size));

        assertThat(padded).hasSize(Math.toIntExact(Padding.paddedLength(size)));
        assertThat(unpad(padded)).isEqualTo(body);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 248, 5000})
    void unpad_everyByteOfThePaddingSet_isRejected(int size) {
        byte[] padded = padded(size);
        for (int i = 8 + size; i < padded.length; i++) {
            byte[] bad = padded.clone();
            bad[i] = 1;
            rejected(bad);
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 248, 249, 5000})
    void unpad_otherTotalLength_isRejected(int size) {
        byte[] padded = padded(size);
        for (int length :
                new int[] {0, 7, 8, padded.length - 1, padded.length + 1, padded.length + 16, padded.length * 2}) {
            rejected(Arrays.copyOf(padded, length));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 249, 300, (1L << 40) + 1, Long.MAX_VALUE, Long.MIN_VALUE})
    void unpad_otherLengthPrefix_isRejected(long claimed) {
        byte[] bad = new byte[256];
        ByteBuffer.wrap(bad).putLong(claimed);
        rejected(bad);
    }

    @Test
    void unpad_badPaddingBehindTheBody_withholdsItsLastBytes() throws IOException {
        byte[] bad = padded(100);
        bad[bad.length - 1] = 1;
        try (InputStream in = Padding.unpad(new ByteArrayInputStream(bad))) {
            byte[] target = new byte[100];
            assertThatThrownBy(() -> in.read(target)).isInstanceOf(RejectedException.class);
            assertThat(target).containsOnly(0);
        }
    }

    @Test
    void unpad_endlessPadding_stopsAtTheFirstSurplusByte() {
        InputStream endless = new FilterInputStream(InputStream.nullInputStream()) {
            @Override
            public int read(byte[] target, int offset, int length) {
                Arrays.fill(target, offset, offset + length, (byte) 0);
                return length;
            }
        };
        assertThatThrownBy(() -> Padding.unpad(endless).read()).isInstanceOf(RejectedException.class);
    }

    private static byte[] padded(int size) {
        return Scene.readAll(Padding.pad(new ByteArrayInputStream(Scene.bytes(size)), size));
    }

    private static byte[] unpad(byte[] padded) {
        return Scene.readAll(Padding.unpad(new ByteArrayInputStream(padded)));
    }

    private static void rejected(byte[] bad) {
        assertThatThrownBy(() -> unpad(bad))
                .isInstanceOfSatisfying(
                        RejectedException.class,
                        e -> assertThat(e.check()).isEqualTo(RejectedException.Check.CIPHERTEXT));
    }
}
