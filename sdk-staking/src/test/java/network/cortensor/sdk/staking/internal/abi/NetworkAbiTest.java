package network.cortensor.sdk.staking.internal.abi;

import org.junit.jupiter.api.Test;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/**
 * Reads the interfaces of the network's own contracts, which are not part of this repository: the folder {@code abi} beside
 * or below the folder of {@code -Dcortensor.vectors=}. Selectors and topics are compared with a list that others computed.
 */
class NetworkAbiTest {
    private static final String PROPERTY = "cortensor.vectors";
    private static final int FILES = 7;
    private static final List<String> CURRENT =
            List.of("SessionV2.2025-11.chaplin.json", "SessionQueueV2.2025-11.chaplin.json");
    private static final Pattern HEADING = Pattern.compile("^## 2\\.[12] .*");
    private static final Pattern FUNCTION = Pattern.compile("^0x([0-9a-f]{8}) (\\w+)\\(.*");
    private static final Pattern TOPIC = Pattern.compile("^ +// topic0 (0x[0-9a-f]{64})");
    private static final Pattern ERROR = Pattern.compile("^error (\\w+)\\(.*// 0x([0-9a-f]{8})");
    private static final int SELECTORS = 129;
    private static final int TOPICS = 24;
    private static final int ERRORS = 2;

    @Test
    void parse_interfacesOfTheNetwork_areRead() throws IOException {
        Path folder = shared().resolve("abi");
        int files = 0;
        int functions = 0;
        int events = 0;
        try (Stream<Path> all = Files.list(folder)) {
            for (Path file :
                    all.filter(path -> path.toString().endsWith(".json")).toList()) {
                Abi abi = read(file);
                files++;
                functions += abi.functions().size();
                events += abi.events().size();
            }
        }
        System.out.println(
                "Interfaces of the network: " + files + " files, " + functions + " functions, " + events + " events");
        assertThat(files).isEqualTo(FILES);
    }

    @Test
    void selectorsAndTopics_ofTheCurrentInterfaces_areThoseOfTheNetwork() throws IOException {
        Path shared = shared();
        Map<String, String> selectors = new HashMap<>();
        Map<String, String> topics = new HashMap<>();
        Map<String, String> errors = new HashMap<>();
        for (String file : CURRENT) {
            Abi abi = read(shared.resolve("abi").resolve(file));
            abi.functions().forEach(f -> selectors.put(hex(f.selector()), f.name()));
            abi.events().forEach(event -> topics.put(event.topic().toString(), event.name()));
            abi.errors().forEach(error -> errors.put(hex(error.selector()), error.name()));
        }

        Map<String, String> listedSelectors = new HashMap<>();
        Map<String, String> listedTopics = new HashMap<>();
        Map<String, String> listedErrors = new HashMap<>();
        String event = "";
        boolean inside = false;
        for (String line : Files.readAllLines(shared.resolve("network-facts.md"))) {
            inside = line.startsWith("## ") ? HEADING.matcher(line).matches() : inside;
            Matcher function = FUNCTION.matcher(line);
            Matcher topic = TOPIC.matcher(line);
            Matcher error = ERROR.matcher(line);
            if (inside && function.matches()) {
                listedSelectors.put(function.group(1), function.group(2));
            } else if (inside && topic.matches()) {
                listedTopics.put(topic.group(1), event);
            } else if (inside && error.matches()) {
                listedErrors.put(error.group(2), error.group(1));
            } else if (line.startsWith("event ")) {
                event = line.substring("event ".length(), line.indexOf('('));
            }
        }

        System.out.println("Facts about the network: " + listedSelectors.size() + " selectors, " + listedTopics.size()
                + " topics, " + listedErrors.size() + " errors");
        assertThat(selectors).isEqualTo(listedSelectors).hasSize(SELECTORS);
        assertThat(topics).isEqualTo(listedTopics).hasSize(TOPICS);
        assertThat(errors).isEqualTo(listedErrors).hasSize(ERRORS);
    }

    private static String hex(byte[] bytes) {
        return HexFormat.of().formatHex(bytes);
    }

    private static Abi read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return Abi.parse(in);
        }
    }

    private static Path shared() {
        String given = System.getProperty(PROPERTY, "").trim();
        if (given.isEmpty()) {
            System.out.println(
                    "SKIPPED: NetworkAbiTest needs -D" + PROPERTY + "=<folder of vectors>, and abi beside it");
        }
        assumeFalse(given.isEmpty(), "-D" + PROPERTY + " is not set");
        // Maven runs tests in the module's folder; a relative path was most likely meant from the one above.
        Path asGiven = Path.of(given);
        Path root = (Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven))
                .toAbsolutePath()
                .normalize();
        Path shared = Files.isDirectory(root.resolve("abi")) ? root : root.resolveSibling("");
        assertThat(shared.resolve("abi"))
                .as("-D" + PROPERTY + " is set, so the interfaces must be there")
                .isDirectory();
        return shared;
    }
}
