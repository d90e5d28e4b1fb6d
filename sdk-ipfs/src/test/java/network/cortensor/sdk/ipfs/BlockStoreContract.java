package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** What every block store must do. */
abstract class BlockStoreContract {
    final SeededRandom random = SeededRandom.create(getClass().getSimpleName());

    abstract BlockStore open(long maxBytes);

    /** Tells whether {@code open} keeps to its limit. */
    boolean hasQuota() {
        return true;
    }

    final BlockStore open() {
        return open(Long.MAX_VALUE);
    }

    final Block randomBlock(int size) {
        return Block.of(Codec.RAW, random.bytes(size));
    }

    @Test
    void get_afterPut_givesTheBlock() {
        try (BlockStore store = open()) {
            for (int size : new int[] {0, 1, 1000, Block.MAX_SIZE}) {
                Block block = randomBlock(size);
                assertThat(store.has(block.cid())).isFalse();
                assertThat(store.get(block.cid())).isEmpty();
                store.put(block);
                assertThat(store.has(block.cid())).isTrue();
                Block got = store.get(block.cid()).orElseThrow();
                assertThat(got).as(random.seed()).isEqualTo(block);
                assertThat(got.bytes()).isEqualTo(block.bytes());
            }
        }
    }

    @Test
    void put_twice_isLikeOnce() {
        try (BlockStore store = open(1000)) {
            Block block = randomBlock(1000);
            store.put(block);
            store.put(block);
            assertThat(store.get(block.cid())).contains(block);
        }
    }

    @Test
    void get_otherVersionOfTheCid_givesTheBlockUnderTheCidAsked() {
        try (BlockStore store = open()) {
            Cid old = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
            store.put(Block.verify(old, new byte[] {10, 2, 8, 1}));
            assertThat(store.get(old).orElseThrow().cid()).isEqualTo(old);
            assertThat(store.get(old.toV1()).orElseThrow().cid()).isEqualTo(old.toV1());
            assertThat(store.delete(old.toV1())).isTrue();
            assertThat(store.has(old)).isFalse();
        }
    }

    @Test
    void get_sameBytesUnderOtherCodec_isAnotherBlock() {
        try (BlockStore store = open()) {
            Block raw = randomBlock(10);
            store.put(raw);
            assertThat(store.get(Cid.of(Codec.DAG_PB, raw.cid().digest()))).isEmpty();
        }
    }

    @Test
    void delete_blockThere_removesItOnce() {
        try (BlockStore store = open()) {
            Block block = randomBlock(10);
            assertThat(store.delete(block.cid())).isFalse();
            store.put(block);
            assertThat(store.delete(block.cid())).isTrue();
            assertThat(store.delete(block.cid())).isFalse();
            assertThat(store.get(block.cid())).isEmpty();
        }
    }

    @Test
    void put_overTheQuota_tellsNeededAndFreeAndStoresNothing() {
        assumeTrue(hasQuota());
        try (BlockStore store = open(1500)) {
            Block first = randomBlock(1000);
            Block second = randomBlock(501);
            store.put(first);
            StoreFullException full = catchThrowableOfType(StoreFullException.class, () -> store.put(second));
            assertThat(full.needed()).isEqualTo(501);
            assertThat(full.free()).isEqualTo(500);
            assertThat(full)
                    .hasMessageContaining("needs 501 bytes, 500 are free")
                    .hasMessageContaining("raise the quota");
            assertThat(store.has(second.cid())).isFalse();

            store.put(randomBlock(500));
            store.delete(first.cid());
            store.put(second);
            assertThat(store.get(second.cid())).contains(second);
        }
    }

    @Test
    void size_blockThereOrNot_tellsWithoutReading() {
        try (BlockStore store = open()) {
            Block block = randomBlock(1234);
            assertThat(store.size(block.cid())).isEmpty();
            store.put(block);
            assertThat(store.size(block.cid())).hasValue(1234);
        }
    }

    /** The names are 59, 60, 62 and 110 characters long: other paddings, and other places to look for the block. */
    @Test
    void allMethods_everyHashFunctionAndCodec_treatTheBlockAlike() {
        try (BlockStore store = open()) {
            byte[] bytes = random.bytes(100);
            List<Block> put = new ArrayList<>();
            for (HashFunction hash : List.of(HashFunction.SHA2_256, HashFunction.SHA2_512, HashFunction.BLAKE2B_256)) {
                for (Codec codec : Codec.values()) {
                    Block block = Block.of(codec, hash, bytes);
                    assertThat(store.has(block.cid())).isFalse();
                    store.put(block);
                    put.add(block);
                }
            }
            for (Block block : put) {
                assertThat(store.get(block.cid())).contains(block);
                assertThat(store.size(block.cid())).hasValue(100);
            }
            assertThat(list(store))
                    .containsExactlyInAnyOrderElementsOf(
                            put.stream().map(Block::cid).toList());
            assertThat(put).allMatch(block -> store.delete(block.cid()));
            assertThat(list(store)).isEmpty();
        }
    }

