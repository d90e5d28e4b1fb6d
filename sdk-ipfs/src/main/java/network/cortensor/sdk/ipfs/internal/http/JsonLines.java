package network.cortensor.sdk.ipfs.internal.http;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.MalformedException;
import network.cortensor.sdk.ipfs.UnreachableException;

import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/** Reads JSON values that stand one to a line (ndjson), each when it has come. Empty lines are skipped. */
public final class JsonLines implements AutoCloseable {
    private final InputStream in;
    private final int maxLineBytes;
    private final String what;

    /** Reads {@code in}, which it takes over, in lines of at most so many bytes. */
    public JsonLines(InputStream in, int maxLineBytes, String what) {
        this.in = new BufferedInputStream(in);
        this.maxLineBytes = maxLineBytes;
        this.what = what;
    }

    /**
     * Returns the next value, or empty at the end.
     *
     * @throws MalformedException if a line is too long or is not JSON
     * @throws UnreachableException if the answer is cut off
     */
    public Optional<JsonNode> next() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        while (true) {
            int next = read();
            boolean lineEnds = next < 0 || next == '\n';
            if (lineEnds && !line.toString(StandardCharsets.UTF_8).isBlank()) {
                return Optional.of(Json.read(line.toByteArray(), what));
            }
            if (next < 0) {
                return Optional.empty();
            }
            if (lineEnds) {
                line.reset();
                continue;
            }
            line.write(next);
            if (line.size() > maxLineBytes) {
                throw new MalformedException(what + ": expected lines of at most " + maxLineBytes + " bytes");
            }
        }
    }

    private int read() {
        try {
            return in.read();
        } catch (IOException e) {
            throw new UnreachableException(what + ": is cut off", e);
        }
    }

    @Override
    public void close() {
        try {
            in.close();
        } catch (IOException e) {
            throw new UnreachableException(what + ": could not be closed", e);
        }
    }
}
