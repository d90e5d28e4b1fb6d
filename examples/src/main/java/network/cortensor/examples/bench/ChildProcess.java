package network.cortensor.examples.bench;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.UnavailableException;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** A program that measures itself: started at once, read when it is done. Closing it ends it, if it has not ended. */
public final class ChildProcess implements AutoCloseable {

    /** How long a process that was killed may take to be gone. */
    private static final Duration CLOSING = Duration.ofSeconds(5);

    private final String name;
    private final Process process;
    private final Path out;
    private final Path err;
    private final Duration deadline;

    private ChildProcess(String name, Process process, Path out, Path err, Duration deadline) {
        this.name = name;
        this.process = process;
        this.out = out;
        this.err = err;
        this.deadline = deadline;
    }

    /** Starts this program's JVM with another main class and options. */
    public static ChildProcess java(
            Path scratch, Duration deadline, List<String> options, Class<?> main, List<String> arguments) {
        List<String> command = new ArrayList<>();
        command.add(System.getProperty("java.home") + File.separator + "bin" + File.separator + "java");
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(arguments);
        // In the current folder, because the class path may be relative to it.
        return start(main.getSimpleName(), scratch, Path.of("").toAbsolutePath(), deadline, command);
    }

    /**
     * Starts a program.
     *
     * @param scratch where its output is kept until it is read
     * @throws UnavailableException if it cannot be started
     */
    public static ChildProcess start(String name, Path scratch, Path folder, Duration deadline, List<String> command) {
        return start(name, scratch, folder, deadline, Map.of(), command);
    }

    /** As above, with variables for its environment on top of those of this process. */
    public static ChildProcess start(
            String name,
            Path scratch,
            Path folder,
            Duration deadline,
            Map<String, String> environment,
            List<String> command) {
        try {
            Path out = Files.createTempFile(scratch, "out", ".txt");
            Path err = Files.createTempFile(scratch, "err", ".txt");
            ProcessBuilder builder = new ProcessBuilder(command)
                    .directory(folder.toFile())
                    .redirectInput(ProcessBuilder.Redirect.from(new File("/dev/null")))
                    .redirectOutput(out.toFile())
                    .redirectError(err.toFile());
            builder.environment().putAll(environment);
            Process process = builder.start();
            return new ChildProcess(name, process, out, err, deadline);
        } catch (IOException e) {
            throw new UnavailableException("Cannot start " + name + ": " + e.getMessage(), e);
        }
    }

    /**
     * Waits for the end.
     *
     * @return the lines of its output
     * @throws UnavailableException if it failed or took too long
     * @throws CancelledException if this thread was interrupted
     */
    public List<String> lines() {
        try {
            if (!process.waitFor(deadline.toMillis(), TimeUnit.MILLISECONDS)) {
                throw new UnavailableException(name + " took longer than " + deadline.toSeconds() + " s.");
            }
            if (process.exitValue() != 0) {
                List<String> said = Files.readAllLines(err);
                throw new UnavailableException(name + " ended with " + process.exitValue() + " and said: "
                        + (said.isEmpty() ? "nothing" : said.get(0)));
            }
            return Files.readAllLines(out);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("The benchmark was cancelled.", e);
        } catch (IOException e) {
            throw new UnavailableException("Cannot read what " + name + " found: " + e.getMessage(), e);
        } finally {
            close();
        }
    }

    @Override
    public void close() {
        // Not to be hurried by an interruption: what it writes to is removed next.
        process.destroyForcibly()
                .onExit()
                .completeOnTimeout(process, CLOSING.toMillis(), TimeUnit.MILLISECONDS)
                .join();
    }
}
