package network.cortensor.sdk.ipfs.gateway;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Content that is being fetched: knows how far its reader is, and ends the fetching when it is closed. */
final class FetchedStream extends FilterInputStream {
    private final CarSession session;
    private final Position position;

    /** How many bytes of the content were handed out. */
    static final class Position {
        private long bytes;

        long bytes() {
            return bytes;
        }
    }

    FetchedStream(InputStream content, CarSession session, Position position) {
        super(content);
        this.session = session;
        this.position = position;
    }

    @Override
    public int read() throws IOException {
        int next = super.read();
        position.bytes += next < 0 ? 0 : 1;
        return next;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        int count = super.read(target, offset, length);
        position.bytes += Math.max(count, 0);
        return count;
    }

    @Override
    public long skip(long count) throws IOException {
        long skipped = super.skip(count);
        position.bytes += skipped;
        return skipped;
    }

    @Override
    public boolean markSupported() {
        return false;
    }

    @Override
    public void close() throws IOException {
        try {
            super.close();
        } finally {
            session.close();
        }
    }
}
