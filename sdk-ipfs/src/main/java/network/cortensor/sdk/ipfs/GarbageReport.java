package network.cortensor.sdk.ipfs;

/**
 * What a garbage collection did.
 *
 * @param kept blocks that are below a pin, or are one
 * @param removed blocks that were deleted
 * @param bytesFreed what these took, without what the file system adds
 * @param missing raw blocks below a pin that are not here: the content there cannot be read to its end. Raw blocks are not read,
 *     so damage in them does not show here
 */
public record GarbageReport(long kept, long removed, long bytesFreed, long missing) {}
