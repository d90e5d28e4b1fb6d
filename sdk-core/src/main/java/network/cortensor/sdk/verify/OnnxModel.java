package network.cortensor.sdk.verify;

import ai.onnxruntime.OrtEnvironment;
import dev.langchain4j.model.embedding.EmbeddingModel;
import network.cortensor.sdk.UnavailableException;
import org.jspecify.annotations.Nullable;

import java.util.concurrent.atomic.AtomicReference;
import java.util.function.Supplier;

/** How the bundled models are loaded and asked, with one failure for everything that keeps them from running. */
final class OnnxModel {

    /**
     * ONNX Runtime 1.29 needs more than 1.1 MB of stack to make its environment, and takes the process down with less; the
     * stacks of Java threads have 1 MB on most platforms.
     */
    private static final long STACK_TO_LOAD = 16L << 20;

    private OnnxModel() {}

    /** Makes a model in a thread of its own with a large stack, and waits for it; an interrupt is kept for later. */
    static EmbeddingModel load(Supplier<EmbeddingModel> maker) {
        AtomicReference<@Nullable EmbeddingModel> made = new AtomicReference<>();
        AtomicReference<@Nullable Throwable> failed = new AtomicReference<>();
        Thread loader = new Thread(null, () -> made.set(maker.get()), "cortensor-model-loader", STACK_TO_LOAD);
        loader.setDaemon(true);
        loader.setUncaughtExceptionHandler((thread, failure) -> failed.set(failure));
        loader.start();
        boolean interrupted = false;
        while (loader.isAlive()) {
            try {
                loader.join();
            } catch (InterruptedException e) {
                // A class is being initialised: it cannot be left half done. Loading takes about a second.
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
        EmbeddingModel model = made.get();
        if (model == null) {
            throw new ExceptionInInitializerError(failed.get());
        }
        return model;
    }

    /** Asks a model that may turn out to be missing. */
    static float[] embed(String name, String artifact, String text, Asked model) {
        if (text.isBlank()) {
            throw new IllegalArgumentException("A blank text has no meaning to embed");
        }
        try {
            return model.embed(text);
        } catch (LinkageError e) {
            throw new UnavailableException(
                    "The " + name + " embedding model could not be loaded. Add the dependency dev.langchain4j:"
                            + artifact
                            + ", or pass another EmbeddingModel; its native runtime needs Linux, macOS (arm64) or Windows"
                            + " on x64 or arm64.",
                    e);
        }
    }

    /** Asks the loaded model. Its types do not show here, so that a missing class is noticed inside {@link #embed}. */
    interface Asked {
        float[] embed(String text);
    }

    /** Returns the version of the runtime from its jar, without loading the native part. */
    static String runtime() {
        try {
            String version = OrtEnvironment.class.getPackage().getImplementationVersion();
            return version == null ? "onnxruntime" : "onnxruntime " + version;
        } catch (LinkageError e) {
            return "none";
        }
    }
}
