package network.cortensor.sdk.staking.internal.trie;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpItem;
import network.cortensor.sdk.staking.internal.rlp.RlpList;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HexFormat;
import java.util.List;
import java.util.NavigableMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class TrieTest {
    private static final byte[] VALUE = new byte[40];

    static {
        Arrays.fill(VALUE, (byte) 7);
    }

    @Test
    void root_ofNothing_isTheHashOfTheEmptyString() {
        assertThat(Trie.of(Trie.entries()).root())
                .isEqualTo(TrieProof.EMPTY_ROOT)
                .isEqualTo(Hash.parse("0x56e81f171bcc55a6ff8345e692c0f86e5b48e01b996cadc001622fb5e363b421"));
        assertThat(Trie.ofList(List.of()).root()).isEqualTo(TrieProof.EMPTY_ROOT);
    }

    /** The example of the Ethereum wiki: keys that are prefixes of others, so branches with values. */
    @Test
    void root_ofTheWikiExample_isTheKnownOne() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        entries.put(ascii("do"), ascii("verb"));
        entries.put(ascii("dog"), ascii("puppy"));
        entries.put(ascii("doge"), ascii("coin"));
        entries.put(ascii("horse"), ascii("stallion"));
        assertThat(Trie.of(entries).root())
                .isEqualTo(Hash.parse("0x5991bb8c6514148a29db676a14ac506cd2cd5775ace63c30a4fe457715e9ac84"));
    }

    @Test
    void root_ofOneLongValue_isTheKnownOne() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        entries.put(ascii("A"), ascii("a".repeat(50)));
        assertThat(Trie.of(entries).root())
                .isEqualTo(Hash.parse("0xd23786fb4a010da3ce639d66d5e904a11dbc02746d1ce25029e53290cabf28ab"));
    }

    @Test
    void of_emptyValue_isRefused() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        entries.put(new byte[] {1}, new byte[0]);
        assertThatThrownBy(() -> Trie.of(entries)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofList_eachLength_isTheTrieOfTheirPlaces() {
        for (int length : new int[] {1, 2, 16, 127, 128, 129, 255, 256, 257, 400}) {
            List<byte[]> values = new ArrayList<>();
            NavigableMap<byte[], byte[]> entries = Trie.entries();
            for (int i = 0; i < length; i++) {
                byte[] value = ("value " + i).getBytes(StandardCharsets.US_ASCII);
                values.add(value);
                entries.put(Rlp.encode(RlpBytes.ofNumber(i)), value);
            }
            Hash root = Trie.ofList(values).root();
            assertThat(root).isEqualTo(Trie.of(entries).root());
            Collections.swap(values, 0, length - 1);
            assertThat(Trie.ofList(values).root().equals(root)).isEqualTo(length == 1);
        }
    }

    @Test
    void check_eachKeyOfATrie_findsItsValueAndNoOther() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        for (int i = 0; i < 1000; i++) {
            entries.put(key(i), Rlp.encode(RlpBytes.ofNumber(1 + i)));
        }
        Trie trie = Trie.of(entries);
        entries.forEach((key, value) ->
                assertThat(check(trie.root(), key, trie.proof(key))).isEqualTo(value));
        for (int i = 1000; i < 2000; i++) {
            byte[] key = key(i);
            assertThat(check(trie.root(), key, trie.proof(key))).isEmpty();
        }
    }

    /** Values and keys so short that whole branches are embedded. */
    @Test
    void check_embeddedNodes_areFollowedWithoutAPlaceInTheProof() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        for (int i = 0; i < 200; i += 2) {
            entries.put(new byte[] {1, (byte) i}, new byte[] {1});
        }
        entries.put(new byte[] {2, 0}, VALUE);
        Trie trie = Trie.of(entries);
        int embedded = 0;
        for (int i = 0; i < 256; i++) {
            byte[] key = {1, (byte) i};
            List<byte[]> proof = trie.proof(key);
            boolean there = i < 200 && i % 2 == 0;
            assertThat(check(trie.root(), key, proof)).isEqualTo(there ? new byte[] {1} : new byte[0]);
            RlpItem last = Rlp.decode(proof.get(proof.size() - 1));
            if (there && ((RlpList) last).get(i % 16) instanceof RlpList leaf) {
                embedded++;
                List<byte[]> listed = new ArrayList<>(proof);
                listed.add(Rlp.encode(leaf));
                assertThat(check(trie.root(), key, listed)).isEqualTo(new byte[] {1});
                listed.set(listed.size() - 1, new byte[] {1});
                refused(() -> check(trie.root(), key, listed), "surplus");
            }
        }
        // The branch of the last four is embedded itself.
        assertThat(embedded).as("leaves embedded in the last node").isEqualTo(96);
    }

    @Test
    void check_emptyTrie_isProvedWithNothingOrItsOneNode() {
        byte[] key = key(1);
        assertThat(check(TrieProof.EMPTY_ROOT, key, List.of())).isEmpty();
        assertThat(check(TrieProof.EMPTY_ROOT, key, List.of(new byte[] {(byte) 0x80})))
                .isEmpty();
        refused(() -> check(TrieProof.EMPTY_ROOT, key, List.of(new byte[] {(byte) 0xc0})), "surplus");
        refused(
                () -> check(TrieProof.EMPTY_ROOT, key, List.of(new byte[] {(byte) 0x80}, new byte[] {(byte) 0x80})),
                "surplus");
        refused(() -> check(Hash.keccak256(new byte[0]), key, List.of()), "end of the proof");
    }

    @Test
    void check_surplusMissingSwappedOrDoubledNode_isRefused() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        for (int i = 0; i < 1000; i++) {
            entries.put(key(i), VALUE);
        }
        Trie trie = Trie.of(entries);
        byte[] key = key(17);
        List<byte[]> proof = trie.proof(key);
        assertThat(proof).hasSizeGreaterThan(2);
        List<byte[]> surplus = new ArrayList<>(proof);
        surplus.add(proof.get(0));
        refused(() -> check(trie.root(), key, surplus), "surplus");
        refused(() -> check(trie.root(), key, proof.subList(0, proof.size() - 1)), "end of the proof");
        refused(() -> check(trie.root(), key, proof.subList(1, proof.size())), "expected the hash");
        List<byte[]> swapped = new ArrayList<>(proof);
        Collections.swap(swapped, 0, 1);
        refused(() -> check(trie.root(), key, swapped), "expected the hash");
        List<byte[]> doubled = new ArrayList<>(proof);
        doubled.add(1, proof.get(0));
        refused(() -> check(trie.root(), key, doubled), "expected the hash");
        refused(() -> check(trie.root(), key, List.of()), "end of the proof");
    }

    @Test
    void check_proofOfAnotherKey_provesNothingOfThisOne() {
        NavigableMap<byte[], byte[]> entries = Trie.entries();
        for (int i = 0; i < 1000; i++) {
            entries.put(key(i), VALUE);
        }
        Trie trie = Trie.of(entries);
        refused(() -> check(trie.root(), key(17), trie.proof(key(18))), "");
    }

    // Forms that hash well and that no trie contains. Keys here have one byte, two nibbles.

    @Test
    void check_branchWithOneChild_isRefused() {
        RlpItem[] items = emptyBranch();
        items[1] = leaf("31");
        impossible(RlpList.of(items), "a branch of at least two, found 1 children");
    }

    @Test
    void check_branchWithValue_isRefused() {
        RlpItem[] items = emptyBranch();
        items[1] = leaf("31");
        items[2] = leaf("31");
        items[16] = RlpBytes.view(VALUE);
        impossible(RlpList.of(items), "a branch without value");
    }

    @Test
    void check_branchWithReferenceOfAnotherLength_isRefused() {
        for (int length : new int[] {1, 31, 33}) {
            RlpItem[] items = emptyBranch();
            items[1] = leaf("31");
            items[2] = RlpBytes.view(new byte[length]);
            impossible(RlpList.of(items), "a reference of 32 bytes");
        }
    }

    @Test
    void check_longNodeEmbedded_isRefused() {
        RlpItem[] items = emptyBranch();
        items[1] = leaf("31");
        items[2] = RlpList.of(hex("31"), RlpBytes.view(VALUE));
        impossible(RlpList.of(items), "an embedded node below 32 bytes");
    }

    @Test
    void check_shortNodeNotEmbedded_isRefused() {
        byte[] leaf = Rlp.encode(leaf("31"));
        RlpItem[] items = emptyBranch();
        items[1] = RlpBytes.view(Hash.keccak256(leaf).bytes());
        items[2] = leaf("31");
        byte[] root = Rlp.encode(RlpList.of(items));
        refused(
                () -> check(Hash.keccak256(root), new byte[] {0x11}, List.of(root, leaf)),
                "expected at least 32 bytes where it is not embedded");
    }

    @Test
    void check_badNodeEmbeddedBesideTheWay_isRefused() {
        RlpItem[] items = emptyBranch();
        items[1] = leaf("31");
        items[2] = leaf("20");
        impossible(RlpList.of(items), "a leaf with the 1 nibbles left, found 0 nibbles");
    }

    @Test
    void check_leafOfAnotherDepth_isRefused() {
        impossible(RlpList.of(hex("31"), RlpBytes.view(VALUE)), "a leaf with the 2 nibbles left, found 1");
        impossible(RlpList.of(hex("201111"), RlpBytes.view(VALUE)), "a leaf with the 2 nibbles left, found 4");
    }

    @Test
    void check_leafWithoutValue_isRefused() {
        impossible(RlpList.of(hex("2011"), RlpBytes.EMPTY), "a leaf with a value");
    }

    @Test
    void check_extensionThatIsEmptyOrTooLong_isRefused() {
        RlpItem hash = RlpBytes.view(new byte[32]);
        impossible(RlpList.of(hex("00"), hash), "an extension of 1 to 1 nibbles, found 0");
        impossible(RlpList.of(hex("0011"), hash), "an extension of 1 to 1 nibbles, found 2");
    }

    @Test
    void check_extensionToALeaf_isRefused() {
        impossible(RlpList.of(hex("11"), leaf("31")), "an extension to a branch");
        byte[] leaf = Rlp.encode(RlpList.of(hex("31"), RlpBytes.view(VALUE)));
        byte[] root = Rlp.encode(
                RlpList.of(hex("11"), RlpBytes.view(Hash.keccak256(leaf).bytes())));
        refused(
                () -> check(Hash.keccak256(root), new byte[] {0x11}, List.of(root, leaf)),
                "expected a branch after an extension");
    }

    @Test
    void check_hexPrefixOfAnotherForm_isRefused() {
        impossible(RlpList.of(RlpBytes.EMPTY, RlpBytes.view(VALUE)), "expected a hex-prefix path");
        impossible(RlpList.of(hex("2111"), RlpBytes.view(VALUE)), "expected a zero nibble before an even path");
        impossible(RlpList.of(hex("4011"), RlpBytes.view(VALUE)), "expected hex-prefix flags of 0 to 3, found 4");
        impossible(RlpList.of(hex("f011"), RlpBytes.view(VALUE)), "expected hex-prefix flags of 0 to 3, found 15");
    }

    @Test
    void check_nodeOfAnotherSize_isRefused() {
        impossible(RlpList.of(), "expected a list of 2 items");
        impossible(RlpList.of(hex("2011"), RlpBytes.view(VALUE), RlpBytes.EMPTY), "expected a list of 2 items");
        impossible(RlpBytes.view(VALUE), "expected an RLP list");
        RlpItem[] eighteen = Arrays.copyOf(emptyBranch(), 18);
        eighteen[17] = RlpBytes.EMPTY;
        impossible(RlpList.of(eighteen), "expected a list of 2 items");
    }

    @Test
    void check_branchBelowTheEndOfKeys_isRefused() {
        List<byte[]> nodes = new ArrayList<>();
        byte[] below = new byte[0];
        for (int i = 0; i < 3; i++) {
            RlpItem[] items = emptyBranch();
            items[1] = RlpBytes.view(Hash.keccak256(below).bytes());
            items[2] = RlpBytes.view(new byte[32]);
            below = Rlp.encode(RlpList.of(items));
            nodes.add(0, below);
        }
        refused(
                () -> check(Hash.keccak256(nodes.get(0)), new byte[] {0x11}, nodes),
                "expected a leaf at the end of a key");
    }

    private static void impossible(RlpItem node, String message) {
        byte[] root = Rlp.encode(node);
        refused(() -> check(Hash.keccak256(root), new byte[] {0x11}, List.of(root)), message);
    }

    private static void refused(ThrowingCallable check, String message) {
        assertThatThrownBy(check).isInstanceOf(LedgerEvidenceException.class).hasMessageContaining(message);
    }

    private static RlpItem[] emptyBranch() {
        RlpItem[] items = new RlpItem[17];
        Arrays.fill(items, RlpBytes.EMPTY);
        return items;
    }

    private static RlpList leaf(String path) {
        return RlpList.of(hex(path), RlpBytes.ofNumber(1));
    }

    private static RlpBytes hex(String digits) {
        return RlpBytes.view(HexFormat.of().parseHex(digits));
    }

    private static byte[] check(Hash root, byte[] key, List<byte[]> nodes) {
        return TrieProof.check("proof", root, key, nodes).map(RlpBytes::bytes).orElseGet(() -> new byte[0]);
    }

    private static byte[] key(int i) {
        return Hash.keccak256(new byte[] {(byte) (i >> 8), (byte) i}).bytes();
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }
}
