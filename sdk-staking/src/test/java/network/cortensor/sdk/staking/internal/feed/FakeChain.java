package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;
import network.cortensor.sdk.staking.chain.LogRangeException;

import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;
import java.util.function.UnaryOperator;

/**
 * A chain in memory that can be mined and reorganised, and endpoints before it that answer late, refuse, or lie. Abandoned
 * blocks are unknown, as on a development chain.
 */
public final class FakeChain implements FeedSource {
    /** The contract whose events are wanted. */
    public static final Address WANTED = address("wanted");
    /** A contract whose events are not. */
    public static final Address OTHER = address("other");
    /** The event that is wanted. */
    public static final Hash TOPIC = hash("topic");
    /** An event that is not. */
    public static final Hash OTHER_TOPIC = hash("other topic");

    /** Blocks by which an endpoint lags behind at most. */
    private static final int MOST_BEHIND = 12;

    private static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");

    /** What of a block is no part of its header. */
    private record Body(FeedBlock block, List<ChainLog> logs) {}

    private final List<List<Body>> history = new ArrayList<>();
    private final Map<String, Integer> calls = new TreeMap<>();
    private List<Body> chain = new ArrayList<>();
    private long made;
    private int maxRange = Integer.MAX_VALUE;
    private int maxLogs = Integer.MAX_VALUE;
    private int failing;
    private Supplier<Integer> lag = () -> 0;
    private UnaryOperator<List<ChainLog>> logsLie = UnaryOperator.identity();
    private UnaryOperator<List<ChainLog>> receiptsLie = UnaryOperator.identity();
    private Runnable beforeLogs = () -> {};

    /** A chain of one block without events. */
    public FakeChain() {
        mine();
    }

    /** What to write in a block. */
    public record Write(Address contract, Hash topic) {}

    /** The wanted event. */
    public static Write wanted() {
        return new Write(WANTED, TOPIC);
    }

    /** An event like the wanted one of another contract, and another event of the wanted contract. */
    public static Write[] unwanted() {
        return new Write[] {new Write(OTHER, TOPIC), new Write(WANTED, OTHER_TOPIC)};
    }

    /** Adds a block. */
    public synchronized void mine(Write... writes) {
        List<Body> longer = new ArrayList<>(chain);
        longer.add(body(longer, writes));
        replace(longer);
    }

    /** Adds blocks without events. */
    public synchronized void mineEmpty(int blocks) {
        List<Body> longer = new ArrayList<>(chain);
        for (int i = 0; i < blocks; i++) {
            longer.add(body(longer));
        }
        replace(longer);
    }

    /** Puts other blocks in place of the newest ones. */
    public synchronized void reorganise(int depth, Write[]... blocks) {
        List<Body> other = new ArrayList<>(chain.subList(0, chain.size() - depth));
        for (Write[] writes : blocks) {
            other.add(body(other, writes));
        }
        replace(other);
    }

    private void replace(List<Body> longer) {
        history.add(longer);
        chain = longer;
    }

    private Body body(List<Body> before, Write... writes) {
        long number = before.size();
        Hash parent = before.isEmpty()
                ? hash("no parent")
                : before.get(before.size() - 1).block().hash();
        Hash hash = hash("block " + number + " after " + parent + ", made as " + made++);
        List<ChainLog> logs = new ArrayList<>();
        for (Write write : writes) {
            int index = logs.size();
            logs.add(new ChainLog(
                    write.contract(),
                    List.of(write.topic()),
                    hash("data " + made + " " + index).bytes(),
                    number,
                    hash,
                    hash("transaction " + number + " " + index),
                    index,
                    index));
        }
        Bloom bloom = Bloom.of(
                logs.stream().map(ChainLog::address).toList(),
                logs.stream().flatMap(log -> log.topics().stream()).toList());
        FeedBlock block = new FeedBlock(number, hash, parent, GENESIS.plusSeconds(number), bloom);
        return new Body(block, List.copyOf(logs));
    }

    /** The events that are wanted and on the chain now, up to a number of blocks below the newest. */
    public synchronized List<ChainLog> canonical(int below) {
        return canonical(
                chain.subList(0, Math.max(0, chain.size() - below)),
                new LogQuery(java.util.Set.of(WANTED), java.util.Set.of(TOPIC), 0, Long.MAX_VALUE));
    }

