package network.cortensor.sdk.node;

import de.kherud.llama.InferenceParameters;
import de.kherud.llama.LlamaIterator;
import de.kherud.llama.LlamaModel;
import de.kherud.llama.LlamaOutput;
import de.kherud.llama.ModelParameters;
import de.kherud.llama.Pair;
import network.cortensor.sdk.verify.replay.TokenReplay;
import network.cortensor.sdk.verify.replay.TokenScores;
import network.cortensor.sdk.verify.replay.TokenSequence;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The binding to llama.cpp, behind one class so that its absence is noticed in one place. Used by one thread at a time, except
 * {@link #stop}.
 *
 * <p>Probabilities are never asked for: {@code n_probs} makes version 4.2.0 of the binding look for a JSON key that llama.cpp
 * no longer writes, and an assertion ends the process.
 */
final class LlamaEngineModel {

    private static final String INSTRUCTION =
            "Answer the question with what the document says. Be brief. If the document does not say it, say so.";

    /** Stand where the texts go: the binding hands a filled template through a format that cannot hold every character. */
    private static final String PROMPT = "cortensorprompt0";

    private static final String DOCUMENT = "cortensordocument0";
    private static final String ANSWER = "cortensoranswer0";

    private static final char UNREADABLE = '\uFFFD';
    private static final float SMALLEST_HELP = 1 / 16f;
    private static final int HALVINGS = 3;

    private final LlamaModel model;
    private final int contextTokens;
    private final String question;
    private final String questionOnDocument;
    private final TokenSequence end;
    private volatile boolean stopped;

    private LlamaEngineModel(LlamaModel model, int contextTokens) {
        this.model = model;
        this.contextTokens = contextTokens;
        this.question = template("", List.of(new Pair<>("user", PROMPT)));
        this.questionOnDocument = template(
                INSTRUCTION, List.of(new Pair<>("user", "Document:\n" + DOCUMENT), new Pair<>("user", PROMPT)));
        this.end = endOf(template(
                "", List.of(new Pair<>("user", PROMPT), new Pair<>("assistant", ANSWER), new Pair<>("user", PROMPT))));
    }

    static LlamaEngineModel load(LlamaEngineOptions options) {
        ModelParameters parameters = new ModelParameters()
                .setModel(options.model().toString())
                .setCtxSize(options.contextTokens())
                .setThreads(options.threads())
                .setThreadsBatch(options.threads())
                .setParallel(1)
                .disableContextShift()
                .disableLog();
        LlamaModel model;
        try {
            model = new LlamaModel(parameters);
        } catch (RuntimeException e) {
            // The binding's own exception is not public; it has no other for this.
            throw new EngineException(
                    EngineException.Kind.MALFORMED,
                    "The model " + options.model() + " could not be loaded. Check that the file is whole, that its"
                            + " architecture is one that llama.cpp build 4916 knows, and that there is memory for it.",
                    e);
        }
        return new LlamaEngineModel(model, options.contextTokens());
    }

    private String template(String system, List<Pair<String, String>> messages) {
        return model.applyTemplate(new InferenceParameters("").setMessages(system, messages));
    }

    /** The token behind an answer in a conversation; none when the template writes none. */
    private TokenSequence endOf(String conversation) {
        int at = conversation.indexOf(ANSWER);
        int[] behind = at < 0 ? new int[0] : model.encode(conversation.substring(at + ANSWER.length()));
        return behind.length == 0 ? TokenSequence.of() : TokenSequence.of(behind[0]);
    }

    TokenSequence endToken() {
        return end;
    }

    TokenSequence tokens(String text) {
        return TokenSequence.of(model.encode(text));
    }

    String prompt(InferenceRequest request) {
        // The document may hold the other mark.
        return request.document()
                .map(document -> {
                    int at = questionOnDocument.indexOf(PROMPT);
                    return questionOnDocument.substring(0, at).replace(DOCUMENT, document)
                            + request.prompt()
                            + questionOnDocument.substring(at + PROMPT.length());
                })
                .orElseGet(() -> question.replace(PROMPT, request.prompt()));
    }

    InferenceResult infer(String name, InferenceRequest request, int seed, LlamaEngineRun run) {
        String prompt = prompt(request);
        int promptTokens = model.encode(prompt).length;
        if (promptTokens >= contextTokens) {
            throw tooLong(promptTokens);
        }
        int most = Math.min(request.maxTokens(), contextTokens - promptTokens);
        StringBuilder text = new StringBuilder();
        int[] parts = new int[1];
        // Reading the prompt afresh: reusing a part of it would compute in other batches, and so with other rounding.
        generate(
                parameters(prompt, most)
                        .setCachePrompt(false)
                        .setTemperature(request.temperatureHundredths() / 100f)
                        .setTopK(40)
                        .setTopP(0.95f)
                        .setMinP(0.05f)
                        .setSeed(seed),
                run,
                part -> {
                    text.append(part);
                    parts[0]++;
                    return true;
                });
        if (text.toString().isBlank()) {
            throw new EngineException(EngineException.Kind.MALFORMED, "The model's answer is empty.");
        }
        int tokens = Math.max(parts[0] - 1, model.encode(text.toString()).length);
        return new InferenceResult(
                text.toString(),
                name,
                tokens >= most ? InferenceResult.Finish.LENGTH : InferenceResult.Finish.STOP,
                promptTokens,
                Math.min(tokens, most));
    }

    private EngineException tooLong(int tokens) {
        return new EngineException(
                EngineException.Kind.REFUSED,
                "The request has " + tokens + " tokens and the context " + contextTokens
                        + ". Shorten the document, or open the model with a larger context.");
    }

    /**
     * Scores tokens by letting the model write: as long as it writes the same, each token is its own choice; where it writes
     * another, the margin of the delivered one is found, and it goes on behind that.
     */
    List<TokenScores> score(TokenSequence prompt, TokenSequence answer, LlamaEngineRun run) {
        if (prompt.size() + answer.size() >= contextTokens) {
            throw tooLong(prompt.size() + answer.size());
        }
        List<TokenScores> scores = new ArrayList<>(answer.size());
        while (scores.size() < answer.size()) {
            run.throwIfStopped();
            int position = scores.size();
            TokenSequence context = prompt.then(answer.first(position));
            String text = model.decode(context.toArray());
            // A part of a character has no text of its own to compare.
            if (!tokens(text).equals(context) || piece(answer.at(position)).indexOf(UNREADABLE) >= 0) {
                scores.add(TokenScores.unknown());
                continue;
            }
            int equal = equalTokens(text, answer, position, run);
            for (int i = 0; i < equal; i++) {
                scores.add(TokenScores.margin(answer.at(position + i), 0));
            }
            // Behind a choice that was followed for a while, the margin needs a context of its own.
            if (equal == 0) {
                scores.add(TokenScores.margin(answer.at(position), margin(text, answer.at(position), run)));
            }
        }
        return List.copyOf(scores);
    }

    /** Lets the model write from here, and counts the delivered tokens that it writes too. */
    private int equalTokens(String context, TokenSequence answer, int position, LlamaEngineRun run) {
        List<byte[]> delivered = new ArrayList<>();
        for (int i = position; i < answer.size(); i++) {
            delivered.add(piece(answer.at(i)).getBytes(StandardCharsets.UTF_8));
        }
        Match match = new Match(delivered);
        generate(
                parameters(context, answer.size() - position)
                        .setCachePrompt(true)
                        .setTemperature(0),
                run,
                match::take);
        return match.tokens();
    }

    /** Returns a token's text; that of the end token is empty, because the model ends with it and does not write it. */
    private String piece(int token) {
        return end.size() > 0 && end.at(0) == token ? "" : model.decode(new int[] {token});
    }

    private double margin(String context, int token, LlamaEngineRun run) {
        float most = (float) TokenReplay.CLIP;
        if (!chosenWith(most, context, token, run)) {
            return Double.POSITIVE_INFINITY;
        }
        float high = SMALLEST_HELP;
        while (high < most && !chosenWith(high, context, token, run)) {
            high *= 2;
        }
        float low = high == SMALLEST_HELP ? 0 : high / 2;
        for (int i = 0; i < HALVINGS; i++) {
            float middle = (low + high) / 2;
            if (chosenWith(middle, context, token, run)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        return (low + high) / 2;
    }

    private boolean chosenWith(float help, String context, int token, LlamaEngineRun run) {
        StringBuilder written = new StringBuilder();
        generate(
                parameters(context, 1).setCachePrompt(true).setTemperature(0).setTokenIdBias(Map.of(token, help)),
                run,
                part -> {
                    written.append(part);
                    return true;
                });
        return written.toString().equals(piece(token));
    }

    private static InferenceParameters parameters(String prompt, int tokens) {
        return new InferenceParameters(prompt)
                .setNPredict(tokens)
                .setRepeatPenalty(1)
                .setFrequencyPenalty(0)
                .setPresencePenalty(0);
    }

    /** Takes the parts of an answer; says whether more is wanted. */
    private interface Reader {
        boolean take(String part);
    }

    private void generate(InferenceParameters parameters, LlamaEngineRun run, Reader reader) {
        LlamaIterator parts = model.generate(parameters).iterator();
        boolean done = false;
        try {
            while (parts.hasNext()) {
                if (stopped) {
                    throw LlamaEngineRun.cancelled();
                }
                run.throwIfStopped();
                LlamaOutput part = parts.next();
                if (!reader.take(part.text)) {
                    break;
                }
            }
            done = !parts.hasNext();
        } finally {
            // Or it would go on computing.
            if (!done) {
                parts.cancel();
            }
        }
    }

    void stop() {
        stopped = true;
    }

    void close() {
        model.close();
    }

    /** How far a text that comes in parts is the text of some tokens. */
    private static final class Match {
        private final List<byte[]> tokens;
        private int equal;
        private int within;
        private boolean parted;

        Match(List<byte[]> tokens) {
            this.tokens = tokens;
        }

        /** Compares the next part; false as soon as it is another text. */
        boolean take(String part) {
            for (byte b : part.getBytes(StandardCharsets.UTF_8)) {
                if (equal == tokens.size() || tokens.get(equal).length == 0 || tokens.get(equal)[within] != b) {
                    parted = true;
                    return false;
                }
                within++;
                if (within == tokens.get(equal).length) {
                    within = 0;
                    equal++;
                }
            }
            return true;
        }

        /** Returns how many tokens are equal, to be called at the end of the text. */
        int tokens() {
            boolean ends = !parted && equal < tokens.size() && tokens.get(equal).length == 0;
            return ends ? equal + 1 : equal;
        }
    }
}
