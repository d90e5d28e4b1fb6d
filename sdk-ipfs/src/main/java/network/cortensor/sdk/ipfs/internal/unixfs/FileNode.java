package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.multiformats.ByteReader;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A dag-pb block that is a UnixFS file: bytes of its own followed by the files it links to (UnixFS specification, "dag-pb
 * File").
 *
 * <p>A node that exists is consistent in itself: it has as many block sizes as links, and its file size is its own bytes
 * plus its block sizes. Whether a child really has the size that its parent says shows when the child is read; {@link
 * network.cortensor.sdk.ipfs.ContentStore} checks it then.
 */
public final class FileNode {
    private static final int DATA_TYPE = 1;
    private static final int DATA_DATA = 2;
    private static final int DATA_FILESIZE = 3;
    private static final int DATA_BLOCKSIZES = 4;
    private static final int DATA_MODE = 7;
    private static final int DATA_MTIME = 8;

    private static final String[] TYPES = {"raw", "directory", "file", "metadata", "symlink", "hamt directory"};
    private static final int TYPE_RAW = 0;
    private static final int TYPE_FILE = 2;

    private final ByteBuffer data;
    private final List<Child> children;
    private final long fileSize;

    private FileNode(ByteBuffer data, List<Child> children, long fileSize) {
        this.data = data;
        this.children = children;
        this.fileSize = fileSize;
    }

    /**
     * A part of a file.
     *
     * @param fileSize bytes of the file that are in this part, at least one
     * @param dagSize bytes of all blocks of this part, containers included; a hint that is written, never trusted
     */
    public record Child(Cid cid, long fileSize, long dagSize) {}

    /**
     * Reads the block {@code cid}, whose bytes are known to be right but not to make sense.
     *
     * @throws MalformedException if they are no UnixFS file node within our limits
     */
    public static FileNode decode(Cid cid, ByteBuffer bytes) {
        DagPbNode node = DagPbNode.decode("dag-pb block " + cid, bytes);
        ProtobufReader in = new ProtobufReader(ByteReader.of("UnixFS message in block " + cid, node.data()));
        ByteBuffer data = ByteBuffer.allocate(0);
        long declaredSize = 0;
        List<Long> blockSizes = new ArrayList<>();
        int last = decodeType(in);
        while (!in.atEnd()) {
            int field = in.field();
            if (field < last || (field == last && field != DATA_BLOCKSIZES)) {
                throw in.malformed("field " + field + " is repeated or out of order");
            }
            switch (field) {
                case DATA_DATA -> data = in.view();
                case DATA_FILESIZE -> declaredSize = in.number();
                case DATA_BLOCKSIZES -> blockSizes.add(decodeBlockSize(in, blockSizes.size()));
                // Permissions and time of the file where it came from: allowed, not kept.
                case DATA_MODE -> in.number();
                case DATA_MTIME -> in.view();
                default -> throw in.malformed("field " + field + " does not belong to a file");
            }
            last = field;
        }
        return assemble(cid, node.links(), blockSizes, data, declaredSize);
    }

    private static int decodeType(ProtobufReader in) {
        if (in.atEnd() || in.field() != DATA_TYPE) {
            throw in.malformed("must start with the node's type");
        }
        long type = in.number();
        if (type != TYPE_FILE && type != TYPE_RAW) {
            throw in.malformed("expected a file, found " + (type < TYPES.length ? TYPES[(int) type] : "type " + type));
        }
        return DATA_TYPE;
    }

    private static long decodeBlockSize(ProtobufReader in, int index) {
        long blockSize = in.number();
        // Parts without bytes would let a few blocks, linking to each other many times, cost a reader endless work for
        // nothing. No importer writes them.
        if (blockSize == 0) {
            throw in.malformed("block size " + index + " is zero");
        }
        return blockSize;
    }

    private static FileNode assemble(
            Cid cid, List<DagPbNode.Link> links, List<Long> blockSizes, ByteBuffer data, long declaredSize) {
        if (links.size() != blockSizes.size()) {
            throw new MalformedException("UnixFS file " + cid + ": expected a block size for each of " + links.size()
                    + " links, found " + blockSizes.size());
        }
        List<Child> children = new ArrayList<>(links.size());
        long size = data.remaining();
        for (int i = 0; i < links.size(); i++) {
            DagPbNode.Link link = links.get(i);
            if (!link.name().isEmpty()) {
                throw new MalformedException(
                        "UnixFS file " + cid + ": link " + i + " has a name, parts of a file have none");
            }
            children.add(new Child(link.cid(), blockSizes.get(i), link.tsize()));
            size += blockSizes.get(i);
            if (size < 0) {
                throw new MalformedException("UnixFS file " + cid + ": block sizes add up to more than 2^63 - 1 bytes");
            }
        }
        if (size != declaredSize) {
            throw new MalformedException("UnixFS file " + cid + ": declares a file size of " + declaredSize
                    + " bytes, its parts add up to " + size);
        }
        return new FileNode(data.asReadOnlyBuffer(), List.copyOf(children), size);
    }

    /** Writes the inner node over {@code children}, which come in the order of the file. */
    public static byte[] encode(List<Child> children) {
        ProtobufWriter message =
                new ProtobufWriter().number(DATA_TYPE, TYPE_FILE).number(DATA_FILESIZE, fileSize(children));
        List<DagPbNode.Link> links = new ArrayList<>(children.size());
        for (Child child : children) {
            message.number(DATA_BLOCKSIZES, child.fileSize());
            links.add(new DagPbNode.Link(child.cid(), "", child.dagSize()));
        }
        return DagPbNode.encode(links, message.toBytes());
    }

    /** Adds up the bytes of the file that {@code children} hold. */
    public static long fileSize(List<Child> children) {
        return children.stream().mapToLong(Child::fileSize).sum();
    }

    /** Returns a new read-only view of the bytes that come before those of the children. */
    public ByteBuffer data() {
        return data.duplicate();
    }

    public List<Child> children() {
        return children;
    }

    /** Returns how many bytes of the file are in this node and below it, by its own declaration. */
    public long fileSize() {
        return fileSize;
    }

    /** Returns the child that stands for a block read or written as a leaf. */
    public static Child leaf(Cid cid, long size) {
        if (cid.codec() != Codec.RAW) {
            throw new IllegalArgumentException("a leaf is a raw block, found " + cid);
        }
        return new Child(cid, size, size);
    }
}
