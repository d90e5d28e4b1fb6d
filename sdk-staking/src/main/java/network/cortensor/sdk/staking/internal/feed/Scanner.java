package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.DisagreementException;
import network.cortensor.sdk.staking.chain.EventFeedOptions.Completeness;
import network.cortensor.sdk.staking.chain.FeedEvent;
import network.cortensor.sdk.staking.chain.LogQuery;
import network.cortensor.sdk.staking.chain.LogRangeException;
import org.jspecify.annotations.Nullable;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import java.util.stream.Stream;

/**
 * Reads the chain in steps and finds what has to be delivered: new events in order, and events of abandoned blocks once
 * more in reverse.
 *
 * <p>Two ways of reading. Near the head, each block is linked to the head by its parent hashes, so that the events are of
 * one branch whatever moment, or endpoint, each answer came from. Further back than a reorganisation is expected to go,
 * ranges are read by number; their ends are linked, and each block with events is compared with its header.
 *
 * <p>A step that fails changes nothing and can be repeated. Not safe for use by several threads.
 */
public final class Scanner {
    /** Contradictions in a row that a reorganisation, or an endpoint that lags behind, is taken to explain. */
    static final int PATIENCE = 10;

    private static final int REFUSALS = 3;

    private final FeedSource source;
    private final ScanOptions options;
    private final Branch branch;
    private final Headers headers;
    private final RangeSize range;
    private final Set<Bloom.Probe> addresses;
    private final Set<Bloom.Probe> topics;
    private int doubts;
    private int refusals;

    private Scanner(FeedSource source, ScanOptions options, Branch branch) {
        this.source = source;
        this.options = options;
        this.branch = branch;
        this.headers = new Headers(source, 2 * linked() + 1);
        this.range = new RangeSize(options.maxRange());
        this.addresses = options.addresses().stream()
                .map(address -> Bloom.Probe.of(address.bytes()))
                .collect(Collectors.toUnmodifiableSet());
        this.topics = options.topics().stream()
                .map(topic -> Bloom.Probe.of(topic.bytes()))
                .collect(Collectors.toUnmodifiableSet());
    }

    /** Begins at a block. */
    public static Scanner from(long block, FeedSource source, ScanOptions options) {
        return new Scanner(source, options, new Branch(block, options.maxEvents()));
    }

    /** Goes on after what was acknowledged last. */
    public static Scanner after(FeedCursor cursor, FeedSource source, ScanOptions options) {
        return new Scanner(source, options, cursor.branch());
    }

    /**
     * Makes one step.
     *
     * @throws LedgerUnavailableException if an answer did not come, or answers do not fit together yet
     * @throws LogRangeException if a single block is refused, again and again
     * @throws LedgerEvidenceException if answers do not fit together, again and again; if one cannot be true; or if the
     *     chain was reorganised deeper than what is remembered
     */
    public Look look() {
        try {
            FeedBlock head = headers.head();
            Look look = head.number() - branch.next() >= linked() ? readDeep(head) : readLinked(head);
            doubts = 0;
            refusals = 0;
            return look;
        } catch (DisagreementException e) {
            if (++doubts >= PATIENCE) {
                throw e;
            }
            throw new LedgerUnavailableException(
                    "Read events: endpoints do not agree yet, as they do while a block spreads; try again", e);
        }
    }

    private long oldestKept(FeedBlock head) {
        return head.number() - options.memory();
    }

    /** Blocks behind the head that are linked to it. */
    private int linked() {
        return options.memory() + options.confirmations();
    }

    // Near the head

    private Look readLinked(FeedBlock head) {
        Optional<Branch.Entry> top = branch.top();
        if (top.isPresent() && head.number() < top.get().number()) {
            boolean other = branch.at(head.number())
                    .filter(entry -> !entry.hash().equals(head.hash()))
                    .isPresent();
            if (!other) {
                // An endpoint that lags behind; or a chain that was cut, which shows when it has grown again.
                return nothingNew();
            }
        }
        headers.fetch(branch.next(), head);
        Deque<FeedBlock> path = new ArrayDeque<>();
        int abandoned = walkBack(head, path);
        if (abandoned > 0) {
            return found(takeBack(abandoned), true);
        }
        long deepest = head.number() - (options.confirmations() - 1);
        List<FeedBlock> blocks = path.stream()
                .filter(block -> block.number() <= deepest && block.number() >= branch.next())
                .toList();
        return blocks.isEmpty() ? nothingNew() : readBlocks(head, blocks);
    }

