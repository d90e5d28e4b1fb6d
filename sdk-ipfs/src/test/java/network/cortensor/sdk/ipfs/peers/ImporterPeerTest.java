package network.cortensor.sdk.ipfs.peers;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.ImportProfile;
import network.cortensor.sdk.ipfs.SeededRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Same bytes, same CID: files and folders, drawn from a seed and set around every limit, named by this module, by the npm
 * importer, and by a real Kubo.
 *
 * <p>They are not of one mind in three points, which are asserted too so that nobody has to wonder. A folder whose names and
 * CIDs have exactly 262,144 bytes is no shard by the text of {@code unixfs-v0-2015} and to the npm importer; to Kubo before
 * 0.40, and to this module for the sake of what was written with it, it is one. And for {@code unixfs-v1-2025} Kubo 0.33,
 * which is older, has neither the width of 1,024 (but 174) nor the size of the block as the measure for folders (but that of
 * names and CIDs).
 */
class ImporterPeerTest {

    private static final int CASES = 500;
    private static final int KIB = 1024;
    private static final int MIB = 1024 * KIB;
    private static final int OLD_CHUNK = 256 * KIB;
    private static final int OLD_WIDTH = 174;
    private static final int WIDTH = 1024;

    /** By the measure of v0, name and CID, a link with a name of 222 bytes takes 256 bytes: 1,024 of them take 256 KiB. */
    private static final int OLD_NAME_BYTES = 222;

    private static final int OLD_FULL_FOLDER = 1024;

    /** In the block, a link to one byte with a name of 209 bytes takes 255 bytes: 1,028 of them and 4 others make 256 KiB. */
    private static final int NAME_BYTES = 209;

    private static final int FULL_FOLDER = 1028;

    /** So many that shards have shards, and that it is more than enough by every measure. */
    private static final int LARGE_FOLDER = 6000;

    private static final int SHORT_NAME_BYTES = 16;

    @TempDir
    private Path folder;

    @Test
    void add_unixfsV0_givesTheCidsOfTheNpmImporterAndOfKubo() throws IOException {
        Cases cases = new Cases(ImportProfile.UNIXFS_V0_2015, "unixfs-v0-2015", OLD_CHUNK);
        cases.files(OLD_WIDTH * OLD_CHUNK, OLD_WIDTH * OLD_CHUNK + 1, (2 * OLD_WIDTH + 1) * OLD_CHUNK);
        cases.folders(OLD_FULL_FOLDER, OLD_NAME_BYTES);
        cases.draw();

        cases.compareWithImporter(List.of("folder-full"));
        cases.compareWithKubo(List.of(), "--cid-version=0", "--chunker=size-262144");
    }

    @Test
    void add_unixfsV1_givesTheCidsOfTheNpmImporterAndOfKubo() throws IOException {
        int tooWideForKubo = OLD_WIDTH * MIB + 1;
        Cases cases = new Cases(ImportProfile.UNIXFS_V1_2025, "unixfs-v1-2025", MIB);
        cases.files(20 * MIB, tooWideForKubo);
        cases.folders(FULL_FOLDER, NAME_BYTES);
        cases.draw();

        cases.compareWithImporter(List.of());
        cases.compareWithKubo(
                List.of("file-" + tooWideForKubo, "folder-above"),
                "--cid-version=1",
                "--raw-leaves",
                "--chunker=size-1048576");
    }

    @Test
    void add_fileWiderThanANodeOfV1_givesTheCidOfTheNpmImporter() throws IOException {
        long size = (long) WIDTH * MIB + 1;
        try (NodePeer peer = NodePeer.importer(getClass());
                ContentStore store = ContentStore.on(BlockStore.discarding());
                InputStream bytes = new KeyStream("wide", size)) {
            JsonNode theirs = peer.ask(Planned.file("file", size, "wide").request("unixfs-v1-2025"));
            assertThat(store.add(bytes)).hasToString(theirs.path("cid").asText());
        }
    }

    /** What is named by all of them, under one profile. */
    private final class Cases {

