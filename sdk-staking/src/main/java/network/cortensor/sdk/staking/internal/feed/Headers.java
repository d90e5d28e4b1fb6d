package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.util.LinkedHashMap;
import java.util.Map;

/** Blocks by their hash, the last few of them kept: what has a hash does not change. Not safe for several threads. */
final class Headers {
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
        FeedBlock block = source.block(number);
        if (block.number() != number) {
            throw new LedgerEvidenceException("Read block " + number + ": expected a header with this number, found "
                    + block.number() + "; ask another endpoint");
        }
        return keep(block);
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
