package network.cortensor.sdk.ipfs.car;

/** What a {@link CarWriter} does with a block that it has written before. */
public enum CarDuplicates {
    /** Writes it again. The writer needs no memory for what it wrote. */
    KEEP,

    /**
     * Leaves it out, also under the other version of its CID. The writer remembers the CID of every block, some 150 bytes each.
     */
    SKIP
}
