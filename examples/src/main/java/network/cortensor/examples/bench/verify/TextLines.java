package network.cortensor.examples.bench.verify;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * The lines of a UTF-8 text, with or without a byte order mark, ended by LF or CRLF. What stands in a line is left alone:
 * quotes, backslashes, control characters.
 */
final class TextLines {

    /** The largest file that is read: 64 MiB. All of it is held in memory. */
    static final int MAX_BYTES = 64 * 1024 * 1024;

    private TextLines() {}

    /**
     * Reads a file.
     *
     * @throws InputFileException when it cannot be read, is larger than {@link #MAX_BYTES}, or is not UTF-8
     */
    static List<String> of(Path file) {
        try (InputStream in = Files.newInputStream(file)) {
            return of(file.toString(), in.readNBytes(MAX_BYTES + 1));
        } catch (IOException e) {
            throw new InputFileException(file + " cannot be read; name a text file");
        }
    }

    /** Splits what was read already. */
    static List<String> of(String name, byte[] bytes) {
        if (bytes.length > MAX_BYTES) {
            throw new InputFileException(name + " is larger than " + MAX_BYTES + " bytes; split it");
        }
        String text;
        try {
            text = StandardCharsets.UTF_8
                    .newDecoder()
                    .onMalformedInput(CodingErrorAction.REPORT)
                    .onUnmappableCharacter(CodingErrorAction.REPORT)
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
        } catch (CharacterCodingException e) {
            throw new InputFileException(name + " is not UTF-8 text; convert it first");
        }
        int start = text.startsWith("\uFEFF") ? 1 : 0;
        List<String> lines = new ArrayList<>();
        while (start < text.length()) {
            int end = text.indexOf('\n', start);
            int next = end < 0 ? text.length() : end;
            lines.add(text.substring(start, next > start && text.charAt(next - 1) == '\r' ? next - 1 : next));
            start = next + 1;
        }
        return List.copyOf(lines);
    }
}
