package network.cortensor.sdk.ipfs.peers;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static java.util.Objects.requireNonNull;

/**
 * A real Kubo of its own: an empty repository in a temporary folder, RPC API and gateway on loopback ports that were free,
 * and no network: no swarm, no peers, no routing. It ends, and its folder goes, with {@link #close}; it does not outlive the
 * JVM either.
 *
 * <p>Start-up takes about a second, so one daemon for a test class is right.
 */
public final class KuboDaemon implements AutoCloseable {

    /** Far more than is needed on a busy machine. */
    private static final long DEADLINE_SECONDS = 120;

    private static final Pattern LISTENING =
            Pattern.compile("(RPC API|Gateway) server listening on /ip4/(127\\.0\\.0\\.1)/tcp/(\\d+)");

    private final Path program;
    private final Path folder;
    private final Process process;
    private final Thread reaper;
    private final URI rpc;
    private final URI gateway;

    private KuboDaemon(Path program, Path folder) throws IOException {
        this.program = program;
        this.folder = folder;
        run("init", "--profile=test");
        this.process = command(List.of("daemon", "--offline"))
                .redirectErrorStream(true)
                .start();
        this.reaper = new Thread(process::destroyForcibly, "ends Kubo");
        Runtime.getRuntime().addShutdownHook(reaper);
        CompletableFuture<Map<String, URI>> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.inputReader(), ready), "reads what Kubo says");
        reader.setDaemon(true);
        reader.start();
        Map<String, URI> servers;
        try {
            servers = ready.orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS).join();
        } catch (CompletionException e) {
            close();
            throw e;
        }
        this.rpc = requireNonNull(servers.get("RPC API"), "Kubo says where its RPC API is");
        this.gateway = requireNonNull(servers.get("Gateway"), "Kubo says where its gateway is");
    }

    /** Starts a daemon and waits until it answers, or skips the calling test where Kubo is not there. */
    public static KuboDaemon start(Class<?> test) throws IOException {
        Path program = Peers.kubo(test);
        return new KuboDaemon(program, Files.createTempDirectory("kubo"));
    }

    /** The URL of the RPC API, without {@code /api/v0}: {@code http://127.0.0.1:port}. */
    public URI rpc() {
        return rpc;
    }

    /** The URL of the gateway, without {@code /ipfs}: {@code http://127.0.0.1:port}. */
    public URI gateway() {
        return gateway;
    }

    /** The version, as {@code 0.33.2}. */
    public String version() throws IOException {
        return run("version", "--number").strip();
    }

    /**
     * Runs {@code ipfs} with these arguments, which talks to the daemon, and returns what it prints.
     *
     * @throws AssertionError if it fails; the message has what it said
     */
    public String run(String... arguments) throws IOException {
        Path out = Files.createTempFile(folder, "out", "");
        Path errors = Files.createTempFile(folder, "errors", "");
        Process running = command(List.of(arguments))
                .redirectOutput(out.toFile())
                .redirectError(errors.toFile())
                .start();
        if (!ended(running) || running.exitValue() != 0) {
            throw new AssertionError("ipfs " + String.join(" ", arguments) + ": " + Files.readString(errors));
        }
        return Files.readString(out);
    }

    private static boolean ended(Process running) {
        try {
            if (running.waitFor(DEADLINE_SECONDS, TimeUnit.SECONDS)) {
                return true;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        running.destroyForcibly();
        return false;
    }

    private ProcessBuilder command(List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(program.toString());
        command.addAll(arguments);
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().put("IPFS_PATH", folder.resolve("repo").toString());
        return builder;
    }

    /** Reads on after the daemon is ready: a full pipe would stop it. */
    private static void read(BufferedReader output, CompletableFuture<Map<String, URI>> ready) {
        Map<String, URI> servers = new HashMap<>();
        StringBuilder said = new StringBuilder();
        try {
            for (String line = output.readLine(); line != null; line = output.readLine()) {
                said.append(line).append('\n');
                Matcher server = LISTENING.matcher(line);
                if (server.find()) {
                    servers.put(server.group(1), URI.create("http://" + server.group(2) + ':' + server.group(3)));
                }
                if (line.equals("Daemon is ready")) {
                    ready.complete(servers);
                }
            }
            ready.completeExceptionally(new IllegalStateException("Kubo ended instead of being ready:\n" + said));
        } catch (IOException e) {
            // A daemon that is killed takes its pipe with it; by then nobody waits.
            ready.completeExceptionally(e);
        }
    }

    /** Whether the daemon runs. */
    public boolean isAlive() {
        return process.isAlive();
    }

    /** Kills the daemon and deletes its repository; a second time does nothing. */
    @Override
    public void close() {
        process.destroyForcibly();
        // Its files are not deleted under its hands.
        ended(process);
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
            delete(folder);
        } catch (IOException e) {
            throw new UncheckedIOException("the repository of Kubo cannot be deleted", e);
        }
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }
}
