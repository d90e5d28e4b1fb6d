package network.cortensor.sdk.ipfs.kubo;

/**
 * What a daemon says about its repository.
 *
 * @param size bytes that it takes now
 * @param maxSize bytes at which the daemon collects garbage, if it was told to; no hard limit
 * @param blocks how many blocks there are
 */
public record KuboRepositoryStat(long size, long maxSize, long blocks) {}
