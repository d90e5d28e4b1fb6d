package network.cortensor.examples.bench;

import java.util.List;

/**
 * All figures of one run; with {@code --json} it is printed with the names of these components. Times are milliseconds
 * unless the name says otherwise, {@code overhead} is latency without the engine, {@code cpu} is the CPU time of the whole
 * process for each task.
 */
record LoopReport(
        Machine machine,
        int nodes,
        List<Cell> loop,
        List<StageTime> stages,
        Growth growthWithNodes,
        Growth growthWithBytes,
        Flatness flatness,
        Reference reference) {

    /**
     * Where and when it was measured.
     *
     * @param loadBefore the load average at the start, negative when unknown; above the number of processors others were
     *     measured too
     */
    record Machine(int processors, int java, long maxHeapMib, double loadBefore, double loadAfter, double seconds) {}

    /** The full loop for one size of prompt and one number of concurrent tasks. */
    record Cell(
            int promptBytes,
            int atOnce,
            int tasks,
            double tasksPerSecond,
            double latencyP50,
            double latencyP99,
            double overheadP50,
            double overheadP99,
            double cpu) {

        static Cell of(int promptBytes, int atOnce, Run run) {
            return new Cell(
                    promptBytes,
                    atOnce,
                    run.tasks().size(),
                    run.tasksPerSecond(),
                    run.latency().p50(),
                    run.latency().p99(),
                    run.overhead().p50(),
                    run.overhead().p99(),
                    run.cpuMillisPerTask());
        }
    }

    /**
     * One part of the smallest task's time.
     *
     * @param share of the sum of all parts' medians, 0 to 1
     */
    record StageTime(LoopStage stage, double p50, double share) {}

    /** How overhead and CPU time grow with one quantity; one task at a time. */
    record Growth(List<Point> points, LinearFit overheadFit, LinearFit cpuFit) {

        /** What a task takes at one value of the quantity. */
        record Point(int at, double overheadP50, double cpu) {}

        static Growth of(List<Point> points) {
            List<Double> x = points.stream().map(point -> (double) point.at()).toList();
            return new Growth(
                    points,
                    LinearFit.of(x, points.stream().map(Point::overheadP50).toList()),
                    LinearFit.of(x, points.stream().map(Point::cpu).toList()));
        }
    }

    /**
     * The last tasks of many held against the first; a ratio of 1 means that earlier tasks cost nothing.
     *
     * @param window how many tasks are compared at either end
     * @param heapBytesPerTask what each task in between left in the heap, blocks, ledger and journals included
     */
    record Flatness(
            int tasks,
            int window,
            int atOnce,
            double firstOverheadP50,
            double lastOverheadP50,
            double overheadRatio,
            double firstCpu,
            double lastCpu,
            double cpuRatio,
            double firstHeapMib,
            double lastHeapMib,
            double heapRatio,
            double heapBytesPerTask) {

        static Flatness of(int tasks, Run first, long firstHeap, Run last, long lastHeap) {
            int window = last.tasks().size();
            return new Flatness(
                    tasks,
                    window,
                    LoopPlan.FLAT_AT_ONCE,
                    first.overhead().p50(),
                    last.overhead().p50(),
                    last.overhead().p50() / first.overhead().p50(),
                    first.cpuMillisPerTask(),
                    last.cpuMillisPerTask(),
                    last.cpuMillisPerTask() / first.cpuMillisPerTask(),
                    (double) firstHeap / Units.MIB,
                    (double) lastHeap / Units.MIB,
                    (double) lastHeap / firstHeap,
                    (double) (lastHeap - firstHeap) / (tasks - window));
        }
    }

    /**
     * The public-key operations that a task of this many nodes cannot do without, timed one by one through the public
     * interface of sdk-crypto.
     *
     * @param total all of them added up: the least CPU time of a task
     * @param critical the app's, and the nodes' as far as they cannot run side by side on this machine: the least latency
     * @param overheadRatio the overhead of the smallest task at its median, over {@code critical}
     * @param cpuRatio its CPU time over {@code total}
     */
    record Reference(
            List<PublicKeyWork.Operation> operations,
            double total,
            double critical,
            double overheadRatio,
            double cpuRatio) {

        static Reference of(List<PublicKeyWork.Operation> operations, int nodes, int processors, Cell smallest) {
            double app = sum(operations, PublicKeyWork.Side.APP);
            double node = sum(operations, PublicKeyWork.Side.NODES);
            double total = app + node;
            double critical = app + node / Math.min(nodes, processors);
            return new Reference(
                    operations, total, critical, smallest.overheadP50() / critical, smallest.cpu() / total);
        }

        private static double sum(List<PublicKeyWork.Operation> operations, PublicKeyWork.Side side) {
            return operations.stream()
                    .filter(operation -> operation.side() == side)
                    .mapToDouble(operation -> operation.count() * operation.p50())
                    .sum();
        }
    }
}
