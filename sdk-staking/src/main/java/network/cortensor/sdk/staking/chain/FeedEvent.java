package network.cortensor.sdk.staking.chain;

import java.time.Instant;

/**
 * An event that is on the chain now, or one that no longer is.
 *
 * <p>Undo what an event did when it comes again as removed: its block was abandoned for another one. It comes with the
 * log that it had.
 *
 * @param log the event as its block holds, or held, it
 * @param at when that block was made, by the block's own word
 * @param removed whether the event is gone again
 */
public record FeedEvent(ChainLog log, Instant at, boolean removed) {}
