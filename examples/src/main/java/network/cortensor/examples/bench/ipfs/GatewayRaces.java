package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Distribution;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.ipfs.IpfsReport.Latency;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.ipfs.Block;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.gateway.GatewayClient;
import network.cortensor.sdk.ipfs.gateway.GatewayClientOptions;
import network.cortensor.sdk.ipfs.gateway.GatewayServer;
import network.cortensor.sdk.ipfs.gateway.GatewayServerOptions;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/**
 * Three gateways of this machine, of which one is slow. A client that knows all of them, the slow one first, is asked for the
 * same blocks in turns with clients that know one each.
 */
final class GatewayRaces implements AutoCloseable {

    private static final Goal RACE = Goal.atMost(1.2);

    private static final int BLOCK_BYTES = 4096;
    private static final int WARM_UP = 20;

    private static final Duration LEAST = Duration.ofMillis(20);
    private static final Duration TAIL = Duration.ofMillis(6);

    private static final GatewayServerOptions SERVER =
            GatewayServerOptions.builder().drainTimeout(Duration.ZERO).build();

    /** What is wrong with the slow one. */
    enum Trouble {
        /** It takes ten times as long as the best. */
        SLOWER("one 10x slower", LEAST.multipliedBy(10), TAIL.multipliedBy(10)),
        /** It takes longer than anybody would wait. */
        SILENT("one silent", Duration.ofSeconds(20), Duration.ZERO);

        private final String words;
        private final Duration least;
        private final Duration tail;

        Trouble(String words, Duration least, Duration tail) {
            this.words = words;
            this.least = least;
            this.tail = tail;
        }

        String words() {
            return words;
        }
    }

    /** What was found. */
    record Result(Row row, List<Latency> latencies) {}

    private final Trouble trouble;
    private final GatewayServer slow;
    private final GatewayServer good;
    private final GatewayServer fair;

    private GatewayRaces(Trouble trouble, Map<Cid, Block> blocks) {
        this.trouble = trouble;
        this.slow = GatewayServer.start(new SlowSource(blocks, 1, trouble.least, trouble.tail), SERVER);
        this.good = GatewayServer.start(new SlowSource(blocks, 2, LEAST, TAIL), SERVER);
        this.fair = GatewayServer.start(
                new SlowSource(
                        blocks,
                        3,
                        LEAST.multipliedBy(5).dividedBy(4),
                        TAIL.multipliedBy(5).dividedBy(4)),
                SERVER);
    }

    static Result run(Trouble trouble, int requests) {
        Map<Cid, Block> blocks = new LinkedHashMap<>();
        Random random = new Random(requests);
        int warmUps = Math.min(WARM_UP, requests);
        while (blocks.size() < warmUps + requests) {
            byte[] bytes = new byte[BLOCK_BYTES];
            random.nextBytes(bytes);
            Block block = Block.of(Codec.RAW, bytes);
            blocks.put(block.cid(), block);
        }
        List<Cid> cids = List.copyOf(blocks.keySet());
        try (GatewayRaces races = new GatewayRaces(trouble, blocks)) {
            // Clients of their own: what those that are measured do not know yet is part of what is measured.
            races.time(cids.subList(0, warmUps));
            return races.result(races.time(cids.subList(warmUps, cids.size())));
        }
    }

    /** The times of each client, in nanoseconds. */
    private record Times(List<Long> all, List<Long> good, List<Long> fair) {

        Times() {
            this(new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private Times time(List<Cid> cids) {
        Times times = new Times();
        try (GatewayClient all = client(slow, good, fair);
                GatewayClient onlyGood = client(good);
                GatewayClient onlyFair = client(fair)) {
            for (Cid cid : cids) {
                times.all().add(nanos(all, cid));
                times.good().add(nanos(onlyGood, cid));
                times.fair().add(nanos(onlyFair, cid));
            }
        }
        return times;
    }

    private static GatewayClient client(GatewayServer... servers) {
        return GatewayClient.create(GatewayClientOptions.builder(
                        Stream.of(servers).map(GatewayServer::uri).toList())
                .build());
    }

    private static long nanos(GatewayClient client, Cid cid) {
        long start = System.nanoTime();
        if (client.get(cid).isEmpty()) {
            throw new UnavailableException("No gateway has block " + cid + ", which all of them have.");
        }
        return System.nanoTime() - start;
    }

    private Result result(Times times) {
        List<Latency> latencies = List.of(
                latency("all three, " + trouble.words, times.all()),
                latency("  the best alone, meanwhile", times.good()),
                latency("  the second alone, meanwhile", times.fair()));
        double raced = latencies.get(0).p95();
        double best = Math.min(latencies.get(1).p95(), latencies.get(2).p95());
        Row row = Row.of(
                        "race of 3, " + trouble.words + ": p95, ms",
                        1,
                        raced,
                        best,
                        Spread.of(List.of(raced / best)),
                        null)
                .with(RACE);
        return new Result(row, latencies);
    }

    private static Latency latency(String name, List<Long> nanos) {
        Distribution times = Distribution.ofNanos(nanos.stream().mapToLong(Long::longValue));
        return new Latency(name, nanos.size(), times.p50(), times.p95());
    }

    @Override
    public void close() {
        fair.close();
        good.close();
        slow.close();
    }
}
