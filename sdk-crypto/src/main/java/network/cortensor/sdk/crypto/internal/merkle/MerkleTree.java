package network.cortensor.sdk.crypto.internal.merkle;

import network.cortensor.sdk.crypto.internal.Hashes;

import java.util.ArrayList;
import java.util.List;

/**
 * A Merkle tree of the shape of RFC 9162 §2.1: leaves and inner nodes are hashed with different prefixes, so that neither
 * passes for the other, and a last node without a sibling goes up as it is, so that no leaf counts twice. Immutable.
 */
public final class MerkleTree {

    private static final byte[] LEAF = {0};
    private static final byte[] INNER = {1};

    /** The leaves' hashes first, the root last. */
    private final List<byte[][]> levels;

    private MerkleTree(List<byte[][]> levels) {
        this.levels = levels;
    }

    /** A hash function of 32 bytes. */
    @FunctionalInterface
    public interface Hash {

        /** Keccak-256, the one that contracts have at hand. */
        Hash KECCAK = Hashes::keccak256;

        byte[] of(byte[]... parts);
    }

    /** Makes the tree over at least one leaf; leaves may have any size. */
    public static MerkleTree of(Hash hash, List<byte[]> leaves) {
        byte[][] level = leaves.stream().map(leaf -> hash.of(LEAF, leaf)).toArray(byte[][]::new);
        List<byte[][]> levels = new ArrayList<>();
        levels.add(level);
        while (level.length > 1) {
            byte[][] above = new byte[(level.length + 1) / 2][];
            for (int i = 0; i < above.length; i++) {
                above[i] = 2 * i + 1 < level.length ? hash.of(INNER, level[2 * i], level[2 * i + 1]) : level[2 * i];
            }
            levels.add(above);
            level = above;
        }
        return new MerkleTree(levels);
    }

    public byte[] root() {
        return levels.get(levels.size() - 1)[0].clone();
    }

    /** Returns the siblings on the way from a leaf to the root (RFC 9162 §2.1.3.1). */
    public List<byte[]> path(int index) {
        List<byte[]> path = new ArrayList<>();
        int node = index;
        for (byte[][] level : levels) {
            if (hasSibling(node, level.length - 1)) {
                path.add(level[node ^ 1].clone());
            }
            node >>= 1;
        }
        return path;
    }

    /** Returns how many siblings a path has. */
    public static int pathLength(int index, int size) {
        int length = 0;
        int node = index;
        for (int last = size - 1; last > 0; last >>= 1) {
            length += hasSibling(node, last) ? 1 : 0;
            node >>= 1;
        }
        return length;
    }

    /**
     * Returns the root of the tree that a path leads to (RFC 9162 §2.1.3.2). A path may fit trees of several sizes: whoever
     * trusts the root has to trust the size with it.
     *
     * @param path as many siblings as {@link #pathLength} says
     */
    public static byte[] root(Hash hash, byte[] leaf, int index, int size, List<byte[]> path) {
        byte[] current = hash.of(LEAF, leaf);
        int used = 0;
        int node = index;
        for (int last = size - 1; last > 0; last >>= 1) {
            if (hasSibling(node, last)) {
                byte[] sibling = path.get(used++);
                current = isRight(node) ? hash.of(INNER, sibling, current) : hash.of(INNER, current, sibling);
            }
            node >>= 1;
        }
        return current;
    }

    private static boolean hasSibling(int node, int last) {
        return isRight(node) || node < last;
    }

    private static boolean isRight(int node) {
        return (node & 1) == 1;
    }

    @Override
    public String toString() {
        return "MerkleTree[" + levels.get(0).length + " leaves]";
    }
}
