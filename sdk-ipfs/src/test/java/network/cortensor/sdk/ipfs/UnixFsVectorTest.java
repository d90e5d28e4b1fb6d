package network.cortensor.sdk.ipfs;

import network.cortensor.sdk.ipfs.internal.Watch;
import network.cortensor.sdk.ipfs.internal.unixfs.Attributes;
import network.cortensor.sdk.ipfs.internal.unixfs.DirectoryNode;
import network.cortensor.sdk.ipfs.internal.unixfs.UnixFsNode;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The objects of the appendix "Test Vectors" of the UnixFS specification, made anew; only their CIDs are taken from there. */
class UnixFsVectorTest {
    private static final AddOptions OLD =
            AddOptions.builder().profile(ImportProfile.UNIXFS_V0_2015).build();

    private static final Cid MULTIBLOCK = Cid.parse("bafybeigcisqd7m5nf3qmuvjdbakl5bdnh4ocrmacaqkpuh77qjvggmt2sa");

    private final ContentStore store = ContentStore.on(BlockStore.memory());
    private final Cid hello = add("hello world\n");
    private final Cid ascii = add("hello application/vnd.ipld.car\n");

    @Test
    void add_files_givesTheirCids() {
        assertThat(hello).hasToString("bafkreifjjcie6lypi6ny7amxnfftagclbuxndqonfipmb64f2km2devei4");
        assertThat(ascii).hasToString("bafkreifkam6ns4aoolg3wedr4uzrs3kvq66p4pecirz6y2vlrngla62mxm");
        byte[] checker = "Hello from IPFS Gateway Checker\n".getBytes(StandardCharsets.UTF_8);
        assertThat(store.add(checker, OLD).toV1())
                .hasToString("bafybeifx7yeb55armcsxwwitkymga5xf53dxiarykms3ygqic223w5sk3m");
    }

