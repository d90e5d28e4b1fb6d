/**
 * How the event feed works. Not part of the API: may change in any release.
 *
 * <p>{@link network.cortensor.sdk.staking.internal.feed.Scanner} reads the chain step by step through a
 * {@link network.cortensor.sdk.staking.internal.feed.FeedSource} and says what has to be delivered next;
 * {@link network.cortensor.sdk.staking.internal.feed.Branch} is what it has read of the chain and could still have to take
 * back, {@link network.cortensor.sdk.staking.internal.feed.FeedCursor} what of that is journaled. None of them waits or
 * has threads.
 */
@NullMarked
package network.cortensor.sdk.staking.internal.feed;

import org.jspecify.annotations.NullMarked;
