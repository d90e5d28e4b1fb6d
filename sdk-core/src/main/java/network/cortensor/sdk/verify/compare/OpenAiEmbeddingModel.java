package network.cortensor.sdk.verify.compare;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.RefusedException;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.meaning.OpenAiCalls;
import network.cortensor.sdk.verify.EmbeddingModel;

import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;

/**
 * An embedding model behind {@code POST /v1/embeddings} of any OpenAI-compatible server. Thread-safe; close it to end the
 * calls that run and to let go of its connections.
 *
 * <p>What the server sends is checked: one vector, of 1 to {@value #MAX_DIMENSIONS} finite numbers, not all zero, and always
 * the same number of them. It never retries. For {@link EmbeddingDistance} it needs a {@link Calibration} of its own.
 */
public final class OpenAiEmbeddingModel implements EmbeddingModel, AutoCloseable {

    /** The most dimensions of a vector. */
    public static final int MAX_DIMENSIONS = 8_192;

    /** The longest text in characters that is sent; the server's own limit is mostly lower. */
    public static final int MAX_CHARACTERS = 128 * 1024;

    private final OpenAiServer server;
    private final OpenAiCalls calls;
    private final AtomicInteger dimensions = new AtomicInteger();

    private OpenAiEmbeddingModel(OpenAiServer server) {
        this.server = server;
        this.calls = server.open();
    }

    /** Creates the model. Nothing is sent yet. */
    public static OpenAiEmbeddingModel create(OpenAiServer server) {
        return new OpenAiEmbeddingModel(server);
    }

    /** Returns the name of the model that the server is asked for. */
    @Override
    public String id() {
        return server.model();
    }

    /**
     * {@inheritDoc}
     *
     * @throws UnavailableException when the server cannot be reached, takes too long, or sends something that is no vector
     * @throws RefusedException when the server says no: unknown model, wrong key, text too long for it
     * @throws CancelledException when the thread is interrupted
     * @throws IllegalArgumentException when the text is blank or longer than {@link #MAX_CHARACTERS}
     */
    @Override
    public float[] embed(String text) {
        if (text.isBlank() || text.length() > MAX_CHARACTERS) {
            throw new IllegalArgumentException("A text to be embedded has 1 to " + MAX_CHARACTERS
                    + " characters and is not blank, this one has " + text.length());
        }
        JsonNode answer = calls.post(
                "embeddings",
                Map.of(
                        "model", server.model(),
                        "input", OpenAiCalls.wellFormed(text),
                        "encoding_format", "float"));
        return vector(answer.path("data"));
    }

    private float[] vector(JsonNode data) {
        if (data.size() != 1) {
            throw malformed(data.size() + " vectors instead of one");
        }
        JsonNode numbers = data.path(0).path("embedding");
        if (!numbers.isArray() || numbers.isEmpty() || numbers.size() > MAX_DIMENSIONS) {
            throw malformed("a vector that is no list of 1 to " + MAX_DIMENSIONS + " numbers");
        }
        float[] vector = new float[numbers.size()];
        boolean zero = true;
        for (int i = 0; i < vector.length; i++) {
            JsonNode number = numbers.get(i);
            vector[i] = number.isNumber() ? number.floatValue() : Float.NaN;
            if (!Float.isFinite(vector[i])) {
                throw malformed("a vector with something that is no finite number");
            }
            zero &= vector[i] == 0;
        }
        if (zero) {
            throw malformed("a vector of zeros");
        }
        int before = dimensions.compareAndExchange(0, vector.length);
        if (before != 0 && before != vector.length) {
            throw malformed("a vector of " + vector.length + " numbers after one of " + before);
        }
        return vector;
    }

    private UnavailableException malformed(String what) {
        return new UnavailableException("The server at " + server.address() + " was asked for an embedding by "
                + server.model() + " and sent " + what + ". Check that this is an embedding model.");
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "OpenAiEmbeddingModel(" + server + ")";
    }
}
