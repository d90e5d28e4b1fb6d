package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CoderResult;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.function.Function;

/** A file that the caller names. Reads it with a limit and says in one sentence what is wrong with it; shows none of it. */
final class InputFile {

    private static final char BYTE_ORDER_MARK = '\uFEFF';

    private final String what;
    private final Path path;

    private InputFile(String what, Path path) {
        this.what = what;
        this.path = path;
    }

    /** Names a file; {@code what} is its role in messages, such as {@code document}. */
    static InputFile of(String what, Path path) {
        return new InputFile(what, path);
    }

    /**
     * Reads the bytes. The size is looked at first; what has none, such as a pipe, is read up to the limit.
     *
     * @param tooLarge makes the exception for a file above the limit
     * @throws InvalidRequestException when there is no such file or it cannot be read
     */
    byte[] bytes(int limit, Function<String, RuntimeException> tooLarge) {
        try {
            if (Files.isDirectory(path)) {
                throw refused("is a directory; name a file in it");
            }
            long size = Files.size(path);
            if (size > limit) {
                throw tooLarge.apply(sentence("has " + size + " bytes, at most " + limit + " are allowed"));
            }
            try (InputStream in = Files.newInputStream(path)) {
                byte[] bytes = in.readNBytes(limit + 1);
                if (bytes.length > limit) {
                    throw tooLarge.apply(sentence("has more than the " + limit + " bytes that are allowed"));
                }
                return bytes;
            }
        } catch (NoSuchFileException e) {
            throw refused("does not exist; check the path");
        } catch (AccessDeniedException e) {
            throw refused("may not be read; check its permissions");
        } catch (IOException e) {
            throw refused("cannot be read: " + reason(e));
        }
    }

    /**
     * Reads text, strictly as UTF-8. A byte order mark is left out.
     *
     * @throws InvalidRequestException also when it is empty, too large or not UTF-8; names the first bad byte
     */
    String text(int limit) {
        byte[] bytes = bytes(
                limit,
                sentence -> new InvalidRequestException(
                        sentence.substring(0, sentence.length() - 1) + "; send the part that the question is about."));
        if (bytes.length == 0) {
            throw refused("is empty; give it at least one sentence");
        }
        CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        CharBuffer text = CharBuffer.allocate(bytes.length);
        CoderResult result = decoder.decode(in, text, true);
        if (result.isError()) {
            throw refused(String.format(
                    "is not UTF-8 text: byte 0x%02X at offset %d starts no character; convert it first",
                    bytes[in.position()], in.position()));
        }
        text.flip();
        return text.length() > 0 && text.charAt(0) == BYTE_ORDER_MARK
                ? text.subSequence(1, text.length()).toString()
                : text.toString();
    }

    /** Returns the cause without the path that the platform puts in front of it: the sentence has named it already. */
    private String reason(IOException e) {
        return e.getClass() == IOException.class && e.getMessage() != null
                ? e.getMessage()
                : "the file system refused it";
    }

    private InvalidRequestException refused(String problem) {
        return new InvalidRequestException(sentence(problem));
    }

    private String sentence(String problem) {
        return "The " + what + " " + path + " " + problem + ".";
    }
}