    private static List<ChainLog> canonical(List<Body> blocks, LogQuery query) {
        List<ChainLog> logs = new ArrayList<>();
        long last = Math.min(query.toBlock(), blocks.size() - 1L);
        for (long number = query.fromBlock(); number <= last; number++) {
            blocks.get((int) number).logs().stream().filter(query::matches).forEach(logs::add);
        }
        return logs;
    }

    /** Number of the newest block. */
    public synchronized long height() {
        return chain.size() - 1L;
    }

    /** Refuses more blocks, or more logs, at once. */
    public synchronized void limit(int blocks, int logs) {
        this.maxRange = blocks;
        this.maxLogs = logs;
    }

    /** Fails the next calls. */
    public synchronized void fail(int times) {
        this.failing = times;
    }

    /** Answers each call from the chain as it was so many changes ago. */
    public synchronized void lag(Supplier<Integer> changes) {
        this.lag = changes;
    }

    /** Changes what is answered as logs. */
    public synchronized void lieInLogs(UnaryOperator<List<ChainLog>> lie) {
        this.logsLie = lie;
    }

    /** Changes what is answered as receipts. */
    public synchronized void lieInReceipts(UnaryOperator<List<ChainLog>> lie) {
        this.receiptsLie = lie;
    }

    /** Runs something before each answer of logs. */
    public synchronized void beforeLogs(Runnable work) {
        this.beforeLogs = work;
    }

    /** How often a kind of call was made. */
    public synchronized int calls(String kind) {
        return calls.getOrDefault(kind, 0);
    }

    /** How many calls were made. */
    public synchronized int callCount() {
        return calls.values().stream().mapToInt(Integer::intValue).sum();
    }

    @Override
    public synchronized FeedBlock head() {
        List<Body> view = view("head");
        return view.get(view.size() - 1).block();
    }

    @Override
    public synchronized FeedBlock block(long number) {
        return at(view("block by number"), number);
    }

    private static FeedBlock at(List<Body> view, long number) {
        if (number >= view.size()) {
            throw new LedgerUnavailableException("Block " + number + " is not known");
        }
        return view.get((int) number).block();
    }

    @Override
    public synchronized List<FeedBlock> blocks(List<Long> numbers) {
        List<Body> view = view("blocks");
        calls.merge("block among others", numbers.size(), Integer::sum);
        return numbers.stream().map(number -> at(view, number)).toList();
    }

    @Override
    public synchronized FeedBlock block(Hash hash) {
        return body(view("block by hash"), hash).block();
    }

    @Override
    public synchronized List<ChainLog> logs(LogQuery query) {
        Runnable first = beforeLogs;
        first.run();
        List<Body> view = view("logs");
        if (query.toBlock() - query.fromBlock() >= maxRange) {
            throw new LogRangeException(query);
        }
        List<ChainLog> logs = canonical(view, query);
        if (logs.size() > maxLogs) {
            throw new LogRangeException(query);
        }
        return logsLie.apply(logs);
    }

    @Override
    public synchronized List<ChainLog> receipts(FeedBlock block) {
        return receiptsLie.apply(body(view("receipts"), block.hash()).logs());
    }

    @Override
    public synchronized List<ChainLog> provenReceipts(FeedBlock block) {
        List<ChainLog> logs = body(view("proven receipts"), block.hash()).logs();
        if (!receiptsLie.apply(logs).equals(logs)) {
            throw new LedgerEvidenceException("Receipts of block " + block + ": expected the root of the header");
        }
        return logs;
    }

    private List<Body> view(String call) {
        calls.merge(call, 1, Integer::sum);
        if (failing > 0) {
            failing--;
            throw new LedgerUnavailableException("The endpoint does not answer");
        }
        List<Body> view = history.get(Math.max(0, history.size() - 1 - lag.get()));
        return chain.size() - view.size() <= MOST_BEHIND ? view : chain;
    }

    private static Body body(List<Body> view, Hash hash) {
        Optional<Body> found = view.stream()
                .skip(Math.max(0, view.size() - 2_000))
                .filter(body -> body.block().hash().equals(hash))
                .findFirst();
        return found.orElseThrow(() -> new LedgerUnavailableException("Block " + hash + " is not known"));
    }

    private static Hash hash(String seed) {
        return Hash.keccak256(seed.getBytes(StandardCharsets.UTF_8));
    }

    private static Address address(String seed) {
        return Address.decode(java.util.Arrays.copyOf(hash(seed).bytes(), Address.LENGTH));
    }
}
