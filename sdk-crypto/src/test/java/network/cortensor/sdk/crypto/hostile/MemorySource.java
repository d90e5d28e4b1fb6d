package network.cortensor.sdk.crypto.hostile;

import java.io.ByteArrayInputStream;

/** Bytes in memory that notice a reader which goes on asking at the end: it would hang on another source. */
final class MemorySource extends ByteArrayInputStream {

    /** More than any reader here needs: each layer may ask once or twice. */
    private static final int MAX_ASKED_AT_END = 32;

    private int askedAtEnd;

    MemorySource(byte[] bytes) {
        super(bytes);
    }

    @Override
    public synchronized int read() {
        return noticed(super.read());
    }

    @Override
    public synchronized int read(byte[] target, int offset, int length) {
        return noticed(super.read(target, offset, length));
    }

    private int noticed(int result) {
        if (result < 0 && ++askedAtEnd > MAX_ASKED_AT_END) {
            throw new AssertionError("the reader asked " + askedAtEnd + " times for more behind the end");
        }
        return result;
    }
}
