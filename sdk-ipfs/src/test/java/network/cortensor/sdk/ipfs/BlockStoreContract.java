package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

/** What every block store must do. */
abstract class BlockStoreContract {
    final SeededRandom random = SeededRandom.create(getClass().getSimpleName());

    abstract BlockStore open(long maxBytes);

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
            blocks.forEach(block -> store.delete(block.cid()));
            for (int i = 0; i < 16; i++) {
                store.put(randomBlock(10_000));
            }
            assertThatThrownBy(() -> store.put(randomBlock(1)))
                    .as("all of the quota can be used, and no more; " + random.seed())
                    .isInstanceOf(StoreFullException.class);
        } finally {
            threads.shutdownNow();
        }
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
