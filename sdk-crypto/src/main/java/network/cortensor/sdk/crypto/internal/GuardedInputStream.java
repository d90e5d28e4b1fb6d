package network.cortensor.sdk.crypto.internal;

import java.io.IOException;
import java.io.InputStream;
import java.util.Objects;

/**
 * A stream made from another one, which stays failed once it has failed: a reader that swallows an exception and goes on
 * reading gets no further byte. What is buffered is wiped with the failure, whatever it is.
 */
public abstract class GuardedInputStream extends InputStream {

    protected final InputStream in;
    private boolean unusable;

    protected GuardedInputStream(InputStream in) {
        this.in = in;
    }

    /** Writes 1 to {@code length} bytes and returns their number, or -1 at the end; {@code length} is positive. */
    protected abstract int produce(byte[] target, int offset, int length) throws IOException;

    /** Wipes what is buffered. */
    protected abstract void wipe();

    @Override
    public final int read() throws IOException {
        byte[] one = new byte[1];
        return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public final int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (unusable) {
            throw new IOException("this stream has failed or has been closed; nothing more can be read from it");
        }
        if (length == 0) {
            return 0;
        }
        unusable = true;
        try {
            int produced = produce(target, offset, length);
            unusable = false;
            return produced;
        } finally {
            if (unusable) {
                wipe();
            }
        }
    }

    @Override
    public final void close() throws IOException {
        unusable = true;
        wipe();
        in.close();
    }
}
