package network.cortensor.examples.bench.verify.model;

import java.io.IOException;
import java.nio.BufferUnderflowException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.MappedByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes a coarser copy of a model whose weights are of GGUF's type Q4_1: blocks of 32 weights, each {@code scale * level +
 * least} with 16 levels. The copy uses fewer levels, or levels that lie around zero as those of Q4_0 do, in the same blocks,
 * so nothing else of the file changes.
 */
final class CoarserTwin {

    /** 4 bits with one number for a block, as Q4_0 has it. */
    static final int AROUND_ZERO = 0;

    private static final int MAGIC = 0x46554747;
    private static final int Q4_1 = 3;
    private static final int BLOCK_WEIGHTS = 32;
    private static final int BLOCK_BYTES = 20;
    private static final int LEVELS = 16;
    private static final int[] SCALAR_BYTES = {1, 1, 2, 2, 4, 4, 4, 1, -1, -1, 8, 8, 8};
    private static final int STRING = 8;
    private static final int ARRAY = 9;

    private final ByteBuffer file;

    private CoarserTwin(ByteBuffer file) {
        this.file = file;
    }

    /**
     * Writes the copy.
     *
     * @param levels of the copy, 2 to 15, or {@link #AROUND_ZERO}
     * @return the number of weights that were made coarser
     * @throws IOException when a file cannot be read or written, or holds no GGUF of version 2 or 3
     */
    static long write(Path model, Path copy, int levels) throws IOException {
        Files.copy(model, copy, StandardCopyOption.REPLACE_EXISTING);
        try (FileChannel channel = FileChannel.open(copy, StandardOpenOption.READ, StandardOpenOption.WRITE)) {
            if (channel.size() > Integer.MAX_VALUE) {
                throw new IOException("Models up to 2 GiB can be made coarser");
            }
            MappedByteBuffer mapped = channel.map(FileChannel.MapMode.READ_WRITE, 0, channel.size());
            mapped.order(ByteOrder.LITTLE_ENDIAN);
            long weights = new CoarserTwin(mapped).coarsen(levels);
            mapped.force();
            return weights;
        } catch (IllegalArgumentException | BufferUnderflowException | IndexOutOfBoundsException e) {
            throw new IOException("The model is no whole GGUF file", e);
        }
    }

    private long coarsen(int levels) throws IOException {
        if (file.getInt() != MAGIC) {
            throw new IOException("The model does not start with 'GGUF'");
        }
        int version = file.getInt();
        if (version < 2 || version > 3) {
            throw new IOException("GGUF of version 2 or 3 is understood, this is version " + version);
        }
        long tensors = file.getLong();
        long entries = file.getLong();
        int alignment = 32;
        for (long i = 0; i < entries; i++) {
            String key = string();
            int type = file.getInt();
            if (key.equals("general.alignment")) {
                alignment = file.getInt(file.position());
            }
            skip(type);
        }
        List<long[]> toChange = new ArrayList<>();
        for (long i = 0; i < tensors; i++) {
            string();
            int dimensions = file.getInt();
            long weights = 1;
            for (int d = 0; d < dimensions; d++) {
                weights *= file.getLong();
            }
            int type = file.getInt();
            long offset = file.getLong();
            if (type == Q4_1) {
                toChange.add(new long[] {offset, weights});
            }
        }
        int data = (file.position() + alignment - 1) / alignment * alignment;
        long changed = 0;
        for (long[] tensor : toChange) {
            for (long block = 0; block < tensor[1] / BLOCK_WEIGHTS; block++) {
                block(Math.toIntExact(data + tensor[0] + block * BLOCK_BYTES), levels);
            }
            changed += tensor[1];
        }
        return changed;
    }

    private String string() {
        byte[] bytes = new byte[Math.toIntExact(file.getLong())];
        file.get(bytes);
        return new String(bytes, StandardCharsets.UTF_8);
    }

    private void skip(int type) {
        if (type == STRING) {
            file.position(Math.toIntExact(file.getLong() + file.position()));
        } else if (type == ARRAY) {
            int of = file.getInt();
            long count = file.getLong();
            for (long i = 0; i < count; i++) {
                skip(of);
            }
        } else {
            file.position(file.position() + SCALAR_BYTES[type]);
        }
    }

    private void block(int at, int levels) {
        float scale = half(file.getShort(at));
        float least = half(file.getShort(at + 2));
        float[] weights = new float[BLOCK_WEIGHTS];
        float extreme = 0;
        for (int i = 0; i < BLOCK_WEIGHTS; i++) {
            int pair = file.get(at + 4 + i % 16) & 0xFF;
            weights[i] = scale * (i < 16 ? pair & 0xF : pair >> 4) + least;
            if (Math.abs(weights[i]) > Math.abs(extreme)) {
                extreme = weights[i];
            }
        }
        float step;
        float first;
        int most;
        if (levels == AROUND_ZERO) {
            // The weight that is furthest from zero gets the level -8 exactly.
            step = extreme / -8;
            first = -8 * step;
            most = LEVELS - 1;
        } else {
            first = least;
            step = scale * (LEVELS - 1) / (levels - 1);
            most = levels - 1;
        }
        file.putShort(at, toHalf(step));
        file.putShort(at + 2, toHalf(first));
        for (int i = 0; i < 16; i++) {
            file.put(at + 4 + i, (byte)
                    (level(weights[i], first, step, most) | (level(weights[i + 16], first, step, most) << 4)));
        }
    }

    private static int level(float weight, float first, float step, int most) {
        return step == 0 ? 0 : Math.max(0, Math.min(most, Math.round((weight - first) / step)));
    }

    /** Reads IEEE 754 binary16. */
    static float half(short bits) {
        int exponent = bits >> 10 & 0x1F;
        int fraction = bits & 0x3FF;
        float magnitude;
        if (exponent == 0) {
            magnitude = Math.scalb((float) fraction, -24);
        } else if (exponent == 31) {
            magnitude = fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
        } else {
            magnitude = Math.scalb((float) (1024 + fraction), exponent - 25);
        }
        return bits < 0 ? -magnitude : magnitude;
    }

    /** Writes IEEE 754 binary16, rounding to the nearest; what is too large becomes the largest. */
    static short toHalf(float value) {
        int sign = value < 0 ? 0x8000 : 0;
        float magnitude = Math.min(Math.abs(value), 65504);
        int exponent = Math.max(Math.getExponent(magnitude), -14);
        int units = Math.round(Math.scalb(magnitude, 10 - exponent));
        // A fraction that rounds up to the next power of two carries into the exponent by itself.
        return (short) (sign | (((exponent + 14) << 10) + units));
    }
}
