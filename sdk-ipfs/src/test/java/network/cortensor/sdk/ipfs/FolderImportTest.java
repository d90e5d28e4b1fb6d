package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.NameHash;
import network.cortensor.sdk.ipfs.internal.unixfs.ShardNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class FolderImportTest {
    private static final String NAME_LETTERS = "abcdefghijklmnopqrstuvwxyz01234567890-_";

    private final BlockStore blocks = BlockStore.memory();
    private final ContentStore store = ContentStore.on(blocks);

    // ---- the folders of IPIP-499: names and contents are generated, only the CIDs are taken from there

    @Test
    void addFolder_v1AtTheThreshold_isOneBlock() throws IOException {
        Cid cid = vectorFolder(ImportProfile.UNIXFS_V1_2025, 4766, 11, 21);
        assertThat(cid).hasToString("bafybeic3h7rwruealwxkacabdy45jivq2crwz6bufb5ljwupn36gicplx4");
        assertThat(block(cid).size()).isEqualTo(262_144);
    }

    @Test
    void addFolder_v1OneByteOverTheThreshold_isSharded() throws IOException {
        Cid cid = vectorFolder(ImportProfile.UNIXFS_V1_2025, 4766, 11, 22);
        assertThat(cid).hasToString("bafybeiegvuterwurhdtkikfhbxcldohmxp566vpjdofhzmnhv6o4freidu");
        assertThat(UnixFsNode.of(block(cid))).isInstanceOf(ShardNode.class);
    }

    /** Here IPIP-499 and Kubo 0.33 part: for the one it is a plain folder still, for the other sharded already. */
    @Test
    void addFolder_v0AtTheThreshold_isOneBlock() throws IOException {
        assertThat(vectorFolder(ImportProfile.UNIXFS_V0_2015, 4096, 30, 30))
                .hasToString("QmX5GtRk3TSSEHtdrykgqm4eqMEn3n2XhfkFAis5fjyZmN");
    }

    @Test
    void addFolder_v0OneByteBelowTheThreshold_isOneBlock() throws IOException {
        Cid cid = vectorFolder(ImportProfile.UNIXFS_V0_2015, 4096, 30, 29);
        assertThat(cid).hasToString("QmT7ZozmTgpYW6LUk8tFJ4Fm24wSv7xefwZfAYLRDZe3gt");
        assertThat(UnixFsNode.of(block(cid))).isInstanceOf(DirectoryNode.class);
    }

    @Test
    void addFolder_v0OverTheThreshold_isSharded() throws IOException {
        assertThat(vectorFolder(ImportProfile.UNIXFS_V0_2015, 4033, 31, 31))
                .hasToString("QmeMiJzmhpJAUgynAcxTQYek5PPKgdv3qEvFsdV3XpVnvP");
    }

    private Cid vectorFolder(ImportProfile profile, int files, int nameSize, int lastNameSize) throws IOException {
        return store.addFolder(vectorEntries(profile, files, nameSize, lastNameSize), profile(profile));
    }

    private Map<String, Cid> vectorEntries(ImportProfile profile, int files, int nameSize, int lastNameSize)
            throws IOException {
        Cid content = store.add(new byte[] {'x'}, profile(profile));
        boolean old = profile == ImportProfile.UNIXFS_V0_2015;
        String seed = old ? "hamt-unixfs-v0-2015" : "hamt-unixfs-v1-2025";
        Map<String, Cid> entries = new LinkedHashMap<>();
        try (InputStream random = ChaChaStream.of(seed, 1 << 20)) {
            for (int i = 0; i < files; i++) {
                StringBuilder name = new StringBuilder();
                for (byte letter : random.readNBytes(i == files - 1 ? lastNameSize : nameSize)) {
                    name.append(NAME_LETTERS.charAt((letter & 0xff) % NAME_LETTERS.length()));
                }
                entries.put(name.toString(), content);
            }
        }
        assertThat(entries).hasSize(files);
        return entries;
    }

    /** Entries that are their own CIDs take so few bytes that many fit below the threshold: more than a reader takes. */
    @ParameterizedTest
    @EnumSource
    void addFolder_smallEntriesBeyondTheLimitOfLinks_isShardedAndReadable(ImportProfile profile) {
        Cid inline = Cid.of(Codec.RAW, HashFunction.IDENTITY, new byte[0]);
        Map<String, Cid> entries = new LinkedHashMap<>();
        for (int i = 0; i < 8192; i++) {
            entries.put("n" + i, inline);
        }
        Cid atTheLimit = store.addFolder(entries, profile(profile));
        assertThat(UnixFsNode.of(block(atTheLimit))).isInstanceOf(DirectoryNode.class);
        entries.put("one more", inline);
        Cid beyond = store.addFolder(entries, profile(profile));
        assertThat(store.ls(beyond).count()).isEqualTo(8193);
        assertThat(UnixFsNode.of(block(beyond))).isInstanceOf(ShardNode.class);
        assertThat(store.has(beyond)).isTrue();
    }

    // ---- what a sharded folder is made of

    @ParameterizedTest
    @EnumSource
    void addFolder_sharded_holdsEveryEntryWhereItsNameBelongs(ImportProfile profile) {
        Map<String, Cid> entries = numbered(20_000);
        Cid cid = store.addFolder(entries, profile(profile));
        Map<String, Cid> found = new HashMap<>();
        long dagSize = collect(cid, 0, found);
        assertThat(found).isEqualTo(entries);
        assertThat(cid.version()).isEqualTo(profile.cidVersion());
        // A folder above notes the size of all of it.
        DirectoryNode above = (DirectoryNode) UnixFsNode.of(block(store.addFolder(Map.of("sharded", cid))));
        assertThat(above.entries()).containsExactly(new DirectoryNode.Entry("sharded", cid, dagSize));
    }

    private long collect(Cid cid, int level, Map<String, Cid> found) {
        Block block = block(cid);
        ShardNode shard = (ShardNode) UnixFsNode.of(block);
        long size = block.size();
        for (ShardNode.Slot slot : shard.slots()) {
            if (slot instanceof ShardNode.Named named) {
                shard.requirePlaced(named, level);
                assertThat(shard.slot(NameHash.of(named.entry().name()), level)).contains(named);
                found.put(named.entry().name(), named.cid());
                size += slot.dagSize();
            } else {
                int before = found.size();
                long below = collect(slot.cid(), level + 1, found);
                assertThat(found.size() - before)
                        .as("a shard of its own is for several")
                        .isGreaterThan(1);
                assertThat(slot.dagSize()).isEqualTo(below);
                size += below;
            }
        }
        return size;
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 100, 8000})
    void addFolder_entriesInAnyOrder_givesTheSameCid(int count) {
        Map<String, Cid> entries = numbered(count);
        List<String> names = new ArrayList<>(entries.keySet());
        Collections.shuffle(names, new Random(7));
        Map<String, Cid> shuffled = new LinkedHashMap<>();
        names.forEach(name -> shuffled.put(name, entries.get(name)));
        assertThat(store.addFolder(shuffled)).isEqualTo(store.addFolder(entries));
    }

    @Test
    void run_attributesOfAShardedFolder_areInItsRootAlone() {
        Attributes kept = Attributes.NONE.withMode(0700);
        List<DirectoryNode.Entry> entries = numbered(8000).entrySet().stream()
                .map(entry -> new DirectoryNode.Entry(entry.getKey(), entry.getValue(), 1))
                .toList();
        Imported imported = folderImport().run(entries, kept);
        ShardNode root = (ShardNode) UnixFsNode.of(block(imported.cid()));
        assertThat(root.attributes()).isEqualTo(kept);
        ShardNode.Deeper deeper = (ShardNode.Deeper) root.slots().stream()
                .filter(ShardNode.Deeper.class::isInstance)
                .findFirst()
                .orElseThrow();
        assertThat(UnixFsNode.of(block(deeper.cid())).attributes().isEmpty()).isTrue();
    }

    /** Finding two names with the same 64 bits takes effort, but no more than that: the hash is none for security. */
    @Test
    void run_namesWithTheSameHash_areRefusedAndNamed() {
        List<DirectoryNode.Entry> entries = new ArrayList<>();
        numbered(8000).forEach((name, cid) -> entries.add(new DirectoryNode.Entry(name, cid, 1)));
        entries.add(entries.get(5));
        assertThatIllegalArgumentException()
                .isThrownBy(() -> folderImport().run(entries, Attributes.NONE))
                .withMessageContaining("have the same hash");
    }

    private FolderImport folderImport() {
        return new FolderImport(blocks, ImportProfile.UNIXFS_V1_2025, Watch.start("test", CallOptions.none()));
    }

    // ---- folders from parts

    @Test
    void addFolder_ofWhatIsThere_isWhatAddingTheFolderGives() {
        Cid small = store.add("hello".getBytes(StandardCharsets.UTF_8));
        Cid large = store.add(new byte[3 << 20]);
        Cid inner = store.addFolder(Map.of("large", large));
        DirectoryNode outer =
                (DirectoryNode) UnixFsNode.of(block(store.addFolder(Map.of("small", small, "inner", inner))));
        long largeSize = (3L << 20) + block(large).size();
        assertThat(outer.entries())
                .containsExactly(
                        new DirectoryNode.Entry("inner", inner, block(inner).size() + largeSize),
                        new DirectoryNode.Entry("small", small, 5));
    }

    @ParameterizedTest
    @ValueSource(strings = {"", ".", "..", "a/b", "/", "a\0"})
    void addFolder_nameThatNoFolderCanHold_isRefused(String name) {
        Cid content = store.add(new byte[1]);
        assertThatIllegalArgumentException()
                .isThrownBy(() -> store.addFolder(Map.of(name, content)))
                .withMessageContaining("no entry named");
    }

    @Test
    void addFolder_halfACharacterInAName_isRefused() {
        Cid content = store.add(new byte[1]);
        assertThatIllegalArgumentException().isThrownBy(() -> store.addFolder(Map.of("\ud800", content)));
    }

    @Test
    void addFolder_entryNotThere_isNamed() {
        Cid missing = Block.of(Codec.RAW, new byte[] {4}).cid();
        assertThatThrownBy(() -> store.addFolder(Map.of("a", missing)))
                .isInstanceOfSatisfying(
                        BlockNotFoundException.class, e -> assertThat(e.cid()).isEqualTo(missing));
    }

    @Test
    void addFolder_entryWhoseAuthorLiesAboutSizes_isWrittenAsFarAsNumbersGo() {
        Protobuf link = new Protobuf()
                .bytes(1, store.add(new byte[1]).encoded())
                .bytes(2, new byte[] {'a'})
                .number(3, Long.MAX_VALUE);
        Block liar = Block.of(
                Codec.DAG_PB,
                new Protobuf()
                        .message(2, link)
                        .message(1, new Protobuf().number(1, 1))
                        .toBytes());
        blocks.put(liar);
        DirectoryNode folder =
                (DirectoryNode) UnixFsNode.of(block(store.addFolder(Map.of("a", liar.cid(), "b", liar.cid()))));
        assertThat(folder.entries()).extracting(DirectoryNode.Entry::dagSize).containsOnly(Long.MAX_VALUE);
        assertThat(folder.linkedSize()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void addFolder_pinned_isKeptWithEverythingInIt() {
        Cid content = store.add(new byte[3 << 20]);
        Cid folder = store.addFolder(
                Map.of("a", content), AddOptions.builder().pin(true).build());
        assertThat(store.pins()).containsExactly(folder);
        store.blocks().delete(content);
        assertThatThrownBy(() -> store.addFolder(
                        Map.of("a", folder), AddOptions.builder().pin(true).build()))
                .isInstanceOf(BlockNotFoundException.class);
    }

    private Map<String, Cid> numbered(int count) {
        Cid content = store.add(new byte[] {'x'});
        Map<String, Cid> entries = new LinkedHashMap<>();
        for (int i = 0; i < count; i++) {
            entries.put("entry number " + i, content);
        }
        return entries;
    }

    private Block block(Cid cid) {
        return blocks.get(cid).orElseThrow();
    }

    private static AddOptions profile(ImportProfile profile) {
        return AddOptions.builder().profile(profile).build();
    }
}
