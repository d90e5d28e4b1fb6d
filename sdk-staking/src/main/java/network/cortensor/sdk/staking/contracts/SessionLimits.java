package network.cortensor.sdk.staking.contracts;

import java.time.Duration;

/**
 * What a session of {@link Generation#V2025_08} or later has in addition.
 *
 * @param serviceLevel 0 low, 1 medium, 2 high [COM]
 * @param model the network's model index [INF]
 * @param reservePeriod how long it takes tasks; whole seconds on the chain
 * @param maxTasks how many tasks it takes
 */
public record SessionLimits(long serviceLevel, long model, Duration reservePeriod, long maxTasks) {}
