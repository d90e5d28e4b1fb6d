package network.cortensor.sdk.ipfs.internal.multiformats;

import network.cortensor.sdk.ipfs.MalformedException;

import java.util.Arrays;

/** Walks forward over bytes of unknown origin; every step is checked against the end. Not thread-safe. */
public final class ByteReader {
    private static final int MAX_VARINT_BYTES = 9;

    private final String what;
    private final byte[] bytes;
    private final int end;
    private int position;

    private ByteReader(String what, byte[] bytes, int from, int end) {
        this.what = what;
        this.bytes = bytes;
        this.position = from;
        this.end = end;
    }

    /** Reads {@code bytes}, which must not change meanwhile; {@code what} names them in error messages. */
    public static ByteReader of(String what, byte[] bytes) {
        return new ByteReader(what, bytes, 0, bytes.length);
    }

    public boolean atEnd() {
        return position == end;
    }

    public int remaining() {
        return end - position;
    }

    /**
     * Reads an unsigned varint: at most nine bytes and the shortest form (multiformats unsigned-varint), hence never
     * negative.
     */
    public long varint() {
        int start = position;
        long value = 0;
        for (int shift = 0; ; shift += 7) {
            if (position - start == MAX_VARINT_BYTES) {
                throw malformed("a varint is longer than " + MAX_VARINT_BYTES + " bytes", start);
            }
            if (atEnd()) {
                throw malformed("a varint is cut off", start);
            }
            byte next = bytes[position++];
            value |= (next & 0x7fL) << shift;
            if (next >= 0) {
                if (next == 0 && shift > 0) {
                    throw malformed("a varint is not in its shortest form", start);
                }
                return value;
            }
        }
    }

    /** Reads the next {@code length} bytes; the length is checked before anything is allocated. */
    public byte[] bytes(long length) {
        int from = advance(length);
        return Arrays.copyOfRange(bytes, from, position);
    }

    /** Narrows to the next {@code length} bytes, named {@code part}, without copying them. */
    public ByteReader slice(String part, long length) {
        int from = advance(length);
        return new ByteReader(part, bytes, from, position);
    }

    /** Refuses bytes behind the last field. */
    public void expectEnd() {
        if (!atEnd()) {
            throw malformed(remaining() + " bytes follow the end", position);
        }
    }

    /** Describes a broken rule at the current position. */
    public MalformedException malformed(String problem) {
        return malformed(problem, position);
    }

    private int advance(long length) {
        if (length < 0 || length > remaining()) {
            throw malformed("a field declares " + length + " bytes, " + remaining() + " are left", position);
        }
        int from = position;
        position += (int) length;
        return from;
    }

    private MalformedException malformed(String problem, int at) {
        return new MalformedException(what + ": " + problem + " (byte " + at + " of " + bytes.length + ")");
    }
}
