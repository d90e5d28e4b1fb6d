package network.cortensor.sdk.ipfs;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileSystemException;
import java.nio.file.FileSystems;
import java.nio.file.Path;

/**
 * Names of files as the text that is in blocks: UTF-8, whatever the locale.
 *
 * <p>Java decodes names by the locale it was started in, and quietly replaces what does not fit: without this, a program would
 * import the same folder under other names in a container that has no locale.
 */
final class FileNames {
    private FileNames() {}

    /**
     * Returns the last name of a path.
     *
     * @throws FileSystemException if it is not UTF-8
     */
    static String name(Path path) throws FileSystemException {
        Path name = path.getFileName();
        if (name == null) {
            throw new FileSystemException(path.toString(), null, "has no name");
        }
        return text(path, name);
    }

    /**
     * Returns all of {@code part}, in which {@code path} is named if it is not UTF-8.
     *
     * @throws FileSystemException if it is not UTF-8
     */
    static String text(Path path, Path part) throws FileSystemException {
        String text = part.toString();
        if (isAscii(text) || !part.getFileSystem().equals(FileSystems.getDefault())) {
            return text;
        }
        // A file URI holds the bytes that the operating system has, whatever they mean.
        Path absolute =
                part.isAbsolute() ? part : part.getFileSystem().getPath("/").resolve(part);
        String bytes = absolute.toUri().getRawPath();
        try {
            String decoded = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(percentDecoded(bytes))
                    .toString();
            String relative = part.isAbsolute() ? decoded : decoded.substring(1);
            // The URI of what happens to be a folder ends with a slash.
            boolean added = relative.endsWith("/") && !text.endsWith("/");
            return added ? relative.substring(0, relative.length() - 1) : relative;
        } catch (CharacterCodingException e) {
            throw new FileSystemException(path.toString(), null, "its name, or its target, is not UTF-8; rename it");
        }
    }

    private static boolean isAscii(String text) {
        return text.chars().allMatch(character -> character < 0x80);
    }

    private static ByteBuffer percentDecoded(String text) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream(text.length());
        int i = 0;
        while (i < text.length()) {
            boolean escaped = text.charAt(i) == '%';
            bytes.write(escaped ? Integer.parseInt(text, i + 1, i + 3, 16) : text.charAt(i));
            i += escaped ? 3 : 1;
        }
        return ByteBuffer.wrap(bytes.toByteArray());
    }
}
