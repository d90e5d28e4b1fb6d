package network.cortensor.sdk.ipfs;

import org.junit.jupiter.api.Test;

import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** The CID profile vectors of IPIP-499. */
class CidProfileVectorTest {
    private static final Pattern OBJECT = Pattern.compile("\\{(\"profile\"[^{}]*)\\}");
    private static final Pattern MEMBER = Pattern.compile("\"(\\w+)\": (?:\"([^\"]*)\"|(\\d+))");

    /** Content up to this size is also read back; above it the store keeps nothing. */
    private static final long READ_BACK_LIMIT = 64L << 20;

    @Test
    void add_contentOfOthersVectors_givesTheirCids() throws Exception {
        Path file = Vectors.file("IPIP-499 CID profiles", "unixfs/ipip-499.json");
        Map<String, Integer> passed = new TreeMap<>();
        for (Vector vector : parse(Files.readString(file))) {

            switch (vector.profile) {
                case "unixfs-v1-2025" -> checkImport(vector, ImportProfile.UNIXFS_V1_2025);
                case "unixfs-v0-2015" -> checkImport(vector, ImportProfile.UNIXFS_V0_2015);
                default -> checkEmptyFolder(vector);
            }
            passed.merge(vector.profile, 1, Integer::sum);
        }
        System.out.println("IPIP-499 CID profile vectors passed: " + passed);
        assertThat(passed).isEqualTo(Map.of("unixfs-v1-2025", 4, "unixfs-v0-2015", 4, "any", 2));
    }

    private static void checkImport(Vector vector, ImportProfile profile) throws Exception {
        boolean readBack = vector.size <= READ_BACK_LIMIT;
        for (int threads = 1; threads <= 2; threads++) {
            AddOptions options =
                    AddOptions.builder().profile(profile).threads(threads).build();
            try (ContentStore store = ContentStore.on(readBack ? BlockStore.memory() : new ForgetfulBlockStore())) {
                Cid cid = store.add(content(vector), options);
                assertThat(cid).hasToString(vector.cid);
                if (readBack) {
                    assertThat(store.get(cid)).hasSameContentAs(content(vector));
                }
            }
        }
    }

    private static void checkEmptyFolder(Vector vector) {
        Cid expected = Cid.parse(vector.cid);
        ImportProfile profile = expected.version() == 0 ? ImportProfile.UNIXFS_V0_2015 : ImportProfile.UNIXFS_V1_2025;
        try (ContentStore store = ContentStore.on(BlockStore.memory())) {
            Cid cid = store.addFolder(
                    Map.of(), AddOptions.builder().profile(profile).build());
            assertThat(cid).isEqualTo(expected);
        }
    }

    /** The generator that the vector file describes. */
    private static InputStream content(Vector vector) {
        if (!vector.text.isEmpty()) {
            return new ByteArrayInputStream(vector.text.getBytes(StandardCharsets.UTF_8));
        }
        return ChaChaStream.of(vector.seed, vector.size);
    }

    /** One object of the file; what it does not name is empty. */
    private record Vector(String profile, String cid, String text, String seed, long size) {}

    private static List<Vector> parse(String json) {
        List<Vector> vectors = new ArrayList<>();
        Matcher objects = OBJECT.matcher(json);
        while (objects.find()) {
            Map<String, String> members = new TreeMap<>();
            Matcher member = MEMBER.matcher(objects.group(1));
            while (member.find()) {
                members.put(member.group(1), member.group(2) != null ? member.group(2) : member.group(3));
            }
            vectors.add(new Vector(
                    members.getOrDefault("profile", ""),
                    members.getOrDefault("cid", ""),
                    members.getOrDefault("text", ""),
                    members.getOrDefault("seed", ""),
                    Long.parseLong(members.getOrDefault("bytes", "0"))));
        }
        return vectors;
    }
}
