package network.cortensor.sdk.ipfs.kubo;

/**
 * What a daemon says about a DAG that it has in full.
 *
 * @param size bytes of all its blocks, each counted once
 * @param blocks how many different blocks it has, by their CIDs
 */
public record KuboDagStat(long size, long blocks) {}
