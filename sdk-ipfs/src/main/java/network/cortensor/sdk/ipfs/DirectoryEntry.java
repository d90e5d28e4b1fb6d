package network.cortensor.sdk.ipfs;

import java.util.Optional;

/**
 * Something in a folder, as the folder's blocks name it. They prove the name and the CID; what the CID leads to was not looked
 * at.
 *
 * <p>Immutable and thread-safe. Two are equal when names and CIDs are.
 */
public final class DirectoryEntry {
    private final String name;
    private final Cid cid;
    private final long declaredSize;

    DirectoryEntry(String name, Cid cid, long declaredSize) {
        this.name = name;
        this.cid = cid;
        this.declaredSize = declaredSize;
    }

    /**
     * Returns the name as its author wrote it: any text, {@code ..}, empty or with a {@code /} in it too. {@link
     * ContentStore#export} refuses such names; whoever joins names to paths has to do the same.
     */
    public String name() {
        return name;
    }

    /** Returns what the name stands for. */
    public Cid cid() {
        return cid;
    }

    /**
     * Returns the kind if the CID alone proves it, which is so for files of one raw block; else {@link ContentStore#stat} tells.
     */
    public Optional<ContentKind> kind() {
        return cid.codec() == Codec.RAW ? Optional.of(ContentKind.FILE) : Optional.empty();
    }

    /**
     * Returns how many bytes all blocks of it have together, containers included, by the word of the author: never checked, and
     * not to be relied on. {@link ContentStore#stat} tells the size of a file.
     */
    public long declaredSize() {
        return declaredSize;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof DirectoryEntry entry && name.equals(entry.name) && cid.equals(entry.cid);
    }

    @Override
    public int hashCode() {
        return name.hashCode() * 31 + cid.hashCode();
    }

    /** Names the CID; names of files stay out of logs. */
    @Override
    public String toString() {
        return "DirectoryEntry[" + cid + "]";
    }
}
