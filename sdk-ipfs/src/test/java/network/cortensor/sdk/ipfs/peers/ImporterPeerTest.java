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
import java.util.List;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Same bytes, same CID: files and folders, drawn from a seed and set around every limit, named by this module, by the npm
 * importer, and by a real Kubo.
 *
 * <p>They are not of one mind in four points, which are asserted too so that nobody has to wonder. A folder whose names and
 * CIDs have exactly 262,144 bytes is no shard by the text of {@code unixfs-v0-2015}, to the npm importer and to this module; to
 * Kubo before 0.40 it is one. The npm importer 17.1.1 does not count
 * folders when it measures the folder that they are in. And for {@code unixfs-v1-2025} Kubo 0.33, which is older, has neither
 * the width of 1,024 (but 174) nor the size of the block as the measure for folders (but that of names and CIDs).
 */
class ImporterPeerTest {

    private static final int CASES = 500;
    private static final int ATTRIBUTE_CASES = 100;
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
        Drawn drawn = new Drawn(ImportProfile.UNIXFS_V0_2015, "unixfs-v0-2015", OLD_CHUNK);
        drawn.files(OLD_WIDTH * OLD_CHUNK, OLD_WIDTH * OLD_CHUNK + 1, (2 * OLD_WIDTH + 1) * OLD_CHUNK);
        drawn.folders(OLD_FULL_FOLDER, OLD_NAME_BYTES);
        drawn.rest();

        drawn.naming.compareWithImporter(List.of("folder-of-folders"));
        drawn.naming.compareWithKubo(List.of("folder-full"), "--only-hash", "--cid-version=0", "--chunker=size-262144");
    }

    @Test
    void add_unixfsV1_givesTheCidsOfTheNpmImporterAndOfKubo() throws IOException {
        int tooWideForKubo = OLD_WIDTH * MIB + 1;
        Drawn drawn = new Drawn(ImportProfile.UNIXFS_V1_2025, "unixfs-v1-2025", MIB);
        drawn.files(20 * MIB, tooWideForKubo);
        drawn.folders(FULL_FOLDER, NAME_BYTES);
        drawn.rest();

        drawn.naming.compareWithImporter(List.of("folder-of-folders"));
        drawn.naming.compareWithKubo(
                List.of("file-" + tooWideForKubo, "folder-above"),
                "--only-hash",
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
            JsonNode theirs = peer.ask(Map.of(
                    "profile",
                    "unixfs-v1-2025",
                    "entries",
                    Planned.file("file", size, "wide").entries()));
            assertThat(store.add(bytes)).hasToString(theirs.path("cid").asText());
        }
    }

    /**
     * Not the npm importer: 17.1.1 takes the block of a file of one chunk for its content when it adds attributes in v0. And
     * not by {@code --only-hash}: with attributes Kubo then misses blocks of its own.
     */
    @Test
    void add_permissionsAndTimesKeptInV0_givesTheCidsOfKubo() throws IOException {
        withAttributes(ImportProfile.UNIXFS_V0_2015, "unixfs-v0-2015", OLD_CHUNK)
                .compareWithKubo(List.of(), "--pin=false", "--cid-version=0", "--preserve-mode", "--preserve-mtime");
    }

    /** Not Kubo: with attributes it has no raw leaves. */
    @Test
    void add_permissionsAndTimesKeptInV1_givesTheCidsOfTheNpmImporter() throws IOException {
        withAttributes(ImportProfile.UNIXFS_V1_2025, "unixfs-v1-2025", MIB).compareWithImporter(List.of());
    }

    private Naming withAttributes(ImportProfile profile, String name, int chunkBytes) throws IOException {
        SeededRandom random = SeededRandom.create("ImporterPeerTest attributes " + name);
        AddOptions options = AddOptions.builder()
                .profile(profile)
                .keepMode(true)
                .keepModificationTime(true)
                .build();
        Naming naming = new Naming(random, folder, name, options);
        PlannedContent content = new PlannedContent(random, chunkBytes);
        while (naming.size() < ATTRIBUTE_CASES) {
            naming.add(content.next("drawn-" + naming.size()));
        }
        return naming;
    }

    /** What is named, under one profile: each limit, and drawn files and folders. */
    private final class Drawn {

        private final Naming naming;
        private final PlannedContent content;

        Drawn(ImportProfile profile, String name, int chunkBytes) throws IOException {
            SeededRandom random = SeededRandom.create("ImporterPeerTest " + name);
            AddOptions options = AddOptions.builder()
                    .profile(profile)
                    .threads(1 + random.below(3))
                    .build();
            this.naming = new Naming(random, folder, name, options);
            this.content = new PlannedContent(random, chunkBytes);
            files(0, 1, chunkBytes - 1, chunkBytes, chunkBytes + 1, 2 * chunkBytes, 2 * chunkBytes + 1);
        }

        void files(int... sizes) throws IOException {
            for (int size : sizes) {
                naming.add(Planned.file("file-" + size, size, "seed " + size));
            }
        }

        /** @param full how many files with names of that length fill a folder up to the limit and not above it */
        void folders(int full, int nameBytes) throws IOException {
            naming.add(content.folder("folder-empty", 0, nameBytes, nameBytes));
            naming.add(content.folder("folder-below", full, nameBytes, nameBytes - 1));
            naming.add(content.folder("folder-full", full, nameBytes, nameBytes));
            naming.add(content.folder("folder-above", full, nameBytes, nameBytes + 1));
            naming.add(content.folders("folder-of-folders", full * 11 / 10, nameBytes));
            naming.add(content.folder("folder-large", LARGE_FOLDER, SHORT_NAME_BYTES, SHORT_NAME_BYTES));
        }

        /** Draws as many as are missing. */
        void rest() throws IOException {
            while (naming.size() < CASES) {
                naming.add(content.next("drawn-" + naming.size()));
            }
        }
    }
}
