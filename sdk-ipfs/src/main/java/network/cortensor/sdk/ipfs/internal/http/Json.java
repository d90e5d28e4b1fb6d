package network.cortensor.sdk.ipfs.internal.http;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.ipfs.MalformedException;

import java.io.IOException;

/** Reads JSON of strangers: limited depth, names, numbers and strings; no name twice, nothing behind the value. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .streamReadConstraints(StreamReadConstraints.builder()
                            .maxNestingDepth(32)
                            .maxNameLength(1024)
                            .maxNumberLength(64)
                            .maxStringLength(1024 * 1024)
                            .build())
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);

    private Json() {}

    /**
     * Reads one value, which may be anything but nothing.
     *
     * @param what the start of the message of a failure
     * @throws MalformedException if it is not JSON or exceeds a limit; what it says instead is not quoted
     */
    public static JsonNode read(byte[] text, String what) {
        try {
            JsonNode value = MAPPER.readTree(text);
            if (value == null || value.isMissingNode()) {
                throw new MalformedException(what + ": expected JSON, found nothing");
            }
            return value;
        } catch (IOException e) {
            // Also bytes that are no text in any encoding. Its message quotes the text.
            throw new MalformedException(what + ": is not JSON, or exceeds a limit on depth or length");
        }
    }
}
