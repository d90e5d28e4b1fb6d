package network.cortensor.examples.bench;

import org.jspecify.annotations.Nullable;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;

/** Where {@code .ci/peers} puts the programs of others. */
public record Peers(Path folder) {

    /** Returns the given folder, or the one that {@code .ci/peers} chooses by itself. */
    public static Peers at(@Nullable Path given, Map<String, String> environment) {
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
    public Path goAge() {
        return folder.resolve("go").resolve("age");
    }

    /** Returns the folder with the npm packages. */
    public Path node() {
        return folder.resolve("node");
    }

    /** Returns the npm package {@code age-encryption}. */
    public Path nodeAge() {
        return node().resolve("node_modules").resolve("age-encryption");
    }

    /** Returns the program {@code ipfs} of Kubo. */
    public Path kubo() {
        return folder.resolve("ipfs-go").resolve("ipfs");
    }

    /** Returns the folder with the npm packages for IPFS. */
    public Path ipfsNode() {
        return folder.resolve("ipfs-node");
    }

    /** Returns the npm package {@code ipfs-unixfs-importer}. */
    public Path importer() {
        return ipfsNode().resolve("node_modules").resolve("ipfs-unixfs-importer");
    }

    /** Returns the program anvil: the one of the npm package for this kind of machine. */
    public Path anvil() {
        return folder.resolve("chain")
                .resolve("node_modules")
                .resolve("@foundry-rs")
                .resolve("anvil-linux-amd64")
                .resolve("bin")
                .resolve("anvil");
    }

    /** Returns the program that runs the packages for IPFS: the Node that came with them, if one did. */
    public String ipfsNodeProgram() {
        Path own = ipfsNode().resolve("node_modules").resolve(".bin").resolve("node");
        return Files.isExecutable(own) ? own.toString() : "node";
    }
}
