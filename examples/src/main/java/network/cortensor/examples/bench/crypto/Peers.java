package network.cortensor.examples.bench.crypto;

import org.jspecify.annotations.Nullable;

import java.nio.file.Path;
import java.util.Map;

/** Where {@code .ci/peers} puts the programs of others. */
record Peers(Path folder) {

    /** Returns the given folder, or the one that {@code .ci/peers} chooses by itself. */
    static Peers at(@Nullable Path given, Map<String, String> environment) {
        if (given != null) {
            return new Peers(given);
        }
        String chosen = environment.getOrDefault("CORTENSOR_PEERS", "");
        if (!chosen.isEmpty()) {
            return new Peers(Path.of(chosen));
        }
        String caches = environment.getOrDefault("XDG_CACHE_HOME", "");
        Path root = caches.isEmpty() ? Path.of(System.getProperty("user.home"), ".cache") : Path.of(caches);
        return new Peers(root.resolve("cortensor-sdk").resolve("peers"));
    }

    /** Returns the program {@code age} written in Go. */
    Path goAge() {
        return folder.resolve("go").resolve("age");
    }

    /** Returns the folder with the npm packages. */
    Path node() {
        return folder.resolve("node");
    }

    /** Returns the npm package {@code age-encryption}. */
    Path nodeAge() {
        return node().resolve("node_modules").resolve("age-encryption");
    }
}
