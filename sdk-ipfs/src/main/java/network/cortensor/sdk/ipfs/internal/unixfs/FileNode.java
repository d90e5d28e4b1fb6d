package network.cortensor.sdk.ipfs.internal.unixfs;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.MalformedException;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * A file or a part of one: bytes of its own followed by the files it links to (UnixFS specification, "dag-pb File"; the type
 * {@code Raw} is read as the same).
 *
 * <p>A node that exists is consistent in itself: it has as many block sizes as links, and its file size is its own bytes
 * plus its block sizes. Whether a child really has the size that its parent says shows when the child is read; whoever reads
 * checks it then.
 */
public final class FileNode implements UnixFsNode {
    private static final int NODE_DATA = 1;

    private final ByteBuffer data;
    private final List<Child> children;
    private final long fileSize;
    private final Attributes attributes;

    private FileNode(ByteBuffer data, List<Child> children, long fileSize, Attributes attributes) {
        this.data = data;
        this.children = children;
        this.fileSize = fileSize;
        this.attributes = attributes;
    }

    /**
     * A part of a file.
     *
     * @param fileSize bytes of the file that are in this part, at least one
     * @param dagSize bytes of all blocks of this part, containers included; a hint that is written, never trusted
     */
    public record Child(Cid cid, long fileSize, long dagSize) {}

    /**
     * What stands before and behind the content in a block that holds nothing else; nothing in a raw one. Whoever reads content
     * into an array that has room for both needs no copy of it.
     */
    public static final class Envelope {
        private final Codec codec;
        private final byte[] head;
        private final byte[] tail;
        private final int contentSize;

        private Envelope(Codec codec, byte[] head, byte[] tail, int contentSize) {
            this.codec = codec;
            this.head = head;
            this.tail = tail;
            this.contentSize = contentSize;
        }

        /** Returns the format of the block. */
        public Codec codec() {
            return codec;
        }

        /** Returns how many bytes of content the block has. */
        public int contentSize() {
            return contentSize;
        }

        /** Returns at which byte of the block the content begins. */
        public int contentOffset() {
            return head.length;
        }

        /** Returns how many bytes the block has. */
        public int blockSize() {
            return head.length + contentSize + tail.length;
        }

        /** Returns a new read-only view of what stands before the content. */
        public ByteBuffer head() {
            return ByteBuffer.wrap(head).asReadOnlyBuffer();
        }

        /** Returns a new read-only view of what stands behind the content. */
        public ByteBuffer tail() {
            return ByteBuffer.wrap(tail).asReadOnlyBuffer();
        }

        /** Writes what stands around the content into {@code block}, which has it at its place. */
        public void wrap(byte[] block) {
            System.arraycopy(head, 0, block, 0, head.length);
            System.arraycopy(tail, 0, block, head.length + contentSize, tail.length);
        }
    }

    /**
     * Reads the block {@code cid}, whose bytes are known to be right but not to make sense.
     *
     * @throws MalformedException if they are no file within our limits
     */
    public static FileNode decode(Cid cid, ByteBuffer bytes) {
        UnixFsNode node = UnixFsNode.decode(cid, bytes);
        if (node instanceof FileNode file) {
            return file;
        }
        throw new MalformedException("block " + cid + ": expected a file, found " + node.label());
    }

    static FileNode ofRaw(ByteBuffer content) {
        return new FileNode(content.asReadOnlyBuffer(), List.of(), content.remaining(), Attributes.NONE);
    }

    static FileNode of(Cid cid, List<DagPbNode.Link> links, UnixFsMessage message) {
        List<Long> blockSizes = message.blockSizes();
        ByteBuffer data = message.data();
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
        if (size != message.fileSize()) {
            throw new MalformedException("UnixFS file " + cid + ": declares a file size of " + message.fileSize()
                    + " bytes, its parts add up to " + size);
        }
        return new FileNode(data.asReadOnlyBuffer(), List.copyOf(children), size, message.attributes());
    }

    /** Writes the inner node over {@code children}, which come in the order of the file. */
    public static byte[] encode(List<Child> children) {
        return encode(children, Attributes.NONE);
    }

    /** As {@link #encode(List)}, with the attributes of the whole file, which only its root has. */
    public static byte[] encode(List<Child> children, Attributes attributes) {
        ProtobufWriter message = UnixFsMessage.begin(NodeType.FILE).number(UnixFsMessage.FILE_SIZE, fileSize(children));
        List<DagPbNode.Link> links = new ArrayList<>(children.size());
        for (Child child : children) {
            message.number(UnixFsMessage.BLOCK_SIZES, child.fileSize());
            links.add(new DagPbNode.Link(child.cid(), "", child.dagSize()));
        }
        attributes.encode(message);
        return DagPbNode.encode(links, message.toBytes());
    }

    /** Returns that nothing goes around {@code contentSize} bytes of content to make them a raw block. */
    public static Envelope rawEnvelope(int contentSize) {
        return new Envelope(Codec.RAW, new byte[0], new byte[0], contentSize);
    }

    /** Returns what goes around {@code contentSize} bytes of content to make them a dag-pb block. */
    public static Envelope envelope(int contentSize, Attributes attributes) {
        ProtobufWriter messageHead = UnixFsMessage.begin(NodeType.FILE);
        // Empty content is written by leaving the field out.
        if (contentSize > 0) {
            messageHead.header(UnixFsMessage.DATA, contentSize);
        }
        ProtobufWriter tail = new ProtobufWriter().number(UnixFsMessage.FILE_SIZE, contentSize);
        attributes.encode(tail);
        int messageSize = messageHead.size() + contentSize + tail.size();
        byte[] head = new ProtobufWriter()
                .header(NODE_DATA, messageSize)
                .raw(messageHead.toBytes())
                .toBytes();
        return new Envelope(Codec.DAG_PB, head, tail.toBytes(), contentSize);
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

    @Override
    public long linkedSize() {
        return UnixFsNode.sum(children.stream().mapToLong(Child::dagSize));
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String label() {
        return NodeType.FILE.label();
    }
}
