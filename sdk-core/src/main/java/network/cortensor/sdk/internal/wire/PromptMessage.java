package network.cortensor.sdk.internal.wire;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.Recipient;

import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;

/**
 * What is inside a sealed prompt: the request, whom to seal the result for, and the salt for the answer's digest. No
 * {@code toString} of it shows the content.
 *
 * @param prompt the question or instruction
 * @param document the text that it is about; empty when there is none
 * @param maxTokens the largest number of tokens of the answer
 * @param temperatureHundredths the sampling temperature in hundredths
 * @param replyTo the app's key; results are sealed for it
 * @param answerSalt 32 random bytes
 */
public record PromptMessage(
        String prompt,
        String document,
        int maxTokens,
        int temperatureHundredths,
        Recipient replyTo,
        AnswerSalt answerSalt) {

    private static final long VERSION = 1;

    /** 32 secret bytes, in a type of their own so that no record prints them. */
    public static final class AnswerSalt {
        private final byte[] bytes;

        private AnswerSalt(byte[] bytes) {
            this.bytes = bytes;
        }

        public static AnswerSalt of(byte[] bytes) {
            if (bytes.length != 32) {
                throw new IllegalArgumentException("An answer salt has 32 bytes, this one has " + bytes.length);
            }
            return new AnswerSalt(bytes.clone());
        }

        public byte[] bytes() {
            return bytes.clone();
        }

        @Override
        public String toString() {
            return "AnswerSalt(32 bytes)";
        }
    }

    public byte[] encoded() {
        Map<String, Object> map = new TreeMap<>();
        map.put("version", VERSION);
        map.put("prompt", prompt);
        map.put("document", document);
        map.put("maxTokens", maxTokens);
        map.put("temperatureHundredths", temperatureHundredths);
        map.put("replyTo", replyTo.toString());
        map.put("answerSalt", Base64.getUrlEncoder().withoutPadding().encodeToString(answerSalt.bytes()));
        return Json.write(map);
    }

    /**
     * Reads a prompt message.
     *
     * @throws MalformedMessageException when the bytes are not a prompt message
     */
    public static PromptMessage decode(byte[] encoded) {
        JsonNode json = Json.read(encoded);
        if (Json.number(json, "version") != VERSION) {
            throw new MalformedMessageException("not a prompt message of version " + VERSION);
        }
        try {
            return new PromptMessage(
                    Json.text(json, "prompt"),
                    Json.text(json, "document"),
                    Math.toIntExact(Json.number(json, "maxTokens")),
                    Math.toIntExact(Json.number(json, "temperatureHundredths")),
                    Recipient.parse(Json.text(json, "replyTo")),
                    AnswerSalt.of(Base64.getUrlDecoder().decode(Json.text(json, "answerSalt"))));
        } catch (IllegalArgumentException | ArithmeticException | CryptoException e) {
            throw new MalformedMessageException("a prompt message with a value out of range");
        }
    }

    @Override
    public String toString() {
        return "PromptMessage(" + prompt.length() + " + " + document.length() + " characters)";
    }
}
