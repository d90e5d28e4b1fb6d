package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.rpc.Failure;
import network.cortensor.sdk.staking.internal.rpc.RpcSocket;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

/** Lines and endpoints that break in each of the ways in which they do: a call ends, tells the truth, and tells no secret. */
class ChainFaultTest {

    private static final Address RICH = Address.parse("0x" + "42".repeat(20));
    private static final BigInteger RICHES = BigInteger.valueOf(1_000_000);

    /** For what does not work, and takes all of it. */
    private static final Duration SHORT = Duration.ofSeconds(2);

    private static Anvil anvil;

    private Witnesses witnesses;

    @BeforeAll
    static void startNode() {
        anvil = Anvil.start(ChainFaultTest.class);
        Contracts.install(anvil);
        anvil.setBalance(RICH, RICHES);
        anvil.mine();
    }

    @AfterAll
    static void stopNode() {
        // It is missing where anvil is.
        if (anvil != null) {
            anvil.close();
        }
    }

    @BeforeEach
    void startProxies() {
        witnesses = new Witnesses(anvil, 3);
    }

    @AfterEach
    void stopProxies() {
        witnesses.close();
    }

    /** What works has to, within a deadline that is for what does not: on a busy machine perhaps not at once. */
    private static <T> T inTheEnd(Supplier<T> work) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            try {
                return work.get();
            } catch (LedgerUnavailableException e) {
                assertThat(System.nanoTime()).as(e.getMessage()).isLessThan(end);
            }
        }
    }

    private Chain openAlone(Duration timeout, int retries) {
        FaultProxy alone = witnesses.get(0);
        ChainOptions options = ChainOptions.builder()
                .endpoint(Endpoint.of(URI.create(alone.uri() + "/v3/s3cr3t?key=s3cr3t"))
                        .withHeader("Authorization", "Bearer s3cr3t"))
                .callTimeout(timeout)
                .connectTimeout(Duration.ofSeconds(60))
                .maxAnswerBytes(1 << 20)
                .retries(retries)
                .build();
        return inTheEnd(() -> Chain.open(options));
    }

    private static BigInteger balance(Chain chain) {
        return chain.balance(RICH, BlockId.latest()).value();
    }

    /** A fault that ends an exchange, or is found as soon as it is there. */
    private static Arguments quick(String name, Fault fault, String word) {
        return argumentSet(name, fault, Duration.ofSeconds(60), word);
    }

    /** A fault that only the deadline ends. */
    private static Arguments slow(String name, Fault fault) {
        return argumentSet(name, fault, SHORT, "in time");
    }

    static Stream<Arguments> faults() {
        String deep = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":" + "[".repeat(100_000) + "]".repeat(100_000) + "}";
        String wide = "{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":[" + "[],".repeat(300_000) + "[]]}";
        return Stream.of(
                quick("request dropped", Fault.dropRequest(), "cut off"),
                quick("answer dropped", Fault.dropAnswer(), "cut off"),
                slow("answer delayed beyond the deadline", Fault.delay(Duration.ofDays(1))),
                slow("half-open socket", Fault.silence()),
                slow("half-open socket after the work is done", Fault.silenceAfterDoing()),
                slow("endless trickle", Fault.trickle()),
                quick("body cut", Fault.cutBody(), "cut off"),
                quick("JSON cut", Fault.truncatedJson(), "no JSON-RPC answer"),
                quick("endless body", Fault.endlessBody(), "larger than allowed"),
                quick("endless headers", Fault.endlessHeaders(), "cut off"),
                quick("gzip bomb", Fault.gzipBomb(64 << 20), "larger than allowed"),
                quick("HTML", Fault.html(), "no JSON-RPC answer"),
                quick("empty body", Fault.body(""), "no JSON-RPC answer"),
                quick("no object", Fault.body("\"s3cr3t\""), "no JSON-RPC answer"),
                quick("null", Fault.body("null"), "no JSON-RPC answer"),
                quick("two answers in one body", Fault.body("{}{}"), "no JSON-RPC answer"),
                quick("deep JSON", Fault.body(deep), "no JSON-RPC answer"),
                quick("wide JSON", Fault.body(wide), "no JSON-RPC answer"),
                quick("neither result nor error", Fault.body("{\"jsonrpc\":\"2.0\",\"id\":1}"), "no JSON-RPC answer"),
                quick("rate limit", Fault.rateLimit(), "fewer requests"),
                quick("rate limit of a day", Fault.rateLimit(Duration.ofDays(1)), "fewer requests"),
                quick("server error", Fault.status(500, Map.of()), "status 500"),
                quick("bad gateway", Fault.status(502, Map.of()), "status 502"),
                quick("unauthorised", Fault.status(401, Map.of()), "status 401"),
                quick("redirect", Fault.redirect("http://127.0.0.1:1/s3cr3t"), "status 307"),
                quick("unknown error", Fault.refusal(-32000, "s3cr3t"), "code -32000"));
    }

    @ParameterizedTest
    @MethodSource("faults")
    void read_onlyEndpointFails_endsAndSaysWhyWithoutSecrets(Fault fault, Duration timeout, String word) {
        try (Chain chain = openAlone(timeout, 1)) {
            witnesses.get(0).onAll(fault);
            Throwable failed = catchThrowable(() -> balance(chain));
            assertThat(failed)
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining(witnesses.name(0))
                    .hasMessageContaining(word)
                    .hasMessageContaining("1 of 1 endpoint");
            for (Throwable each = failed; each != null; each = each.getCause()) {
                assertThat(each.toString()).doesNotContain("s3cr3t");
            }
        }
    }

    @ParameterizedTest
    @MethodSource("faults")
    void read_oneOfThreeFails_isAnsweredByTheOthers(Fault fault, Duration timeout, String word) {
        assertThat(word).isNotEmpty();
        // Silence is noticed after a part of the deadline.
        Duration deadline = timeout.equals(SHORT) ? Duration.ofSeconds(12) : timeout;
        Chain chain = witnesses.open(options -> options.retries(1).callTimeout(deadline));
        witnesses.get(1).onAll(fault);
        for (int turn = 0; turn < 3; turn++) {
            assertThat(balance(chain)).isEqualTo(RICHES);
        }
        assertThat(chain.disagreements()).isEmpty();
    }

    @Test
    void read_twoOfThreeAreSilent_endsAndNamesThem() {
        Chain chain = inTheEnd(() -> witnesses.open(options -> options.callTimeout(SHORT)));
        inTheEnd(() -> chain.header(BlockId.hash(anvil.blockHash(1))));
        witnesses.get(0).acceptAndBeSilent();
        witnesses.get(2).acceptAndBeSilent();
        assertThatThrownBy(() -> chain.balance(RICH, BlockId.hash(anvil.blockHash(1))))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining(witnesses.name(0) + ": no answer in time")
                .hasMessageContaining(witnesses.name(2) + ": no answer in time");
    }

    @Test
    void read_failuresThatPass_areSatOut() {
        List<Fault> faults = List.of(
                Fault.dropRequest(),
                Fault.dropAnswer(),
                Fault.cutBody(),
                Fault.truncatedJson(),
                Fault.html(),
                Fault.rateLimit(),
                Fault.rateLimit(Duration.ZERO),
                Fault.status(503, Map.of("Retry-After", "0")),
                Fault.status(502, Map.of()),
                Fault.refusal(-32005, "rate limit"),
                Fault.refusal(429, "compute units per second"));
        try (Chain chain = openAlone(Duration.ofSeconds(60), 3)) {
            for (Fault fault : faults) {
                FaultProxy.Rule rule =
                        witnesses.get(0).on("eth_getBalance", fault).times(2);
                assertThat(balance(chain)).isEqualTo(RICHES);
                assertThat(rule.applied()).isEqualTo(2);
            }
            witnesses.get(0).clear();
            witnesses.get(0).on("eth_getBalance", Fault.wrongId()).times(2);
            assertThat(balance(chain)).isEqualTo(RICHES);
            witnesses.get(0).on("eth_getBalance", Fault.wrongVersion()).times(2);
            assertThat(balance(chain)).isEqualTo(RICHES);
        }
    }

    @Test
    void read_storm_isRepeatedNoMoreThanAllowed() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 3)) {
            witnesses.get(0).on("eth_getBalance", Fault.rateLimit());
            assertThatThrownBy(() -> balance(chain)).isInstanceOf(LedgerUnavailableException.class);
            assertThat(witnesses.get(0).seen("eth_getBalance")).isEqualTo(4);
        }
    }

    @Test
    void read_retryAfterIsLongerThanTheDeadline_isNotWaitedFor() {
        try (Chain chain = openAlone(Duration.ofHours(1), 3)) {
            witnesses.get(0).on("eth_getBalance", Fault.rateLimit(Duration.ofHours(2)));
            assertThatThrownBy(() -> balance(chain)).isInstanceOf(LedgerUnavailableException.class);
            assertThat(witnesses.get(0).seen("eth_getBalance")).isEqualTo(1);
        }
    }

    @Test
    void read_randomStorm_isSurvived() {
        witnesses.all().forEach(proxy -> {
            proxy.onAll(Fault.rateLimit()).probability(0.2);
            proxy.onAll(Fault.dropAnswer()).probability(0.1);
            proxy.onAll(Fault.cutBody()).probability(0.1);
            proxy.on("eth_getBalance", Fault.wrongId()).probability(0.1);
        });
        Chain chain = witnesses.open(options -> options.retries(20));
        for (int count = 0; count < 20; count++) {
            assertThat(balance(chain)).isEqualTo(RICHES);
        }
        assertThat(chain.disagreements()).isEmpty();
    }

    @Test
    void read_answersSwapped_areNotTakenForEachOther() throws Exception {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 3)) {
            Hash block = chain.head().hash();
            witnesses.get(0).on("eth_getBalance", Fault.swapAnswers()).times(2);
            CompletableFuture<BigInteger> other = new CompletableFuture<>();
            Thread thread = new Thread(() -> other.complete(
                    chain.balance(Contracts.ECHO, BlockId.hash(block)).value()));
            thread.start();
            assertThat(chain.balance(RICH, BlockId.hash(block)).value()).isEqualTo(RICHES);
            assertThat(other.get(60, TimeUnit.SECONDS)).isZero();
        }
    }

    @Test
    void read_answerSentTwice_isNotTakenForThatToTheNextRequest() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 10)) {
            witnesses.get(0).onAll(Fault.duplicateAnswer()).times(3);
            for (int count = 0; count < 5; count++) {
                assertThat(balance(chain)).isEqualTo(RICHES);
                assertThat(chain.balance(Contracts.ECHO, BlockId.latest()).value())
                        .isZero();
            }
        }
    }

    @Test
    void read_lateAnswer_isWaitedFor() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses.get(0).onAll(Fault.delay(Duration.ofMillis(100)));
            assertThat(balance(chain)).isEqualTo(RICHES);
        }
    }

    @Test
    void read_connectionsCutInBetween_areMadeAgain() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 3)) {
            for (int count = 0; count < 5; count++) {
                assertThat(balance(chain)).isEqualTo(RICHES);
                witnesses.get(0).cutConnections();
            }
        }
    }

    @Test
    void logs_batchInOtherOrder_isTheSame() {
        LogQuery query = new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 0, 2);
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses.get(0).on("eth_getLogs", Fault.reverseBatch());
            assertThat(chain.logs(query)).isEmpty();
        }
    }

    @Test
    void logs_endpointThatTakesNoBatches_areReadOneByOne() {
        LogQuery query = new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 0, 2);
        try (Chain chain = openAlone(Duration.ofSeconds(60), 1)) {
            FaultProxy.Rule rule = witnesses.get(0).onAll(Fault.noBatches());
            assertThat(chain.logs(query)).isEmpty();
            rule.remove();
            witnesses.get(0).on("eth_getLogs", Fault.rateLimit()).times(1);
            assertThat(chain.logs(query)).isEmpty();
            assertThat(witnesses.get(0).seen("eth_getLogs"))
                    .as("once in a batch, once alone, and twice alone")
                    .isEqualTo(4);
            assertThat(witnesses.get(0).seen("eth_getBlockByNumber"))
                    .as("before and after, and what was answered is not asked again")
                    .isEqualTo(6);
        }
    }

    @Test
    void logs_serversBehindOneAddressAreNotAlike_abstain() {
        LogQuery query = new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 0, 2);
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses.get(0).onAll(Fault.noBatches());
            witnesses.get(0).on("eth_getLogs", Fault.answer(FaultProxy.JSON.createArrayNode()));
            // In the batch that is refused twice, then by a server that has the block; the logs and the third by one
            // that has not.
            witnesses
                    .get(0)
                    .on(
                            "eth_getBlockByNumber",
                            Fault.answer(FaultProxy.JSON.getNodeFactory().nullNode()))
                    .after(3)
                    .times(1);
            assertThatThrownBy(() -> chain.logs(query)).isInstanceOf(UnknownBlockException.class);
            assertThat(chain.logs(query)).as("all by one").isEmpty();
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -32600 | Invalid Request
            -32601 | the method does not exist
            -32700 | cannot unmarshal array into Go value
            -32000 | batch requests are not supported
            -32005 | batch too large
            """)
    void batch_refusedForBeingOne_isNotSentAgain(int code, String message) {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            FaultProxy.Rule rule = witnesses.get(0).onAll(Fault.noBatchesAbove(1, code, message));
            assertThat(chain.headers(List.of(0L, 1L, 2L))).hasSize(3);
            rule.remove();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            witnesses.get(0).onAll(Fault.none(sizes));
            assertThat(chain.headers(List.of(0L, 1L, 2L))).hasSize(3);
            assertThat(sizes).containsExactly(1, 1, 1);
        }
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            -32603 | Internal error
            -32000 | something went wrong
            -32005 | daily request count exceeded
            -32001 | Resource not found
            """)
    void batch_refusedForAnotherReason_isSentAgain(int code, String message) {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            FaultProxy.Rule rule = witnesses.get(0).onAll(Fault.noBatchesAbove(1, code, message));
            assertThatThrownBy(() -> chain.headers(List.of(0L, 1L, 2L))).isInstanceOf(LedgerUnavailableException.class);
            rule.remove();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            witnesses.get(0).onAll(Fault.none(sizes));
            assertThat(chain.headers(List.of(0L, 1L, 2L))).hasSize(3);
            assertThat(sizes).containsExactly(3);
        }
    }

    @Test
    void batch_tooManyAtOnce_isSentInParts() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses.get(0).onAll(Fault.noBatchesAbove(3, -32600, "batch too large"));
            List<Long> numbers = List.of(2L, 0L, 1L, 2L, 1L, 0L, 0L, 2L, 1L, 0L);
            assertThat(chain.headers(numbers)).extracting(BlockHeader::number).containsExactlyElementsOf(numbers);
            witnesses.get(0).clear();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            witnesses.get(0).onAll(Fault.none(sizes));
            chain.headers(numbers);
            assertThat(sizes).as("it is remembered").containsExactly(2, 2, 2, 2, 2);
        }
    }

    @Test
    void batch_answerTooLarge_isAskedForInParts() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses.get(0).onAll(exchange -> {
                if (exchange.requests().size() > 2) {
                    exchange.reply(413, Map.of(), FaultProxy.page());
                } else {
                    exchange.reply(exchange.forward());
                }
            });
            assertThat(chain.headers(List.of(0L, 1L, 2L, 1L, 0L))).hasSize(5);
            witnesses.get(0).clear();
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            witnesses.get(0).onAll(Fault.none(sizes));
            chain.headers(List.of(0L, 1L, 2L, 1L, 0L));
            assertThat(sizes).as("another answer may be smaller").containsExactly(5);
        }
    }

    @Test
    void batch_many_isSentAsBoundedBatches() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            List<Integer> sizes = new CopyOnWriteArrayList<>();
            witnesses.get(0).onAll(Fault.none(sizes));
            assertThat(chain.receipts(Collections.nCopies(120, Hash.keccak256(new byte[1]))))
                    .hasSize(120)
                    .allMatch(Optional::isEmpty);
            assertThat(sizes).containsExactly(50, 50, 20);
            assertThat(chain.receipts(List.of())).isEmpty();
            assertThat(chain.headers(List.of())).isEmpty();
        }
    }

    @Test
    void logs_tooMany_asksForAShorterRange() {
        LogQuery query = new LogQuery(Set.of(Contracts.LOGGER), Set.of(), 0, 2);
        List<Fault.Lie> refusals = List.of(
                Fault.error(-32005, "query returned more than 10000 results"),
                Fault.error(-32602, "query returned more than 10000 results. Try with this block range [0x0, 0x1]."),
                Fault.error(-32000, "exceed maximum block range: 5000"),
                Fault.error(-32600, "eth_getLogs is limited to a 10,000 range"),
                Fault.error(-32000, "block range is too wide"),
                Fault.error(-32614, "eth_getLogs is limited to a 5 block range"),
                Fault.error(-32000, "logs matched by query exceeds limit of 10000"),
                Fault.error(-32008, "Response is too big"),
                Fault.error(35, "ranges over 10000 blocks are not supported on freetier: block range"),
                Fault.error(-32000, "query timeout exceeded"));
        List<Fault> answers = List.of(
                Fault.status(413, Map.of()),
                Fault.endlessBody(),
                Fault.body("{\"jsonrpc\":\"2.0\",\"id\":null,\"error\":{\"code\":-32005,\"message\":\"s3cr3t\"}}"));
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            for (Fault.Lie refusal : refusals) {
                witnesses.get(0).clear();
                witnesses.get(0).on("eth_getLogs", refusal);
                assertThatThrownBy(() -> chain.logs(query)).isInstanceOf(LogRangeException.class);
            }
            for (Fault answer : answers) {
                witnesses.get(0).clear();
                witnesses.get(0).on("eth_getLogs", answer);
                assertThatThrownBy(() -> chain.logs(query)).isInstanceOf(LogRangeException.class);
            }
        }
    }

    @Test
    void call_interrupted_endsAndKeepsTheFlag() throws Exception {
        witnesses.get(0).on("eth_getBalance", Fault.silence());
        try (Chain chain = openAlone(Duration.ofDays(1), 0)) {
            CompletableFuture<Throwable> failure = new CompletableFuture<>();
            CompletableFuture<Boolean> flag = new CompletableFuture<>();
            Thread thread = new Thread(() -> {
                failure.complete(catchThrowable(() -> balance(chain)));
                flag.complete(Thread.currentThread().isInterrupted());
            });
            thread.start();
            awaitSeen("eth_getBalance");
            thread.interrupt();
            assertThat(failure.get(60, TimeUnit.SECONDS))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("interrupted");
            assertThat(flag.get(60, TimeUnit.SECONDS)).isTrue();
        }
    }

    @Test
    void close_whileSomebodyWaits_endsTheCall() throws Exception {
        witnesses.get(0).on("eth_getBalance", Fault.silence());
        Chain chain = openAlone(Duration.ofDays(1), 3);
        CompletableFuture<Throwable> failure = new CompletableFuture<>();
        Thread thread = new Thread(() -> failure.complete(catchThrowable(() -> balance(chain))));
        thread.start();
        awaitSeen("eth_getBalance");
        chain.close();
        assertThat(failure.get(60, TimeUnit.SECONDS))
                .isInstanceOf(LedgerUnavailableException.class)
                .hasMessageContaining("closed");
    }

    private void awaitSeen(String method) {
        long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (witnesses.get(0).seen(method) == 0) {
            assertThat(System.nanoTime()).isLessThan(end);
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(1));
        }
    }

    @Test
    void head_stateTakenAwayByAReorganisation_isReadFromTheNewHead() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses
                    .get(0)
                    .on("eth_getBalance", Fault.refusal(-32001, "Resource not found"))
                    .times(1);
            assertThat(balance(chain)).isEqualTo(RICHES);
            assertThat(witnesses.get(0).seen("eth_getBalance")).isEqualTo(2);
        }
    }

    @Test
    void header_ofUnknownFork_failsClosed() {
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            witnesses.get(0).on("eth_getBlockByNumber", Fault.field("hash", "0x" + "77".repeat(32)));
            assertThatThrownBy(chain::head)
                    .isInstanceOf(LedgerEvidenceException.class)
                    .hasMessageContaining("fork that this library does not know");
            assertThatThrownBy(() -> balance(chain)).isInstanceOf(LedgerEvidenceException.class);
        }
    }

    @Test
    void header_eachFieldChanged_isRefused() {
        String other = "0x" + "77".repeat(32);
        Map<String, String> changes = Map.ofEntries(
                Map.entry("parentHash", other),
                Map.entry("sha3Uncles", other),
                Map.entry("miner", "0x" + "77".repeat(20)),
                Map.entry("stateRoot", other),
                Map.entry("transactionsRoot", other),
                Map.entry("receiptsRoot", other),
                Map.entry("logsBloom", "0x" + "77".repeat(256)),
                Map.entry("difficulty", "0x1"),
                Map.entry("number", "0x7"),
                Map.entry("gasLimit", "0x7"),
                Map.entry("gasUsed", "0x7"),
                Map.entry("timestamp", "0x7"),
                Map.entry("extraData", "0x7777"),
                Map.entry("mixHash", other),
                Map.entry("nonce", "0x7777777777777777"),
                Map.entry("baseFeePerGas", "0x7"),
                Map.entry("withdrawalsRoot", other),
                Map.entry("blobGasUsed", "0x7"),
                Map.entry("excessBlobGas", "0x7"),
                Map.entry("parentBeaconBlockRoot", other),
                Map.entry("requestsHash", other),
                Map.entry("hash", other));
        try (Chain chain = openAlone(Duration.ofSeconds(60), 0)) {
            changes.forEach((field, value) -> {
                // Cut, it is empty: the extra data of this chain are.
                String cut = field.equals("extraData") ? "0x7" : "0x";
                for (Fault.Lie lie :
                        List.of(Fault.field(field, value), Fault.field(field, cut), Fault.field(field, "7"))) {
                    witnesses.get(0).clear();
                    witnesses.get(0).on("eth_getBlockByHash", lie);
                    assertThatThrownBy(() -> chain.header(BlockId.hash(anvil.blockHash(2))))
                            .as(field)
                            .isInstanceOf(LedgerEvidenceException.class);
                }
            });
        }
    }

    // WebSocket

    @Test
    void socket_endpoints_opensTheFirstThatWorks() {
        witnesses.get(0).refuseConnections();
        ChainOptions options = ChainOptions.builder()
                .endpoint(Endpoint.of(anvil.uri()))
                .endpoint(Endpoint.of(witnesses.get(0).uri())
                        .withWebSocket(witnesses.get(0).webSocket()))
                .endpoint(witnesses.get(1).endpoint())
                .retries(0)
                .build();
        try (Chain chain = Chain.open(options);
                RpcSocket socket = chain.socket(new Silent()).orElseThrow()) {
            assertThat(socket.isOpen()).isTrue();
            assertThat(witnesses.get(1).webSockets()).isEqualTo(1);
        }
        try (Chain chain = Chain.open(ChainOptions.of(anvil.uri()))) {
            assertThat(chain.socket(new Silent())).isEmpty();
        }
    }

    private static final class Silent implements RpcSocket.Listener {
        @Override
        public void notified(String subscription, JsonNode result) {}

        @Override
        public void closed(Failure why) {}
    }
}
