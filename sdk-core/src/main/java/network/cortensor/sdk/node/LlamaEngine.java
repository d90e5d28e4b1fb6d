package network.cortensor.sdk.node;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.verify.replay.ReferenceEngine;
import network.cortensor.sdk.verify.replay.TokenScores;
import network.cortensor.sdk.verify.replay.TokenSequence;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;

/**
 * A language model inside this JVM: llama.cpp with a GGUF file, through the optional dependency {@code de.kherud:llama}. Needs
 * no server; nothing leaves the process. Thread-safe: one request runs, up to {@value #QUEUE} wait, more are turned away.
 *
 * <p>At temperature 0 the same request gives the same answer on the same machine with the same number of threads; on other
 * processors a few tokens differ. Above 0 tokens are drawn by the seed, with llama.cpp's standard top-k 40, top-p 0.95 and
 * min-p 0.05.
 *
 * <p>As {@link ReferenceEngine} it gives margins, not probabilities: the binding ends the whole process when it is asked for
 * these (4.2.0). The margin of a token is found by giving its logit as much help as it needs to be chosen, to a sixteenth of
 * itself. So it serves {@code Sampling.greedy()}.
 *
 * <p>Text such as {@code <|im_end|>} in a prompt is read as the control token that it spells: put no foreign text before an
 * instruction that must hold.
 *
 * <p>Closing stops the model's thread; a JVM whose main method has ended goes on running until then. The binding keeps the
 * model's memory until the process ends, so open a model once. It also unpacks its library into the folder of temporary
 * files, and says so on the standard output.
 */
public final class LlamaEngine implements InferenceEngine, ReferenceEngine {

    /** How many requests may wait for the running one. */
    public static final int QUEUE = 16;

    private static final byte[] MAGIC = "GGUF".getBytes(StandardCharsets.US_ASCII);
    private static final Duration CLOSING = Duration.ofSeconds(30);

    private final LlamaEngineOptions options;
    private final LlamaEngineModel model;
    private final ThreadPoolExecutor worker;
    private final AtomicBoolean closed = new AtomicBoolean();

    private LlamaEngine(LlamaEngineOptions options, LlamaEngineModel model) {
        this.options = options;
        this.model = model;
        this.worker = new ThreadPoolExecutor(1, 1, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(QUEUE), task -> {
            Thread thread = new Thread(task, "cortensor-llama");
            thread.setDaemon(true);
            return thread;
        });
    }

