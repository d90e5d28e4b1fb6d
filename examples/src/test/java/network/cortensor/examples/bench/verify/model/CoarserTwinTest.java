package network.cortensor.examples.bench.verify.model;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CoarserTwinTest {

    private static final int DATA = 160;

    /** One tensor of one block, scale 0.5, least -2: the weights 0 to 15 and 15 to 0 in steps of a half. */
    private static byte[] model() {
        ByteBuffer file = ByteBuffer.allocate(DATA + 20).order(ByteOrder.LITTLE_ENDIAN);
        file.put("GGUF".getBytes(StandardCharsets.US_ASCII))
                .putInt(3)
                .putLong(1)
                .putLong(2);
        string(file, "general.name").putInt(8);
        string(file, "toy");
        string(file, "general.sizes").putInt(9).putInt(4).putLong(2).putInt(1).putInt(2);
        string(file, "weights").putInt(1).putLong(32).putInt(3).putLong(0);
        assertThat(file.position()).isBetween(DATA - 31, DATA);
        file.position(DATA);
        file.putShort(CoarserTwin.toHalf(0.5f)).putShort(CoarserTwin.toHalf(-2));
        for (int i = 0; i < 16; i++) {
            file.put((byte) (i | (15 - i) << 4));
        }
        return file.array();
    }

    private static ByteBuffer string(ByteBuffer file, String text) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        return file.putLong(bytes.length).put(bytes);
    }

    private static float weight(byte[] file, int index) {
        ByteBuffer data = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
        int pair = data.get(DATA + 4 + index % 16) & 0xFF;
        return CoarserTwin.half(data.getShort(DATA)) * (index < 16 ? pair & 0xF : pair >> 4)
                + CoarserTwin.half(data.getShort(DATA + 2));
    }

    @ParameterizedTest
    @ValueSource(ints = {CoarserTwin.AROUND_ZERO, 2, 8, 15})
    void write_fewerLevels_keepsWeightsWithinHalfAStep(int levels, @TempDir Path folder) throws IOException {
        Path model = Files.write(folder.resolve("a.gguf"), model());
        Path copy = folder.resolve("b.gguf");
        assertThat(CoarserTwin.write(model, copy, levels)).isEqualTo(32);
        byte[] before = model();
        byte[] after = Files.readAllBytes(copy);
        assertThat(after).hasSameSizeAs(before);
        assertThat(Arrays.copyOf(after, DATA)).isEqualTo(Arrays.copyOf(before, DATA));
        double step = levels == CoarserTwin.AROUND_ZERO ? 5.5 / 8 : 7.5 / (levels - 1);
        boolean changed = false;
        for (int i = 0; i < 32; i++) {
            assertThat(weight(after, i)).isEqualTo(weight(before, i), within((float) (step / 2 + 0.01)));
            changed |= Math.abs(weight(after, i) - weight(before, i)) > 0.05;
        }
        assertThat(changed).isTrue();
        assertThat(Files.readAllBytes(model)).isEqualTo(before);
    }

    @Test
    void write_fileThatIsNoModelOrCut_isRefused(@TempDir Path folder) throws IOException {
        byte[] whole = model();
        for (byte[] wrong : new byte[][] {
            "something else, but long enough".getBytes(StandardCharsets.US_ASCII),
            new byte[0],
            Arrays.copyOf(whole, 60),
            Arrays.copyOf(whole, DATA + 10)
        }) {
            Path model = Files.write(folder.resolve("wrong.gguf"), wrong);
            assertThatThrownBy(() -> CoarserTwin.write(model, folder.resolve("copy.gguf"), 8))
                    .isInstanceOf(IOException.class);
        }
    }

    @Test
    void half_allFiniteNumbers_comeBack() {
        for (int bits = 0; bits < 1 << 16; bits++) {
            float value = CoarserTwin.half((short) bits);
            if (Float.isFinite(value) && value != 0) {
                assertThat(CoarserTwin.toHalf(value)).isEqualTo((short) bits);
            }
        }
    }
}
