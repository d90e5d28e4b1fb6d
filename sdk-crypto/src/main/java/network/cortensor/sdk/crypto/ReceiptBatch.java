package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.merkle.MerkleTree;

import java.util.Arrays;
import java.util.List;

/**
 * Many receipts under one signature (SPEC §16): a Merkle tree over their hashes, whose root a wallet signs once, and a
 * short proof for each receipt that it is among them.
 *
 * <p>The tree has the shape of RFC 9162 and hashes with Keccak-256, so that a contract can check a proof with the hash
 * that is cheapest there. Immutable.
 */
public final class ReceiptBatch {

    /** A day's receipts of a busy node; the tree takes some 110 MiB then, and a proof 736 bytes. */
    static final int MAX_RECEIPTS = 1 << 20;

    private final int size;
    private final MerkleTree tree;

    private ReceiptBatch(int size, MerkleTree tree) {
        this.size = size;
        this.tree = tree;
    }

    /**
     * Makes a batch.
     *
     * @param receipts the 32-byte hashes of 1 to 1,048,576 different receipts, in the order of their indices; not kept
     * @throws IllegalArgumentException if there are none or too many, one has another size, or two are equal: a receipt
     *     that is in a batch twice would be counted twice
     */
    public static ReceiptBatch of(List<byte[]> receipts) {
        if (receipts.isEmpty() || receipts.size() > MAX_RECEIPTS) {
            throw new IllegalArgumentException(
                    "a batch has 1 to " + MAX_RECEIPTS + " receipts, found " + receipts.size());
        }
        byte[][] sorted = receipts.toArray(byte[][]::new);
        for (byte[] receipt : sorted) {
            requireHash(receipt);
        }
        Arrays.sort(sorted, Arrays::compareUnsigned);
        for (int i = 1; i < sorted.length; i++) {
            if (Arrays.equals(sorted[i - 1], sorted[i])) {
                throw new IllegalArgumentException("a receipt is in the batch twice");
            }
        }
        return new ReceiptBatch(receipts.size(), MerkleTree.of(MerkleTree.Hash.KECCAK, receipts));
    }

    static void requireHash(byte[] receipt) {
        if (receipt.length != Hashes.SIZE) {
            throw new IllegalArgumentException("the hash of a receipt must have 32 bytes, found " + receipt.length);
        }
    }

    /** Returns how many receipts there are. */
    public int size() {
        return size;
    }

    /** Returns the 32 bytes that stand for all receipts and their order; the array is the caller's. */
    public byte[] root() {
        return tree.root();
    }

    /**
     * Returns the proof that a receipt is in this batch.
     *
     * @param index the place of the receipt, from 0
     * @throws IndexOutOfBoundsException if there is no such place
     */
    public InclusionProof proof(int index) {
        if (index < 0 || index >= size) {
            throw new IndexOutOfBoundsException("a batch of " + size + " receipts has no index " + index);
        }
        return new InclusionProof(index, size, tree.path(index));
    }

    /**
     * Has the root and the size signed.
     *
     * @param chainId the chain that the receipts are about, at least 1
     * @throws IllegalArgumentException if the chain id is not positive
     * @throws RejectedException with {@link RejectedException.Check#SIGNATURE} if the signer returned a signature that is
     *     not its own
     */
    public SignedBatch sign(WalletSigner issuer, long chainId) {
        return SignedBatch.issue(issuer, chainId, size, root());
    }

    @Override
    public String toString() {
        return "ReceiptBatch[" + size + " receipts]";
    }
}
