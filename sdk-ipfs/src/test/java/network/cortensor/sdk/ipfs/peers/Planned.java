package network.cortensor.sdk.ipfs.peers;

import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.sdk.ipfs.SeededRandom;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A file or folder to be named by everybody: on disk for us and for Kubo, as a request for {@code importer.mjs}. */
record Planned(String name, List<Entry> entries) {

    private static final ObjectMapper JSON = new ObjectMapper();

    /** Something at a path that starts with the name of the whole. */
    sealed interface Entry {

        String path();

        /** Makes it at its place below this folder; the folders above it are there. */
        void writeTo(Path file) throws IOException;
    }

    /** A file with the bytes of a {@link KeyStream}. */
    record FileEntry(String path, long size, String seed) implements Entry {

        @Override
        public void writeTo(Path file) throws IOException {
            try (InputStream content = new KeyStream(seed, size)) {
                Files.copy(content, file);
            }
        }
    }

    record LinkEntry(String path, String link) implements Entry {

        @Override
        public void writeTo(Path file) throws IOException {
            Files.createSymbolicLink(file, Path.of(link));
        }
    }

    record FolderEntry(String path) implements Entry {

        @Override
        public void writeTo(Path file) throws IOException {
            Files.createDirectory(file);
        }
    }

    static Planned file(String name, long size, String seed) {
        return new Planned(name, List.of(new FileEntry(name, size, seed)));
    }

    /** Makes it below a folder. */
    Path writeTo(Path parent) throws IOException {
        for (Entry entry : entries) {
            entry.writeTo(parent.resolve(entry.path()));
        }
        return parent.resolve(name);
    }

    /** Gives what was made permissions and times; links keep what they have. */
    void drawAttributes(Path parent, SeededRandom random) throws IOException {
        // From the inside out: whoever makes a file changes the time of its folder.
        for (int i = entries.size() - 1; i >= 0; i--) {
            Path file = parent.resolve(entries.get(i).path());
            if (!Files.isSymbolicLink(file)) {
                // The owner may do what the test has to do. Execution by all, the npm importer takes for the default of
                // folders.
                int mode = 0700 | (random.below(0100) & ~1);
                Files.setAttribute(file, "unix:mode", mode);
                long nanos = random.below(2) == 0 ? 0 : random.below(1_000_000_000);
                Files.setLastModifiedTime(
                        file, FileTime.from(Instant.ofEpochSecond(random.below(2_000_000_000), nanos)));
            }
        }
    }

    /** The entries with the permissions and times that they have below this folder, as {@code importer.mjs} wants them. */
    List<Map<String, Object>> entriesWithAttributes(Path parent) throws IOException {
        List<Map<String, Object>> described = new ArrayList<>();
        for (Entry entry : entries) {
            Path file = parent.resolve(entry.path());
            Map<String, Object> description = JSON.convertValue(entry, new TypeReference<>() {});
            Instant modified =
                    Files.getLastModifiedTime(file, LinkOption.NOFOLLOW_LINKS).toInstant();
            description.put(
                    "mtime",
                    modified.getNano() == 0
                            ? Map.of("secs", modified.getEpochSecond())
                            : Map.of("secs", modified.getEpochSecond(), "nsecs", modified.getNano()));
            if (!Files.isSymbolicLink(file)) {
                description.put("mode", (Integer) Files.getAttribute(file, "unix:mode") & 07777);
            }
            described.add(description);
        }
        return described;
    }
}
