package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.ChildProcess;
import network.cortensor.examples.bench.Pattern;
import network.cortensor.examples.bench.Peers;
import network.cortensor.examples.bench.Score;
import network.cortensor.examples.bench.Spread;
import network.cortensor.examples.bench.Units;
import network.cortensor.examples.bench.ipfs.IpfsReport.Program;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.ipfs.ImportProfile;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Has the CID of one file found out by this SDK and by programs that others wrote, in turns. */
final class SameFile {

    private static final Duration DEADLINE = Duration.ofMinutes(2);

    private final IpfsPlan plan;
    private final Path folder;
    private final Path file;
    private final Peers peers;
    private final Consumer<String> progress;
    private final List<Program> programs = new ArrayList<>();
    private final List<String> missing = new ArrayList<>();

    private SameFile(IpfsPlan plan, Path folder, Peers peers, Consumer<String> progress) {
        this.plan = plan;
        this.folder = folder;
        this.file = folder.resolve("content");
        this.peers = peers;
        this.progress = progress;
    }

    /**
     * A program that finds out CIDs.
     *
     * @param repeats whether it can do it again in the same process
     */
    private record Subject(String name, boolean repeats, Start start) {

        /** Starts it once; it goes on for so long if it can. Returns what it printed: a CID a line, with its nanoseconds. */
        @FunctionalInterface
        interface Start {
            List<String> run(ImportProfile profile, int millis) throws IOException;
        }
    }

    /** Measures all that are there, in a folder for scratch. */
    static SameFile of(IpfsPlan plan, Path folder, Peers peers, Consumer<String> progress) throws IOException {
        SameFile same = new SameFile(plan, folder, peers, progress);
        try (InputStream content = new Pattern(2).stream(plan.fileBytes())) {
            Files.copy(content, same.file);
        }
        List<Subject> subjects = new ArrayList<>();
        subjects.add(new Subject("this SDK, 1 thread", true, same::java));
        if (Files.isExecutable(peers.kubo())) {
            same.kubo(List.of("init", "--profile=test"));
            subjects.add(new Subject("Kubo 0.33.2, add --only-hash", false, same::kubo));
        } else {
            same.missing.add("Kubo: not measured, run .ci/peers");
        }
        if (Files.isDirectory(peers.importer())) {
            subjects.add(new Subject("npm ipfs-unixfs-importer", true, same::npm));
        } else {
            same.missing.add("npm ipfs-unixfs-importer: not measured, run .ci/peers");
        }
        for (ImportProfile profile : ImportProfile.values()) {
            same.measure(profile, subjects);
        }
        return same;
    }

    List<Program> programs() {
        return List.copyOf(programs);
    }

    /** Returns what could not be measured, and why. */
    List<String> missing() {
        return List.copyOf(missing);
    }

    private void measure(ImportProfile profile, List<Subject> subjects) throws IOException {
        Map<Subject, List<Double>> speeds = new LinkedHashMap<>();
        Map<Subject, List<String>> cids = new LinkedHashMap<>();
        Map<Subject, Double> warm = new LinkedHashMap<>();
        for (int run = 0; run < plan.programRuns(); run++) {
            for (Subject subject : subjects) {
                progress.accept("naming a file: " + subject.name() + ", " + words(profile));
                attempt(subject, profile, () -> {
                    long start = System.nanoTime();
                    String cid = cid(subject.start().run(profile, 0));
                    speeds.computeIfAbsent(subject, key -> new ArrayList<>())
                            .add(mibPerSecond((double) (System.nanoTime() - start)));
                    cids.computeIfAbsent(subject, key -> new ArrayList<>()).add(cid);
                });
            }
        }
        for (Subject subject : subjects) {
            if (subject.repeats() && speeds.containsKey(subject)) {
                attempt(
                        subject,
                        profile,
                        () -> warm.put(subject, warm(subject.start().run(profile, plan.programMillis()))));
            }
        }
        List<String> ours = cids.getOrDefault(subjects.get(0), List.of());
        speeds.forEach((subject, values) -> {
            List<String> theirs = cids.getOrDefault(subject, List.of());
            programs.add(new Program(
                    subject.name(),
                    words(profile),
                    Spread.of(values),
                    warm.get(subject),
                    theirs.get(0),
                    theirs.stream().allMatch(cid -> ours.stream().allMatch(cid::equals))));
        });
    }

    private void attempt(Subject subject, ImportProfile profile, Score.Work work) throws IOException {
        try {
            work.run();
        } catch (UnavailableException e) {
            missing.add(subject.name() + ", " + words(profile) + ": not measured. " + e.getMessage());
        }
    }

    /** Returns what profiles are called everywhere. */
    private static String words(ImportProfile profile) {
        return switch (profile) {
            case UNIXFS_V1_2025 -> "unixfs-v1-2025";
            case UNIXFS_V0_2015 -> "unixfs-v0-2015";
        };
    }

    private static String cid(List<String> lines) {
        return lines.isEmpty() ? "" : lines.get(0).split(" ", -1)[0];
    }

    private double warm(List<String> lines) {
        List<Double> speeds = lines.stream()
                .map(line -> mibPerSecond(Double.parseDouble(line.split(" ", -1)[1])))
                .toList();
        return Spread.of(speeds.subList(speeds.size() / 2, speeds.size())).median();
    }

    private double mibPerSecond(double nanos) {
        return Units.mibPerSecond(nanos / plan.fileBytes());
    }

    private List<String> java(ImportProfile profile, int millis) {
        return ChildProcess.java(
                        folder,
                        DEADLINE,
                        // As examples/run starts 'add'.
                        List.of("-XX:+UseSerialGC"),
                        FileImports.class,
                        List.of(profile.name(), file.toString(), Integer.toString(millis)))
                .lines();
    }

    private List<String> kubo(ImportProfile profile, int millis) {
        List<String> command = new ArrayList<>(List.of("add", "--only-hash", "--quieter"));
        command.addAll(
                switch (profile) {
                    case UNIXFS_V1_2025 -> List.of("--cid-version=1", "--raw-leaves", "--chunker=size-1048576");
                    case UNIXFS_V0_2015 -> List.of("--cid-version=0", "--chunker=size-262144");
                });
        command.add(file.toString());
        return kubo(command);
    }

    private List<String> kubo(List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(peers.kubo().toString()));
        command.addAll(arguments);
        Map<String, String> environment =
                Map.of("IPFS_PATH", folder.resolve("kubo").toString());
        return ChildProcess.start("ipfs", folder, folder, DEADLINE, environment, command)
                .lines();
    }

    private List<String> npm(ImportProfile profile, int millis) throws IOException {
        String script;
        try (InputStream in = SameFile.class.getResourceAsStream("unixfs-importer.mjs")) {
            if (in == null) {
                throw new IllegalStateException("unixfs-importer.mjs is not beside " + SameFile.class.getName());
            }
            script = new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
        // With -e, packages are looked up from the current folder.
        return ChildProcess.start(
                        "node",
                        folder,
                        peers.ipfsNode(),
                        DEADLINE,
                        List.of(
                                peers.ipfsNodeProgram(),
                                "--input-type=module",
                                "-e",
                                script,
                                words(profile),
                                file.toString(),
                                Integer.toString(millis)))
                .lines();
    }
}
