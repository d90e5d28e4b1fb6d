package network.cortensor.sdk.ipfs.kubo;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Writes files and folders as the parts of a form in which Kubo takes them: a part each, a folder before what is in it, names
 * percent-encoded and with the names of the folders above ({@code Content-Disposition: form-data; name="file";
 * filename="folder%2Ffile"}), folders as {@code application/x-directory}, symlinks as {@code application/symlink}.
 *
 * <p>Where a file lies on this machine ({@code Abspath}) is not sent: the daemon needs it only to refer to files instead of
 * copying them, and others have no business knowing.
 */
final class MultipartWriter {
    /** As deep as content is imported. */
    private static final int MAX_DEPTH = 64;

    private static final String END = "\r\n";

    private final OutputStream out;
    private final String boundary;

    MultipartWriter(OutputStream out, String boundary) {
        this.out = out;
        this.boundary = boundary;
    }

    static String contentType(String boundary) {
        return "multipart/form-data; boundary=" + boundary;
    }

    /** Writes the content of a part, and leaves {@code out} open. */
    @FunctionalInterface
    interface Content {
        void writeTo(OutputStream out) throws IOException;
    }

    /** Writes one part, which is a file. */
    void file(String name, Content content) throws IOException {
        start(name, "application/octet-stream");
        content.writeTo(out);
        text(END);
    }

    /** Writes what is at {@code path}, under {@code name}, with everything below. */
    void tree(String name, Path path) throws IOException {
        tree(name, path, 0);
    }

    private void tree(String name, Path path, int depth) throws IOException {
        if (depth > MAX_DEPTH) {
            throw new IOException("folders are nested more than " + MAX_DEPTH + " deep: " + path);
        }
        if (Files.isSymbolicLink(path)) {
            start(name, "application/symlink");
            text(Files.readSymbolicLink(path).toString());
            text(END);
        } else if (Files.isDirectory(path, LinkOption.NOFOLLOW_LINKS)) {
            start(name, "application/x-directory");
            text(END);
            for (Path child : children(path)) {
                tree(name + "/" + child.getFileName(), child, depth + 1);
            }
        } else if (Files.isRegularFile(path, LinkOption.NOFOLLOW_LINKS)) {
            try (InputStream content = Files.newInputStream(path, LinkOption.NOFOLLOW_LINKS)) {
                file(name, content::transferTo);
            }
        } else {
            throw new IOException("neither a file nor a folder nor a symlink: " + path);
        }
    }

    private static List<Path> children(Path folder) throws IOException {
        List<Path> children = new ArrayList<>();
        try (DirectoryStream<Path> entries = Files.newDirectoryStream(folder)) {
            entries.forEach(children::add);
        }
        children.sort(Comparator.comparing(child -> child.getFileName().toString()));
        return children;
    }

    /** Writes the end behind the last part. */
    void end() throws IOException {
        text("--" + boundary + "--" + END);
        out.flush();
    }

    private void start(String name, String type) throws IOException {
        text("--" + boundary + END);
        text("Content-Disposition: form-data; name=\"file\"; filename=\"" + encoded(name) + "\"" + END);
        text("Content-Type: " + type + END + END);
    }

    /** Kubo decodes names as a form does. */
    private static String encoded(String name) {
        return URLEncoder.encode(name, StandardCharsets.UTF_8);
    }

    private void text(String text) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
    }
}
