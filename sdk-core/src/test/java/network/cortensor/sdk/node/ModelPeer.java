package network.cortensor.sdk.node;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** Finds the language model that {@code .ci/peers} has fetched, as the other peers are found. */
final class ModelPeer {

    private static final String PROPERTY = "cortensor.peers";
    private static final String FILE = "model/SmolLM2-135M-Instruct.Q4_1.gguf";

    private ModelPeer() {}

    /** Returns the model, or skips the calling test class. */
    static Path file(Class<?> test) {
        String given = System.getProperty(PROPERTY, "").trim();
        Path found = (given.isEmpty() ? cache(System.getenv()) : Path.of(given)).resolve(FILE);
        if (!given.isEmpty()) {
            assertThat(found)
                    .as("-D" + PROPERTY + " is set, so the peers must be there; .ci/peers fetches them")
                    .exists();
        }
        boolean there = Files.exists(found);
        if (!there) {
            System.out.println("SKIPPED: " + test.getSimpleName()
                    + " needs the language model that .ci/peers fetches; -D" + PROPERTY + " is not set");
        }
        assumeTrue(there, "the language model is not there");
        return found;
    }

    /** As in {@code .ci/peers}. */
    private static Path cache(Map<String, String> environment) {
        String chosen = environment.getOrDefault("CORTENSOR_PEERS", "");
        if (!chosen.isEmpty()) {
            return Path.of(chosen);
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path root = caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
        return root.resolve("cortensor-sdk").resolve("peers");
    }
}
