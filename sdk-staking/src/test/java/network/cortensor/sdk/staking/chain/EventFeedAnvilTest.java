package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.EventFeedOptions.Completeness;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The feed on a real EVM, through endpoints that fail. */
@Timeout(300)
final class EventFeedAnvilTest {
    private static final Hash TOPIC = Hash.keccak256("Said(uint256)".getBytes(StandardCharsets.UTF_8));
    /** Copies the call's data to memory and writes it as the data of a LOG1: CALLDATACOPY(0, 0, size); LOG1(0, size, topic). */
    private static final byte[] EMITTER =
            HexFormat.of().parseHex("3660006000377f" + HexFormat.of().formatHex(TOPIC.bytes()) + "366000a100");

    /** The deepest reorganisation. */
    private static final int DEEPEST = 5;

    /** A contract that writes a log for each call, with what it is called with. */
    private static Address deployEmitter(Anvil anvil) {
        String length = String.format("%02x", EMITTER.length);
        byte[] init = HexFormat.of()
                .parseHex("60" + length + "600c60003960" + length + "6000f3"
                        + HexFormat.of().formatHex(EMITTER));
        return anvil.deployAs(anvil.account(0).address(), init);
    }

    @ParameterizedTest
    @EnumSource(Completeness.class)
    void next_eventsOnAnvil_comeOnceInOrder(Completeness completeness) throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Address emitter = deployEmitter(anvil);
            for (int i = 0; i < 20; i++) {
                say(anvil, emitter, i);
            }
            anvil.mine(600);
            say(anvil, emitter, 20);
            try (EventFeed feed = EventFeed.open(
                    chain, options(emitter).completeness(completeness).build())) {
                List<FeedEvent> events = EventFeedTest.drain(feed);
                assertThat(events).extracting(EventFeedAnvilTest::said).containsExactlyElementsOf(numbers(0, 21));
                assertThat(events.get(0).at())
                        .isEqualTo(chain.header(BlockId.number(2)).value().timestamp());
            }
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void next_reorganisationOfAnvil_takesBackAndDelivers(int depth) throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(chain, options(emitter).build())) {
                Deque<Long> folded = new ArrayDeque<>();
                for (int i = 0; i < 6; i++) {
                    say(anvil, emitter, i);
                }
                fold(feed, folded);
                assertThat(folded).containsExactlyElementsOf(numbers(0, 6));
                anvil.reorg(depth);
                say(anvil, emitter, 100);
                List<FeedEvent> events = fold(feed, folded);
                assertThat(events)
                        .extracting(FeedEvent::removed)
                        .filteredOn(removed -> removed)
                        .hasSize(depth);
                List<Long> expected = new ArrayList<>(numbers(0, 6 - depth));
                expected.add(100L);
                assertThat(folded).containsExactlyElementsOf(expected);
            }
        }
    }

    @Test
    void next_snapshotReverted_followsOnceTheOtherBranchShows() throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(chain, options(emitter).build())) {
                Deque<Long> folded = new ArrayDeque<>();
                say(anvil, emitter, 1);
                String snapshot = anvil.snapshot();
                say(anvil, emitter, 2);
                say(anvil, emitter, 3);
                fold(feed, folded);
                anvil.revert(snapshot);
                assertThat(fold(feed, folded)).isEmpty();
                anvil.increaseTime(Duration.ofMinutes(1));
                say(anvil, emitter, 4);
                fold(feed, folded);
                assertThat(folded).containsExactly(1L, 4L);
            }
        }
    }

    // WebSocket

    @Test
    void next_webSocket_isWokenByANewBlock() throws IOException, InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                Chain chain = open(Endpoint.of(anvil.uri()).withWebSocket(anvil.webSocket()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(
                            chain,
                            options(emitter).pollInterval(Duration.ofDays(1)).build());
                    Taker taker = new Taker(feed)) {
                for (int i = 0; i < 5; i++) {
                    say(anvil, emitter, i);
                    assertThat(said(taker.take())).isEqualTo(i);
                }
            }
        }
    }

    @Test
    void next_webSocketCutRefusedOrFilledWithNonsense_pollsAndConnectsAgain() throws IOException, InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                FaultProxy proxy = FaultProxy.before(anvil);
                Chain chain = open(Endpoint.of(anvil.uri()).withWebSocket(proxy.webSocket()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(chain, options(emitter).build());
                    Taker taker = new Taker(feed)) {
                await("a connection", () -> proxy.webSockets() == 1);
                proxy.cutConnections();
                say(anvil, emitter, 1);
                assertThat(said(taker.take())).isEqualTo(1);
                await("a second connection", () -> proxy.webSockets() == 1);

                proxy.refuseConnections();
                say(anvil, emitter, 2);
                assertThat(said(taker.take())).isEqualTo(2);
                proxy.clear();
                await("a third connection", () -> proxy.webSockets() == 1);

                proxy.sendToWebSockets("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\"");
                say(anvil, emitter, 3);
                assertThat(said(taker.take())).isEqualTo(3);
                await("a fourth connection", () -> proxy.webSockets() == 1);
            }
            await("no connection", () -> proxy.webSockets() == 0);
        }
    }

    @Test
    void next_webSocketHalfOpenOrLying_isOnlyAHint() throws IOException, InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                FaultProxy proxy = FaultProxy.before(anvil);
                Chain chain = open(Endpoint.of(anvil.uri()).withWebSocket(proxy.webSocket()))) {
            Address emitter = deployEmitter(anvil);
            try (EventFeed feed = EventFeed.open(chain, options(emitter).build());
                    Taker taker = new Taker(feed)) {
                await("a connection", () -> proxy.webSockets() == 1);
                say(anvil, emitter, 1);
                assertThat(said(taker.take())).isEqualTo(1);
                proxy.muteWebSockets();
                say(anvil, emitter, 2);
                assertThat(said(taker.take())).isEqualTo(2);
                proxy.clear();
                proxy.sendToWebSockets("{\"jsonrpc\":\"2.0\",\"method\":\"eth_subscription\",\"params\":"
                        + "{\"subscription\":\"0x1\",\"result\":{\"number\":\"0xffffff\",\"hash\":\"0x00\"}}}");
                say(anvil, emitter, 3);
                assertThat(said(taker.take())).isEqualTo(3);
            }
        }
    }

    // Endpoints that fail

    @ParameterizedTest
    @MethodSource("faults")
    void fold_throughOneBadEndpoint_isTheCanonicalChain(Bad bad) throws InterruptedException {
        long seed = seed("EventFeedAnvilTest " + bad);
        Random random = new Random(seed);
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                FaultProxy proxy = FaultProxy.before(anvil).seed(random.nextLong());
                Chain chain = open(proxy.endpoint())) {
            foldRandomChain(anvil, chain, proxy, bad, random, "seed " + seed);
        }
    }

    @ParameterizedTest
    @MethodSource("liars")
    void fold_withOneLiarOfThree_isTheCanonicalChain(Bad bad) throws InterruptedException {
        long seed = seed("EventFeedAnvilTest " + bad);
        Random random = new Random(seed);
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                FaultProxy one = FaultProxy.before(anvil).seed(random.nextLong());
                FaultProxy two = FaultProxy.before(anvil);
                FaultProxy three = FaultProxy.before(anvil);
                Chain chain = open(one.endpoint(), two.endpoint(), three.endpoint())) {
            foldRandomChain(anvil, chain, one, bad, random, "seed " + seed);
        }
    }

    /** What a proxy does from the start. */
    record Bad(String name, Consumer<FaultProxy> start) {
        @Override
        public String toString() {
            return name;
        }
    }

    static List<Bad> faults() {
        return List.of(
                new Bad("none", proxy -> {}),
                new Bad(
                        "drop request",
                        proxy -> proxy.onAll(Fault.dropRequest()).probability(0.2)),
                new Bad("drop answer", proxy -> proxy.onAll(Fault.dropAnswer()).probability(0.2)),
                new Bad(
                        "delay",
                        proxy -> proxy.onAll(Fault.delay(Duration.ofMillis(30))).probability(0.3)),
                new Bad(
                        "duplicate request",
                        proxy -> proxy.onAll(Fault.duplicateRequest()).probability(0.3)),
                new Bad(
                        "duplicate answer",
                        proxy -> proxy.onAll(Fault.duplicateAnswer()).probability(0.2)),
                new Bad("reverse batch", proxy -> proxy.onAll(Fault.reverseBatch())),
                new Bad("429 storm", proxy -> proxy.onAll(Fault.rateLimit()).probability(0.5)),
                new Bad("cut body", proxy -> proxy.onAll(Fault.cutBody()).probability(0.2)),
                new Bad("no logs", proxy -> proxy.on("eth_getLogs", Fault.answer(FaultProxy.JSON.createArrayNode()))),
                new Bad(
                        "logs refused",
                        proxy -> proxy.on("eth_getLogs", Fault.error(-32005, "query returned more than 10000 results"))
                                .times(3)),
                new Bad("stale block", proxy -> proxy.lagBy(1)));
    }

    static List<Bad> liars() {
        return List.of(
                new Bad("log left out", proxy -> proxy.on("eth_getLogs", Fault.without(0))),
                new Bad(
                        "log of another contract",
                        proxy -> proxy.on("eth_getLogs", Fault.fieldOf(0, "address", "0x" + "42".repeat(20)))),
                new Bad("log with other data", proxy -> proxy.on("eth_getLogs", Fault.fieldOf(0, "data", "0x00"))),
                new Bad(
                        "log of another block",
                        proxy -> proxy.on("eth_getLogs", Fault.fieldOf(0, "blockHash", "0x" + "42".repeat(32)))),
                new Bad("log at another place", proxy -> proxy.on("eth_getLogs", Fault.fieldOf(0, "logIndex", "0x7"))),
                new Bad("malformed log", proxy -> proxy.on("eth_getLogs", Fault.fieldOf(0, "transactionHash", "0x"))),
                new Bad("stale block", proxy -> proxy.lagBy(3)),
                new Bad("frozen", FaultProxy::freezeHead),
                new Bad("refusing", FaultProxy::refuseConnections),
                new Bad(
                        "other header",
                        proxy -> proxy.on("eth_getBlockByNumber", Fault.field("logsBloom", "0x" + "00".repeat(256)))));
    }

    private static void foldRandomChain(Anvil anvil, Chain chain, FaultProxy proxy, Bad bad, Random random, String name)
            throws InterruptedException {
        Address emitter = deployEmitter(anvil);
        Deque<Long> folded = new ArrayDeque<>();
        long next = 0;
        try (EventFeed feed =
                EventFeed.open(chain, options(emitter).webSocket(false).build())) {
            bad.start().accept(proxy);
            for (int step = 0; step < 12; step++) {
                for (int i = random.nextInt(4); i > 0; i--) {
                    say(anvil, emitter, next++);
                }
                if (random.nextInt(3) == 0) {
                    anvil.mine(1 + random.nextInt(5));
                }
                if (random.nextInt(3) == 0 && anvil.blockNumber() > DEEPEST) {
                    anvil.reorg(1 + random.nextInt(DEEPEST));
                }
                foldWhatComes(feed, folded);
            }
            proxy.clear();
            // A connection on which one answer was sent twice stays one behind.
            proxy.cutConnections();
            anvil.mine(1);
            List<Long> canonical = canonical(anvil, emitter);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (!List.copyOf(folded).equals(canonical) && System.nanoTime() < end) {
                foldWhatComes(feed, folded);
            }
            assertThat(folded).as(name).containsExactlyElementsOf(canonical);
        }
    }

    private static void foldWhatComes(EventFeed feed, Deque<Long> folded) throws InterruptedException {
        try {
            fold(feed, folded);
        } catch (LedgerUnavailableException e) {
            // The fault: a later call tries again.
            assertThat(e).hasMessageNotContaining("s3cr3t");
        }
    }

    private static List<Long> canonical(Anvil anvil, Address emitter) {
        ObjectNode filter = FaultProxy.JSON.createObjectNode();
        filter.put("fromBlock", "0x0").put("toBlock", "latest").put("address", emitter.toString());
        List<Long> numbers = new ArrayList<>();
        anvil.call("eth_getLogs", filter)
                .forEach(log ->
                        numbers.add(Long.parseLong(log.get("data").textValue().substring(2), 16)));
        return numbers;
    }

    @Test
    void next_soleEndpointLeavesEventsOut_provenFeedRefuses() throws InterruptedException {
        try (Anvil anvil = Anvil.start(EventFeedAnvilTest.class);
                FaultProxy proxy = FaultProxy.before(anvil);
                Chain chain = open(proxy.endpoint())) {
            Address emitter = deployEmitter(anvil);
            say(anvil, emitter, 1);
            ArrayNode none = FaultProxy.JSON.createArrayNode();
            proxy.on("eth_getLogs", Fault.answer(none));
            proxy.on("eth_getBlockReceipts", Fault.answer(none));
            try (EventFeed feed = EventFeed.open(
                    chain, options(emitter).completeness(Completeness.PROVEN).build())) {
                assertThatThrownBy(() -> feed.next(Duration.ZERO)).isInstanceOf(LedgerEvidenceException.class);
                proxy.clear();
                assertThat(said(feed.next(Duration.ZERO).orElseThrow())).isEqualTo(1);
            }
        }
    }

    private static Chain open(Endpoint... endpoints) {
        ChainOptions.Builder options = ChainOptions.builder().callTimeout(Duration.ofSeconds(20));
        for (Endpoint endpoint : endpoints) {
            options.endpoint(endpoint);
        }
        return Chain.open(options.build());
    }

    private static long seed(String test) {
        Long set = Long.getLong("cortensor.seed");
        long seed = set == null ? new SecureRandom().nextLong() : set;
        System.out.println(test + ": -Dcortensor.seed=" + seed);
        return seed;
    }

    private static void await(String what, BooleanSupplier condition) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (!condition.getAsBoolean() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(condition.getAsBoolean()).as(what).isTrue();
    }

    /** Takes events on a thread of its own, as a service does. */
    private static final class Taker implements AutoCloseable {
        private final BlockingQueue<FeedEvent> events = new LinkedBlockingQueue<>();
        private final Thread thread;

        Taker(EventFeed feed) {
            this.thread = new Thread(() -> run(feed));
            thread.start();
        }

        private void run(EventFeed feed) {
            try {
                while (!Thread.currentThread().isInterrupted()) {
                    feed.next(Duration.ofDays(1)).ifPresent(events::add);
                }
            } catch (InterruptedException | LedgerUnavailableException e) {
                // The test is over.
                return;
            }
        }

        FeedEvent take() throws InterruptedException {
            return Optional.ofNullable(events.poll(60, TimeUnit.SECONDS))
                    .orElseThrow(() -> new AssertionError("no event within 60 s"));
        }

        @Override
        public void close() {
            thread.interrupt();
        }
    }

    static EventFeedOptions.Builder options(Address emitter) {
        return EventFeedOptions.builder().address(emitter).topic(TOPIC).pollInterval(Duration.ofMillis(20));
    }

    static void say(Anvil anvil, Address emitter, long number) {
        byte[] word = new byte[Hash.LENGTH];
        byte[] bytes = BigInteger.valueOf(number).toByteArray();
        System.arraycopy(bytes, 0, word, word.length - bytes.length, bytes.length);
        Hash transaction = anvil.sendAs(anvil.account(0).address(), emitter, word, BigInteger.ZERO);
        // The block is made soon after the node has answered.
        await("the event's block", () -> anvil.isMined(transaction));
    }

    private static long said(FeedEvent event) {
        return new BigInteger(1, event.log().data()).longValueExact();
    }

    private static List<Long> numbers(long from, long to) {
        List<Long> numbers = new ArrayList<>();
        for (long i = from; i < to; i++) {
            numbers.add(i);
        }
        return numbers;
    }

    private static List<FeedEvent> fold(EventFeed feed, Deque<Long> folded) throws InterruptedException {
        List<FeedEvent> events = new ArrayList<>();
        for (Optional<FeedEvent> next = feed.next(Duration.ZERO); next.isPresent(); next = feed.next(Duration.ZERO)) {
            FeedEvent event = next.get();
            events.add(event);
            if (event.removed()) {
                assertThat(folded.removeLast()).isEqualTo(said(event));
            } else {
                folded.addLast(said(event));
            }
        }
        return events;
    }
}
