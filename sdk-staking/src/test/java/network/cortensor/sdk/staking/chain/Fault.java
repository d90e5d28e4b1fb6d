package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.zip.GZIPOutputStream;

/**
 * What an endpoint may do instead of answering right; see {@link FaultProxy}. Own ones are lambdas over {@link
 * FaultProxy.Exchange}, or {@link #lie} over the answer.
 */
@FunctionalInterface
public interface Fault {

    /** Answers, or does not. An exchange for which nothing was sent is closed. */
    void apply(FaultProxy.Exchange exchange) throws IOException, InterruptedException;

    /** Changes what one request of an exchange is answered; the rest of the exchange is as if there were no fault. */
    @FunctionalInterface
    interface Lie {
        /** Returns the answer object to send; may change and return {@code answer}. */
        ObjectNode instead(ObjectNode request, ObjectNode answer);
    }

    // Lies: whole and well-formed, and wrong

    /** Another result. */
    static Lie lie(UnaryOperator<JsonNode> other) {
        return (request, answer) ->
                answer.has("result") ? answer.set("result", other.apply(answer.get("result"))) : answer;
    }

    /** Always this result. */
    static Lie answer(JsonNode result) {
        return (request, answer) -> {
            answer.remove("error");
            return answer.set("result", result);
        };
    }

    /** Always this text as the result, such as a quantity. */
    static Lie answer(String result) {
        return answer(FaultProxy.JSON.getNodeFactory().textNode(result));
    }

    /** A quantity that is off by {@code delta}: a balance, a nonce, a block number. */
    static Lie quantityOff(long delta) {
        return lie(result -> {
            BigInteger right = new BigInteger(result.textValue().substring(2), 16);
            BigInteger wrong = right.add(BigInteger.valueOf(delta)).max(BigInteger.ZERO);
            return FaultProxy.JSON.getNodeFactory().textNode("0x" + wrong.toString(16));
        });
    }

    /** Data whose last bit is another: a storage slot, a result of a call, code. */
    static Lie dataFlipped() {
        return lie(result -> {
            String text = result.textValue();
            if (text.length() <= 2) {
                return FaultProxy.JSON.getNodeFactory().textNode("0x01");
            }
            int digit = Character.digit(text.charAt(text.length() - 1), 16) ^ 1;
            return FaultProxy.JSON
                    .getNodeFactory()
                    .textNode(text.substring(0, text.length() - 1) + Character.forDigit(digit, 16));
        });
    }

    /** One field of a result that is an object has another value. */
    static Lie field(String name, JsonNode value) {
        return lie(result -> result instanceof ObjectNode object ? object.set(name, value) : result);
    }

    /** One field of a result that is an object has another text. */
    static Lie field(String name, String value) {
        return field(name, FaultProxy.JSON.getNodeFactory().textNode(value));
    }

    /** Leaves one element out of a result that is a list. */
    static Lie without(int index) {
        return lie(result -> {
            if (result instanceof ArrayNode array && array.size() > index) {
                array.remove(index);
            }
            return result;
        });
    }

    /** One field of one element of a result that is a list has another text. */
    static Lie fieldOf(int index, String name, String value) {
        return lie(result -> {
            if (result.path(index) instanceof ObjectNode object) {
                object.put(name, value);
            }
            return result;
        });
    }

    /** An error after the node has done it. */
    static Lie error(int code, String message) {
        return error(code, message, null);
    }

    /** An error after the node has done it, with data. */
    static Lie error(int code, String message, @Nullable JsonNode data) {
        return (request, answer) -> {
            answer.remove("result");
            ObjectNode error =
                    FaultProxy.JSON.createObjectNode().put("code", code).put("message", message);
            if (data != null) {
                error.set("data", data);
            }
            return answer.set("error", error);
        };
    }

    /** An error of an endpoint that does not even pass the request on. */
    static Fault refusal(int code, String message) {
        return exchange -> {
            ArrayNode answers = FaultProxy.JSON.createArrayNode();
            for (JsonNode request : exchange.requests()) {
                ObjectNode answer = answers.addObject().put("jsonrpc", "2.0");
                answer.set("id", request.get("id"));
                answer.putObject("error").put("code", code).put("message", message);
            }
            exchange.reply(exchange.request().isArray() ? answers : answers.get(0));
        };
    }

    /** The answer to another request. */
    static Lie wrongId() {
        return (request, answer) -> answer.put("id", answer.path("id").asLong() + 1);
    }

    /** An answer of JSON-RPC 1.0. */
    static Lie wrongVersion() {
        return (request, answer) -> answer.put("jsonrpc", "1.0");
    }

    // Exchanges that fail

    /** The request never arrives; the connection closes. */
    static Fault dropRequest() {
        return FaultProxy.Exchange::close;
    }

    /** The node does it, and its answer is lost with the connection. */
    static Fault dropAnswer() {
        return exchange -> {
            exchange.forward();
            exchange.close();
        };
    }

    /** The right answer, late. */
    static Fault delay(Duration by) {
        return exchange -> {
            JsonNode answer = exchange.forward();
            exchange.pause(by);
            exchange.reply(answer);
        };
    }

    /** The request arrives twice; the second answer is the one that is sent. */
    static Fault duplicateRequest() {
        return exchange -> {
            exchange.forward();
            exchange.reply(exchange.forward());
        };
    }

    /** The answer is sent twice on the same connection: the second one is taken for that to the next request. */
    static Fault duplicateAnswer() {
        return exchange -> {
            JsonNode answer = exchange.forward();
            exchange.reply(answer);
            exchange.reply(answer);
        };
    }

