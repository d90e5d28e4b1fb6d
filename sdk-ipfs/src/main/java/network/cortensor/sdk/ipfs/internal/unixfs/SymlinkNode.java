package network.cortensor.sdk.ipfs.internal.unixfs;

import java.util.List;

/** A symbolic link: the path that it leads to, and nothing that is followed (UnixFS specification, "dag-pb Symlink"). */
public final class SymlinkNode implements UnixFsNode {
    /** The most bytes of a target: no system that this runs on takes a longer path (PATH_MAX of Linux). */
    private static final int MAX_TARGET = 4096;

    private final String target;
    private final Attributes attributes;

    private SymlinkNode(String target, Attributes attributes) {
        this.target = target;
        this.attributes = attributes;
    }

    static SymlinkNode of(List<DagPbNode.Link> links, UnixFsMessage message) {
        if (!links.isEmpty()) {
            throw message.malformed("a symlink links to no blocks, found " + links.size());
        }
        int size = message.data().remaining();
        if (size > MAX_TARGET) {
            throw message.malformed("the target of a symlink has " + size + " bytes, expected at most " + MAX_TARGET);
        }
        // Some importers declare the size of the target, others none.
        if (message.fileSize() != 0 && message.fileSize() != size) {
            throw message.malformed("the target has " + size + " bytes, declared are " + message.fileSize());
        }
        return new SymlinkNode(message.text("the target of a symlink"), message.attributes());
    }

    /**
     * Writes a symlink.
     *
     * @throws IllegalArgumentException if the target cannot be written as UTF-8, or has more than 4096 bytes
     */
    public static byte[] encode(String target, Attributes attributes) {
        byte[] text = Utf8.encode(target);
        if (text.length > MAX_TARGET) {
            throw new IllegalArgumentException(
                    "the target of a symlink has at most " + MAX_TARGET + " bytes, found " + text.length);
        }
        ProtobufWriter message = UnixFsMessage.begin(NodeType.SYMLINK).bytes(UnixFsMessage.DATA, text);
        attributes.encode(message);
        return DagPbNode.encode(List.of(), message.toBytes());
    }

    /** Returns where the author had it lead to: any text, on any system, inside or outside of what was imported. */
    public String target() {
        return target;
    }

    @Override
    public long linkedSize() {
        return 0;
    }

    @Override
    public Attributes attributes() {
        return attributes;
    }

    @Override
    public String label() {
        return NodeType.SYMLINK.label();
    }
}