    @Test
    void allMethods_identityCid_answerFromTheCidAndStoreNothing() {
        try (BlockStore store = open(0)) {
            for (int size : new int[] {0, 1, HashFunction.MAX_IDENTITY_SIZE}) {
                Block block = Block.of(Codec.RAW, HashFunction.IDENTITY, random.bytes(size));
                assertThat(store.get(block.cid()).orElseThrow().bytes()).isEqualTo(block.bytes());
                assertThat(store.has(block.cid())).isTrue();
                assertThat(store.size(block.cid())).hasValue(size);
                store.put(block);
                assertThat(list(store)).isEmpty();
                assertThat(store.delete(block.cid())).isFalse();
            }
        }
    }

    @Test
    void cids_blocksPutAndDeleted_listsWhatIsHereInVersion1() {
        try (BlockStore store = open()) {
            assertThat(list(store)).isEmpty();
            Set<Cid> here = new HashSet<>();
            for (int i = 0; i < 100; i++) {
                Block block = randomBlock(1 + i);
                store.put(block);
                here.add(block.cid());
            }
            Cid old = Cid.parse("QmUNLLsPACCz1vLxQVkXqqLX5R1X345qqfHbsf67hvA3Nn");
            store.put(Block.verify(old, new byte[] {10, 2, 8, 1}));
            here.add(old.toV1());
            Cid gone = here.iterator().next();
            store.delete(gone);
            here.remove(gone);
            assertThat(list(store)).as(random.seed()).containsExactlyInAnyOrderElementsOf(here);
        }
    }

    @Test
    void cids_blocksComeAndGoMeanwhile_listsThoseThatStayOnce() {
        try (BlockStore store = open()) {
            Set<Cid> staying = new HashSet<>();
            List<Cid> going = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                Block block = randomBlock(10);
                store.put(block);
                if (i % 2 == 0) {
                    staying.add(block.cid());
                } else {
                    going.add(block.cid());
                }
            }
            List<Cid> listed = new ArrayList<>();
            try (Stream<Cid> cids = store.cids()) {
                cids.forEach(cid -> {
                    listed.add(cid);
                    store.put(randomBlock(10));
                    if (!going.isEmpty()) {
                        store.delete(going.remove(going.size() - 1));
                    }
                });
            }
            assertThat(listed).as(random.seed()).doesNotHaveDuplicates().containsAll(staying);
        }
    }

    @Test
    void cids_closedBeforeTheEnd_readsNoFurther() {
        try (BlockStore store = open()) {
            store.put(randomBlock(1));
            store.put(randomBlock(2));
            try (Stream<Cid> cids = store.cids()) {
                assertThat(cids.findFirst()).isPresent();
            }
        }
    }

    @Test
    void pins_askedTwice_areTheSame() {
        try (BlockStore store = open()) {
            assertThat(store.pins()).isEqualTo(store.pins());
        }
    }

    static List<Cid> list(BlockStore store) {
        try (Stream<Cid> cids = store.cids()) {
            return cids.toList();
        }
    }

    @Test
    void everyMethod_afterClose_isTheCallersFault() {
        BlockStore store = open();
        Block block = randomBlock(10);
        store.put(block);
        store.close();
        store.close();
        assertThatIllegalStateException().isThrownBy(() -> store.put(block));
        assertThatIllegalStateException().isThrownBy(() -> store.get(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.has(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.delete(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.size(block.cid()));
        assertThatIllegalStateException().isThrownBy(() -> store.cids().close());
    }

    /** Threads put, read and delete the same few blocks: each read finds the right bytes or nothing, the count stays true. */
    @Test
    void allMethods_inManyThreads_neverShowAWrongBlock() throws Exception {
        List<Block> blocks = new ArrayList<>();
        for (int i = 0; i < 8; i++) {
            blocks.add(randomBlock(10_000));
        }
        long quota = 16 * 10_000;
        ExecutorService threads = Executors.newFixedThreadPool(4);
        try (BlockStore store = open(quota)) {
            List<Future<?>> running = new ArrayList<>();
            for (int thread = 0; thread < 4; thread++) {
                long seed = random.nextLong();
                Callable<Boolean> work = () -> {
                    churn(store, blocks, new Random(seed));
                    return true;
                };
                running.add(threads.submit(work));
            }
            for (Future<?> each : running) {
                each.get(60, TimeUnit.SECONDS);
            }
            if (hasQuota()) {
                assertQuotaIsFree(store, blocks);
            }
        } finally {
            threads.shutdownNow();
        }
    }

    private void assertQuotaIsFree(BlockStore store, List<Block> blocks) {
        blocks.forEach(block -> store.delete(block.cid()));
        for (int i = 0; i < 16; i++) {
            store.put(randomBlock(10_000));
        }
        assertThatThrownBy(() -> store.put(randomBlock(1)))
                .as("all of the quota can be used, and no more; " + random.seed())
                .isInstanceOf(StoreFullException.class);
    }

    private void churn(BlockStore store, List<Block> blocks, Random mine) {
        for (int i = 0; i < 200; i++) {
            Block block = blocks.get(mine.nextInt(blocks.size()));
            switch (mine.nextInt(4)) {
                case 0 -> store.delete(block.cid());
                case 1 ->
                    store.get(block.cid())
                            .ifPresent(got ->
                                    assertThat(got.bytes()).as(random.seed()).isEqualTo(block.bytes()));
                default -> store.put(block);
            }
        }
    }
}
