/**
 * Prompts that a node cannot tell from others, asked day after day: whether its answers come from the distribution of the model
 * that is paid for. Start at {@link network.cortensor.sdk.verify.canary.CanaryTest}.
 *
 * <pre>{@code
 * CanarySamples.Builder today = CanarySamples.builder();
 * today.add(prompt, answer);                                    // 2 answers or more to each prompt, as tokens
 * CanaryResult result = CanaryTest.seeded(day).test(today.build(), reference);
 * CanaryRecord record = before.with(result);                    // CanaryRecord.of(0.001) on the first day
 * if (record.differs()) {                                       // an honest node gets here with at most 0.1 %, ever
 *     ...
 * }
 * }</pre>
 *
 * <p>Nothing in the SDK asks canaries by itself. A record of small alpha needs several days: with the 999 permutations that are
 * usual, one test multiplies the evidence by at most 16, so 1,000 takes three.
 */
@NullMarked
package network.cortensor.sdk.verify.canary;

import org.jspecify.annotations.NullMarked;
