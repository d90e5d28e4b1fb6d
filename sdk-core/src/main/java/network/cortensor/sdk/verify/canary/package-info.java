/**
 * Prompts that a node cannot tell from others, asked day after day: whether its answers come from the distribution of the model
 * that is paid for. Start at {@link network.cortensor.sdk.verify.canary.CanaryTest}.
 */
@NullMarked
package network.cortensor.sdk.verify.canary;

import org.jspecify.annotations.NullMarked;
