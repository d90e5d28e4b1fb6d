package network.cortensor.sdk.ipfs;

/**
 * A block store that keeps neither a block nor its bytes once {@code put} has returned. An import then uses the array for the
 * next block: new arrays of a megabyte each cost a tenth of its time, and more than that in a small heap.
 */
interface ReleasesBlocks {}
