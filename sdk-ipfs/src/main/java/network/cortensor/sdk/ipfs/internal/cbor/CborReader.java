package network.cortensor.sdk.ipfs.internal.cbor;

import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;

/**
 * Walks over the items of one dag-cbor value and refuses what the strictness section of the specification forbids. Counts and
 * lengths are held against the bytes that are left before anybody allocates for them.
 */
final class CborReader {
    /** Levels of arrays and maps; far above what people write, far below what a stack bears. */
    static final int MAX_DEPTH = 128;

    private static final int CID_V0_SIZE = 34;
    private static final int CID_V0_START = 0x12;
    private static final int LINK_TAG = 42;

    /** What an item is; the readers' switches name every kind. */
    enum Kind {
        UNSIGNED,
        NEGATIVE,
        BYTES,
        TEXT,
        ARRAY,
        MAP,
        LINK,
        FALSE,
        TRUE,
        NULL,
        REAL
    }

    private final String what;
    private final ByteBuffer bytes;

    /** The number that came with the last item: the value of an integer, the bits of a real, a length or a count. */
    private long argument;

    CborReader(String what, ByteBuffer bytes) {
        this.what = what;
        this.bytes = bytes.slice();
    }

    /** Reads what the next item is, and its number; for {@link Kind#LINK} all but the CID. */
    Kind next(int depth) {
        if (depth > MAX_DEPTH) {
            throw malformed("has more than " + MAX_DEPTH + " levels");
        }
        require(1);
        int initial = bytes.get() & 0xff;
        int major = initial >>> 5;
        int minor = initial & 0x1f;
        if (major == 7) {
            return simple(minor);
        }
        argument = shortest(minor);
        return switch (major) {
            case 0 -> Kind.UNSIGNED;
            case 1 -> Kind.NEGATIVE;
            case 2 -> sized(Kind.BYTES, 1);
            case 3 -> sized(Kind.TEXT, 1);
            case 4 -> sized(Kind.ARRAY, 1);
            case 5 -> sized(Kind.MAP, 2);
            default -> link();
        };
    }

    /** Returns the number of the last item, as 64 bits without a sign; a length or count fits an int. */
    long argument() {
        return argument;
    }

    /** Returns the length or count of the last item. */
    int count() {
        return (int) argument;
    }

    /** Copies the content of the byte string or link that {@link #next} found. */
    byte[] takeBytes() {
        byte[] copy = new byte[count()];
        bytes.get(copy);
        return copy;
    }

    /** Passes over the content of the byte string that {@link #next} found. */
    void skip() {
        bytes.position(bytes.position() + count());
    }

    /** Reads the content of the text that {@link #next} found. */
    String takeText() {
        return utf8(takeView());
    }

    /**
     * Reads the key of a map's next entry.
     *
     * @param before the key in front of it; anything for the first
     */
    ByteBuffer takeKey(ByteBuffer before, boolean first, int depth) {
        if (next(depth) != Kind.TEXT) {
            throw malformed("a key of a map must be a text");
        }
        ByteBuffer key = takeView();
        if (!first && compareKeys(before, key) >= 0) {
            throw malformed("the keys of a map must be unique and in the order of length, then bytes");
        }
        return key;
    }

    String utf8(ByteBuffer view) {
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(view.duplicate()).toString();
        } catch (CharacterCodingException e) {
            throw malformed("a text is not UTF-8");
        }
    }

    void expectEnd() {
        if (bytes.hasRemaining()) {
            throw malformed(bytes.remaining() + " bytes follow the end");
        }
    }

    MalformedException malformed(String problem) {
        return new MalformedException(what + ": " + problem + " (at byte " + bytes.position() + ")");
    }

    private ByteBuffer takeView() {
        ByteBuffer view = bytes.slice(bytes.position(), count());
        bytes.position(bytes.position() + count());
        return view;
    }

    private static int compareKeys(ByteBuffer left, ByteBuffer right) {
        if (left.remaining() != right.remaining()) {
            return Integer.compare(left.remaining(), right.remaining());
        }
        int mismatch = left.mismatch(right);
        return mismatch < 0 ? 0 : Byte.compareUnsigned(left.get(mismatch), right.get(mismatch));
    }

    private Kind simple(int minor) {
        return switch (minor) {
            case 20 -> Kind.FALSE;
            case 21 -> Kind.TRUE;
            case 22 -> Kind.NULL;
            case 27 -> real();
            case 25, 26 -> throw malformed("a floating-point number must have 64 bits");
            default -> throw malformed("simple value " + minor + " has no place in dag-cbor");
        };
    }

    private Kind real() {
        require(Long.BYTES);
        argument = bytes.getLong();
        if (!Double.isFinite(Double.longBitsToDouble(argument))) {
            throw malformed("a floating-point number must be finite");
        }
        return Kind.REAL;
    }

    /** The argument of an initial byte, which must stand in the fewest bytes (RFC 8949 section 4.2.1). */
    private long shortest(int minor) {
        if (minor < 24) {
            return minor;
        }
        if (minor > 27) {
            throw malformed("an item of indefinite length, or with reserved bits");
        }
        int size = 1 << (minor - 24);
        require(size);
        long value = 0;
        for (int i = 0; i < size; i++) {
            value = (value << Byte.SIZE) | (bytes.get() & 0xffL);
        }
        boolean fitsInLess = size == 1 ? value < 24 : value >>> (size * Byte.SIZE / 2) == 0;
        if (fitsInLess) {
            throw malformed("a number is not in its shortest form");
        }
        return value;
    }

    private Kind sized(Kind kind, int bytesPerElement) {
        if (Long.compareUnsigned(argument, bytes.remaining() / bytesPerElement) > 0) {
            throw malformed("an item declares " + Long.toUnsignedString(argument) + " elements, " + bytes.remaining()
                    + " bytes are left");
        }
        return kind;
    }

    private Kind link() {
        if (argument != LINK_TAG) {
            throw malformed("tag " + Long.toUnsignedString(argument) + " has no place in dag-cbor, only 42 has");
        }
        // Looked at before it is read: a tag may not hold another tag, however many levels that would make.
        require(1);
        boolean byteString = (bytes.get(bytes.position()) & 0xff) >>> 5 == 2;
        if (!byteString || next(0) != Kind.BYTES || count() == 0) {
            throw malformed("a link must be a byte string with a CID");
        }
        if (bytes.get() != 0) {
            throw malformed("a link must start with the multibase prefix of binary, 0x00");
        }
        argument--;
        requireCid(bytes.slice(bytes.position(), count()));
        return Kind.LINK;
    }

    /** Checks the form of a CID (CID specification, "decoding"), not whether anything here can follow it. */
    private void requireCid(ByteBuffer cid) {
        boolean v0 = cid.remaining() == CID_V0_SIZE && cid.get(0) == CID_V0_START && cid.get(1) == CID_V0_SIZE - 2;
        if (v0) {
            return;
        }
        ByteReader in = ByteReader.of(what + ", link before byte " + bytes.position(), cid);
        if (in.varint() != 1) {
            throw malformed("a link must hold a CID of version 0 or 1");
        }
        in.varint();
        in.varint();
        in.view(in.varint());
        in.expectEnd();
    }

    private void require(int size) {
        if (bytes.remaining() < size) {
            throw malformed("is cut off");
        }
    }
}
