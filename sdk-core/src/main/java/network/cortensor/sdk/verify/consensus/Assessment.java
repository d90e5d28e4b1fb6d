package network.cortensor.sdk.verify.consensus;

/**
 * What a {@link SequentialTest} makes of the answers so far. Immutable.
 *
 * @param decision what to do now
 * @param camp the number of the camp whose answer is the most probable one; -1 without any answer
 * @param probability that this answer is what honest nodes give, under the assumptions of the test; 0 without any answer
 */
public record Assessment(Decision decision, int camp, double probability) {}
