/**
 * How a text is cut into words and sentences, what its form gives away, and how a model on another server is asked. Knows
 * texts only, nothing of answers, layers or verdicts.
 */
@NullMarked
package network.cortensor.sdk.internal.meaning;

import org.jspecify.annotations.NullMarked;
