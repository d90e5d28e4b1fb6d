package network.cortensor.sdk.ipfs.kubo;

/**
 * What an upload came to.
 *
 * @param blocks how many different blocks the DAG has
 * @param bytes the bytes of these blocks
 * @param shards how many shards they were sent in, over all runs
 * @param sentNow how many of these shards this run sent; the others were acknowledged before
 */
public record CarUploadReport(long blocks, long bytes, long shards, long sentNow) {}