    /**
     * Loads a model; takes seconds, and memory as the file is large.
     *
     * @throws EngineException of kind {@code UNAVAILABLE} when the dependency is missing, has no library for this platform,
     *     or the file is not there; of kind {@code MALFORMED} when the file is no model that it can run
     */
    public static LlamaEngine open(LlamaEngineOptions options) {
        requireGguf(options.model());
        try {
            return new LlamaEngine(options, LlamaEngineModel.load(options));
        } catch (LinkageError e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "llama.cpp could not be loaded. Add the dependency de.kherud:llama, or use InferenceEngine.openAi with a"
                            + " server; it has libraries for Linux, macOS and Windows on x64, and for Linux and macOS on"
                            + " arm64.",
                    e);
        }
    }

    private static void requireGguf(Path file) {
        byte[] start;
        try (InputStream in = Files.newInputStream(file)) {
            start = in.readNBytes(MAGIC.length);
        } catch (IOException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "The model " + file + " could not be read. Check that the file is there.",
                    e);
        }
        if (!Arrays.equals(start, MAGIC)) {
            throw new EngineException(
                    EngineException.Kind.MALFORMED,
                    "The model " + file + " does not start with 'GGUF'. Convert it to GGUF, or name another file.");
        }
    }

    /** Returns the name of the file without its extension. */
    @Override
    public String model() {
        String name = String.valueOf(options.model().getFileName());
        return name.endsWith(".gguf") ? name.substring(0, name.length() - ".gguf".length()) : name;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Cancelling, interrupting and the timeout end the wait at once; the model itself stops at its next token, or when it
     * has read the prompt.
     */
    @Override
    public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
        return infer(request, options.seed(), cancellation, timeout);
    }

    /**
     * Answers a request with a seed of its own; at temperature 0 it makes no difference.
     *
     * @throws IllegalArgumentException when the seed is negative
     * @throws EngineException as the other method
     */
    public InferenceResult infer(InferenceRequest request, int seed, Cancellation cancellation, Duration timeout) {
        int checked = LlamaEngineOptions.checkedSeed(seed);
        LlamaEngineRun run = LlamaEngineRun.within(timeout);
        cancellation.onCancel(run::cancel);
        return work(run, timeout, stopping -> model.infer(model(), request, checked, stopping));
    }

    /** Returns a text as tokens of this model, without a mark for the beginning. Text that spells a control token becomes it. */
    public TokenSequence tokens(String text) {
        return asReference(() -> work(LlamaEngineRun.within(CLOSING), CLOSING, run -> model.tokens(text)));
    }

    /** Returns the tokens of a request as the model reads them, with its template applied. */
    public TokenSequence promptTokens(InferenceRequest request) {
        return asReference(
                () -> work(LlamaEngineRun.within(CLOSING), CLOSING, run -> model.tokens(model.prompt(request))));
    }

    /** Returns the tokens of an answer, with the end token when the model was done. */
    public TokenSequence answerTokens(InferenceResult result) {
        TokenSequence text = tokens(result.text());
        return result.finish() == InferenceResult.Finish.STOP ? text.then(model.endToken()) : text;
    }

    /**
     * {@inheritDoc}
     *
     * <p>Tokens count as equal by their text. A position at which the delivered tokens are not how this model writes its own
     * text is not scored.
     *
     * @param prompt as {@link #promptTokens} gives it
     */
    @Override
    public List<TokenScores> score(TokenSequence prompt, TokenSequence answer, Duration timeout) {
        return asReference(
                () -> work(LlamaEngineRun.within(timeout), timeout, run -> model.score(prompt, answer, run)));
    }

    /** Runs one task in the model's thread and waits for it. */
    private <T> T work(LlamaEngineRun run, Duration timeout, Function<LlamaEngineRun, T> task) {
        run.throwIfStopped();
        CompletableFuture<T> result = new CompletableFuture<>();
        run.onCancel(() -> result.completeExceptionally(LlamaEngineRun.cancelled()));
        try {
            worker.execute(() -> {
                try {
                    run.throwIfStopped();
                    result.complete(task.apply(run));
                } catch (RuntimeException | LinkageError e) {
                    // The binding's own exception is not public.
                    result.completeExceptionally(e);
                }
            });
        } catch (RejectedExecutionException e) {
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    closed.get()
                            ? "The model " + model() + " is closed."
                            : QUEUE + " requests wait for the model " + model() + " already. Try later.",
                    e);
        }
        try {
            return result.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        } catch (TimeoutException e) {
            run.cancel();
            throw LlamaEngineRun.late();
        } catch (InterruptedException e) {
            run.cancel();
            Thread.currentThread().interrupt();
            throw new EngineException(EngineException.Kind.CANCELLED, "Waiting for the model was interrupted.", e);
        } catch (ExecutionException e) {
            Throwable cause = e.getCause();
            if (cause instanceof EngineException failure) {
                throw failure;
            }
            // Its message may hold a part of the prompt.
            throw new EngineException(
                    EngineException.Kind.UNAVAILABLE,
                    "The model " + model() + " failed ("
                            + (cause == null ? "no cause" : cause.getClass().getSimpleName())
                            + "). Try another request, or open it again.");
        }
    }

    private interface Asked<T> {
        T ask();
    }

    /** Turns the contract of engines into that of references. */
    private static <T> T asReference(Asked<T> asked) {
        try {
            return asked.ask();
        } catch (EngineException e) {
            String message = String.valueOf(e.getMessage());
            throw switch (e.kind()) {
                case CANCELLED -> new CancelledException(message, e);
                case REFUSED, MALFORMED -> new RefusedException(message, e);
                case UNAVAILABLE -> new UnavailableException(message, e);
            };
        }
    }

    /** Stops what runs, at its next token, and turns everything else away. Waits for that at most 30 seconds. */
    @Override
    public void close() {
        if (!closed.compareAndSet(false, true)) {
            return;
        }
        model.stop();
        worker.shutdown();
        boolean ended = false;
        try {
            ended = worker.awaitTermination(CLOSING.toSeconds(), TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Under a running request the model's memory must not go.
        if (ended) {
            model.close();
        }
    }

    @Override
    public String toString() {
        return "LlamaEngine(" + model() + ")";
    }
}
