/**
 * Whether two answers say the same: one small class for each layer of evidence, and
 * {@link network.cortensor.sdk.verify.compare.AnswerComparator} for all of them together.
 */
@NullMarked
package network.cortensor.sdk.verify.compare;

import org.jspecify.annotations.NullMarked;
