package network.cortensor.sdk.ipfs.gateway;

import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.OutputStream;

/** Sends an answer in pieces, each of which the client has to take in time, and no more bytes than there may be. */
final class PacedOutput extends FilterOutputStream {
    private static final int PIECE = 64 * 1024;

    private final RequestWorkers.Work work;
    private long left;
    private boolean broken;

    PacedOutput(OutputStream out, RequestWorkers.Work work, long maxBytes) {
        super(out);
        this.work = work;
        this.left = maxBytes;
    }

    @Override
    public void write(int b) throws IOException {
        write(new byte[] {(byte) b}, 0, 1);
    }

    @Override
    public void write(byte[] bytes, int offset, int length) throws IOException {
        if (length > left) {
            broken = true;
        }
        requireWhole();
        left -= length;
        for (int done = 0; done < length; done += PIECE) {
            int from = offset + done;
            int size = Math.min(PIECE, length - done);
            inTime(() -> out.write(bytes, from, size));
        }
    }

    @Override
    public void flush() throws IOException {
        inTime(out::flush);
    }

    /**
     * Says that the answer is complete, unless something of it could not be sent: then this fails, and the connection has to be
     * closed instead. Streams around this one close it also after they failed.
     */
    @Override
    public void close() throws IOException {
        requireWhole();
        inTime(out::close);
    }

    @FunctionalInterface
    private interface Sending {
        void run() throws IOException;
    }

    private void inTime(Sending sending) throws IOException {
        broken = true;
        work.writing();
        sending.run();
        work.written();
        broken = false;
    }

    private void requireWhole() throws IOException {
        if (broken) {
            throw new IOException("the answer cannot be completed: it is too long, or the client does not take it");
        }
    }
}
