package network.cortensor.examples.bench.verify.simulation;

import java.util.Random;

/** What the bad nodes of a made-up network do. */
public enum Conduct {
    /** All give the same wrong answer, always. */
    COLLUDING,
    /** Each gives a wrong answer of its own, always. */
    INDEPENDENT,
    /** All are honest for the first half of the tasks, and give the same wrong answer from then on. */
    SLEEPING,
    /** All give the same wrong answer in one task of ten, and are honest else. */
    RARE;

    private static final double RARELY = 0.1;

    /** Draws whether the bad nodes lie in a task. */
    boolean lies(int task, int tasks, Random random) {
        return switch (this) {
            case COLLUDING, INDEPENDENT -> true;
            case SLEEPING -> task >= tasks / 2;
            case RARE -> random.nextDouble() < RARELY;
        };
    }
}
