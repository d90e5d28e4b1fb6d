package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.client.LocalNetworkOptions;
import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.OpenAiEngineOptions;
import network.cortensor.sdk.verify.EmbeddingModel;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;

/** The options of the commands that run a local network, and how one is started from them. */
final class LocalOptions {

    private static final Duration PROBE = Duration.ofSeconds(5);
    private static final Duration IDLE = Duration.ofSeconds(60);
    private static final int USUAL_NODES = 3;
    private static final int MOST_NODES = 64;
    private static final String ENGINE_KEY = "CORTENSOR_ENGINE_KEY";

    @Option(
            names = "--nodes",
            paramLabel = "N",
            description = "Light nodes to run, 1 to 64. Default: 3, or more where a policy may ask more.")
    private @Nullable Integer nodes;

    private int usual = USUAL_NODES;

    @Option(
            names = "--engine",
            paramLabel = "URL",
            description = "Let the nodes ask the OpenAI-compatible server at URL (llama.cpp, Ollama, vLLM), such as"
                    + " http://127.0.0.1:8080. It sees the prompt in clear. An API key is taken from the environment"
                    + " variable " + ENGINE_KEY + ". Default: the nodes quote from the document.")
    private @Nullable URI engine;

    @Option(
            names = "--model",
            paramLabel = "NAME",
            description = "Model to ask the engine for. Default: the server's own.")
    private @Nullable String model;

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "Keep ledger, blocks, journals and keys in DIR, so that nothing is lost when the program or the"
                            + " machine dies. Default: in memory.")
    private @Nullable Path store;

    @Option(
            names = "--key",
            paramLabel = "FILE",
            description =
                    "Encryption identity that answers are sealed for; make one with 'keygen'. Default: a new one, kept"
                            + " in the store if there is one.")
    private @Nullable Path key;

    /**
     * Checks what can be checked without touching anything.
     *
     * @throws InvalidRequestException when options are out of range or do not go together
     */
    void check() {
        if (nodes() < 1 || nodes() > MOST_NODES) {
            throw new InvalidRequestException("--nodes must be 1 to " + MOST_NODES + ", found " + nodes() + ".");
        }
        if (engine == null && model != null) {
            throw new InvalidRequestException("--model is a model of an engine: name the engine with --engine URL.");
        }
    }

    int nodes() {
        return nodes == null ? usual : nodes;
    }

    /** Runs at least that many nodes if the caller does not say how many. */
    void needsNodes(int count) {
        usual = Math.min(Math.max(usual, count), MOST_NODES);
    }

    Optional<Path> store() {
        return Optional.ofNullable(store);
    }

    /** Returns whether the nodes quote from the document, because there is no server that could write. */
    boolean extractive() {
        return engine == null;
    }

    /** Loads the bundled model in a thread of its own while other things are prepared. */
    void warmUp() {
        Thread thread = new Thread(this::loadModel, "cortensor-warm-up");
        thread.setDaemon(true);
        thread.start();
    }

    /** Loads the bundled model, if the nodes are going to need it for sure. */
    void loadModel() {
        if (!extractive()) {
            return;
        }
        try {
            float[] ignored = EmbeddingModel.miniLm().embed("warm up");
        } catch (UnavailableException e) {
            // The nodes meet the same failure and say it to the one who asked.
            return;
        }
    }

    /**
     * Checks the files that the caller named and returns the options of the network, which is not started yet.
     *
     * @param connected the engine, if the nodes are to ask one
     * @throws InvalidRequestException when one of them cannot be used
     */
    LocalNetworkOptions.Builder prepare(Optional<InferenceEngine> connected) {
        LocalNetworkOptions.Builder options = LocalNetworkOptions.builder().nodes(nodes());
        connected.ifPresent(options::engine);
        if (store != null) {
            options.directory(writable(store));
        }
        if (key != null) {
            // Read here too, because a key that cannot be used is the caller's mistake and not the network's.
            Identity.readFrom(key).close();
            options.identity(key);
        }
        return options;
    }

    private static Path writable(Path directory) {
        try {
            Files.createDirectories(directory);
        } catch (IOException e) {
            throw new InvalidRequestException("The store " + directory + " cannot be created: "
                    + (Files.exists(directory) ? "something else has that name" : "its parent is not writable")
                    + ". Name another directory with --store.");
        }
        if (!Files.isWritable(directory)) {
            throw new InvalidRequestException("The store " + directory
                    + " may not be written to. Change its permissions or name another directory with --store.");
        }
        return directory;
    }

    /**
     * Connects to the engine, if one was named, and checks without a prompt that it answers.
     *
     * @throws InvalidRequestException when the address is no address
     * @throws network.cortensor.sdk.node.EngineException when nobody answers there
     */
    Optional<InferenceEngine> connect(Duration timeout) {
        if (engine == null) {
            return Optional.empty();
        }
        InferenceEngine connected = InferenceEngine.openAi(options(engine, shorter(timeout, IDLE)));
        boolean answers = false;
        try {
            connected.probe(shorter(timeout, PROBE));
            answers = true;
        } finally {
            if (!answers) {
                connected.close();
            }
        }
        return Optional.of(connected);
    }

    private OpenAiEngineOptions options(URI address, Duration idle) {
        try {
            OpenAiEngineOptions.Builder options =
                    OpenAiEngineOptions.builder(address).idleTimeout(idle);
            Optional.ofNullable(model).ifPresent(options::model);
            Optional.ofNullable(System.getenv(ENGINE_KEY)).ifPresent(options::apiKey);
            return options.build();
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException(e.getMessage() + ".", e);
        }
    }

    private static Duration shorter(Duration a, Duration b) {
        return a.compareTo(b) < 0 ? a : b;
    }
}
