package network.cortensor.sdk.ipfs.internal.unixfs;

import java.util.Optional;

/** The types of UnixFS nodes, and the fields that may stand in the message of each. */
enum NodeType {
    /** Written as {@link #FILE} today, and read as one. */
    RAW(0, "raw", UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE, UnixFsMessage.BLOCK_SIZES),
    DIRECTORY(1, "directory", UnixFsMessage.FILE_SIZE),
    FILE(2, "file", UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE, UnixFsMessage.BLOCK_SIZES),
    /** Reserved; nobody writes it. */
    METADATA(3, "metadata"),
    SYMLINK(4, "symlink", UnixFsMessage.DATA, UnixFsMessage.FILE_SIZE),
    SHARD(
            5,
            "hamt directory",
            UnixFsMessage.DATA,
            UnixFsMessage.FILE_SIZE,
            UnixFsMessage.HASH_TYPE,
            UnixFsMessage.FANOUT);

    private final int code;
    private final String label;

    /** A bit for each field, by its number. */
    private final int fields;

    NodeType(int code, String label, int... fields) {
        this.code = code;
        this.label = label;
        int bits = 0;
        for (int field : fields) {
            bits |= 1 << field;
        }
        this.fields = bits;
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
        return (fields >>> field & 1) == 1;
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
