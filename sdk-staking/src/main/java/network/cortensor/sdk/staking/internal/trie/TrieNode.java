package network.cortensor.sdk.staking.internal.trie;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;

/**
 * A node of a trie whose keys are all of one length, as those of the state and of an account's storage are (Yellow Paper,
 * appendix D). Reading one refuses each form that such a trie cannot contain: a branch of fewer than two, a value in a
 * branch, a leaf without value or of another depth, an empty extension, one that leads to no branch, a child that should be
 * embedded or should not.
 */
sealed interface TrieNode {
    /** Children of a branch. */
    int WIDTH = 16;

    /**
     * Where 16 keys part. The children are references, in the order of the nibble.
     *
     * @param items the children and, last, a value that is always empty
     */
    record Branch(RlpList items) implements TrieNode {}

    /**
     * Nibbles that all keys below share.
     *
     * @param path at least one nibble
     * @param child reference to a branch
     */
    record Extension(NibblePath path, RlpItem child) implements TrieNode {}

    /**
     * The end of a key.
     *
     * @param path what is left of it
     * @param value never empty
     */
    record Leaf(NibblePath path, RlpBytes value) implements TrieNode {}

    /**
     * Reads a node and what is embedded in it.
     *
     * @param what names the node in the message
     * @param left nibbles of a key that are left at this node
     * @throws LedgerEvidenceException if no trie contains such a node there
     */
    static TrieNode read(String what, RlpItem item, int left) {
        RlpList items = item.asList(what);
        if (items.size() == WIDTH + 1) {
            return branch(what, items, left);
        }
        items.ofSize(what, 2);
        NibblePath path = NibblePath.decode(what, items.get(0).asBytes(what));
        return path.isLeaf()
                ? leaf(what, path, items.get(1).asBytes(what), left)
                : extension(what, path, items.get(1), left);
    }

    private static Branch branch(String what, RlpList items, int left) {
        if (left == 0) {
            throw impossible(what, "a leaf at the end of a key", "a branch");
        }
        if (!items.get(WIDTH).asBytes(what).isEmpty()) {
            throw impossible(what, "a branch without value, as all keys are of one length", "a value");
        }
        int children = 0;
        for (int i = 0; i < WIDTH; i++) {
            RlpItem child = items.get(i);
            if (!(child instanceof RlpBytes bytes && bytes.isEmpty())) {
                checkReference(what, child, left - 1);
                children++;
            }
        }
        if (children < 2) {
            throw impossible(what, "a branch of at least two", children + " children");
        }
        return new Branch(items);
    }

    private static Leaf leaf(String what, NibblePath path, RlpBytes value, int left) {
        if (path.length() != left) {
            throw impossible(what, "a leaf with the " + left + " nibbles left", path.length() + " nibbles");
        }
        if (value.isEmpty()) {
            throw impossible(what, "a leaf with a value", "none");
        }
        return new Leaf(path, value);
    }

    private static Extension extension(String what, NibblePath path, RlpItem child, int left) {
        if (path.length() == 0 || path.length() >= left) {
            throw impossible(what, "an extension of 1 to " + (left - 1) + " nibbles", path.length() + " nibbles");
        }
        if (child instanceof RlpList embedded && embedded.size() != WIDTH + 1) {
            throw impossible(what, "an extension to a branch", "another node");
        }
        checkReference(what, child, left - path.length());
        return new Extension(path, child);
    }

    /** A node of less than 32 bytes is embedded, any other is named by its hash (Yellow Paper, equation 203). */
    private static void checkReference(String what, RlpItem reference, int left) {
        if (reference instanceof RlpBytes hash) {
            if (hash.length() != Hash.LENGTH) {
                throw impossible(what, "a reference of " + Hash.LENGTH + " bytes", hash.length() + " bytes");
            }
        } else if (reference.encodedLength() >= Hash.LENGTH) {
            throw impossible(
                    what, "an embedded node below " + Hash.LENGTH + " bytes", reference.encodedLength() + " bytes");
        } else {
            read(what, reference, left);
        }
    }

    private static LedgerEvidenceException impossible(String what, String expected, String found) {
        return new LedgerEvidenceException(
                what + ": no trie contains this node: expected " + expected + ", found " + found);
    }
}
