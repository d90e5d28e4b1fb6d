package network.cortensor.sdk.ipfs.car;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cancellation;
import network.cortensor.sdk.ipfs.CancelledException;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.internal.cbor.CborValue;
import network.cortensor.sdk.ipfs.internal.cbor.DagCbor;
import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

import static network.cortensor.sdk.ipfs.car.CarReport.Verdict.COMPLETE;
import static network.cortensor.sdk.ipfs.car.CarReport.Verdict.MISMATCH;
import static network.cortensor.sdk.ipfs.car.CarReport.Verdict.MISSING;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CarReportTest {
    private final Block one = CarBytes.leaf("one");
    private final Block two = CarBytes.leaf("two");
    private final Block inner = CarBytes.node(one.cid(), two.cid(), one.cid());
    private final Block root = CarBytes.node(inner.cid(), one.cid());

    private static Block cbor(CborValue value) {
        return Block.of(Codec.DAG_CBOR, DagCbor.encode(value));
    }

    @Test
    void inspect_completeDagInAnyOrder_isComplete() {
        for (List<Block> order : List.of(List.of(root, inner, one, two), List.of(two, one, inner, root))) {
            CarBytes car = CarBytes.of(root.cid());
            order.forEach(car::section);
            CarReport report = car.inspect();
            assertThat(report.verdict()).isEqualTo(COMPLETE);
            assertThat(report.roots()).containsExactly(root.cid());
            assertThat(report.version()).isEqualTo(1);
            assertThat(report.blocks()).isEqualTo(4);
            assertThat(report.distinctBlocks()).isEqualTo(4);
            assertThat(report.missing()).isEmpty();
            assertThat(report.mismatched()).isEmpty();
            assertThat(report).hasToString("CarReport[COMPLETE, 4 blocks, 0 missing, 0 mismatched]");
        }
    }

    @Test
    void inspect_listener_hearsOfEachSection() {
        List<CarEntry> entries = new ArrayList<>();
        byte[] car = CarBytes.of(root.cid())
                .section(one)
                .section(two.cid(), one.bytes())
                .toBytes();
        long start = CarBytes.of(root.cid()).toBytes().length;
        CarReport.inspect(new ByteArrayInputStream(car), entries::add, CallOptions.none());
        assertThat(entries)
                .containsExactly(
                        new CarEntry(one.cid(), start, one.size(), true),
                        new CarEntry(two.cid(), start + CarWriter.sectionSize(one), one.size(), false));
    }

    @Test
    void inspect_leafMissing_namesItOnce() {
        CarReport report = CarBytes.of(root.cid())
                .section(root)
                .section(inner)
                .section(two)
                .inspect();
        assertThat(report.verdict()).isEqualTo(MISSING);
        assertThat(report.missing()).containsExactly(one.cid());
        assertThat(report.missingCount()).isEqualTo(1);
    }

    @Test
    void inspect_innerNodeMissing_doesNotGuessWhatIsBehind() {
        CarReport report =
                CarBytes.of(root.cid()).section(root).section(one).section(two).inspect();
        assertThat(report.missing()).containsExactly(inner.cid());
        assertThat(report.unrelatedBlocks())
                .as("nothing leads to the second leaf")
                .isEqualTo(1);
    }

    @Test
    void inspect_rootMissing_isMissing() {
        CarReport report = CarBytes.of(root.cid(), one.cid()).section(one).inspect();
        assertThat(report.verdict()).isEqualTo(MISSING);
        assertThat(report.missing()).containsExactly(root.cid());
    }

    @Test
    void inspect_wrongBytes_isAMismatchWhateverElseIsMissing() {
        CarReport report = CarBytes.of(root.cid())
                .section(root)
                .section(inner.cid(), root.bytes())
                .inspect();
        assertThat(report.verdict()).isEqualTo(MISMATCH);
        assertThat(report.mismatched()).containsExactly(inner.cid());
        assertThat(report.mismatchedCount()).isEqualTo(1);
        assertThat(report.missing()).containsExactly(inner.cid(), one.cid());
    }

    @Test
    void inspect_wrongBytesThatNobodyLinksTo_areAMismatchToo() {
        CarReport report = CarBytes.of(one.cid())
                .section(one)
                .section(two.cid(), one.bytes())
                .inspect();
        assertThat(report.verdict()).isEqualTo(MISMATCH);
        assertThat(report.missing()).isEmpty();
    }

    @Test
    void inspect_rightBytesBesidesWrongOnes_areStillAMismatch() {
        CarReport report = CarBytes.of(one.cid())
                .section(one.cid(), two.bytes())
                .section(one)
                .inspect();
        assertThat(report.verdict()).isEqualTo(MISMATCH);
        assertThat(report.distinctBlocks()).isEqualTo(1);
    }

    @Test
    void inspect_cborLinks_areFollowed() {
        Block cbor = cbor(new CborValue.Dictionary(Map.of(
                "to", new CborValue.Array(List.of(CborValue.Link.of(one.cid()), CborValue.Link.of(root.cid()))))));
        CarReport report = CarBytes.of(cbor.cid()).section(cbor).section(root).inspect();
        assertThat(report.missing()).containsExactly(one.cid(), inner.cid());
    }

    @Test
    void inspect_jsonLinks_areNotFollowedAndThatIsSaid() {
        Block json = Block.of(Codec.DAG_JSON, ("{\"/\":\"" + one.cid() + "\"}").getBytes(StandardCharsets.US_ASCII));
        CarReport report = CarBytes.of(json.cid()).section(json).inspect();
        assertThat(report.verdict()).isEqualTo(COMPLETE);
        assertThat(report.notFollowed()).isEqualTo(1);
    }

    @Test
    void inspect_twoVersionsOfACid_areOneBlock() {
        Cid old = inner.cid().toV0();
        Block links = CarBytes.node(old);
        Block oldInner = Block.verify(old, inner.bytes());
        CarReport report = CarBytes.of(links.cid())
                .section(links)
                .section(inner)
                .section(oldInner)
                .section(one)
                .inspect();
        assertThat(report.blocks()).isEqualTo(4);
        assertThat(report.distinctBlocks()).isEqualTo(3);
        assertThat(report.missing()).containsExactly(two.cid());
        assertThat(CarBytes.of(links.cid()).section(links).inspect().missing()).containsExactly(old);
    }

    @Test
    void inspect_identityLinks_areNeverMissingAndAreLookedInto() {
        Block hello = Block.of(Codec.RAW, HashFunction.IDENTITY, "hello".getBytes(StandardCharsets.US_ASCII));
        Block list = Block.of(
                Codec.DAG_CBOR,
                HashFunction.IDENTITY,
                DagCbor.encode(
                        new CborValue.Array(List.of(CborValue.Link.of(hello.cid()), CborValue.Link.of(one.cid())))));
        Block node = CarBytes.node(list.cid());
        CarReport report = CarBytes.of(node.cid()).section(node).inspect();
        assertThat(report.missing()).containsExactly(one.cid());
        CarReport whole = CarBytes.of(node.cid())
                .section(node)
                .section(one)
                .section(hello)
                .inspect();
        assertThat(whole.verdict()).isEqualTo(COMPLETE);
        assertThat(whole.unrelatedBlocks()).isZero();
        assertThat(whole.distinctBlocks()).isEqualTo(2);
    }

    @Test
    void inspect_noRoots_missesNothing() {
        CarReport report = CarBytes.of().section(inner).inspect();
        assertThat(report.verdict()).isEqualTo(COMPLETE);
        assertThat(report.unrelatedBlocks()).isEqualTo(1);
    }

    @Test
    void inspect_blockThatIsNotWhatItsCodecSays_isMalformed() {
        Block junk = Block.of(Codec.DAG_PB, new byte[] {1, 2, 3});
        assertThatThrownBy(() -> CarBytes.of(junk.cid()).section(junk).inspect())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(junk.cid().toString());
        Block junkCbor = Block.of(Codec.DAG_CBOR, new byte[] {(byte) 0xff});
        assertThatThrownBy(() -> CarBytes.of(junkCbor.cid()).section(junkCbor).inspect())
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining(junkCbor.cid().toString());
    }

    @Test
    void inspect_cutFile_isMalformedNotMissing() {
        byte[] car = CarBytes.of(root.cid()).section(root).section(inner).toBytes();
        assertThatThrownBy(() -> CarReport.inspect(new ByteArrayInputStream(car, 0, car.length - 1)))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("cut off");
    }

    @Test
    void inspect_manyMissing_namesTheFirstAndCountsAll() {
        List<Cid> absent = new ArrayList<>();
        for (int i = 0; i < 2500; i++) {
            absent.add(CarBytes.leaf("absent " + i).cid());
        }
        Block wide = CarBytes.node(absent.toArray(Cid[]::new));
        CarReport report = CarBytes.of(wide.cid()).section(wide).inspect();
        assertThat(report.missing()).isEqualTo(absent.subList(0, CarReport.MAX_NAMED));
        assertThat(report.missingCount()).isEqualTo(2500);
    }

    /** A chain as long as the file is not a stack as deep. */
    @Test
    void inspect_chainOfTwentyThousandBlocks_isWalked() {
        List<Block> chain = new ArrayList<>(List.of(one));
        for (int i = 0; i < 20_000; i++) {
            chain.add(cbor(CborValue.Link.of(chain.get(chain.size() - 1).cid())));
        }
        CarBytes car = CarBytes.of(chain.get(chain.size() - 1).cid());
        chain.forEach(car::section);
        assertThat(car.inspect().verdict()).isEqualTo(COMPLETE);
    }

    /** Two links to one block in each of 64 levels: 2^64 ways through 65 blocks, each walked once. */
    @Test
    void inspect_diamondBomb_visitsEachBlockOnce() {
        Block top = one;
        CarBytes sections = new CarBytes().section(one);
        for (int i = 0; i < 64; i++) {
            top = CarBytes.node(top.cid(), top.cid());
            sections.section(top);
        }
        byte[] car = CarBytes.of(top.cid()).raw(sections.toBytes()).toBytes();
        assertThat(CarReport.inspect(new ByteArrayInputStream(car)).verdict()).isEqualTo(COMPLETE);
    }

    /** What is kept of a file is bounded, however many CIDs and links its blocks name. */
    @Test
    void add_moreCidsOrLinksThanAllowed_isRefused() {
        CarSection section = new CarSection(inner.cid(), 0, inner.bytes());
        new DagIndex(List.of(inner.cid()), 3, 3).add(section);
        assertThatThrownBy(() -> new DagIndex(List.of(inner.cid()), 2, 3).add(section))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than 2 different blocks");
        assertThatThrownBy(() -> new DagIndex(List.of(inner.cid()), 3, 2).add(section))
                .isInstanceOf(MalformedException.class)
                .hasMessageContaining("more than 2 links");
    }

    @Test
    void inspect_cancelledCall_stops() {
        Cancellation cancellation = new Cancellation();
        byte[] car = CarBytes.of(root.cid()).section(root).section(one).toBytes();
        CallOptions call = CallOptions.builder().cancellation(cancellation).build();
        assertThatThrownBy(() -> CarReport.inspect(new ByteArrayInputStream(car), entry -> cancellation.cancel(), call))
                .isInstanceOf(CancelledException.class);
    }
}
