package network.cortensor.examples.chain;

import network.cortensor.examples.bench.Peers;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.jspecify.annotations.Nullable;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The program anvil: an Ethereum node for development on a port of this machine, with accounts that have ether and keys that
 * everybody knows. Ends with {@link #close}, and with this process. Thread-safe.
 */
public final class Anvil implements AutoCloseable {

    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final Pattern LISTENING = Pattern.compile("Listening on 127\\.0\\.0\\.1:(\\d+)");
    private static final Pattern RESULT = Pattern.compile("\"result\"\\s*:\\s*\"(0x[0-9a-f]+)\"");
    private static final Pattern SECRET = Pattern.compile("\\(\\d+\\) 0x([0-9a-fA-F]{64})");

    private final Process process;
    private final Thread reaper;
    private final Started started;
    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(DEADLINE).build();

    private record Started(int port, List<byte[]> secrets) {}

    private Anvil(Process process, Thread reaper, Started started) {
        this.process = process;
        this.reaper = reaper;
        this.started = started;
    }

    /**
     * Finds the program: the one that is given, else {@code anvil} on the PATH, else the one that {@code .ci/peers} fetched.
     *
     * @throws InvalidRequestException if the given one cannot be run
     * @throws UnavailableException if there is none
     */
    public static Path find(@Nullable Path given, Map<String, String> environment) {
        if (given != null) {
            if (!Files.isExecutable(given)) {
                throw new InvalidRequestException("The anvil " + given + " is no program that can be run.");
            }
            return given;
        }
        Stream<Path> onPath = Stream.of(environment.getOrDefault("PATH", "").split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(folder -> Path.of(folder, "anvil"));
        Stream<Path> fetched = Stream.of(Peers.at(null, environment).anvil());
        return Stream.concat(onPath, fetched)
                .filter(program -> Files.isRegularFile(program) && Files.isExecutable(program))
                .findFirst()
                .orElseThrow(() -> new UnavailableException("There is no program anvil: neither on the PATH nor where"
                        + " .ci/peers puts it. Run .ci/peers, or name one with --anvil FILE."));
    }

    /**
     * Starts a chain with the id 31337 that makes a block for each transaction, and waits until it answers.
     *
     * @param port 0 for one that is free
     * @param arguments more for the program
     * @throws UnavailableException if it does not start
     * @throws CancelledException if the thread is interrupted
     */
    public static Anvil start(Path program, int port, List<String> arguments) {
        List<String> command = new ArrayList<>(List.of(
                program.toString(),
                "--host",
                "127.0.0.1",
                "--port",
                String.valueOf(port),
                "--no-request-size-limit",
                // What does not fit into memory any more would go to a folder in the user's home, and stay there.
                "--max-persisted-states",
                "0",
                "--color",
                "never"));
        command.addAll(arguments);
        Process process;
        try {
            process = new ProcessBuilder(command).redirectErrorStream(true).start();
        } catch (IOException e) {
            throw new UnavailableException("The program " + program.getFileName() + " cannot be started.", e);
        }
        Thread reaper = new Thread(process::destroyForcibly, "cortensor-anvil-end");
        Runtime.getRuntime().addShutdownHook(reaper);
        CompletableFuture<Started> ready = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process.inputReader(), ready), "cortensor-anvil-output");
        reader.setDaemon(true);
        reader.start();
        boolean up = false;
        try {
            Anvil anvil = new Anvil(process, reaper, ready.get(DEADLINE.toSeconds(), TimeUnit.SECONDS));
            up = true;
            return anvil;
        } catch (ExecutionException e) {
            throw new UnavailableException(
                    "anvil ended before it served"
                            + Optional.ofNullable(e.getCause())
                                    .map(Throwable::getMessage)
                                    .map(said -> ": " + said)
                                    .orElse(".")
                            + (port == 0 ? "" : " Perhaps something else listens on port " + port + "."),
                    e);
        } catch (TimeoutException e) {
            throw new UnavailableException("anvil did not serve within " + DEADLINE.toSeconds() + " s.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Cancelled while anvil started.", e);
        } finally {
            if (!up) {
                end(process, reaper);
            }
        }
    }

    /** Reads to the end, so that the program never waits for somebody to read. */
    private static void read(BufferedReader output, CompletableFuture<Started> ready) {
        List<byte[]> secrets = new ArrayList<>();
        String last = "it said nothing";
        try (output) {
            String line = output.readLine();
            while (line != null) {
                Matcher secret = SECRET.matcher(line);
                Matcher listening = LISTENING.matcher(line);
                if (secret.matches()) {
                    secrets.add(HexFormat.of().parseHex(secret.group(1)));
                } else if (listening.matches()) {
                    ready.complete(new Started(Integer.parseInt(listening.group(1)), List.copyOf(secrets)));
                } else if (!line.isBlank()) {
                    last = line;
                }
                line = output.readLine();
            }
        } catch (IOException e) {
            last = "its output cannot be read";
        }
        ready.completeExceptionally(new UnavailableException(last));
    }

    /** Returns where it answers, such as {@code http://127.0.0.1:8545}. */
    public URI uri() {
        return URI.create("http://127.0.0.1:" + started.port());
    }

    /** Returns a signer for one of its accounts, from 0; they have 10,000 ether each. */
    public TransactionSigner account(int index) {
        return TransactionSigner.ofKey(started.secrets().get(index));
    }

    /** Waits until the program ends by itself. */
    public void awaitEnd() throws InterruptedException {
        process.waitFor();
    }

    /** Puts the clock of the chain forward, and makes a block then. */
    public void advance(Duration time) {
        call("evm_increaseTime", String.valueOf(time.toSeconds()));
        call("evm_mine", "");
    }

    /** Remembers the chain as it is; returns the name of that. */
    public String snapshot() {
        Matcher result = RESULT.matcher(call("evm_snapshot", ""));
        if (!result.find()) {
            throw new UnavailableException("anvil answered evm_snapshot in another form than expected.");
        }
        return result.group(1);
    }

    /** Makes the chain as it was, once for each snapshot. Its clock goes on from then, too. */
    public void revert(String snapshot) {
        call("evm_revert", "\"" + snapshot + "\"");
    }

    private String call(String method, String parameter) {
        String request = "{\"jsonrpc\":\"2.0\",\"id\":1,\"method\":\"" + method + "\",\"params\":[" + parameter + "]}";
        try {
            HttpResponse<String> answer = http.send(
                    HttpRequest.newBuilder(uri())
                            .timeout(DEADLINE)
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(request))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            if (answer.body().contains("\"error\"")) {
                throw new UnavailableException("anvil does not take " + method + ".");
            }
            return answer.body();
        } catch (IOException e) {
            throw new UncheckedIOException("anvil does not answer", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Cancelled while anvil was asked.", e);
        }
    }

    @Override
    public void close() {
        end(process, reaper);
    }

    private static void end(Process process, Thread reaper) {
        try {
            Runtime.getRuntime().removeShutdownHook(reaper);
        } catch (IllegalStateException e) {
            // This process ends, and the hook with it.
            return;
        } finally {
            process.destroyForcibly();
        }
    }
}
