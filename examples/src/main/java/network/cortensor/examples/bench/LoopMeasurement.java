package network.cortensor.examples.bench;

import network.cortensor.examples.bench.LoopReport.Cell;
import network.cortensor.examples.bench.LoopReport.Flatness;
import network.cortensor.examples.bench.LoopReport.Growth;
import network.cortensor.examples.bench.LoopReport.Machine;
import network.cortensor.examples.bench.LoopReport.Reference;
import network.cortensor.examples.bench.LoopReport.StageTime;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import java.util.stream.Stream;

/** Carries out a plan, one measurement after the other. Says on the way what it is at. */
final class LoopMeasurement {

    private final LoopPlan plan;
    private final Consumer<String> progress;
    private final int processors = Runtime.getRuntime().availableProcessors();

    private LoopMeasurement(LoopPlan plan, Consumer<String> progress) {
        this.plan = plan;
        this.progress = progress;
    }

    static LoopReport of(LoopPlan plan, Consumer<String> progress) {
        return new LoopMeasurement(plan, progress).report();
    }

    private LoopReport report() {
        long start = System.nanoTime();
        double loadBefore = ProcessGauge.load();
        warmUp();
        List<Cell> others = cells();
        // The headline comes late, when the JVM is warm, and right after it what the task cannot do without.
        Run smallest = smallest();
        List<PublicKeyWork.Operation> operations = operations();
        Cell smallestCell = Cell.of(Units.KIB, 1, smallest);
        List<Cell> cells =
                Stream.concat(Stream.of(smallestCell), others.stream()).toList();
        Growth withNodes = growthWithNodes();
        Growth withBytes = growthWithBytes();
        Flatness flatness = flatness();
        return new LoopReport(
                new Machine(
                        processors,
                        Runtime.version().feature(),
                        Runtime.getRuntime().maxMemory() / Units.MIB,
                        loadBefore,
                        ProcessGauge.load(),
                        Duration.ofNanos(System.nanoTime() - start).toMillis() / 1e3),
                plan.nodes(),
                cells,
                stages(smallest),
                withNodes,
                withBytes,
                flatness,
                Reference.of(operations, plan.nodes(), processors, smallestCell));
    }

    private void warmUp() {
        progress.accept("warming up with " + plan.warmUp() + " tasks");
        try (Loop loop = Loop.open(plan.nodes())) {
            loop.run(plan.warmUp(), LoopPlan.FLAT_AT_ONCE, Units.KIB);
            for (int bytes : LoopPlan.PROMPT_BYTES) {
                loop.run(Math.max(1, plan.warmUp() / 20), 1, bytes);
            }
        }
    }

    private Run smallest() {
        progress.accept("timing the smallest task");
        try (Loop loop = Loop.open(plan.nodes())) {
            return loop.run(plan.tasks(), 1, Units.KIB);
        }
    }

    private List<PublicKeyWork.Operation> operations() {
        progress.accept("timing its public-key operations");
        try (PublicKeyWork work = PublicKeyWork.create(plan.nodes())) {
            return work.measure(plan.repetitions());
        }
    }

    /** Every cell but the smallest, which is measured on its own. */
    private List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (int bytes : LoopPlan.PROMPT_BYTES) {
            for (int atOnce : plan.atOnce()) {
                if (bytes > Units.KIB || atOnce > 1) {
                    cells.add(cell(bytes, atOnce));
                }
            }
        }
        return List.copyOf(cells);
    }

    private Cell cell(int bytes, int atOnce) {
        progress.accept("timing prompts of " + Units.bytes(bytes) + ", " + atOnce + " at once");
        try (Loop loop = Loop.open(plan.nodes())) {
            return Cell.of(bytes, atOnce, loop.run(plan.tasks(bytes, atOnce), atOnce, bytes));
        }
    }

    private static List<StageTime> stages(Run run) {
        double sum = Stream.of(LoopStage.values())
                .mapToDouble(stage -> run.stage(stage).p50())
                .sum();
        return Stream.of(LoopStage.values())
                .map(stage -> {
                    double p50 = run.stage(stage).p50();
                    return new StageTime(stage, p50, p50 / sum);
                })
                .toList();
    }

    private Growth growthWithNodes() {
        List<Growth.Point> points = new ArrayList<>();
        for (int nodes : LoopPlan.GROWING_NODES) {
            progress.accept("timing " + nodes + (nodes == 1 ? " node" : " nodes"));
            points.add(point(nodes, nodes, Units.KIB));
        }
        return Growth.of(List.copyOf(points));
    }

    private Growth growthWithBytes() {
        List<Growth.Point> points = new ArrayList<>();
        for (int bytes : LoopPlan.GROWING_BYTES) {
            progress.accept("timing prompts of " + Units.bytes(bytes));
            points.add(point(bytes, plan.nodes(), bytes));
        }
        return Growth.of(List.copyOf(points));
    }

    private Growth.Point point(int at, int nodes, int bytes) {
        try (Loop loop = Loop.open(nodes)) {
            Run run = loop.run(plan.growthTasks(), 1, bytes);
            return new Growth.Point(at, run.overhead().p50(), run.cpuMillisPerTask());
        }
    }

    private Flatness flatness() {
        int window = plan.window();
        progress.accept("running " + plan.flatTasks() + " tasks in a row");
        try (Loop loop = Loop.open(plan.nodes())) {
            Run first = loop.run(window, LoopPlan.FLAT_AT_ONCE, Units.KIB);
            long firstHeap = ProcessGauge.heapAfterCollection();
            loop.run(plan.flatTasks() - 2 * window, LoopPlan.FLAT_AT_ONCE, Units.KIB);
            Run last = loop.run(window, LoopPlan.FLAT_AT_ONCE, Units.KIB);
            return Flatness.of(plan.flatTasks(), first, firstHeap, last, ProcessGauge.heapAfterCollection());
        }
    }
}