    /**
     * Goes from the head to the newest block that was read and is an ancestor of the head.
     *
     * @param path gets the blocks after it, and that one too if not all of its logs were read
     * @return how many of the newest blocks that were read are no ancestors of the head
     */
    private int walkBack(FeedBlock head, Deque<FeedBlock> path) {
        Iterator<Branch.Entry> known = branch.newestFirst();
        Branch.@Nullable Entry entry = known.hasNext() ? known.next() : null;
        int abandoned = 0;
        for (FeedBlock block = head; ; block = headers.parentOf(block)) {
            while (entry != null
                    && (entry.number() > block.number()
                            || (entry.number() == block.number()
                                    && !entry.hash().equals(block.hash())))) {
                abandoned++;
                if (!known.hasNext() && branch.anchored()) {
                    throw tooDeep(entry);
                }
                entry = known.hasNext() ? known.next() : null;
            }
            if (entry != null && entry.number() == block.number()) {
                if (!entry.whole()) {
                    path.addFirst(block);
                }
                return abandoned;
            }
            if (block.number() < branch.origin()) {
                return abandoned;
            }
            path.addFirst(block);
            if (block.number() == branch.origin() || (abandoned > 0 && path.size() > 2 * linked())) {
                // So far back that what is left is read as deep blocks are.
                return abandoned;
            }
        }
    }

    private Look readBlocks(FeedBlock head, List<FeedBlock> blocks) {
        while (true) {
            List<FeedBlock> chunk = blocks.subList(0, Math.min(blocks.size(), range.blocks()));
            try {
                Map<Long, List<FeedEvent>> read = eventsOf(chunk);
                for (FeedBlock block : chunk.subList(0, read.size())) {
                    branch.append(block.number(), block.hash(), read.getOrDefault(block.number(), List.of()));
                }
                branch.forgetBefore(oldestKept(head));
                return found(inOrder(read), read.size() < blocks.size());
            } catch (LogRangeException e) {
                refused(chunk.size(), e);
            }
        }
    }

    /** The events of blocks that follow each other, or of the first few of them, with an entry for each block. */
    private Map<Long, List<FeedEvent>> eventsOf(List<FeedBlock> blocks) {
        return options.completeness() == Completeness.PROVEN ? provenEvents(blocks) : answeredEvents(blocks);
    }

    private Map<Long, List<FeedEvent>> provenEvents(List<FeedBlock> blocks) {
        Map<Long, List<FeedEvent>> read = new HashMap<>();
        int count = 0;
        for (FeedBlock block : blocks) {
            if (count > RangeSize.LOGS_WANTED) {
                break;
            }
            List<ChainLog> logs = block.bloom().mayHold(addresses, topics)
                    ? matching(block, source.provenReceipts(block))
                    : List.of();
            read.put(block.number(), events(block, logs));
            count += logs.size();
        }
        return read;
    }

    private Map<Long, List<FeedEvent>> answeredEvents(List<FeedBlock> blocks) {
        LogQuery query =
                query(blocks.get(0).number(), blocks.get(blocks.size() - 1).number());
        Map<Long, List<ChainLog>> logs = byBlock(logs(query));
        Map<Long, List<FeedEvent>> read = new HashMap<>();
        for (FeedBlock block : blocks) {
            List<ChainLog> found = logs.getOrDefault(block.number(), List.of());
            boolean suspicious = found.isEmpty()
                    && options.completeness() == Completeness.BLOOM
                    && block.bloom().mayHold(addresses, topics);
            read.put(block.number(), events(block, suspicious ? matching(block, source.receipts(block)) : found));
        }
        return read;
    }

    /** Those of a block's logs that are wanted. */
    private List<ChainLog> matching(FeedBlock block, List<ChainLog> all) {
        LogQuery query = query(block.number(), block.number());
        List<ChainLog> matching = all.stream()
                .filter(log -> query.matches(log) || log.blockNumber() != block.number())
                .toList();
        LogCheck.check(query, matching);
        return matching;
    }

    // Far from the head

    private Look readDeep(FeedBlock head) {
        long from = branch.next();
        FeedBlock first = headers.at(from);
        Optional<Branch.Entry> top = branch.top();
        if (top.isPresent() && !follows(first, top.get())) {
            return takeBackByNumber();
        }
        long deepest = head.number() - linked();
        return options.completeness() == Completeness.PROVEN
                ? readForward(head, first, Math.min(deepest, from + options.memory()))
                : readRange(head, first, deepest);
    }

    private static boolean follows(FeedBlock first, Branch.Entry top) {
        return top.whole() ? first.parent().equals(top.hash()) : first.hash().equals(top.hash());
    }

    private Look readRange(FeedBlock head, FeedBlock first, long deepest) {
        long from = first.number();
        while (true) {
            long to = Math.min(deepest, from + range.blocks() - 1);
            try {
                Map<Long, List<ChainLog>> logs = byBlock(logs(query(from, to)));
                Map<Long, List<FeedEvent>> read = new HashMap<>();
                List<FeedBlock> blocks = blocksWith(logs.keySet(), first, to);
                for (FeedBlock block : blocks) {
                    List<ChainLog> found = logs.getOrDefault(block.number(), List.of());
                    read.put(block.number(), events(block, found));
                }
                for (FeedBlock block : blocks) {
                    branch.append(block.number(), block.hash(), read.getOrDefault(block.number(), List.of()));
                    branch.forgetBefore(oldestKept(head));
                }
                return found(inOrder(read), true);
            } catch (LogRangeException e) {
                refused(to - from + 1, e);
            }
        }
    }

