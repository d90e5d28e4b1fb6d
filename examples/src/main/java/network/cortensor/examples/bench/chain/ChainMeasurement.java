package network.cortensor.examples.bench.chain;

import network.cortensor.examples.bench.ChildProcess;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Scratch;
import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.Units;
import network.cortensor.sdk.UnavailableException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.function.Consumer;

/** Carries out a plan, one measurement after the other. Says on the way what it is at. */
final class ChainMeasurement {

    private static final Goal FLAT = Goal.atMost(1.2);

    private static final double MICROS = 1e3;

    private static final Duration CHILD_DEADLINE = Duration.ofMinutes(15);

    private final ChainPlan plan;
    private final Optional<Path> anvil;
    private final Consumer<String> progress;
    private final Scratch scratch;
    private final List<Row> rows = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private ChainMeasurement(ChainPlan plan, Optional<Path> anvil, Consumer<String> progress, Scratch scratch) {
        this.plan = plan;
        this.anvil = anvil;
        this.progress = progress;
        this.scratch = scratch;
    }

    /** Measures; without anvil, what needs no chain. */
    static ChainReport of(ChainPlan plan, Optional<Path> anvil, Consumer<String> progress) {
        try (Scratch scratch = Scratch.create()) {
            return new ChainMeasurement(plan, anvil, progress, scratch).report();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private ChainReport report() throws IOException {
        long start = System.nanoTime();
        double loadBefore = ProcessGauge.load();
        if (anvil.isPresent()) {
            rows.addAll(SendRounds.run(plan, anvil.get(), scratch.folder(), progress));
        } else {
            missing.add("stake calls: not measured, run .ci/peers, which fetches anvil");
        }
        rows.addAll(ProofRounds.run(plan, progress));
        events();
        return new ChainReport(
                Machine.since(start, loadBefore),
                plan.quick(),
                plan.rounds(),
                plan.sendRounds(),
                List.copyOf(rows),
                List.copyOf(missing));
    }

    private void events() throws IOException {
        String count = String.format(Locale.ROOT, "%,d", plan.events());
        progress.accept("reading " + count + " events with a heap of " + plan.heapMib() + " MiB");
        try (FeedServer server = FeedServer.start(plan.events())) {
            FeedRead.Result result = FeedRead.Result.parse(child(server));
            rows.add(Row.of(
                    count + " events, -Xmx" + plan.heapMib() + "m: peak, MiB",
                    0,
                    mib(result.peakHeap()),
                    Goal.atMost(plan.heapMib())));
            rows.add(Row.of(
                            "  in use after a collection, MiB",
                            1,
                            mib(result.lastHeap()),
                            mib(result.firstHeap()),
                            Spread.of(List.of((double) result.lastHeap() / result.firstHeap())),
                            null)
                    .with(FLAT));
            rows.add(Row.time("  one event, µs", 1, MICROS, List.of(result.last()), List.of(result.first()))
                    .with(FLAT));
        } catch (UnavailableException e) {
            missing.add(count + " events in " + plan.heapMib() + " MiB: FALLS SHORT. " + e.getMessage());
        }
    }

    private String child(FeedServer server) {
        List<String> arguments = List.of(
                server.uri().toString(), Integer.toString(plan.events()), Integer.toString(plan.warmUpEvents()));
        try (ChildProcess child = ChildProcess.java(
                scratch.folder(), CHILD_DEADLINE, List.of("-Xmx" + plan.heapMib() + "m"), FeedRead.class, arguments)) {
            return child.lines().get(0);
        }
    }

    private static double mib(long bytes) {
        return bytes / (double) Units.MIB;
    }
}
