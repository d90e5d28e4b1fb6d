package network.cortensor.sdk.ipfs;

/** What a CID or path leads to. */
public enum ContentKind {
    /** Bytes. */
    FILE,

    /** Names of files, folders and symlinks; in one block or, if they are many, in shards. */
    FOLDER,

    /** A path that its author wrote down, and that is never followed. */
    SYMLINK
}
