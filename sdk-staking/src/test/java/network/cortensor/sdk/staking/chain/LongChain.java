package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.internal.feed.Bloom;
import network.cortensor.sdk.staking.internal.feed.FakeChain;
import network.cortensor.sdk.staking.internal.feed.FeedBlock;
import network.cortensor.sdk.staking.internal.feed.FeedSource;

import java.nio.ByteBuffer;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** A chain of any length with the same number of events in each block, which is computed when it is asked for. */
final class LongChain implements FeedSource {
    private static final Instant GENESIS = Instant.parse("2026-01-01T00:00:00Z");
    private static final Bloom BLOOM = Bloom.of(List.of(FakeChain.WANTED), List.of(FakeChain.TOPIC));

    private final long height;
    private final int eventsPerBlock;
    private final int maxLogs;
    private int calls;
    private int mostLogs;

    LongChain(long height, int eventsPerBlock, int maxLogs) {
        this.height = height;
        this.eventsPerBlock = eventsPerBlock;
        this.maxLogs = maxLogs;
    }

    int calls() {
        return calls;
    }

    /** Most logs that were answered at once. */
    int mostLogs() {
        return mostLogs;
    }

    @Override
    public FeedBlock head() {
        return block(height);
    }

    @Override
    public FeedBlock block(long number) {
        calls++;
        if (number > height) {
            throw new LedgerUnavailableException("Block " + number + " is not known");
        }
        return new FeedBlock(number, hash(number), hash(number - 1), GENESIS.plusSeconds(number), BLOOM);
    }

    @Override
    public List<FeedBlock> blocks(List<Long> numbers) {
        return numbers.stream().map(this::block).toList();
    }

    @Override
    public FeedBlock block(Hash hash) {
        return block(ByteBuffer.wrap(hash.bytes()).getLong());
    }

    @Override
    public List<ChainLog> logs(LogQuery query) {
        calls++;
        if ((query.toBlock() - query.fromBlock() + 1) * eventsPerBlock > maxLogs) {
            throw new LogRangeException(query);
        }
        List<ChainLog> logs = new ArrayList<>();
        for (long number = query.fromBlock(); number <= query.toBlock(); number++) {
            for (int index = 0; index < eventsPerBlock; index++) {
                logs.add(new ChainLog(
                        FakeChain.WANTED,
                        List.of(FakeChain.TOPIC),
                        new byte[Hash.LENGTH],
                        number,
                        hash(number),
                        hash(number),
                        index,
                        index));
            }
        }
        mostLogs = Math.max(mostLogs, logs.size());
        return logs;
    }

    @Override
    public List<ChainLog> receipts(FeedBlock block) {
        throw new LedgerUnavailableException("No receipts");
    }

    @Override
    public List<ChainLog> provenReceipts(FeedBlock block) {
        return receipts(block);
    }

    private static Hash hash(long number) {
        return Hash.decode(ByteBuffer.allocate(Hash.LENGTH).putLong(number).array());
    }
}
