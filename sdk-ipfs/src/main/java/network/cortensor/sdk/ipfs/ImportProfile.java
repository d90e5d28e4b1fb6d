package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.FileNode;

/**
 * How content is cut up into blocks: the same profile gives the same CIDs in every tool (IPIP-499).
 *
 * <p>All profiles hash with SHA-256, cut at fixed sizes, build balanced DAGs, and shard large folders by {@code
 * murmur3-x64-64} into 256 buckets. Empty folders are kept, symlinks are kept as such, permissions and times are left out
 * unless {@link AddOptions} ask for them.
 */
public enum ImportProfile {
    /**
     * The profile {@code unixfs-v1-2025}: CIDv1, chunks of 1 MiB as raw blocks, 1024 links a node. A folder is sharded when its
     * block would be larger than 256 KiB. Content of at most 1 MiB is one raw block, whose CID holds nothing but its SHA-256.
     */
    UNIXFS_V1_2025(1024 * 1024, 1024, Codec.RAW, 1, FolderMeasure.BLOCK, 256 * 1024),

    /**
     * The profile {@code unixfs-v0-2015}, what Kubo makes by default: CIDv0, chunks of 256 KiB in dag-pb blocks, 174 links a
     * node. A folder is sharded when its names and CIDs together have more than 256 KiB.
     *
     * <p>Kubo before 0.40 shards one of exactly 256 KiB by this measure too. IPIP-499 and its vectors do not, nor does Kubo since;
     * it is the only difference.
     */
    UNIXFS_V0_2015(256 * 1024, 174, Codec.DAG_PB, 0, FolderMeasure.LINKS, 256 * 1024);

    private final int chunkSize;
    private final int width;
    private final Codec leaves;
    private final int cidVersion;
    private final FolderMeasure folderMeasure;
    private final int maxFolderSize;

    ImportProfile(
            int chunkSize, int width, Codec leaves, int cidVersion, FolderMeasure folderMeasure, int maxFolderSize) {
        this.chunkSize = chunkSize;
        this.width = width;
        this.leaves = leaves;
        this.cidVersion = cidVersion;
        this.folderMeasure = folderMeasure;
        this.maxFolderSize = maxFolderSize;
    }

    /** What {@link #maxFolderSize()} counts. */
    public enum FolderMeasure {
        /** The bytes of the folder's block ({@code block-bytes}). */
        BLOCK,

        /** The bytes of the names, in UTF-8, and of the binary CIDs of its entries ({@code links-bytes}). */
        LINKS
    }

    /** Returns how many bytes of content each leaf but the last has. */
    public int chunkSize() {
        return chunkSize;
    }

    /** Returns the most links that a node of a file has. */
    public int width() {
        return width;
    }

    /** Returns the format of the leaves of a file. */
    public Codec leaves() {
        return leaves;
    }

    /** Returns the version of the CIDs. */
    public int cidVersion() {
        return cidVersion;
    }

    /** Returns by what measure a folder is too large for one block. */
    public FolderMeasure folderMeasure() {
        return folderMeasure;
    }

    /**
     * Returns the largest size, by {@link #folderMeasure()}, of a folder in one block; a larger one is sharded. So is one of more
     * than 8192 entries, which is smaller only if they are their own CIDs (identity): nothing here reads so many in one block.
     */
    public int maxFolderSize() {
        return maxFolderSize;
    }

    /** Returns what goes around {@code size} bytes of content to make them a leaf, or a whole file that keeps attributes. */
    FileNode.Envelope envelope(int size, Attributes attributes) {
        return leaves == Codec.RAW && attributes.isEmpty()
                ? FileNode.rawEnvelope(size)
                : FileNode.envelope(size, attributes);
    }

    /** Returns the CID under which this profile links to a block. */
    Cid name(Cid cid) {
        return cidVersion == 0 && cid.codec() == Codec.DAG_PB ? cid.toV0() : cid;
    }
}
