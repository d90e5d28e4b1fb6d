package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;
import network.cortensor.sdk.crypto.internal.merkle.MerkleTree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * The way from one receipt to the root of its batch (RFC 9162 §2.1.3; SPEC §16.3): at most 736 bytes. Proves nothing by
 * itself: {@link SignedBatch#verify} does. Immutable.
 */
public final class InclusionProof {

    private static final String WHAT = "an inclusion proof";
    private static final int VERSION = 1;

    private final int index;
    private final int size;
    private final List<byte[]> path;

    /** Takes a path of the right length. */
    InclusionProof(int index, int size, List<byte[]> path) {
        this.index = index;
        this.size = size;
        this.path = path;
    }

    /**
     * Reads a proof.
     *
     * @throws MalformedException if the bytes are not the canonical form of a proof of version 1: the size is not from 1
     *     to 1,048,576, the index not below it, or there are not exactly the hashes that the two ask for
     */
    public static InclusionProof decode(byte[] encoded) {
        AbiWords.Reader words = new AbiWords.Reader(WHAT, encoded);
        if (words.uint64("version") != VERSION) {
            throw new MalformedException(WHAT + " has a version that this reader does not know; it knows " + VERSION);
        }
        long size = words.uint64("size");
        if (size < 1 || size > ReceiptBatch.MAX_RECEIPTS) {
            throw new MalformedException(WHAT + ": size must be from 1 to " + ReceiptBatch.MAX_RECEIPTS);
        }
        long index = words.uint64("index");
        if (index >= size) {
            throw new MalformedException(WHAT + ": index must be below the size");
        }
        int length = MerkleTree.pathLength((int) index, (int) size);
        List<byte[]> path = new ArrayList<>();
        for (int i = 0; i < length; i++) {
            path.add(words.bytes32("its path"));
        }
        if (words.hasMore()) {
            throw new MalformedException(WHAT + " goes on behind its " + length + " hashes");
        }
        return new InclusionProof((int) index, (int) size, path);
    }

    /** Returns the bytes of the proof, which {@link #decode} reads; the array is the caller's. */
    public byte[] encoded() {
        return AbiWords.concat(
                AbiWords.uint64(VERSION),
                AbiWords.uint64(size),
                AbiWords.uint64(index),
                AbiWords.concat(path.toArray(byte[][]::new)));
    }

    /** Returns the place of the receipt in its batch, from 0. */
    public int index() {
        return index;
    }

    /** Returns how many receipts the batch has. */
    public int size() {
        return size;
    }

    byte[] root(byte[] receipt) {
        return MerkleTree.root(MerkleTree.Hash.KECCAK, receipt, index, size, path);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof InclusionProof that && Arrays.equals(encoded(), that.encoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }

    @Override
    public String toString() {
        return "InclusionProof[" + index + " of " + size + ", " + path.size() * Hashes.SIZE + " bytes of path]";
    }
}
