package network.cortensor.sdk.ipfs;

import java.io.InputStream;
import java.util.Arrays;

/** As many zero bytes as asked for, without holding them. */
final class Zeros extends InputStream {
    private long left;

    Zeros(long count) {
        left = count;
    }

    @Override
    public int read() {
        return left-- > 0 ? 0 : -1;
    }

    @Override
    public int read(byte[] target, int offset, int length) {
        if (left <= 0) {
            return -1;
        }
        int count = (int) Math.min(length, left);
        Arrays.fill(target, offset, offset + count, (byte) 0);
        left -= count;
        return count;
    }
}