        private final SeededRandom random;
        private final ImportProfile profile;
        private final String name;
        private final PlannedContent content;
        private final List<Planned> planned = new ArrayList<>();
        private final Map<String, String> ours = new LinkedHashMap<>();

        Cases(ImportProfile profile, String name, int chunkBytes) throws IOException {
            this.random = SeededRandom.create("ImporterPeerTest " + name);
            this.profile = profile;
            this.name = name;
            this.content = new PlannedContent(random, chunkBytes);
            files(0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 2 * chunkBytes + 1);
        }

        void files(int... sizes) throws IOException {
            for (int size : sizes) {
                add(Planned.file("file-" + size, size, "seed " + size));
            }
        }

        /** @param full how many files with names of that length fill a folder up to the limit and not above it */
        void folders(int full, int nameBytes) throws IOException {
            add(content.folder("folder-empty", 0, nameBytes, nameBytes));
            add(content.folder("folder-below", full, nameBytes, nameBytes - 1));
            add(content.folder("folder-full", full, nameBytes, nameBytes));
            add(content.folder("folder-above", full, nameBytes, nameBytes + 1));
            add(content.folder("folder-large", LARGE_FOLDER, SHORT_NAME_BYTES, SHORT_NAME_BYTES));
        }

        /** Draws as many as are missing. */
        void draw() throws IOException {
            while (planned.size() < CASES) {
                add(content.next("drawn-" + planned.size()));
            }
        }

        private void add(Planned content) throws IOException {
            Path path = content.writeTo(folder);
            planned.add(content);
            AddOptions options = AddOptions.builder()
                    .profile(profile)
                    .threads(1 + random.below(3))
                    .build();
            try (ContentStore store = ContentStore.on(BlockStore.discarding())) {
                ours.put(content.name(), store.add(path, options).toString());
            }
        }

        /** @param otherwise what the importer has to name differently */
        void compareWithImporter(List<String> otherwise) throws IOException {
            Map<String, String> theirs = new HashMap<>();
            try (NodePeer peer = NodePeer.importer(ImporterPeerTest.class)) {
                for (Planned content : planned) {
                    JsonNode reply = peer.ask(content.request(name));
                    theirs.put(content.name(), reply.path("cid").asText());
                }
            }
            compare("the npm importer", theirs, otherwise);
        }

        /** @param otherwise what Kubo has to name differently */
        void compareWithKubo(List<String> otherwise, String... options) throws IOException {
            List<String> command = new ArrayList<>(List.of("add", "--recursive", "--only-hash", "--hidden"));
            command.addAll(List.of(options));
            command.add(folder.toString());
            try (KuboDaemon kubo = KuboDaemon.start(ImporterPeerTest.class)) {
                Map<String, String> theirs = added(kubo.run(command.toArray(String[]::new)));
                compare("Kubo " + kubo.version(), theirs, otherwise);
            }
        }

        private void compare(String peer, Map<String, String> theirs, List<String> otherwise) {
            assertThat(theirs).hasSize(CASES).containsOnlyKeys(ours.keySet());
            List<String> differences = ours.entrySet().stream()
                    .filter(named -> !named.getValue().equals(theirs.get(named.getKey())))
                    .map(Map.Entry::getKey)
                    .toList();
            assertThat(differences)
                    .as("what %s names differently, %s", peer, random.seed())
                    .containsExactlyInAnyOrderElementsOf(otherwise);
            System.out.printf(
                    "interop: %d files and folders have the same CID from %s, %d another one as expected: %s%n",
                    CASES - otherwise.size(), peer, otherwise.size(), name);
        }

        /** Reads what {@code ipfs add} prints of the whole folder, and takes what is directly in it. */
        private Map<String, String> added(String output) {
            Pattern line = Pattern.compile(
                    "added (\\S+) " + Pattern.quote(folder.getFileName().toString()) + "/([^/]+)");
            Map<String, String> added = new HashMap<>();
            output.lines()
                    .map(line::matcher)
                    .filter(Matcher::matches)
                    .forEach(matched -> added.put(matched.group(2), matched.group(1)));
            return added;
        }
    }
}