    @Test
    void add_nothing_givesTheWellKnownCids() {
        assertThat(store.add(new byte[0])).hasToString("bafkreihdwdcefgh4dqkjv67uzcmw7ojee6xedzdetojuzjevtenxquvyku");
        Cid oldFile = store.add(new byte[0], OLD);
        assertThat(oldFile).hasToString("QmbFMke1KXqnYyBBWxB74N4c5SBnJMVAiMNRcGu6x1AwQH");
        assertThat(oldFile.toV1()).hasToString("bafybeif7ztnhq65lumvvtr4ekcwd2ifwgm3awq4zfr3srh462rwyinlb4y");
        assertThat(store.addFolder(Map.of()))
                .hasToString("bafybeiczsscdsbs7ffqz55asqdf3smv6klcw3gofszvwlyarci47bgf354");
        assertThat(store.addFolder(Map.of(), OLD)).hasToString("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
    }

    @Test
    void addFolder_nested_givesTheirCids() {
        Cid subdir = store.addFolder(Map.of("hello.txt", hello, "ascii.txt", ascii));
        assertThat(subdir).hasToString("bafybeiggghzz6dlue3m6nb2dttnbrygxh3lrjl5764f2m4gq7dgzdt55o4");
        assertThat(store.addFolder(Map.of("subdir", subdir)))
                .hasToString("bafybeietjm63oynimmv5yyqay33nui4y4wx6u3peezwetxgiwvfmelutzu");

        Cid inner = store.addFolder(Map.of("bar.txt", add("Hello, world!\n")));
        assertThat(inner).hasToString("bafybeidryarwh34ygbtyypbu7qjkl4euiwxby6cql6uvosonohkq2kwnkm");
        assertThat(store.addFolder(Map.of("foo", inner, "foo.txt", add("Hello, IPFS!\n"))))
                .hasToString("bafybeiegxwlgmoh2cny7qlolykdf7aq7g6dlommarldrbm7c4hbckhfcke");
    }

    @Test
    void addFolder_namesOutsideAscii_givesTheirCids() {
        Cid file = add("I am a txt file on path with utf8\n");
        Cid inner = store.addFolder(Map.of("file-\u017a\u0142.txt", file));
        Map<String, Cid> entries = new HashMap<>(Map.of("\u0105", store.addFolder(Map.of("\u0119", inner))));
        // Not in the text of the specification, but in its fixture.
        for (String name : List.of("api", "ipfs", "ipns")) {
            Cid confusing = add("I am a txt file in confusing /" + name + " dir\n");
            entries.put(name, store.addFolder(Map.of("file.txt", confusing)));
        }
        assertThat(store.addFolder(entries)).hasToString("bafybeig6ka5mlwkl4subqhaiatalkcleo4jgnr3hqwvpmsqfca27cijp3i");

        Cid encoded = add("hello from a percent encoded filename\n");
        assertThat(store.addFolder(Map.of("Portugal%2C+Espa\u00f1a=Peninsula Ib\u00e9rica.txt", encoded)))
                .hasToString("bafybeig675grnxcmshiuzdaz2xalm6ef4thxxds6o6ypakpghm5kghpc34");
    }

    /** The file of several blocks is cut as no profile does, so that it is only linked to. */
    @Test
    void encode_foldersWithALargerFile_givesTheirCids() {
        DirectoryNode.Entry multiblock = new DirectoryNode.Entry("multiblock.txt", MULTIBLOCK, 1271);
        DirectoryNode.Entry asciiText = new DirectoryNode.Entry("ascii.txt", ascii, 31);
        DirectoryNode.Entry helloText = new DirectoryNode.Entry("hello.txt", hello, 12);
        DirectoryNode.Entry copy = new DirectoryNode.Entry("ascii-copy.txt", ascii, 31);
        assertThat(folder(multiblock, asciiText, helloText, copy))
                .hasToString("bafybeihchr7vmgjaasntayyatmp5sv6xza57iy2h4xj7g46bpjij6yhrmy");
        assertThat(folder(multiblock, asciiText, helloText))
                .hasToString("bafybeicnmple4ehlz3ostv2sbojz3zhh5q7tz5r2qkfdpqfilgggeen7xm");
    }

    private static Cid folder(DirectoryNode.Entry... entries) {
        return Block.of(Codec.DAG_PB, DirectoryNode.encode(List.of(entries), Attributes.NONE))
                .cid();
    }

    @Test
    void addFolder_withSymlink_givesItsCid() {
        Cid foo = store.add("content\n".getBytes(StandardCharsets.UTF_8), OLD);
        assertThat(foo).hasToString("Qme2y5HA5kvo2jAx13UsnV5bQJVijiAJCPvaW3JGQWhvJZ");
        Watch watch = Watch.start("test", CallOptions.none());
        Cid bar = new FolderImport(store.blocks(), ImportProfile.UNIXFS_V0_2015, watch)
                .symlink("foo", Attributes.NONE)
                .cid();
        assertThat(bar).hasToString("QmTB8BaCJdCH5H3k7GrxJsxgDNmNYGGR71C58ERkivXoj5");
        assertThat(store.addFolder(Map.of("foo", foo, "bar", bar), OLD))
                .hasToString("QmWvY6FaqFMS89YAQ9NAPjVP4WZKA1qbHbicc9HeSKQTgt");
    }

    /** Blocks that are dag-pb, but no files or folders. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "12240a2212207521fe19c374a97759226dc5c0c8e674e73950e81b211f7dd3b6b30883a08a51",
                "0a050001020304",
                "0a00",
                "120b0a09015500050001020304",
                "12160a090155000500010203041209736f6d65206e616d65",
                "120d0a090155000500010203041200",
                "12140a0901550005000102030418ffffffffffffff0f",
                "120d0a090155000500010203041800",
                "0a03010203",
                "120b0a0901550005000102030412100a09015500050001020304120362617212100a090155000500010203041203666f6f",
                "120b0a09015500050001020304120e0a09015500050001020304120161120e0a09015500050001020304120161",
                "120e0a09015500050001020304120161120e0a09015500050001020304120161"
            })
    void of_dagPbThatIsNotUnixFs_isRefused(String hex) {
        Block block = Block.of(Codec.DAG_PB, HexFormat.of().parseHex(hex));
        assertThatThrownBy(() -> UnixFsNode.of(block))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(block.cid().toString());
    }

    private Cid add(String content) {
        return store.add(content.getBytes(StandardCharsets.UTF_8));
    }
}
