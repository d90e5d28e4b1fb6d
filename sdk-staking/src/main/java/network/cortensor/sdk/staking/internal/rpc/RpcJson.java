package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;

import java.io.CharConversionException;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** The envelope of JSON-RPC 2.0: requests into it, answers out of it, and limits on what an answer may be. */
final class RpcJson {
    private static final int DEPTH = 32;
    private static final int NAME_LENGTH = 256;
    private static final int NUMBER_LENGTH = 100;

    /** Bytes of an answer for each token of it: no answer of a chain is as dense, and a token takes more memory. */
    private static final int BYTES_PER_TOKEN = 16;

    private static final int LEAST_TOKENS = 100_000;

    private final ObjectMapper mapper;

    RpcJson(long answerBytes) {
        mapper = new ObjectMapper(JsonFactory.builder()
                        .streamReadConstraints(StreamReadConstraints.builder()
                                .maxNestingDepth(DEPTH)
                                .maxNameLength(NAME_LENGTH)
                                .maxNumberLength(NUMBER_LENGTH)
                                .maxStringLength((int) Math.min(answerBytes, Integer.MAX_VALUE))
                                .maxTokenCount(Math.max(LEAST_TOKENS, answerBytes / BYTES_PER_TOKEN))
                                .build())
                        .build())
                .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    }

    /** Bytes that are no answer to what was asked. Says no more. */
    static final class NoAnswer extends IOException {
        private static final long serialVersionUID = 1L;

        NoAnswer() {
            super("no answer to the request");
        }
    }

    /** A batch as a whole was refused, and not for what is in it. */
    static final class NoBatch extends IOException {
        private static final long serialVersionUID = 1L;

        NoBatch() {
            super("no batches");
        }
    }

    /** Writes requests, numbered from {@code firstId} on. */
    byte[] write(List<RpcRequest> requests, long firstId) {
        JsonNode body = requests.get(0).json(firstId);
        if (requests.size() > 1) {
            ArrayNode batch = mapper.createArrayNode();
            for (int index = 0; index < requests.size(); index++) {
                batch.add(requests.get(index).json(firstId + index));
            }
            body = batch;
        }
        try {
            return mapper.writeValueAsBytes(body);
        } catch (JsonProcessingException e) {
            throw new AssertionError("a tree of nodes can be written", e);
        }
    }

    /** Reads any one value. */
    JsonNode readValue(InputStream in) throws IOException {
        try {
            JsonNode value = mapper.readTree(in);
            if (value == null || value.isMissingNode()) {
                throw new NoAnswer();
            }
            return value;
        } catch (JsonProcessingException | CharConversionException e) {
            // Its message quotes the text.
            throw new NoAnswer();
        }
    }

    /**
     * Reads the answers to requests.
     *
     * @throws NoAnswer if they are something else
     * @throws NoBatch if the server does not take several requests at once
     */
    List<RpcResult> read(InputStream in, List<RpcRequest> requests, long firstId) throws IOException {
        JsonNode body = readValue(in);
        boolean isBatch = requests.size() > 1;
        if (!isBatch) {
            return List.of(result(body, requests.get(0), firstId));
        }
        if (body instanceof ObjectNode object) {
            // To a batch as a whole there is no answer but an error, which is that of each request.
            RpcResult error = result(object, weightiest(requests), firstId);
            if (!(error instanceof RpcResult.Refused refused)) {
                throw new NoAnswer();
            }
            if (refused.error().refusesBatches()) {
                throw new NoBatch();
            }
            return requests.stream().map(request -> error).toList();
        }
        return results(body, requests, firstId);
    }

    /** The request that a batch is refused for, if it is for one of them. */
    private static RpcRequest weightiest(List<RpcRequest> requests) {
        return requests.stream()
                .filter(request -> request.method().equals("eth_getLogs"))
                .findFirst()
                .orElse(requests.get(0));
    }

    private static List<RpcResult> results(JsonNode body, List<RpcRequest> requests, long firstId) throws NoAnswer {
        if (!body.isArray() || body.size() != requests.size()) {
            throw new NoAnswer();
        }
        Map<Long, JsonNode> byId = new HashMap<>();
        for (JsonNode answer : body) {
            byId.put(answer.path("id").asLong(-1), answer);
        }
        List<RpcResult> results = new ArrayList<>();
        for (int index = 0; index < requests.size(); index++) {
            JsonNode answer = byId.get(firstId + index);
            if (answer == null) {
                throw new NoAnswer();
            }
            results.add(result(answer, requests.get(index), firstId + index));
        }
        return results;
    }

    private static RpcResult result(JsonNode answer, RpcRequest request, long id) throws NoAnswer {
        if (!answer.path("jsonrpc").asText().equals("2.0")) {
            throw new NoAnswer();
        }
        JsonNode error = answer.path("error");
        boolean refused = error.isObject();
        boolean own = answer.path("id").isIntegralNumber()
                && answer.path("id").canConvertToLong()
                && answer.path("id").longValue() == id;
        // A server that could not even read the request does not know its number (JSON-RPC 2.0, section 5).
        boolean unread = refused && answer.path("id").isNull();
        if (!own && !unread) {
            throw new NoAnswer();
        }
        if (refused) {
            if (!error.path("code").isIntegralNumber() || !error.path("code").canConvertToInt()) {
                throw new NoAnswer();
            }
            return new RpcResult.Refused(RpcError.read(request.method(), error));
        }
        JsonNode result = answer.get("result");
        if (result == null || !(error.isMissingNode() || error.isNull())) {
            throw new NoAnswer();
        }
        return new RpcResult.Value(result);
    }

    /** Reads a message that may be a notification; empty if it is none, or no JSON. */
    Optional<JsonNode> readMessage(String text) {
        try {
            JsonNode value = mapper.readTree(text);
            return value instanceof ObjectNode ? Optional.of(value) : Optional.empty();
        } catch (JsonProcessingException e) {
            return Optional.empty();
        }
    }

    /** Judges a message that has an id as the answer to the request with that id. */
    static RpcResult answer(JsonNode message, RpcRequest request, long id) throws NoAnswer {
        return result(message, request, id);
    }
}
