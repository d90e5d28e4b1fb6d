package network.cortensor.sdk.staking.chain;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * Finds the programs of others that {@code .ci/peers} has fetched; they are not part of this repository.
 *
 * <p>Their folder is given with {@code -Dcortensor.peers=}, and then all of them have to be there. Otherwise it is where
 * {@code .ci/peers} puts them, and a test whose peer is not there is skipped, with a printed line for each
 * class.
 */
public final class Peers {

    private static final String PROPERTY = "cortensor.peers";
    private static final Set<String> SAID = ConcurrentHashMap.newKeySet();

    private Peers() {}

    /** Returns the program {@code anvil}, or skips the calling test. */
    public static Path anvil(Class<?> test) {
        return find(test, "chain/node_modules/@foundry-rs/anvil-linux-amd64/bin/anvil");
    }

    /** Returns the folder with the scripts, {@code package.json} and {@code node_modules}, or skips the calling test. */
    public static Path chain(Class<?> test) {
        return find(test, "chain");
    }

    /** Returns a file of the package {@code @ethersproject/testcases}, or skips the calling test. */
    public static Path ethersTestcases(Class<?> test, String file) {
        return find(test, "node/node_modules/@ethersproject/testcases/testcases/" + file);
    }

    private static Path find(Class<?> test, String name) {
        String given = System.getProperty(PROPERTY, "").trim();
        Path found = (given.isEmpty() ? cache(System.getenv()) : Path.of(given)).resolve(name);
        if (!given.isEmpty()) {
            assertThat(found)
                    .as("-D" + PROPERTY + " is set, so the peers must be there; .ci/peers fetches them")
                    .exists();
        }
        boolean there = Files.exists(found);
        boolean first = SAID.add(test.getName() + name);
        if (!there && first) {
            System.out.println("SKIPPED: " + test.getSimpleName() + " needs '" + name
                    + "' of the peers that .ci/peers fetches; -D" + PROPERTY + " is not set");
        }
        assumeTrue(there, "the peers are not there");
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
