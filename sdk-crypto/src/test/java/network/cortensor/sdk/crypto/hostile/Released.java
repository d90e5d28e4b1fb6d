package network.cortensor.sdk.crypto.hostile;

import java.io.OutputStream;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/** Takes what a reader hands out, and fails at the first byte that the writer did not write at this place. */
final class Released extends OutputStream {

    private final List<byte[]> truths;
    private int count;

    /** Takes what may come out; from the first byte that differs on only one of these. */
    Released(List<byte[]> truths) {
        this.truths = new ArrayList<>(truths);
    }

    @Override
    public void write(int value) {
        write(new byte[] {(byte) value}, 0, 1);
    }

    @Override
    public void write(byte[] bytes) {
        write(bytes, 0, bytes.length);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) {
        int from = count;
        truths.removeIf(truth -> length > truth.length - from
                || !Arrays.equals(bytes, offset, offset + length, truth, from, from + length));
        count += length;
        if (truths.isEmpty()) {
            throw new AssertionError("bytes " + from + " to " + count + " were released and are not what was written");
        }
    }

    int count() {
        return count;
    }

    boolean isAllOf(byte[] truth) {
        return count == truth.length && truths.contains(truth);
    }
}
