package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;

/** Blocks by their hash, the last few of them kept: what has a hash does not change. Not safe for several threads. */
final class Headers {
    private static final Logger LOG = LoggerFactory.getLogger(Headers.class);
    private static final int AT_ONCE = 50;

    private final FeedSource source;
    private final Map<Hash, FeedBlock> kept;

    Headers(FeedSource source, int max) {
        this.source = source;
        this.kept = new LinkedHashMap<>() {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<Hash, FeedBlock> eldest) {
                return size() > max;
            }
        };
    }

    FeedBlock head() {
        return keep(source.head());
    }

    FeedBlock at(long number) {
        return checked(number, source.block(number));
    }

    /** In the order of the numbers. */
    List<FeedBlock> at(List<Long> numbers) {
        List<FeedBlock> blocks = new ArrayList<>();
        for (int from = 0; from < numbers.size(); from += AT_ONCE) {
            List<Long> some = numbers.subList(from, Math.min(numbers.size(), from + AT_ONCE));
            List<FeedBlock> found = source.blocks(some);
            for (int i = 0; i < some.size(); i++) {
                blocks.add(checked(some.get(i), found.get(i)));
            }
        }
        return blocks;
    }

    private FeedBlock checked(long number, FeedBlock block) {
        if (block.number() != number) {
            throw new LedgerEvidenceException("Read block " + number + ": expected a header with this number, found "
                    + block.number() + "; ask another endpoint");
        }
        return keep(block);
    }

    /** Reads the blocks from a number to before a block, so that {@link #parentOf} need not ask for one after the other. */
    void fetch(long from, FeedBlock before) {
        Set<Long> known = kept.values().stream().map(FeedBlock::number).collect(Collectors.toSet());
        List<Long> missing = LongStream.range(from, before.number())
                .boxed()
                .filter(number -> !known.contains(number))
                .toList();
        if (missing.size() < 2) {
            return;
        }
        try {
            at(missing);
        } catch (LedgerException e) {
            LOG.debug("Blocks {} to {} could not be read together, and are read one by one", from, before.number(), e);
        }
    }

    FeedBlock parentOf(FeedBlock child) {
        FeedBlock parent = kept.get(child.parent());
        if (parent == null) {
            parent = keep(source.block(child.parent()));
        }
        if (!parent.hash().equals(child.parent()) || parent.number() != child.number() - 1) {
            throw new LedgerEvidenceException("Read the block before " + child + ": expected " + (child.number() - 1)
                    + " " + child.parent() + ", found " + parent + "; ask another endpoint");
        }
        return parent;
    }

    private FeedBlock keep(FeedBlock block) {
        kept.put(block.hash(), block);
        return block;
    }
}
