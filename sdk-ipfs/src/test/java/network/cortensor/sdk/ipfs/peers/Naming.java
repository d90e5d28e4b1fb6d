package network.cortensor.sdk.ipfs.peers;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.ipfs.AddOptions;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.SeededRandom;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

import static org.assertj.core.api.Assertions.assertThat;

/** Files and folders, what this module names them, and whether others name them the same. */
final class Naming {

    private final SeededRandom random;
    private final Path folder;
    private final String profile;
    private final AddOptions options;
    private final List<Planned> planned = new ArrayList<>();
    private final Map<String, String> ours = new LinkedHashMap<>();

    /**
     * @param folder empty; what is named is put here
     * @param profile the name by which the others know the profile of {@code options}
     */
    Naming(SeededRandom random, Path folder, String profile, AddOptions options) {
        this.random = random;
        this.folder = folder;
        this.profile = profile;
        this.options = options;
    }

    int size() {
        return planned.size();
    }

    /** Makes it, and has this module name it. */
    void add(Planned content) throws IOException {
        Path path = content.writeTo(folder);
        if (options.keepMode()) {
            content.drawAttributes(folder, random);
        }
        planned.add(content);
        try (ContentStore store = ContentStore.on(BlockStore.discarding())) {
            ours.put(content.name(), store.add(path, options).toString());
        }
    }

    /** @param otherwise what the importer has to name differently */
    void compareWithImporter(List<String> otherwise) throws IOException {
        Map<String, String> theirs = new HashMap<>();
        try (NodePeer peer = NodePeer.importer(getClass())) {
            for (Planned content : planned) {
                List<?> entries = options.keepMode() ? content.entriesWithAttributes(folder) : content.entries();
                JsonNode reply = peer.ask(Map.of("profile", profile, "entries", entries));
                theirs.put(content.name(), reply.path("cid").asText());
            }
        }
        compare("the npm importer", theirs, otherwise);
    }

    /** @param otherwise what Kubo has to name differently */
    void compareWithKubo(List<String> otherwise, String... options) throws IOException {
        List<String> command = new ArrayList<>(List.of("add", "--recursive", "--hidden", "--progress=false"));
        command.addAll(List.of(options));
        command.add(folder.toString());
        try (KuboDaemon kubo = KuboDaemon.start(getClass())) {
            Map<String, String> theirs = added(kubo.run(command.toArray(String[]::new)));
            compare("Kubo " + kubo.version(), theirs, otherwise);
        }
    }

    private void compare(String peer, Map<String, String> theirs, List<String> otherwise) {
        assertThat(theirs).hasSize(size()).containsOnlyKeys(ours.keySet());
        List<String> differences = ours.entrySet().stream()
                .filter(named -> !named.getValue().equals(theirs.get(named.getKey())))
                .map(Map.Entry::getKey)
                .toList();
        assertThat(differences)
                .as("what %s names differently, %s", peer, random.seed())
                .containsExactlyInAnyOrderElementsOf(otherwise);
        System.out.printf(
                "interop: %d files and folders%s have the same CID from %s, %d another one as expected: %s%n",
                size() - otherwise.size(),
                options.keepMode() ? " with permissions and times" : "",
                peer,
                otherwise.size(),
                profile);
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
