package network.cortensor.sdk.ipfs.kubo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;

/** Writes what is read to a second place before it is handed on. Closes nothing. */
final class TeeInputStream extends InputStream {
    private final InputStream in;
    private final OutputStream out;

    TeeInputStream(InputStream in, OutputStream out) {
        this.in = in;
        this.out = out;
    }

    @Override
    public int read() throws IOException {
        byte[] one = new byte[1];
        int count = read(one, 0, 1);
        return count < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = in.read(target, offset, length);
        if (count > 0) {
            out.write(target, offset, count);
        }
        return count;
    }
}
