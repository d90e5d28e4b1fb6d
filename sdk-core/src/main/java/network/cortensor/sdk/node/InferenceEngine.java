package network.cortensor.sdk.node;

import network.cortensor.sdk.verify.EmbeddingModel;

import java.time.Duration;

/**
 * The model behind a node.
 *
 * <p>Implementations are thread-safe and give the same answer to the same request where they can: nodes are compared with
 * one another. The caller that creates an engine closes it, after the nodes that use it.
 */
public interface InferenceEngine extends AutoCloseable {

    /** Returns the name of the model, as results and receipts carry it. */
    String model();

    /**
     * Answers a request; blocks until the answer is complete.
     *
     * @param cancellation tells the engine to stop; the engine then throws {@link EngineException} promptly
     * @param timeout the longest time that this may take; never waits longer
     * @throws EngineException when there is no answer; its {@linkplain EngineException#kind() kind} says whether asking again
     *     may help
     */
    InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout);

    /** Checks without a prompt that the engine can be reached; returns at once for engines inside the JVM. */
    default void probe(Duration timeout) {}

    /** Releases what the engine holds. */
    @Override
    default void close() {}

    /**
     * Returns the extractive engine: it answers with sentences of the given document and invents nothing. Needs no server.
     *
     * @see ExtractiveEngine
     */
    static InferenceEngine extractive(EmbeddingModel embeddings) {
        return ExtractiveEngine.create(embeddings);
    }

    /**
     * Returns an engine that asks an OpenAI-compatible server, such as llama.cpp, Ollama or vLLM.
     *
     * @see OpenAiEngine
     */
    static InferenceEngine openAi(OpenAiEngineOptions options) {
        return OpenAiEngine.create(options);
    }
}
