package network.cortensor.sdk.verify;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.internal.wire.Json;
import network.cortensor.sdk.internal.wire.MalformedMessageException;
import network.cortensor.sdk.internal.wire.ModelName;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.ipfs.HashFunction;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.verify.Verdict.Status;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;

/**
 * The signed part of a receipt; {@code RECEIPT.md} describes its form. Reading is strict about values, and whoever reads
 * compares with what {@link #encoded} writes, so that there is one form.
 *
 * @param model what the nodes that gave the answer say they used; null when it is too long for a body
 * @param status what the attachments prove
 * @param verdict what the app concluded
 * @param probability in millionths
 * @param payment the transaction that paid; null when there is none, or none is known
 * @param evidence the SHA-256 of the attachments
 */
record ReceiptBody(
        long chainId,
        TaskId task,
        Address client,
        Cid prompt,
        Hash answer,
        @Nullable String model,
        Status status,
        Status verdict,
        int asked,
        int quorum,
        int support,
        int alike,
        ReceiptPolicy policy,
        int probability,
        Set<Layer> layers,
        TokenAmount paid,
        @Nullable Hash payment,
        Instant issued,
        Hash evidence) {

    /** The largest body in bytes. */
    static final int MAX_BYTES = 1024;

    private static final String TYPE = "cortensor-receipt";
    private static final int VERSION = 2;

    /** RFC 8785 knows numbers as doubles only, and beyond this one not every whole number is one. */
    static final long MAX_NUMBER = (1L << 53) - 1;

    private static final int MAX_COUNT = 65_535;
    private static final int MILLION = 1_000_000;

    /** 9999-12-31T23:59:59Z. */
    private static final long MAX_SECONDS = 253_402_300_799L;

    /** What a model's name may take in a body, in bytes of JSON: with it and all else at its longest, a body has 1 KiB. */
    private static final int MAX_MODEL_BYTES = 120;

    private static final List<Codec> CODECS = List.of(Codec.RAW, Codec.DAG_PB);

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException when a value is out of the range of this version
     */
    ReceiptBody {
        layers = Collections.unmodifiableSet(layers.isEmpty() ? Set.of() : EnumSet.copyOf(layers));
        requireRange("the chain", chainId, 1, MAX_NUMBER);
        requireRange("the session", task.session().value(), 0, MAX_NUMBER);
        requireRange("the task", task.number(), 0, MAX_NUMBER);
        requireRange("the number of asked nodes", asked, 1, MAX_COUNT);
        requireRange("the quorum", quorum, 0, MAX_COUNT);
        requireRange("the support", support, 0, MAX_COUNT);
        requireRange("the number of nodes that are alike", alike, 0, MAX_COUNT);
        requireRange("the probability", probability, 0, MILLION);
        requireRange("the time", issued.getEpochSecond(), 0, MAX_SECONDS);
        if (prompt.version() != 1 || prompt.hash() != HashFunction.SHA2_256 || !CODECS.contains(prompt.codec())) {
            throw new IllegalArgumentException(
                    "A receipt names the prompt by a CIDv1 of raw or dag-pb with SHA-256, not by " + prompt);
        }
        if (model != null && !(ModelName.isSound(model) && fits(model))) {
            throw new IllegalArgumentException("A body has no room for such a name of a model");
        }
    }

    private static void requireRange(String what, long value, long least, long most) {
        if (value < least || value > most) {
            throw new IllegalArgumentException(
                    "In a receipt " + what + " is from " + least + " to " + most + ", not " + value);
        }
    }

    /** Returns whether a model's name has room in a body. */
    static boolean fits(String model) {
        long escaped = model.chars().filter(c -> c == '"' || c == '\\').count();
        return model.getBytes(StandardCharsets.UTF_8).length + escaped <= MAX_MODEL_BYTES;
    }

    /**
     * Reads a body.
     *
     * @throws MalformedMessageException when a field is missing or has another type, or the version is another one
     * @throws IllegalArgumentException when a value is out of range, or not of its form, as do the classes of the values
     */
    static ReceiptBody read(JsonNode body) {
        if (!TYPE.equals(Json.text(body, "type"))) {
            throw new MalformedMessageException("its type is another one");
        }
        if (Json.number(body, "version") != VERSION) {
            throw new MalformedMessageException("its version is not " + VERSION + ", the one that is known here");
        }
        return new ReceiptBody(
                Json.number(body, "chain"),
                new TaskId(new SessionId(Json.number(body, "session")), Json.number(body, "task")),
                Address.parse(Json.text(body, "client")),
                Cid.parse(Json.text(body, "prompt")),
                Hash.parse(Json.text(body, "answer")),
                body.has("model") ? Json.text(body, "model") : null,
                status(body, "status"),
                status(body, "verdict"),
                count(body, "asked"),
                count(body, "quorum"),
                count(body, "support"),
                count(body, "alike"),
                ReceiptPolicy.parse(Json.text(body, "policy")),
                count(body, "probability"),
                layers(body),
                new TokenAmount(amount(Json.text(body, "paid"))),
                body.has("payment") ? Hash.parse(Json.text(body, "payment")) : null,
                Instant.ofEpochSecond(Math.min(Json.number(body, "issued"), MAX_SECONDS + 1)),
                Hash.parse(Json.text(body, "evidence")));
    }

    private static Status status(JsonNode body, String field) {
        return Status.valueOf(Json.text(body, field).toUpperCase(Locale.ROOT));
    }

    private static int count(JsonNode body, String field) {
        return (int) Math.min(Json.number(body, field), Integer.MAX_VALUE);
    }

    private static BigInteger amount(String digits) {
        if (digits.length() > 78) {
            throw new IllegalArgumentException("more digits than 256 bits have");
        }
        return new BigInteger(digits);
    }

    private static Set<Layer> layers(JsonNode body) {
        JsonNode names = body.get("layers");
        if (names == null || !names.isArray() || names.size() > Layer.values().length) {
            throw new MalformedMessageException("field 'layers' is missing or no list of them");
        }
        Set<Layer> layers = EnumSet.noneOf(Layer.class);
        for (JsonNode name : names) {
            if (!name.isTextual()) {
                throw new MalformedMessageException("field 'layers' has something else than names");
            }
            layers.add(Layer.valueOf(name.textValue().toUpperCase(Locale.ROOT)));
        }
        return layers;
    }

    /** Returns the bytes that are hashed for the signature. */
    byte[] encoded() {
        Map<String, Object> body = new TreeMap<>();
        body.put("type", TYPE);
        body.put("version", VERSION);
        body.put("chain", chainId);
        body.put("session", task.session().value());
        body.put("task", task.number());
        body.put("client", client.toString());
        body.put("prompt", prompt.toString());
        body.put("answer", answer.toString());
        if (model != null) {
            body.put("model", model);
        }
        body.put("status", name(status));
        body.put("verdict", name(verdict));
        body.put("asked", asked);
        body.put("quorum", quorum);
        body.put("support", support);
        body.put("alike", alike);
        body.put("policy", policy.toString());
        body.put("probability", probability);
        body.put("layers", layers.stream().map(ReceiptBody::name).toList());
        body.put("paid", paid.wei().toString());
        if (payment != null) {
            body.put("payment", payment.toString());
        }
        body.put("issued", issued.getEpochSecond());
        body.put("evidence", evidence.toString());
        return Json.canonical(body);
    }

    static String name(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
