package network.cortensor.sdk.ipfs.internal.unixfs;

import java.util.List;

/** A symbolic link: the path that it leads to, and nothing that is followed (UnixFS specification, "dag-pb Symlink"). */
public final class SymlinkNode implements UnixFsNode {
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
        // Some importers declare the size of the target, others none.
        int size = message.data().remaining();
        if (message.fileSize() != 0 && message.fileSize() != size) {
            throw message.malformed("the target has " + size + " bytes, declared are " + message.fileSize());
        }
        return new SymlinkNode(message.text("the target of a symlink"), message.attributes());
    }

    /**
     * Writes a symlink.
     *
     * @throws IllegalArgumentException if the target cannot be written as UTF-8
     */
    public static byte[] encode(String target, Attributes attributes) {
        ProtobufWriter message = UnixFsMessage.begin(NodeType.SYMLINK).bytes(UnixFsMessage.DATA, Utf8.encode(target));
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
