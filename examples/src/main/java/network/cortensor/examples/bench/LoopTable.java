package network.cortensor.examples.bench;

import network.cortensor.examples.bench.LoopReport.Cell;
import network.cortensor.examples.bench.LoopReport.Flatness;
import network.cortensor.examples.bench.LoopReport.Growth;
import network.cortensor.examples.bench.LoopReport.Machine;
import network.cortensor.examples.bench.LoopReport.Reference;
import network.cortensor.examples.bench.LoopReport.StageTime;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;

/** A report for people, at most 100 columns wide. */
final class LoopTable {

    private final List<String> lines = new ArrayList<>();

    private LoopTable() {}

    static List<String> of(LoopReport report) {
        LoopTable table = new LoopTable();
        table.machine(report.machine(), report.nodes());
        table.loop(report.loop());
        table.stages(report.stages());
        table.growth("nodes", "node", 1, Integer::toString, report.growthWithNodes());
        table.growth("prompt bytes", "KiB", Units.KIB, Units::bytes, report.growthWithBytes());
        table.flatness(report.flatness());
        table.reference(report.reference());
        return List.copyOf(table.lines);
    }

    private void machine(Machine machine, int nodes) {
        line(
                "Full loop with %d nodes: %.0f s on %d processors, load %.1f to %.1f, heap %d MiB, Java %d",
                nodes,
                machine.seconds(),
                machine.processors(),
                machine.loadBefore(),
                machine.loadAfter(),
                machine.maxHeapMib(),
                machine.java());
        line("Times in ms. 'overhead' is latency without the engine; 'CPU' is the whole process's, for each task.");
    }

    private void loop(List<Cell> cells) {
        line("");
        line(
                "%8s %8s %7s %9s %12s %12s %13s %13s %8s",
                "prompt",
                "at once",
                "tasks",
                "tasks/s",
                "latency p50",
                "latency p99",
                "overhead p50",
                "overhead p99",
                "CPU");
        for (Cell cell : cells) {
            line(
                    "%8s %8d %7d %9.1f %12.1f %12.1f %13.1f %13.1f %8.1f",
                    Units.bytes(cell.promptBytes()),
                    cell.atOnce(),
                    cell.tasks(),
                    cell.tasksPerSecond(),
                    cell.latencyP50(),
                    cell.latencyP99(),
                    cell.overheadP50(),
                    cell.overheadP99(),
                    cell.cpu());
        }
    }

    private void stages(List<StageTime> stages) {
        line("");
        line("%-45s %9s %7s", "1 KiB, one at a time, by stage", "p50", "share");
        for (StageTime stage : stages) {
            line("  %-43s %9.2f %6.1f%%", stage.stage().meaning(), stage.p50(), 100 * stage.share());
        }
        line("  A stage ends when the app's thread learns of it. On few processors the nodes may be ahead:");
        line("  then part of their work shows up as the app's sealing.");
    }

    private void growth(String of, String unit, int size, IntFunction<String> name, Growth growth) {
        line("");
        line("%-25s %12s %12s", "Growth with " + of, "overhead p50", "CPU");
        for (Growth.Point point : growth.points()) {
            line("  %-23s %12.1f %12.1f", name.apply(point.at()), point.overheadP50(), point.cpu());
        }
        fit("overhead", unit, size, growth.overheadFit());
        fit("CPU", unit, size, growth.cpuFit());
    }

    private void fit(String of, String unit, int size, LinearFit fit) {
        line(
                "  on a line: %s = %.2f + %.4f for each %s, off by at most %.0f%% of the largest",
                of, fit.base(), fit.slope() * size, unit, 100 * fit.worst());
    }

    private void flatness(Flatness flat) {
        line("");
        line(
                "%-25s %12s %12s %8s",
                "Flat over " + flat.tasks() + " tasks", "first " + flat.window(), "last " + flat.window(), "ratio");
        String row = "  %-23s %12.1f %12.1f %8.2f";
        line(row, "overhead p50", flat.firstOverheadP50(), flat.lastOverheadP50(), flat.overheadRatio());
        line(row, "CPU", flat.firstCpu(), flat.lastCpu(), flat.cpuRatio());
        line(
                row + "   %.1f KiB kept for each task",
                "heap after GC, MiB",
                flat.firstHeapMib(),
                flat.lastHeapMib(),
                flat.heapRatio(),
                flat.heapBytesPerTask() / Units.KIB);
    }

    private void reference(Reference reference) {
        line("");
        line("%-45s %9s %7s %9s", "Public-key operations of one task", "p50", "times", "sum");
        for (PublicKeyWork.Operation operation : reference.operations()) {
            line(
                    "  %-43s %9.3f %7d %9.2f",
                    (operation.side() == PublicKeyWork.Side.APP ? "app: " : "nodes: ") + operation.name(),
                    operation.p50(),
                    operation.count(),
                    operation.p50() * operation.count());
        }
        line("  %-61s %9.2f", "all of them", reference.total());
        line("  %-61s %9.2f", "the app's, and the nodes' side by side", reference.critical());
        line(
                "  1 KiB, one at a time: CPU %.2f times all of them, overhead p50 %.2f times side by side",
                reference.cpuRatio(), reference.overheadRatio());
    }

    private void line(String format, Object... arguments) {
        lines.add(String.format(Locale.ROOT, format, arguments).stripTrailing());
    }
}
