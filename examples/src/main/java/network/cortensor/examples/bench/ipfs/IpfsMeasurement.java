package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.ChildProcess;
import network.cortensor.examples.bench.Goal;
import network.cortensor.examples.bench.Machine;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.ProcessGauge;
import network.cortensor.examples.bench.Row;
import network.cortensor.examples.bench.Score;
import network.cortensor.examples.bench.Scratch;
import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.Units;
import network.cortensor.examples.bench.ipfs.IpfsReport.Latency;
import network.cortensor.sdk.UnavailableException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;

/** Carries out a plan, one measurement after the other. Says on the way what it is at. */
final class IpfsMeasurement {

    private static final Goal FLAT = Goal.atMost(1.2);

    private static final double MICROS = 1e3;

    private static final Duration CHILD_DEADLINE = Duration.ofMinutes(15);

    private final IpfsPlan plan;
    private final Peers peers;
    private final Consumer<String> progress;
    private final Scratch scratch;
    private final List<Row> rows = new ArrayList<>();
    private final List<Latency> latencies = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private IpfsMeasurement(IpfsPlan plan, Peers peers, Consumer<String> progress, Scratch scratch) {
        this.plan = plan;
        this.peers = peers;
        this.progress = progress;
        this.scratch = scratch;
    }

    /**
     * Measures.
     *
     * @throws UnavailableException if there is not enough disk
     */
    static IpfsReport of(IpfsPlan plan, Peers peers, Consumer<String> progress) {
        try (Scratch scratch = Scratch.create()) {
            scratch.requireFree(plan.diskBytes());
            return new IpfsMeasurement(plan, peers, progress, scratch).report();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private IpfsReport report() throws IOException {
        long start = System.nanoTime();
        double loadBefore = ProcessGauge.load();
        Path bulk = Files.createDirectory(scratch.folder().resolve("bulk"));
        BulkRounds rounds = BulkRounds.run(plan, bulk, progress);
        scratch.remove(bulk);
        rows.addAll(rounds.rows());
        largeFile();
        for (GatewayRaces.Trouble trouble : GatewayRaces.Trouble.values()) {
            progress.accept("racing gateways, " + trouble.words());
            GatewayRaces.Result race = GatewayRaces.run(trouble, plan.requests());
            rows.add(race.row());
            latencies.addAll(race.latencies());
        }
        for (ManyBlocks.Kind kind : ManyBlocks.Kind.values()) {
            manyBlocks(kind);
        }
        SameFile same = SameFile.of(plan, scratch.folder(), peers, progress);
        missing.addAll(same.missing());
        return new IpfsReport(
                Machine.since(start, loadBefore),
                plan.quick(),
                plan.rounds(),
                plan.bytes(),
                rounds.copyMibPerSecond(),
                List.copyOf(rows),
                List.copyOf(latencies),
                plan.fileBytes(),
                same.programs(),
                List.copyOf(missing));
    }

    private void largeFile() throws IOException {
        String size = Units.bytes(plan.largeBytes());
        progress.accept("adding " + size + " and reading it back with a heap of " + plan.heapMib() + " MiB");
        try {
            LargeFile.Result result = LargeFile.Result.parse(
                    child(LargeFile.class, "-Xmx" + plan.heapMib() + "m", List.of(Long.toString(plan.largeBytes()))));
            rows.add(Row.of(
                    size + ", -Xmx" + plan.heapMib() + "m: peak heap, MiB",
                    0,
                    result.peakHeap() / (double) Units.MIB,
                    Goal.atMost(plan.heapMib())));
            rows.add(throughput("  add to files, MiB/s", result.addNanos(), result.addHashNanos()));
            rows.add(throughput("  read back, MiB/s", result.readNanos(), result.readHashNanos()));
        } catch (UnavailableException e) {
            missing.add(size + " in " + plan.heapMib() + " MiB: FALLS SHORT. " + e.getMessage());
        }
    }

    private static Row throughput(String name, double nanosPerByte, double hashNanosPerByte) {
        return Row.of(
                name,
                0,
                Units.mibPerSecond(nanosPerByte),
                Units.mibPerSecond(hashNanosPerByte),
                Spread.of(List.of(hashNanosPerByte / nanosPerByte)),
                null);
    }

    private void manyBlocks(ManyBlocks.Kind kind) throws IOException {
        String where = kind.name().toLowerCase(Locale.ROOT);
        String count = String.format(Locale.ROOT, "%,d", plan.blocks());
        progress.accept("putting " + count + " blocks into " + where);
        try {
            ManyBlocks.Result result = ManyBlocks.Result.parse(child(
                    ManyBlocks.class,
                    "-Xms1g",
                    List.of(kind.name(), Integer.toString(plan.blocks()), Integer.toString(plan.warmUpBlocks()))));
            rows.add(tenths(count + " blocks in " + where + ": add, µs", result.firstAdd(), result.lastAdd()));
            rows.add(tenths("  look up, µs", result.firstLookup(), result.lastLookup()));
        } catch (UnavailableException e) {
            missing.add(count + " blocks in " + where + ": FALLS SHORT. " + e.getMessage());
        }
    }

    private static Row tenths(String name, Score first, Score last) {
        return Row.time(name, 2, MICROS, List.of(last), List.of(first)).with(FLAT);
    }

    /** Runs a child process in a folder that is removed afterwards, and returns its line. */
    private String child(Class<?> main, String option, List<String> arguments) throws IOException {
        Path folder = Files.createDirectory(scratch.folder().resolve("child"));
        List<String> all = new ArrayList<>(List.of(folder.toString()));
        all.addAll(arguments);
        try (ChildProcess child = ChildProcess.java(scratch.folder(), CHILD_DEADLINE, List.of(option), main, all)) {
            return child.lines().get(0);
        } finally {
            scratch.remove(folder);
        }
    }
}
