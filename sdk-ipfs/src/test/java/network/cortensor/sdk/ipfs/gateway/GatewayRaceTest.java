package network.cortensor.sdk.ipfs.gateway;

import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;

/** How long the first byte takes, against the best gateway alone, in one run so that the machine is the same. */
@Timeout(300)
class GatewayRaceTest {
    private static final int ROUNDS = 200;

    private final SeededRandom random = SeededRandom.create("GatewayRaceTest");
    private final BlockStore blocks = BlockStore.memory();
    private final Block block = Block.of(Codec.RAW, "what is raced for".getBytes(StandardCharsets.UTF_8));

    private synchronized int below(int bound) {
        return random.below(bound);
    }

    /** A gateway that takes this many milliseconds to begin, and up to so many more. */
    private FakeGateway taking(int milliseconds, int more) throws IOException {
        return FakeGateway.behaving(
                blocks,
                (asked, gateway) -> FakeGateway.answer(FakeGateway.RAW, block.bytes())
                        .headersDelay(milliseconds + below(more), TimeUnit.MILLISECONDS)
                        .build());
    }

    private static long p95(long[] nanos) {
        long[] sorted = nanos.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length * 95 / 100];
    }

    @Test
    void get_oneOfThreeSlow_isAsFastAsTheBestAlone() throws IOException {
        try (FakeGateway slow = taking(600, 400);
                FakeGateway usual = taking(30, 30);
                FakeGateway other = taking(30, 30);
                GatewayClient race =
                        GatewayClient.create(GatewayClientOptions.builder(slow.uri(), usual.uri(), other.uri())
                                .build());
                GatewayClient alone = GatewayClient.create(
                        GatewayClientOptions.builder(usual.uri()).build())) {
            long[] raced = new long[ROUNDS];
            long[] single = new long[ROUNDS];
            for (int round = 0; round < ROUNDS; round++) {
                raced[round] = time(race);
                single[round] = time(alone);
            }
            double ratio = (double) p95(raced) / p95(single);
            System.out.printf(
                    Locale.ROOT,
                    "GatewayRaceTest: p95 with one of three slow %.1f ms, best alone %.1f ms, ratio %.2f; the slow one was asked %d times of %d%n",
                    p95(raced) / 1e6,
                    p95(single) / 1e6,
                    ratio,
                    slow.requests(),
                    ROUNDS);
            // The goal is 1.2; a busy machine is granted more here, yet far less than the slow gateway takes.
            assertThat(ratio).as(random.seed()).isLessThan(3);
            assertThat(slow.requests()).as(random.seed()).isLessThan(ROUNDS / 4);
        }
    }

    private long time(GatewayClient client) {
        long start = System.nanoTime();
        assertThat(client.get(block.cid())).isPresent();
        return System.nanoTime() - start;
    }
}
