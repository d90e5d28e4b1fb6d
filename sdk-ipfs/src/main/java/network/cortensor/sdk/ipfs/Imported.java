package network.cortensor.sdk.ipfs;

/**
 * The root of something that was stored.
 *
 * @param dagSize bytes of all its blocks, one that is there several times counted as often, as folders write it
 */
record Imported(Cid cid, long dagSize) {}
