package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.chain.ChainLog;
import network.cortensor.sdk.staking.chain.LogQuery;

import java.util.List;

/**
 * What the feed asks of a chain. Each answer is as good as the endpoints behind it and may be of another moment, or
 * another branch, than the one before: the feed fits them together.
 *
 * <p>All methods throw a {@link LedgerException}: unavailable if an answer may come later, also for a block that is not
 * known (any more); evidence if endpoints contradict each other. Safe for use by several threads.
 */
public interface FeedSource {
    /** The newest block. */
    FeedBlock head();

    /** The block of a number on the chain as it is now. */
    FeedBlock block(long number);

    /** The blocks of these numbers on the chain as it is now, in their order; not necessarily of one branch. */
    List<FeedBlock> blocks(List<Long> numbers);

    /** One block and no other, on whatever branch. */
    FeedBlock block(Hash hash);

    /**
     * The logs that were asked for, on the chain as it is now.
     *
     * @throws network.cortensor.sdk.staking.chain.LogRangeException if that is too much at once
     */
    List<ChainLog> logs(LogQuery query);

    /** All logs of one block and no other, from its receipts. */
    List<ChainLog> receipts(FeedBlock block);

    /**
     * All logs of one block and no other, from its receipts, which were found to have the root that its header says.
     *
     * @throws network.cortensor.sdk.staking.LedgerEvidenceException if they do not have it
     */
    List<ChainLog> provenReceipts(FeedBlock block);
}
