package network.cortensor.sdk.staking.internal.trie;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * A trie that was built from all it holds (Yellow Paper, appendix D). Immutable.
 *
 * <p>Unlike {@link TrieProof} it takes keys of any length, so that a branch may have a value.
 */
public final class Trie {
    private final byte[][] keys;
    private final byte[][] values;
    private final Map<Hash, byte[]> nodes = new HashMap<>();
    private final byte[] rootNode;
    private final Hash root;

    private Trie(byte[][] keys, byte[][] values) {
        this.keys = keys;
        this.values = values;
        this.rootNode = Rlp.encode(keys.length == 0 ? RlpBytes.EMPTY : node(0, keys.length, 0));
        this.root = Hash.keccak256(rootNode);
    }

    /** An empty map to collect entries in, ordered as a trie is. */
    public static NavigableMap<byte[], byte[]> entries() {
        return new TreeMap<>(Arrays::compareUnsigned);
    }

    /**
     * A trie of these entries, which are in a map that {@link #entries} made. The arrays are not copied: do not change them.
     *
     * @throws IllegalArgumentException if a value is empty: a trie cannot hold it
     */
    public static Trie of(NavigableMap<byte[], byte[]> entries) {
        if (entries.values().stream().anyMatch(value -> value.length == 0)) {
            throw new IllegalArgumentException("Trie: expected values of at least one byte, found an empty one");
        }
        return new Trie(
                entries.keySet().toArray(byte[][]::new), entries.values().toArray(byte[][]::new));
    }

    /**
     * A trie of a list, under the RLP of each place from 0: what the roots of transactions and of receipts are of (Yellow
     * Paper, section 4.3.1). The arrays are not copied: do not change them.
     *
     * @throws IllegalArgumentException if a value is empty
     */
    public static Trie ofList(List<byte[]> values) {
        NavigableMap<byte[], byte[]> entries = entries();
        for (int i = 0; i < values.size(); i++) {
            entries.put(Rlp.encode(RlpBytes.ofNumber(i)), values.get(i));
        }
        return of(entries);
    }

    /** Hash of the first node. */
    public Hash root() {
        return root;
    }

    /**
     * The nodes on the way to a key, from the root to where it ends, without embedded ones: they prove what is there, or that
     * there is nothing. Each is a new array.
     */
    public List<byte[]> proof(byte[] key) {
        List<byte[]> way = new ArrayList<>();
        byte[] encoded = rootNode;
        int depth = 0;
        while (true) {
            way.add(encoded.clone());
            RlpItem item = Rlp.decode(encoded);
            while (item instanceof RlpList node) {
                if (depth == 2 * key.length && node.size() > 2) {
                    return way;
                }
                if (node.size() > 2) {
                    item = node.get(NibblePath.nibble(key, depth++));
                } else {
                    NibblePath path = NibblePath.decode("trie", node.get(0).asBytes("trie"));
                    if (path.isLeaf() || path.length() > 2 * key.length - depth || !path.matches(key, depth)) {
                        return way;
                    }
                    depth += path.length();
                    item = node.get(1);
                }
            }
            RlpBytes reference = item.asBytes("trie");
            if (reference.isEmpty()) {
                return way;
            }
            encoded = nodes.getOrDefault(reference.hash("trie"), new byte[0]);
        }
    }

    /** The node of the entries from one to another, which share their first nibbles. */
    private RlpList node(int from, int to, int depth) {
        byte[] first = keys[from];
        if (to - from == 1) {
            return RlpList.of(NibblePath.encode(first, depth, 2 * first.length, true), RlpBytes.view(values[from]));
        }
        int shared = shared(first, keys[to - 1], depth);
        if (shared > depth) {
            return RlpList.of(NibblePath.encode(first, depth, shared, false), reference(node(from, to, shared)));
        }
        return branch(from, to, depth);
    }

    private RlpList branch(int from, int to, int depth) {
        List<RlpItem> items = new ArrayList<>(TrieNode.WIDTH + 1);
        boolean ends = 2 * keys[from].length == depth;
        int at = ends ? from + 1 : from;
        for (int nibble = 0; nibble < TrieNode.WIDTH; nibble++) {
            int start = at;
            while (at < to && NibblePath.nibble(keys[at], depth) == nibble) {
                at++;
            }
            items.add(at == start ? RlpBytes.EMPTY : reference(node(start, at, depth + 1)));
        }
        items.add(ends ? RlpBytes.view(values[from]) : RlpBytes.EMPTY);
        return RlpList.of(items);
    }

    private RlpItem reference(RlpList node) {
        if (node.encodedLength() < Hash.LENGTH) {
            return node;
        }
        byte[] encoded = Rlp.encode(node);
        Hash hash = Hash.keccak256(encoded);
        nodes.put(hash, encoded);
        return RlpBytes.view(hash.bytes());
    }

    private static int shared(byte[] one, byte[] other, int from) {
        int end = 2 * Math.min(one.length, other.length);
        int at = from;
        while (at < end && NibblePath.nibble(one, at) == NibblePath.nibble(other, at)) {
            at++;
        }
        return at;
    }
}
