package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.Watch;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Cuts a stream into the sections of a CAR; what is in them is not looked at. Every length is held against a limit before
 * anything is allocated for it.
 */
final class CarSections {
    private static final int BUFFER = 64 * 1024;
    private static final int MAX_VARINT_BYTES = 9;

    /** More than the longest CID: version, codec, hash function, length, and 128 bytes of an identity. */
    private static final int MAX_CID = 160;

    private static final int MAX_SECTION = Block.MAX_SIZE + MAX_CID;

    /** CARv2 specification, "Pragma", without the length in front: a header that says version 2 and nothing else. */
    private static final byte[] V2_PRAGMA = {(byte) 0xa1, 0x67, 'v', 'e', 'r', 's', 'i', 'o', 'n', 0x02};

    private static final int V2_HEADER = 40;
    private static final int V2_CHARACTERISTICS = 16;
    private static final int V2_PAYLOAD_START = 1 + 10 + V2_HEADER;

    /** Writers pad to the pages of a disk. */
    private static final int MAX_PADDING = 1024 * 1024;

    private final InputStream in;
    private final CarLimits limits;
    private final Watch watch;
    private int version = 1;
    private List<Cid> roots = List.of();
    private long position;
    private long end = Long.MAX_VALUE;
    private long count;

    private CarSections(InputStream in, CarLimits limits, Watch watch) {
        this.in = in;
        this.limits = limits;
        this.watch = watch;
    }

    /** Reads the header, and in a CARv2 what stands before it. */
    static CarSections open(InputStream in, CarLimits limits, Watch watch) {
        CarSections sections = new CarSections(new BufferedInputStream(in, BUFFER), limits, watch);
        byte[] header = sections.header();
        if (Arrays.equals(header, V2_PRAGMA)) {
            sections.version = 2;
            sections.seekPayload();
            header = sections.header();
        }
        sections.roots = CarHeader.decode(header).roots();
        return sections;
    }

    int version() {
        return version;
    }

    List<Cid> roots() {
        return roots;
    }

    /** Returns how many bytes of the stream have been taken. */
    long position() {
        return position;
    }

    Watch watch() {
        return watch;
    }

    /** Returns the next section, or empty at the end of the stream or of the payload of a CARv2. */
    Optional<CarSection> next() {
        long offset = position;
        if (position == end) {
            return Optional.empty();
        }
        long length = varint(true);
        if (length < 0) {
            return Optional.empty();
        }
        if (length == 0) {
            throw malformed("a section is empty; it must hold at least a CID");
        }
        if (length > MAX_SECTION) {
            throw malformed("a section declares " + length + " bytes; a block has at most " + Block.MAX_SIZE);
        }
        if (++count > limits.maxBlocks()) {
            throw malformed("there are more than the " + limits.maxBlocks() + " blocks that the caller allows");
        }
        return Optional.of(section(offset, (int) length));
    }

    private CarSection section(long offset, int length) {
        byte[] start = new byte[Math.min(length, MAX_CID)];
        readFully(start, 0);
        ByteBuffer rest = ByteBuffer.wrap(start);
        Cid cid = cid(rest);
        byte[] bytes = new byte[length - rest.position()];
        int known = rest.remaining();
        rest.get(bytes, 0, known);
        readFully(bytes, known);
        return new CarSection(cid, offset, bytes);
    }

    private Cid cid(ByteBuffer start) {
        try {
            return Cid.read(start);
        } catch (MalformedException e) {
            // Said again with the place that it is about.
            throw malformed(
                    "section " + count + " does not start with a CID that this module takes: " + e.getMessage());
        }
    }

    private byte[] header() {
        long length = varint(false);
        if (length < 1 || length > CarHeader.MAX_SIZE) {
            throw malformed("expected a header of 1 to " + CarHeader.MAX_SIZE + " bytes, found " + length
                    + "; is this a CAR file?");
        }
        byte[] header = new byte[(int) length];
        readFully(header, 0);
        return header;
    }

    /** CARv2 specification, "Header": where the CARv1 in it starts and how long it is. The index behind it is not read. */
    private void seekPayload() {
        byte[] header = new byte[V2_HEADER];
        readFully(header, 0);
        ByteBuffer fields =
                ByteBuffer.wrap(header).order(ByteOrder.LITTLE_ENDIAN).position(V2_CHARACTERISTICS);
        long offset = fields.getLong();
        long size = fields.getLong();
        long index = fields.getLong();
        if (offset < V2_PAYLOAD_START || offset > V2_PAYLOAD_START + MAX_PADDING) {
            throw malformed("the payload of a CARv2 is said to start at byte " + Long.toUnsignedString(offset)
                    + "; expected " + V2_PAYLOAD_START + " and at most " + MAX_PADDING + " bytes of padding");
        }
        if (size <= 0 || size > Long.MAX_VALUE - offset) {
            throw malformed("the payload of a CARv2 is said to have " + Long.toUnsignedString(size)
                    + " bytes; its writer may not have finished");
        }
        if (index != 0 && Long.compareUnsigned(index, offset + size) < 0) {
            throw malformed("the index of a CARv2 is said to start inside its payload");
        }
        readFully(new byte[(int) (offset - V2_PAYLOAD_START)], 0);
        end = offset + size;
    }

    /** Reads an unsigned varint in its shortest form; -1 where the stream ends before it and may. */
    private long varint(boolean mayEnd) {
        long value = 0;
        for (int index = 0; index < MAX_VARINT_BYTES; index++) {
            int next = read();
            if (next < 0 && index == 0 && mayEnd && end == Long.MAX_VALUE) {
                return -1;
            }
            if (next < 0) {
                throw cut();
            }
            value |= (next & 0x7fL) << (7 * index);
            if (next == 0 && index > 0) {
                throw malformed("a length is not in its shortest form");
            }
            if (next < 0x80) {
                return value;
            }
        }
        throw malformed("a length is longer than " + MAX_VARINT_BYTES + " bytes");
    }

    private int read() {
        byte[] one = new byte[1];
        return read(one, 0) < 0 ? -1 : one[0] & 0xff;
    }

    private void readFully(byte[] target, int from) {
        for (int at = from; at < target.length; ) {
            int some = read(target, at);
            if (some < 0) {
                throw cut();
            }
            at += some;
        }
    }

    /** Reads some bytes, within the limits and the call's time; -1 at the end of the stream. */
    private int read(byte[] target, int from) {
        int wanted = target.length - from;
        if (wanted > end - position) {
            throw malformed("a section reaches over the end of the CARv2's payload at byte " + end);
        }
        watch.check();
        int some;
        try {
            some = in.read(target, from, wanted);
        } catch (IOException e) {
            // A cancelled call may have had its stream closed.
            watch.check();
            throw new UncheckedIOException("reading a CAR failed at byte " + position, e);
        }
        position += Math.max(some, 0);
        if (position > limits.maxBytes()) {
            throw malformed("there are more than the " + limits.maxBytes() + " bytes that the caller allows");
        }
        return some;
    }

    private MalformedException cut() {
        return malformed("the stream is cut off; it may be whole elsewhere");
    }

    private MalformedException malformed(String problem) {
        return new MalformedException("CAR: " + problem + " (at byte " + position + ")");
    }
}
