package network.cortensor.sdk.node;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.extractive.Passage;
import network.cortensor.sdk.internal.extractive.Ranking;
import network.cortensor.sdk.internal.extractive.Sentences;
import network.cortensor.sdk.verify.EmbeddingModel;

import java.time.Duration;
import java.util.List;

/**
 * Answers a question with the one sentence of the given document that fits it best. It quotes; it neither writes nor
 * reasons, and a question that the document does not answer still gets the nearest sentence.
 *
 * <p>The document's sentences are narrowed down by shared words to {@value Ranking#EMBEDDED_SENTENCES}, and these are ranked
 * by embedding similarity and rare shared words. So the cost is linear in the document's length, with a bounded number of
 * model calls. Deterministic for one model on one machine. Thread-safe; needs no closing.
 */
final class ExtractiveEngine implements InferenceEngine {

    private final EmbeddingModel embeddings;

    private ExtractiveEngine(EmbeddingModel embeddings) {
        this.embeddings = embeddings;
    }

    static ExtractiveEngine create(EmbeddingModel embeddings) {
        return new ExtractiveEngine(embeddings);
    }

    @Override
    public String model() {
        return "extractive/" + embeddings.id();
    }

    @Override
    public InferenceResult infer(InferenceRequest request, Cancellation cancellation, Duration timeout) {
        String document = request.document()
                .orElseThrow(() -> new EngineException(
                        EngineException.Kind.REFUSED,
                        "The extractive engine quotes from a document and the request has none. Send a document, or use an"
                                + " engine with a language model."));
        List<Passage> sentences = Sentences.of(document);
        if (sentences.isEmpty()) {
            throw new EngineException(EngineException.Kind.REFUSED, "The document holds no sentence.");
        }
        long deadline = System.nanoTime() + timeout.toNanos();
        Passage best;
        try {
            best = Ranking.of(request.prompt(), sentences).best(text -> {
                cancellation.throwIfCancelled();
                if (System.nanoTime() - deadline > 0) {
                    throw new EngineException(
                            EngineException.Kind.UNAVAILABLE,
                            "The extractive engine did not finish within " + timeout.toMillis() + " ms.");
                }
                return embeddings.embed(text);
            });
        } catch (UnavailableException e) {
            throw new EngineException(EngineException.Kind.UNAVAILABLE, String.valueOf(e.getMessage()), e);
        }
        int promptWords = Sentences.words(request.prompt()).size();
        for (Passage sentence : sentences) {
            promptWords += sentence.words().size();
        }
        return new InferenceResult(
                best.text(),
                model(),
                InferenceResult.Finish.STOP,
                promptWords,
                best.words().size());
    }
}
