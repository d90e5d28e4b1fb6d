package network.cortensor.sdk.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import java.util.TreeMap;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.WalletSignature;
import network.cortensor.sdk.node.InferenceResult;

/**
 * What is inside a sealed result: the answer and the miner's signature under its statement.
 *
 * @param result what the engine gave
 * @param statement the signature of the node statement over this answer
 */
public record ResultMessage(InferenceResult result, WalletSignature statement) {

    private static final long VERSION = 1;

    public byte[] encoded() {
        Map<String, Object> map = new TreeMap<>();
        map.put("version", VERSION);
        map.put("text", result.text());
        map.put("model", result.model());
        map.put("finishReason", result.finish().name());
        map.put("promptTokens", result.promptTokens());
        map.put("completionTokens", result.completionTokens());
        map.put("statement", statement.toString());
        return Json.write(map);
    }

    /**
     * @throws MalformedMessageException when the bytes are not a result message
     */
    public static ResultMessage decode(byte[] encoded) {
        JsonNode json = Json.read(encoded);
        if (Json.number(json, "version") != VERSION) {
            throw new MalformedMessageException("not a result message of version " + VERSION);
        }
        try {
            return new ResultMessage(
                    new InferenceResult(
                            Json.text(json, "text"),
                            Json.text(json, "model"),
                            InferenceResult.Finish.valueOf(Json.text(json, "finishReason")),
                            Math.toIntExact(Json.number(json, "promptTokens")),
                            Math.toIntExact(Json.number(json, "completionTokens"))),
                    WalletSignature.parse(Json.text(json, "statement")));
        } catch (IllegalArgumentException | ArithmeticException | CryptoException e) {
            throw new MalformedMessageException("a result message with a value out of range");
        }
    }
}