    /** Each of two requests that are under way at once gets the answer to the other; one alone waits for the next. */
    static Fault swapAnswers() {
        return exchange -> exchange.reply(exchange.swapped(exchange.forward()));
    }

    /** The answers of a batch come in the opposite order, which is allowed. */
    static Fault reverseBatch() {
        return exchange -> {
            JsonNode answer = exchange.forward();
            if (answer instanceof ArrayNode array) {
                List<JsonNode> items = new ArrayList<>();
                array.forEach(items::add);
                Collections.reverse(items);
                answer = FaultProxy.JSON.createArrayNode().addAll(items);
            }
            exchange.reply(answer);
        };
    }

    /** A batch is refused as a whole; single requests are not. */
    static Fault noBatches() {
        return noBatchesAbove(1, -32600, "no batches");
    }

    /** A batch of more than so many requests is refused as a whole, with an error that has no id. */
    static Fault noBatchesAbove(int most, int code, String message) {
        return exchange -> {
            if (exchange.requests().size() > most) {
                ObjectNode answer =
                        FaultProxy.JSON.createObjectNode().put("jsonrpc", "2.0").putNull("id");
                answer.putObject("error").put("code", code).put("message", message);
                exchange.reply(answer);
            } else {
                exchange.reply(exchange.forward());
            }
        };
    }

    /** Nothing is wrong, and the sizes of the exchanges are written down. */
    static Fault none(List<Integer> sizes) {
        return exchange -> {
            sizes.add(exchange.requests().size());
            exchange.reply(exchange.forward());
        };
    }

    /** 429, and no word on when to come again. */
    static Fault rateLimit() {
        return status(429, Map.of());
    }

    /** 429 with {@code Retry-After}. */
    static Fault rateLimit(Duration retryAfter) {
        return status(429, Map.of("Retry-After", String.valueOf(retryAfter.toSeconds())));
    }

    /** A status with a page for people. */
    static Fault status(int code, Map<String, String> headers) {
        return exchange -> exchange.reply(code, headers, FaultProxy.page());
    }

    /** A page for people, as if all were well. */
    static Fault html() {
        return status(200, Map.of());
    }

    /** Any body, as if all were well. */
    static Fault body(String text) {
        return exchange ->
                exchange.reply(200, Map.of("Content-Type", "application/json"), text.getBytes(StandardCharsets.UTF_8));
    }

    /** Sends the client elsewhere. */
    static Fault redirect(String location) {
        return status(307, Map.of("Location", location));
    }

    /** The request is taken, and then nothing comes; the connection stays. */
    static Fault silence() {
        return exchange -> exchange.pause(Duration.ofDays(1));
    }

    /** The node does it, and nothing comes; the connection stays. */
    static Fault silenceAfterDoing() {
        return exchange -> {
            exchange.forward();
            exchange.pause(Duration.ofDays(1));
        };
    }

    /** The body ends before it is over, by cutting the connection. */
    static Fault cutBody() {
        return exchange -> {
            byte[] body = FaultProxy.JSON.writeValueAsBytes(exchange.forward());
            exchange.head(
                    200, Map.of("Content-Type", "application/json", "Content-Length", String.valueOf(body.length)));
            exchange.write(Arrays.copyOf(body, body.length / 2));
            exchange.close();
        };
    }

    /** The body ends before it is over, and claims to be whole. */
    static Fault truncatedJson() {
        return exchange -> {
            byte[] body = FaultProxy.JSON.writeValueAsBytes(exchange.forward());
            exchange.reply(200, Map.of("Content-Type", "application/json"), Arrays.copyOf(body, body.length / 2));
        };
    }

    /** A well-formed answer with a string without end. */
    static Fault endlessBody() {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "application/json", "Connection", "close"));
            exchange.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x".getBytes(StandardCharsets.UTF_8));
            byte[] more = "00".repeat(1 << 15).getBytes(StandardCharsets.US_ASCII);
            while (!exchange.isClosed()) {
                exchange.write(more);
            }
        };
    }

    /** A well-formed answer of which a byte comes now and then, for ever. */
    static Fault trickle() {
        return exchange -> {
            exchange.head(200, Map.of("Content-Type", "application/json", "Connection", "close"));
            while (!exchange.isClosed()) {
                exchange.write(new byte[] {' '});
                exchange.pause(Duration.ofMillis(5));
            }
        };
    }

    /** Headers without end. */
    static Fault endlessHeaders() {
        return exchange -> {
            exchange.write("HTTP/1.1 200 OK\r\n".getBytes(StandardCharsets.US_ASCII));
            byte[] more = ("X-More: " + "x".repeat(1000) + "\r\n").getBytes(StandardCharsets.US_ASCII);
            while (!exchange.isClosed()) {
                exchange.write(more);
            }
        };
    }

    /** Few bytes that become many: gzip of a string of zeros. */
    static Fault gzipBomb(int bytes) {
        return exchange -> {
            ByteArrayOutputStream packed = new ByteArrayOutputStream();
            try (GZIPOutputStream gzip = new GZIPOutputStream(packed)) {
                gzip.write("{\"jsonrpc\":\"2.0\",\"id\":1,\"result\":\"0x".getBytes(StandardCharsets.UTF_8));
                byte[] zeros = "0".repeat(1 << 16).getBytes(StandardCharsets.US_ASCII);
                for (int written = 0; written < bytes; written += zeros.length) {
                    gzip.write(zeros);
                }
                gzip.write("\"}".getBytes(StandardCharsets.UTF_8));
            }
            exchange.reply(
                    200, Map.of("Content-Type", "application/json", "Content-Encoding", "gzip"), packed.toByteArray());
        };
    }
}
