package network.cortensor.sdk.ipfs.internal.unixfs;

import java.util.Optional;
import java.util.Set;

/** The types of UnixFS nodes, and the fields that may stand in the message of each. */
enum NodeType {
    /** Written as {@link #FILE} today, and read as one. */
    RAW(0, "raw", Set.of(UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE, UnixFsMessage.BLOCK_SIZES)),
    DIRECTORY(1, "directory", Set.of(UnixFsMessage.FILE_SIZE)),
    FILE(2, "file", Set.of(UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE, UnixFsMessage.BLOCK_SIZES)),
    /** Reserved; nobody writes it. */
    METADATA(3, "metadata", Set.of()),
    SYMLINK(4, "symlink", Set.of(UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE)),
    SHARD(
            5,
            "hamt directory",
            Set.of(UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE, UnixFsMessage.HASH_TYPE, UnixFsMessage.FANOUT));

    private final int code;
    private final String label;
    private final Set<Integer> fields;

    NodeType(int code, String label, Set<Integer> fields) {
        this.code = code;
        this.label = label;
        this.fields = fields;
    }

    int code() {
        return code;
    }

    /** Returns what the type is called in error messages. */
    String label() {
        return label;
    }

    /** Tells whether a field may stand in the message, beside the type and the attributes, which always may. */
    boolean allows(int field) {
        return fields.contains(field);
    }

    static Optional<NodeType> ofCode(long code) {
        for (NodeType type : values()) {
            if (type.code == code) {
                return Optional.of(type);
            }
        }
        return Optional.empty();
    }
}
