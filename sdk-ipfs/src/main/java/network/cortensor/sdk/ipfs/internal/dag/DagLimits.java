package network.cortensor.sdk.ipfs.internal.dag;

/** What a DAG may cost whoever walks over it. The width of a node is limited where it is decoded. */
public final class DagLimits {
    /** The most levels of inner nodes in a file: with two links each they reach 4 GiB blocks. */
    public static final int FILE_DEPTH = 32;

    /** The most folders within one another. */
    public static final int FOLDER_DEPTH = 64;

    /** The most levels below the end of a path when everything is walked: folders, their shards, and a file. */
    static final int DEPTH = 128;

    /**
     * The most links that a walk holds at a time, over all levels: sixteen nodes of full width within one another, some 16
     * MiB. Wide nodes stand next to one another in real content; one inside the other they are there to exhaust memory.
     */
    public static final int OPEN_LINKS = 131_072;

    private DagLimits() {}
}
