package network.cortensor.sdk.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.WalletSignature;

import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is inside a sealed result: the answer and the miner's signature under its statement. No {@code toString} of it shows
 * the answer.
 *
 * @param text the answer
 * @param model the model that the engine names
 * @param finish why the answer ended: {@code STOP} or {@code LENGTH}
 * @param promptTokens the number of tokens read, 0 when unknown
 * @param completionTokens the number of tokens written, 0 when unknown
 * @param statement the signature of the node statement over this answer
 */
public record ResultMessage(
        String text, String model, String finish, int promptTokens, int completionTokens, WalletSignature statement) {

    private static final long VERSION = 1;

    /** Returns whether an answer and a model's name are fit to be signed, compared and shown. */
    public static boolean isSound(String text, String model) {
        return !text.isBlank() && StandardCharsets.UTF_8.newEncoder().canEncode(text) && ModelName.isSound(model);
    }

    public byte[] encoded() {
        Map<String, Object> map = new TreeMap<>();
        map.put("version", VERSION);
        map.put("text", text);
        map.put("model", model);
        map.put("finish", finish);
        map.put("promptTokens", promptTokens);
        map.put("completionTokens", completionTokens);
        map.put("statement", statement.toString());
        return Json.write(map);
    }

    /**
     * Reads a result message.
     *
     * @throws MalformedMessageException when the bytes are not a result message
     */
    public static ResultMessage decode(byte[] encoded) {
        JsonNode json = Json.read(encoded);
        if (Json.number(json, "version") != VERSION) {
            throw new MalformedMessageException("not a result message of version " + VERSION);
        }
        if (!isSound(Json.text(json, "text"), Json.text(json, "model"))) {
            throw new MalformedMessageException("a result message with a blank answer or with text that is no Unicode");
        }
        try {
            return new ResultMessage(
                    Json.text(json, "text"),
                    Json.text(json, "model"),
                    Json.text(json, "finish"),
                    Math.toIntExact(Json.number(json, "promptTokens")),
                    Math.toIntExact(Json.number(json, "completionTokens")),
                    WalletSignature.parse(Json.text(json, "statement")));
        } catch (IllegalArgumentException | ArithmeticException | CryptoException e) {
            throw new MalformedMessageException("a result message with a value out of range");
        }
    }

    @Override
    public String toString() {
        return "ResultMessage(" + text.length() + " characters by " + model + ")";
    }
}
