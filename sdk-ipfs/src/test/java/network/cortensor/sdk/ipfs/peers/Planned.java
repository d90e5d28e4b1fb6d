package network.cortensor.sdk.ipfs.peers;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** A file or folder to be named by everybody: on disk for us and for Kubo, as a request for {@code importer.mjs}. */
record Planned(String name, List<Entry> entries) {

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

    /** What {@code importer.mjs} is asked. */
    Map<String, Object> request(String profile) {
        return Map.of("profile", profile, "entries", entries);
    }

    /** Makes it below a folder. */
    Path writeTo(Path parent) throws IOException {
        for (Entry entry : entries) {
            entry.writeTo(parent.resolve(entry.path()));
        }
        return parent.resolve(name);
    }
}
