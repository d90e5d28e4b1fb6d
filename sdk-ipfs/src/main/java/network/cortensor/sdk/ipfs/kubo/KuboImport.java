package network.cortensor.sdk.ipfs.kubo;

/**
 * What was sent to a daemon as a CAR, counted here; the daemon's own count was the same.
 *
 * @param blocks how many blocks; one that came twice counts twice
 * @param bytes the bytes of these blocks
 */
public record KuboImport(long blocks, long bytes) {}
