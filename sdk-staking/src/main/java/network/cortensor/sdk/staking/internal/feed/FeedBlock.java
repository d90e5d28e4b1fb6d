package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.Hash;

import java.time.Instant;

/**
 * What the feed needs of a block's header.
 *
 * @param number counted from the genesis block, which is 0
 * @param hash of the header
 * @param parent hash of the header before it
 * @param at when the block was made, by its own word
 * @param bloom of all its logs
 */
public record FeedBlock(long number, Hash hash, Hash parent, Instant at, Bloom bloom) {
    /** Number and hash. */
    @Override
    public String toString() {
        return number + " " + hash;
    }
}
