package network.cortensor.sdk.staking.internal.trie;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/**
 * Checks what a trie holds under one key, from the nodes on the way to it (EIP-1186): the value, or that there is none.
 *
 * <p>Each node is hashed once and read once, where it is. All nodes given must be on the way, in order from the root: a
 * surplus one is refused. Nodes that are embedded in another one need no place of their own; where a client lists one all
 * the same, it must be the same bytes.
 */
public final class TrieProof {
    private static final byte[] EMPTY_TRIE = {(byte) 0x80};

    /** Root of a trie that holds nothing: Keccak-256 of the RLP of the empty string. */
    public static final Hash EMPTY_ROOT = Hash.keccak256(EMPTY_TRIE);

    private final String what;
    private final byte[] key;
    private final List<byte[]> nodes;
    private int used;

    private TrieProof(String what, byte[] key, List<byte[]> nodes) {
        this.what = what;
        this.key = key;
        this.nodes = nodes;
    }

    /**
     * The value under a key; empty if it is proved that there is none.
     *
     * @param what names the proof in messages
     * @param root of a trie whose keys have all the length of this one
     * @param key as the trie has it: for state and storage, the Keccak-256 of what one looks for
     * @param nodes from the root on; not changed, and not to be changed while the value is in use
     * @throws LedgerEvidenceException if it is not proved
     */
    public static Optional<RlpBytes> check(String what, Hash root, byte[] key, List<byte[]> nodes) {
        TrieProof proof = new TrieProof(what, key, nodes);
        Optional<RlpBytes> value = root.equals(EMPTY_ROOT) ? proof.nothing() : proof.walk(RlpBytes.view(root.bytes()));
        if (proof.used != nodes.size()) {
            throw new LedgerEvidenceException(what + ": expected the " + proof.used
                    + " nodes on the way to the key, found " + nodes.size() + "; a surplus node proves nothing");
        }
        return value;
    }

    /** Clients prove with no node that an empty trie is empty, or with the one that it has. */
    private Optional<RlpBytes> nothing() {
        if (!nodes.isEmpty() && Arrays.equals(nodes.get(0), EMPTY_TRIE)) {
            used++;
        }
        return Optional.empty();
    }

    private Optional<RlpBytes> walk(RlpBytes root) {
        int depth = 0;
        RlpItem reference = root;
        boolean branchOnly = false;
        while (true) {
            TrieNode node = TrieNode.read(place(), follow(reference), 2 * key.length - depth);
            if (node instanceof TrieNode.Branch branch) {
                reference = branch.items().get(NibblePath.nibble(key, depth));
                if (reference instanceof RlpBytes bytes && bytes.isEmpty()) {
                    return Optional.empty();
                }
                depth++;
                branchOnly = false;
            } else if (branchOnly) {
                throw new LedgerEvidenceException(
                        place() + ": no trie contains this node: expected a branch after an extension, found another");
            } else if (node instanceof TrieNode.Leaf leaf) {
                return leaf.path().matches(key, depth) ? Optional.of(leaf.value()) : Optional.empty();
            } else {
                TrieNode.Extension extension = (TrieNode.Extension) node;
                if (!extension.path().matches(key, depth)) {
                    return Optional.empty();
                }
                depth += extension.path().length();
                reference = extension.child();
                branchOnly = true;
            }
        }
    }

    private RlpItem follow(RlpItem reference) {
        if (reference instanceof RlpList embedded) {
            if (used < nodes.size() && Arrays.equals(nodes.get(used), Rlp.encode(embedded))) {
                used++;
            }
            return embedded;
        }
        RlpBytes expected = (RlpBytes) reference;
        if (used == nodes.size()) {
            throw new LedgerEvidenceException(what + ": expected a node with the hash " + expected.hash(what)
                    + " after " + used + " nodes, found the end of the proof");
        }
        byte[] node = nodes.get(used++);
        Hash found = Hash.keccak256(node);
        if (!expected.contentEquals(found.bytes())) {
            throw new LedgerEvidenceException(
                    place() + ": expected the hash " + expected.hash(what) + ", found " + found);
        }
        if (node.length < Hash.LENGTH && used > 1) {
            throw new LedgerEvidenceException(place() + ": no trie contains this node: expected at least " + Hash.LENGTH
                    + " bytes where it is not embedded, found " + node.length);
        }
        return Rlp.decode(place(), node);
    }

    private String place() {
        return what + ", node " + used;
    }
}
