/**
 * Reads the facts that an answer states and compares them with another answer's. The only way in is
 * {@link network.cortensor.sdk.internal.facts.AnswerFacts}; what comes out is a
 * {@link network.cortensor.sdk.internal.facts.FactReport}.
 */
@NullMarked
package network.cortensor.sdk.internal.facts;

import org.jspecify.annotations.NullMarked;
