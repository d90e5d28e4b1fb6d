package network.cortensor.sdk.verify.replay;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.internal.meaning.OpenAiCalls;
import org.jspecify.annotations.Nullable;

import java.net.URI;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/**
 * A reference behind an OpenAI-compatible server, over {@code POST /v1/completions} with token ids as the prompt. Thread-safe;
 * the caller closes it. Never retries. The server sees prompt and answer in clear: it is part of the validator.
 */
public final class OpenAiReference implements ReferenceEngine {

    /** How many candidates are asked for unless told otherwise: what vLLM allows without being configured. */
    public static final int CANDIDATES = 20;

    private static final Duration LONGEST_CALL = Duration.ofMinutes(10);

    /** vLLM gives the prompt's positions too: 100 bytes for a candidate, 20 of them, 32 Ki positions. */
    private static final long MAX_RESPONSE_BYTES = 64L << 20;

    /** How a server gives log-probabilities of tokens that it did not draw. */
    private enum Way {
        /** vLLM: {@code prompt_logprobs}, all positions in one call. */
        WHOLE,
        /** llama.cpp: {@code logprobs} of the next token with its id, one call for each position. */
        STEPWISE
    }

    private final Way way;
    private final String model;
    private final int candidates;
    private final OpenAiCalls calls;

    private OpenAiReference(Way way, URI address, String model, @Nullable String apiKey, int candidates) {
        if (candidates < 1 || candidates > 1_000) {
            throw new IllegalArgumentException("1 to 1000 candidates can be asked for, found " + candidates);
        }
        String scheme = address.getScheme() == null ? "" : address.getScheme().toLowerCase(Locale.ROOT);
        if (!(scheme.equals("http") || scheme.equals("https")) || address.getHost() == null) {
            throw new IllegalArgumentException(
                    "The server's address must look like http://127.0.0.1:8080, found " + address);
        }
        this.way = way;
        this.model = model;
        this.candidates = candidates;
        this.calls = new OpenAiCalls(address, apiKey, LONGEST_CALL, MAX_RESPONSE_BYTES);
    }

    /**
     * Returns a reference on vLLM: one call scores a whole answer.
     *
     * @param address with or without the trailing {@code /v1}
     * @param apiKey sent as bearer token; blank for none
     * @throws IllegalArgumentException when the address is no http or https address
     */
    public static OpenAiReference vllm(URI address, String model, String apiKey) {
        return new OpenAiReference(Way.WHOLE, address, model, key(apiKey), CANDIDATES);
    }

    /**
     * Returns a reference on llama.cpp's server: one call for each token; the server keeps what it has read so far.
     *
     * @param address with or without the trailing {@code /v1}
     * @param apiKey sent as bearer token; blank for none
     * @throws IllegalArgumentException when the address is no http or https address
     */
    public static OpenAiReference llamaCpp(URI address, String model, String apiKey) {
        return new OpenAiReference(Way.STEPWISE, address, model, key(apiKey), CANDIDATES);
    }

    private static @Nullable String key(String apiKey) {
        return apiKey.isBlank() ? null : apiKey;
    }

    @Override
    public String model() {
        return model;
    }

    @Override
    public List<TokenScores> score(TokenSequence prompt, TokenSequence answer, Duration timeout) {
        long deadline = System.nanoTime() + timeout.toNanos();
        return way == Way.WHOLE ? whole(prompt, answer, deadline) : stepwise(prompt, answer, deadline);
    }

    private List<TokenScores> whole(TokenSequence prompt, TokenSequence answer, long deadline) {
        Map<String, Object> body = body(prompt.then(answer));
        body.put("prompt_logprobs", candidates);
        JsonNode positions = post(body, deadline).path("prompt_logprobs");
        int expected = prompt.size() + answer.size();
        if (!positions.isArray() || positions.size() != expected) {
            throw malformed("prompt_logprobs for " + expected + " positions were expected, found " + positions.size());
        }
        List<TokenScores> scores = new ArrayList<>(answer.size());
        for (int i = 0; i < answer.size(); i++) {
            Map<Integer, Double> at = new HashMap<>();
            // A server has nothing for the first token of all.
            for (Map.Entry<String, JsonNode> candidate :
                    positions.get(prompt.size() + i).properties()) {
                at.put(id(candidate.getKey()), number(candidate.getValue().path("logprob")));
            }
            scores.add(distribution(at));
        }
        return List.copyOf(scores);
    }

    private List<TokenScores> stepwise(TokenSequence prompt, TokenSequence answer, long deadline) {
        List<TokenScores> scores = new ArrayList<>(answer.size());
        for (int i = 0; i < answer.size(); i++) {
            Map<String, Object> body = body(prompt.then(answer.first(i)));
            body.put("logprobs", candidates);
            body.put("cache_prompt", true);
            JsonNode first =
                    post(body, deadline).path("logprobs").path("content").path(0);
            Map<Integer, Double> at = new HashMap<>();
            for (JsonNode candidate : first.path("top_logprobs")) {
                if (!candidate.path("id").isInt()) {
                    throw malformed("a candidate has no token id");
                }
                at.put(candidate.path("id").intValue(), number(candidate.path("logprob")));
            }
            if (at.isEmpty()) {
                throw malformed("no log-probabilities of the next token were found");
            }
            scores.add(distribution(at));
        }
        return List.copyOf(scores);
    }

    private Map<String, Object> body(TokenSequence tokens) {
        Map<String, Object> body = new HashMap<>();
        body.put("model", model);
        body.put("prompt", tokens.toArray());
        body.put("max_tokens", 1);
        body.put("temperature", 0);
        body.put("stream", false);
        return body;
    }

    private JsonNode post(Map<String, Object> body, long deadline) {
        Duration left = Duration.ofNanos(deadline - System.nanoTime());
        if (left.isNegative() || left.isZero()) {
            throw new UnavailableException(
                    "The reference " + model + " did not score the answer in time. Allow more, or score fewer tokens.");
        }
        return calls.post("completions", body, left).path("choices").path(0);
    }

    private TokenScores distribution(Map<Integer, Double> at) {
        if (at.isEmpty()) {
            return TokenScores.unknown();
        }
        try {
            return TokenScores.distribution(at);
        } catch (IllegalArgumentException e) {
            throw malformed("its log-probabilities are none");
        }
    }

    private int id(String key) {
        try {
            return Integer.parseInt(key);
        } catch (NumberFormatException e) {
            throw malformed("a candidate has no token id");
        }
    }

    private double number(JsonNode value) {
        if (!value.isNumber()) {
            throw malformed("a log-probability is no number");
        }
        return value.doubleValue();
    }

    private UnavailableException malformed(String problem) {
        return new UnavailableException("The server of the reference " + model
                + " answered with something that cannot be used: " + problem
                + ". Check that it is the kind of server that was named, and that it gives log-probabilities.");
    }

    @Override
    public void close() {
        calls.close();
    }

    @Override
    public String toString() {
        return "OpenAiReference(" + model + ", " + way.name().toLowerCase(Locale.ROOT) + ")";
    }
}
