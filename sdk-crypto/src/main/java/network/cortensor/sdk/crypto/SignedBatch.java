package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Hashes;
import network.cortensor.sdk.crypto.internal.ethereum.AbiWords;

import java.security.MessageDigest;
import java.util.Arrays;
import java.util.HexFormat;

/**
 * The root and the size of a {@link ReceiptBatch}, signed by a wallet (SPEC §16.4): 193 bytes that stand for up to a
 * million receipts.
 *
 * <p>Proves that the wallet put a receipt into this batch; not when, not that the batch is complete, and not that the
 * receipt is in no other one. Immutable. Two are equal when they say the same with the same signature.
 */
public final class SignedBatch {

    private static final String WHAT = "a signed batch";
    private static final int VERSION = 1;
    private static final int WORDS = 4;
    private static final int SIZE = WORDS * AbiWords.SIZE + WalletSignature.SIZE;

    private final long chainId;
    private final int size;
    private final byte[] root;
    private final WalletSignature signature;

    private SignedBatch(long chainId, int size, byte[] root, WalletSignature signature) {
        this.chainId = chainId;
        this.size = size;
        this.root = root;
        this.signature = signature;
    }

    static SignedBatch issue(WalletSigner issuer, long chainId, int size, byte[] root) {
        return new SignedBatch(
                chainId, size, root, statement(chainId, size, root).sign(issuer));
    }

    private static TypedData statement(long chainId, int size, byte[] root) {
        return TypedData.builder("ReceiptBatch", "Cortensor receipt batch", "1", chainId)
                .uint64("size", size)
                .bytes32("root", root)
                .build();
    }

    /**
     * Reads a signed batch. Whose signature it is, {@link #verify} checks.
     *
     * @throws MalformedException if the bytes are not the canonical form of a signed batch of version 1
     */
    public static SignedBatch decode(byte[] encoded) {
        if (encoded.length != SIZE) {
            throw new MalformedException(WHAT + " must have " + SIZE + " bytes, found " + encoded.length);
        }
        AbiWords.Reader words = new AbiWords.Reader(WHAT, Arrays.copyOf(encoded, WORDS * AbiWords.SIZE));
        if (words.uint64("version") != VERSION) {
            throw new MalformedException(WHAT + " has a version that this reader does not know; it knows " + VERSION);
        }
        long chainId = words.positive("chainId");
        long size = words.uint64("size");
        if (size < 1 || size > ReceiptBatch.MAX_RECEIPTS) {
            throw new MalformedException(WHAT + ": size must be from 1 to " + ReceiptBatch.MAX_RECEIPTS);
        }
        byte[] root = words.bytes32("root");
        return new SignedBatch(
                chainId,
                (int) size,
                root,
                WalletSignature.decode(Arrays.copyOfRange(encoded, WORDS * AbiWords.SIZE, SIZE)));
    }

    /** Returns the 193 bytes, which {@link #decode} reads; the array is the caller's. */
    public byte[] encoded() {
        return AbiWords.concat(
                AbiWords.uint64(VERSION), AbiWords.uint64(chainId), AbiWords.uint64(size), root, signature.bytes());
    }

    /**
     * Checks that a wallet put a receipt into this batch.
     *
     * @param receipt the 32-byte hash of the receipt
     * @param proof the proof that came with it
     * @param issuer the wallet that must have signed, from the chain
     * @param expectedChain the chain that the receipt is about
     * @throws RejectedException with {@link RejectedException.Check#RECEIPT_BATCH} if the batch is for another chain or not
     *     signed by the issuer, or the proof is for a batch of another size or does not lead from the receipt to the root
     * @throws IllegalArgumentException if the hash has another size
     */
    public void verify(byte[] receipt, InclusionProof proof, WalletAddress issuer, long expectedChain) {
        ReceiptBatch.requireHash(receipt);
        if (chainId != expectedChain) {
            throw refused("it is for chain " + chainId + ", expected " + expectedChain);
        }
        if (!statement(chainId, size, root).isSignedBy(issuer, signature)) {
            throw refused("it is not signed by " + issuer + ", or was altered since");
        }
        // A path can fit several sizes; only the signed one says where in the tree it ends.
        if (proof.size() != size) {
            throw refused("it has " + size + " receipts, the proof is for one of " + proof.size());
        }
        if (!MessageDigest.isEqual(proof.root(receipt), root)) {
            throw refused("the proof does not lead from the receipt "
                    + HexFormat.of().formatHex(receipt) + " at index " + proof.index() + " to its root");
        }
    }

    private static RejectedException refused(String reason) {
        return new RejectedException(
                RejectedException.Check.RECEIPT_BATCH, "a receipt in a signed batch does not hold: " + reason);
    }

    /** Returns the chain that the receipts are about. */
    public long chainId() {
        return chainId;
    }

    /** Returns how many receipts the batch has. */
    public int size() {
        return size;
    }

    /** Returns the 32 bytes of the root; the array is the caller's. */
    public byte[] root() {
        return root.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof SignedBatch that && Arrays.equals(encoded(), that.encoded());
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(encoded());
    }

    @Override
    public String toString() {
        return "SignedBatch[" + size + " receipts, chain " + chainId + ", root "
                + HexFormat.of().formatHex(root, 0, Hashes.SIZE / 4) + "…]";
    }
}
