package network.cortensor.sdk.crypto.age;

import java.nio.ByteBuffer;
import java.nio.channels.SeekableByteChannel;
import java.util.Arrays;

/** Bytes as a file that counts what is read of it, and that gives no more than so many at once. */
final class MemoryChannel implements SeekableByteChannel {

    private final int most;
    private byte[] bytes;
    private int position;
    private long read;
    private boolean open = true;

    private MemoryChannel(byte[] bytes, int most) {
        this.bytes = bytes;
        this.most = most;
    }

    static MemoryChannel of(byte[] bytes) {
        return new MemoryChannel(bytes, Integer.MAX_VALUE);
    }

    static MemoryChannel givingAtMost(int most, byte[] bytes) {
        return new MemoryChannel(bytes, most);
    }

    long bytesRead() {
        return read;
    }

    void cutTo(int length) {
        bytes = Arrays.copyOf(bytes, length);
    }

    @Override
    public int read(ByteBuffer target) {
        if (position >= bytes.length) {
            return -1;
        }
        int count = Math.min(Math.min(most, target.remaining()), bytes.length - position);
        target.put(bytes, position, count);
        position += count;
        read += count;
        return count;
    }

    @Override
    public int write(ByteBuffer source) {
        throw new UnsupportedOperationException("a file that is only read");
    }

    @Override
    public long position() {
        return position;
    }

    @Override
    public SeekableByteChannel position(long newPosition) {
        position = Math.toIntExact(newPosition);
        return this;
    }

    @Override
    public long size() {
        return bytes.length;
    }

    @Override
    public SeekableByteChannel truncate(long size) {
        throw new UnsupportedOperationException("a file that is only read");
    }

    @Override
    public boolean isOpen() {
        return open;
    }

    @Override
    public void close() {
        open = false;
    }
}
