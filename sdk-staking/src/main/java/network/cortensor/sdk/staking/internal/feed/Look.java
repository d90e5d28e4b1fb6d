package network.cortensor.sdk.staking.internal.feed;

import network.cortensor.sdk.staking.chain.FeedEvent;

import java.util.List;

/**
 * What one step of reading the chain gave.
 *
 * @param events to deliver next, in order
 * @param more whether there is more to read at once: the newest block was not reached
 * @param settled events of blocks up to this number are not taken back any more; -1 if all can be
 */
public record Look(List<FeedEvent> events, boolean more, long settled) {
    /** Copies the list. */
    public Look {
        events = List.copyOf(events);
    }
}
