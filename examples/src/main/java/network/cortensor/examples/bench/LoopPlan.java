package network.cortensor.examples.bench;

import network.cortensor.sdk.InvalidRequestException;

import java.util.List;

/**
 * How much is measured. The full plan takes some three minutes on two idle processors, the quick one half a minute.
 *
 * @param nodes the nodes of the network, except where growth with their number is measured
 * @param atOnce the numbers of concurrent tasks
 * @param tasks tasks for each figure with small prompts; large ones get fewer
 * @param flatTasks tasks for comparing the last tenth with the first
 * @param warmUp tasks before anything is measured
 * @param repetitions how often each public-key operation is timed
 */
record LoopPlan(int nodes, List<Integer> atOnce, int tasks, int flatTasks, int warmUp, int repetitions) {

    static final List<Integer> PROMPT_BYTES = List.of(Units.KIB, 64 * Units.KIB, Units.MIB);
    static final List<Integer> GROWING_NODES = List.of(1, 2, 3, 5, 8);
    static final List<Integer> GROWING_BYTES =
            List.of(Units.KIB, 16 * Units.KIB, 64 * Units.KIB, 256 * Units.KIB, Units.MIB);

    /** Tasks that keep the processors busy while growth over many tasks is measured; more would only queue up. */
    static final int FLAT_AT_ONCE = 4;

    static final int FULL_TASKS = 300;
    static final int FULL_FLAT_TASKS = 10_000;
    static final int QUICK_TASKS = 40;
    static final int QUICK_FLAT_TASKS = 400;

    private static final int NODES = 3;
    private static final List<Integer> AT_ONCE = List.of(1, 10, 100);

    LoopPlan {
        atOnce = List.copyOf(atOnce);
        if (tasks < 1 || flatTasks < 10) {
            throw new InvalidRequestException("The benchmark needs at least 1 task and 10 flat tasks; found " + tasks
                    + " and " + flatTasks + ". Give larger --tasks or --flat-tasks.");
        }
    }

    static LoopPlan full(int tasks, int flatTasks) {
        return new LoopPlan(NODES, AT_ONCE, tasks, flatTasks, 3 * tasks, 200);
    }

    static LoopPlan quick(int tasks, int flatTasks) {
        return new LoopPlan(NODES, AT_ONCE, tasks, flatTasks, 4 * tasks, 40);
    }

    /** Returns how many tasks of a size are run, at least as many as run at once. */
    int tasks(int promptBytes, int concurrent) {
        int share = promptBytes >= Units.MIB ? 6 : promptBytes >= 64 * Units.KIB ? 2 : 1;
        return Math.max(concurrent, tasks / share);
    }

    /** Returns how many tasks each point of a growth curve has. */
    int growthTasks() {
        return Math.max(1, tasks / 4);
    }

    /** Returns how many tasks are compared at either end. */
    int window() {
        return flatTasks / 10;
    }
}
