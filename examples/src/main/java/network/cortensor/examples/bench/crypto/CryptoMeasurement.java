package network.cortensor.examples.bench.crypto;

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
import network.cortensor.examples.bench.crypto.CryptoReport.FirstCalls;
import network.cortensor.sdk.UnavailableException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Consumer;

/** Carries out a plan, one measurement after the other. Says on the way what it is at. */
final class CryptoMeasurement {

    private static final Goal PUBLIC_KEY = Goal.atMost(1.15);
    private static final Goal BULK = Goal.atLeast(0.9);
    private static final Goal SEAL_MILLIS = Goal.atMost(3);
    private static final Goal CHUNK_OVERHEAD = Goal.atMost(24);
    private static final Goal NONE = Goal.atMost(0);

    private static final double MILLIS = 1e6;
    private static final double MICROS = 1e3;

    private static final Duration CHILD_DEADLINE = Duration.ofMinutes(10);
    private static final int COUNTED_CHUNKS = 1_000;

    private final CryptoPlan plan;
    private final Peers peers;
    private final Consumer<String> progress;
    private final Map<String, List<Score>> scores = new LinkedHashMap<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private CryptoMeasurement(CryptoPlan plan, Peers peers, Consumer<String> progress) {
        this.plan = plan;
        this.peers = peers;
        this.progress = progress;
    }

