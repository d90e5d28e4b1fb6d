package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Cid;

/**
 * One section of a CAR, as {@link CarReport} lists it.
 *
 * @param cid the name that the section claims for its bytes
 * @param offset where the section starts in the stream, in bytes
 * @param size how many bytes of block it has
 * @param matches whether the bytes hash to the CID
 */
public record CarEntry(Cid cid, long offset, int size, boolean matches) {}
