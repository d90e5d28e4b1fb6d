package network.cortensor.examples.bench.verify;

import network.cortensor.sdk.verify.compare.TaskType;

/**
 * Two answers to one question, and whether they are known to say the same.
 *
 * @param source what it was made from: pairs of one source are not independent of one another
 * @param a an honest answer
 * @param b another honest answer, or what an attacker made of one
 */
record LabelledPair(PairClass kind, TaskType type, String source, String a, String b) {}