    static CryptoReport of(CryptoPlan plan, Peers peers, Consumer<String> progress) {
        try (Scratch scratch = Scratch.create()) {
            return new CryptoMeasurement(plan, peers, progress).report(scratch.folder());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private CryptoReport report(Path folder) throws IOException {
        long start = System.nanoTime();
        double loadBefore = ProcessGauge.load();
        for (int round = 0; round < plan.rounds(); round++) {
            benchmarks("round " + (round + 1) + " of " + plan.rounds());
        }
        publicKeyRows();
        bulkRows();
        chunkRows();
        constantMemory(folder);
        List<FirstCalls> firstCalls = firstCalls(folder);
        SideBySide side = SideBySide.of(plan, folder, peers, progress);
        missing.addAll(side.missing());
        return new CryptoReport(
                Machine.since(start, loadBefore),
                plan.quick(),
                plan.rounds(),
                List.copyOf(rows),
                firstCalls,
                plan.fileBytes(),
                side.programs(),
                List.copyOf(missing));
    }

    /** Each one next to its reference, so that a machine that is busy for a while slows both. */
    private void benchmarks(String round) {
        for (String name : List.of("seal", "sealReference", "hashes", "open", "openReference")) {
            benchmark(round, PublicKeyBenchmarks.class, name, plan.warmUpMillis());
        }
        for (String name :
                List.of("sealObject", "sealReference", "sealAge", "openObject", "openReference", "openAge")) {
            benchmark(round, BulkBenchmarks.class, name, plan.bulkWarmUpMillis());
        }
        for (String name : List.of("ask", "reference", "answer")) {
            benchmark(round, ChunkBenchmarks.class, name, plan.bulkWarmUpMillis());
        }
    }

    private void benchmark(String round, Class<?> benchmarks, String name, int warmUpMillis) {
        progress.accept(round + ": " + benchmarks.getSimpleName() + " " + name);
        scores.computeIfAbsent(benchmarks.getSimpleName() + name, key -> new ArrayList<>())
                .add(JmhRun.of(benchmarks, name, plan, warmUpMillis));
    }

    private List<Score> scores(Class<?> benchmarks, String name) {
        return scores.getOrDefault(benchmarks.getSimpleName() + name, List.of());
    }

    private void publicKeyRows() {
        List<Score> seal = scores(PublicKeyBenchmarks.class, "seal");
        List<Score> sealReference = scores(PublicKeyBenchmarks.class, "sealReference");
        List<Score> open = scores(PublicKeyBenchmarks.class, "open");
        List<Score> openReference = scores(PublicKeyBenchmarks.class, "openReference");
        List<Score> hashes = scores(PublicKeyBenchmarks.class, "hashes");
        rows.add(millis("seal, sign for 5 and self, ms", seal, sealReference).with(PUBLIC_KEY));
        rows.add(millis("  with header hashes in reference", seal, Score.sum(sealReference, hashes)));
        rows.add(
                Row.of("  by the clock, ms", 2, Score.spread(seal, Score::clock).median() / MILLIS, SEAL_MILLIS));
        rows.add(millis("open, ms", open, openReference).with(PUBLIC_KEY));
        rows.add(millis("  with header hashes in reference", open, Score.sum(openReference, hashes)));
    }

    private static Row millis(String name, List<Score> ours, List<Score> reference) {
        return Row.time(name, 2, MILLIS, ours, reference);
    }

    private void bulkRows() {
        rows.add(throughput("seal 16 MiB as an object, MiB/s", "sealObject", "sealReference"));
        rows.add(throughput("open 16 MiB of an object, MiB/s", "openObject", "openReference"));
        rows.add(throughput("seal 16 MiB as an age file, MiB/s", "sealAge", "sealReference"));
        rows.add(throughput("open 16 MiB of an age file, MiB/s", "openAge", "openReference"));
    }

    private Row throughput(String name, String ours, String reference) {
        return Row.throughput(
                        name,
                        BulkBenchmarks.BYTES,
                        scores(BulkBenchmarks.class, ours),
                        scores(BulkBenchmarks.class, reference))
                .with(BULK);
    }

    private void chunkRows() {
        try (Parties parties = Parties.draw();
                PublicKeyCounter counter = PublicKeyCounter.open();
                Exchange exchange = Exchange.open(parties)) {
            int forOpening = counter.operations();
            byte[] part = new byte[ChunkBenchmarks.CHUNK_BYTES];
            int most = 0;
            for (int i = 0; i < COUNTED_CHUNKS; i++) {
                most = Math.max(most, Math.max(exchange.ask(part), exchange.answer(part)));
            }
            rows.add(Row.of("live chunk of 64 B: bytes on top", 0, most - part.length, CHUNK_OVERHEAD));
            rows.add(Row.of(
                    "  public-key operations (opening: " + forOpening + ")",
                    0,
                    counter.operations() - forOpening,
                    NONE));
        }
        rows.add(chunk("  seal and open, in a prompt, µs", "ask"));
        rows.add(chunk("  seal and open, in an answer, µs", "answer"));
    }

    private Row chunk(String name, String benchmark) {
        return Row.time(
                name, 2, MICROS, scores(ChunkBenchmarks.class, benchmark), scores(ChunkBenchmarks.class, "reference"));
    }

    private void constantMemory(Path folder) {
        // Side by side, as there are at least two processors: each is compared with raw chunks in its own JVM.
        Map<ConstantMemory.Form, ChildProcess> children = new LinkedHashMap<>();
        progress.accept(
                "sending " + Units.bytes(plan.bytesThrough()) + " through a heap of " + plan.heapMib() + " MiB");
        for (ConstantMemory.Form form : ConstantMemory.Form.values()) {
            children.put(
                    form,
                    ChildProcess.java(
                            folder,
                            CHILD_DEADLINE,
                            List.of("-Xmx" + plan.heapMib() + "m"),
                            ConstantMemory.class,
                            List.of(form.name(), Long.toString(plan.bytesThrough()))));
        }
        try {
            children.forEach(this::constantMemoryRows);
        } finally {
            children.values().forEach(ChildProcess::close);
        }
    }

    private void constantMemoryRows(ConstantMemory.Form form, ChildProcess child) {
        String name =
                (form == ConstantMemory.Form.AGE ? "age file of " : "object of ") + Units.bytes(plan.bytesThrough());
        try {
            ConstantMemory.Result result =
                    ConstantMemory.Result.parse(child.lines().get(0));
            rows.add(Row.of(
                    name + ": peak heap, MiB", 0, result.peakHeap() / (double) Units.MIB, Goal.atMost(plan.heapMib())));
            rows.add(Row.of(
                            "  seal and open, MiB/s",
                            0,
                            Units.mibPerSecond(result.nanos()),
                            Units.mibPerSecond(result.rawNanos()),
                            Spread.of(List.of(result.ratio())),
                            null)
                    .with(BULK));
        } catch (UnavailableException e) {
            missing.add(name + " in " + plan.heapMib() + " MiB: FALLS SHORT. " + e.getMessage());
        }
    }

    private List<FirstCalls> firstCalls(Path folder) throws IOException {
        Map<FirstCall.Work, List<FirstCall.Result>> results = new LinkedHashMap<>();
        try (Parties parties = Parties.draw()) {
            Path keys = Files.createDirectory(folder.resolve("first-call"));
            FirstCall.prepare(keys, parties);
            for (int i = 0; i < plan.firstCalls(); i++) {
                for (FirstCall.Work work : FirstCall.Work.values()) {
                    progress.accept("first call of a JVM: " + work.name().toLowerCase(Locale.ROOT));
                    ChildProcess child = ChildProcess.java(
                            folder, CHILD_DEADLINE, List.of(), FirstCall.class, List.of(work.name(), keys.toString()));
                    results.computeIfAbsent(work, key -> new ArrayList<>())
                            .add(FirstCall.Result.parse(child.lines().get(0)));
                }
            }
        }
        return List.of(
                FirstCalls.of("seal, sign for 5 and self", results.getOrDefault(FirstCall.Work.SEAL, List.of())),
                FirstCalls.of("open", results.getOrDefault(FirstCall.Work.OPEN, List.of())));
    }
}