    /** The blocks of a range that have events, in order, and its last one. */
    private List<FeedBlock> blocksWith(Set<Long> events, FeedBlock first, long to) {
        List<FeedBlock> blocks = new ArrayList<>();
        if (events.contains(first.number()) || first.number() == to) {
            blocks.add(first);
        }
        blocks.addAll(headers.at(Stream.concat(events.stream(), Stream.of(to))
                .filter(number -> number != first.number())
                .distinct()
                .sorted()
                .toList()));
        return blocks;
    }

    /** Reads each header up to a block, linked to the one before. */
    private Look readForward(FeedBlock head, FeedBlock first, long to) {
        List<FeedBlock> blocks = new ArrayList<>();
        blocks.add(first);
        FeedBlock last = first;
        for (FeedBlock next : headers.at(
                LongStream.rangeClosed(first.number() + 1, to).boxed().toList())) {
            if (!next.parent().equals(last.hash())) {
                throw doubt("Read the block after " + last + ": expected one that follows it, found " + next
                        + " with parent " + next.parent());
            }
            blocks.add(next);
            last = next;
        }
        return found(readBlocks(head, blocks).events(), true);
    }

    private Look takeBackByNumber() {
        int abandoned = 0;
        for (Iterator<Branch.Entry> known = branch.newestFirst(); known.hasNext(); ) {
            Branch.Entry entry = known.next();
            if (headers.at(entry.number()).hash().equals(entry.hash())) {
                if (abandoned == 0) {
                    throw doubt("Read the block after " + entry + ": expected one that follows it, found another");
                }
                return found(takeBack(abandoned), true);
            }
            abandoned++;
            if (!known.hasNext() && branch.anchored()) {
                throw tooDeep(entry);
            }
        }
        return found(takeBack(abandoned), true);
    }

    // Both

    private Look nothingNew() {
        return found(List.of(), false);
    }

    private Look found(List<FeedEvent> events, boolean more) {
        return new Look(events, more, branch.settled());
    }

    private List<FeedEvent> takeBack(int blocks) {
        List<FeedEvent> undone = new ArrayList<>();
        for (int i = 0; i < blocks; i++) {
            for (FeedEvent event : branch.pop()) {
                undone.add(new FeedEvent(event.log(), event.at(), true));
            }
        }
        return undone;
    }

    private List<ChainLog> logs(LogQuery query) {
        long blocks = query.toBlock() - query.fromBlock() + 1;
        try {
            List<ChainLog> logs = source.logs(query);
            LogCheck.check(query, logs);
            range.answered(blocks, logs.size());
            return logs;
        } catch (LogRangeException e) {
            throw e;
        } catch (LedgerUnavailableException e) {
            // Perhaps it took too long: ask for less the next time.
            range.refused(blocks);
            throw e;
        }
    }

    private void refused(long blocks, LogRangeException refusal) {
        range.refused(blocks);
        if (blocks > 1) {
            return;
        }
        if (++refusals >= REFUSALS) {
            throw refusal;
        }
        throw new LedgerUnavailableException(
                "Read events: the endpoint does not answer for a single block now", refusal);
    }

    /** The events in logs of one block, without those that were read before. */
    private List<FeedEvent> events(FeedBlock block, List<ChainLog> logs) {
        Optional<Branch.Entry> known = branch.at(block.number());
        int after = known.map(Branch.Entry::upTo).orElse(-1);
        List<FeedEvent> events = new ArrayList<>();
        for (ChainLog log : logs) {
            if (!log.blockHash().equals(block.hash())) {
                throw doubt("Read the logs of block " + block + ": expected logs of this block, found one of "
                        + log.blockHash());
            }
            if (log.index() > after) {
                events.add(new FeedEvent(log, block.at(), false));
            }
        }
        return events;
    }

    private LogQuery query(long from, long to) {
        return new LogQuery(options.addresses(), options.topics(), from, to);
    }

    private static Map<Long, List<ChainLog>> byBlock(List<ChainLog> logs) {
        return logs.stream().collect(Collectors.groupingBy(ChainLog::blockNumber));
    }

    private static List<FeedEvent> inOrder(Map<Long, List<FeedEvent>> read) {
        List<FeedEvent> events = new ArrayList<>();
        read.keySet().stream().sorted().forEach(number -> events.addAll(read.getOrDefault(number, List.of())));
        return events;
    }

    private RuntimeException doubt(String what) {
        return ++doubts >= PATIENCE
                ? new LedgerEvidenceException(what + ", " + doubts + " times in a row; ask another endpoint")
                : new LedgerUnavailableException(what + "; the chain may be changing right now, try again");
    }

    private LedgerEvidenceException tooDeep(Branch.Entry anchor) {
        return new LedgerEvidenceException("Read events: expected block " + anchor + " on the chain, found another;"
                + " the chain was reorganised deeper than the " + options.memory()
                + " blocks that are remembered, and events before cannot be taken back. See that the endpoints serve the"
                + " right chain; then undo what the events did and open a feed under another name, with more memory");
    }
}
