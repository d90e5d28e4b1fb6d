package network.cortensor.sdk.ipfs.internal.multiformats;

import network.cortensor.sdk.ipfs.MalformedException;

import java.nio.ByteBuffer;

/** Walks forward over bytes of unknown origin; every step is checked against the end. Not thread-safe. */
public final class ByteReader {
    private static final int MAX_VARINT_BYTES = 9;

    private final String what;
    private final ByteBuffer bytes;
    private final int offset;

    private ByteReader(String what, ByteBuffer bytes, int offset) {
        this.what = what;
        this.bytes = bytes;
        this.offset = offset;
    }

    /** Reads what remains in {@code bytes}; {@code what} names them in error messages. */
    public static ByteReader of(String what, ByteBuffer bytes) {
        return new ByteReader(what, bytes.slice(), 0);
    }

    /** Returns how many bytes have been read. */
    public int position() {
        return bytes.position();
    }

    public boolean atEnd() {
        return !bytes.hasRemaining();
    }

    /**
     * Reads an unsigned varint: at most nine bytes and the shortest form (multiformats unsigned-varint), hence never
     * negative.
     */
    public long varint() {
        long value = 0;
        for (int index = 0; index < MAX_VARINT_BYTES; index++) {
            if (atEnd()) {
                throw malformed("a varint is cut off");
            }
            byte next = bytes.get();
            value |= (next & 0x7fL) << (7 * index);
            if (next == 0 && index > 0) {
                throw malformed("a varint is not in its shortest form");
            }
            if (next >= 0) {
                return value;
            }
        }
        throw malformed("a varint is longer than " + MAX_VARINT_BYTES + " bytes");
    }

    /** Copies the next {@code length} bytes; the length is checked before anything is allocated. */
    public byte[] bytes(long length) {
        byte[] copy = new byte[available(length)];
        bytes.get(copy);
        return copy;
    }

    /** Returns a view of the next {@code length} bytes. */
    public ByteBuffer view(long length) {
        ByteBuffer view = bytes.slice(bytes.position(), available(length));
        bytes.position(bytes.position() + view.remaining());
        return view;
    }

    /** Returns a reader of just the next {@code length} bytes, called {@code part} in error messages. */
    public ByteReader slice(String part, long length) {
        int start = offset + bytes.position();
        return new ByteReader(what + ", " + part, view(length), start);
    }

    /** Refuses bytes behind the last field. */
    public void expectEnd() {
        if (!atEnd()) {
            throw malformed(bytes.remaining() + " bytes follow the end");
        }
    }

    /** Describes a broken rule at the current position. */
    public MalformedException malformed(String problem) {
        return new MalformedException(what + ": " + problem + " (at byte " + (offset + bytes.position()) + ")");
    }

    private int available(long length) {
        if (length > bytes.remaining()) {
            throw malformed("a field declares " + length + " bytes, " + bytes.remaining() + " are left");
        }
        return (int) length;
    }
}
