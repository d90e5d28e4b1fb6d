package network.cortensor.examples.bench.verify.simulation;

import network.cortensor.sdk.staking.Address;

import java.util.Iterator;

/** A client with a policy. It may remember; each run has its own. */
@FunctionalInterface
interface Player {

    /** The camp of the honest answer. */
    int HONEST = 0;

    /**
     * A node's answer.
     *
     * @param camp which answer it is: {@link #HONEST}, or another number for each wrong one
     */
    record Answer(Address node, int camp) {}

    /**
     * How a task ended.
     *
     * @param accepted whether an answer was accepted
     * @param camp which one
     * @param nodes how many nodes were asked
     */
    record Outcome(boolean accepted, int camp, int nodes) {}

    /** Asks one node after the other for as long as it wants to know more. */
    Outcome play(Iterator<Answer> nodes);
}
