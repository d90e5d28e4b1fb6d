package network.cortensor.sdk.staking.contracts;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.chain.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeFalse;

/** Compiled contracts, which are kept so that building needs no compiler, are what their sources give. */
class ArtifactsTest {

    private static final String VECTORS = "cortensor.vectors";

    private static final Path SOURCES = Path.of("src", "main", "solidity");
    private static final Path ARTIFACTS =
            Path.of("src", "main", "resources", "network", "cortensor", "sdk", "staking", "contracts");

    /** Counted: a contract that is lost is noticed. */
    private static final int CONTRACTS = 17;

    /** EIP-170. */
    private static final int DEPLOYED_CODE_LIMIT = 24_576;

    private static final int COMPILERS = 2;
    private static final long DEADLINE_MINUTES = 15;

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private Path folder;

    @Test
    void artifacts_compiledAgain_areTheSame() throws IOException, InterruptedException {
        Path modules = Peers.chain(getClass()).resolve("node_modules");
        List<String> contracts = names(ARTIFACTS);
        List<Compiler> compilers = new ArrayList<>();
        try {
            // Each uses one processor.
            for (int part = 0; part < COMPILERS; part++) {
                int own = part;
                compilers.add(Compiler.start(
                        modules,
                        folder.resolve("output-" + part + ".txt"),
                        IntStream.range(0, contracts.size())
                                .filter(i -> i % COMPILERS == own)
                                .mapToObj(contracts::get)
                                .toList()));
            }
            List<String> compiled = new ArrayList<>();
            for (Compiler compiler : compilers) {
                compiler.said().lines().map(line -> line.split(" ", 2)[0]).forEach(compiled::add);
            }
            assertThat(compiled).hasSize(CONTRACTS).containsExactlyInAnyOrderElementsOf(contracts);
        } finally {
            compilers.forEach(compiler -> compiler.process().destroyForcibly());
        }
        System.out.println("ArtifactsTest: " + CONTRACTS + " contracts compile to what is kept");
    }

    /** The name of each artifact, of a source or not. */
    private static List<String> names(Path artifacts) throws IOException {
        try (Stream<Path> files = Files.list(artifacts)) {
            return files.map(file -> file.getFileName().toString().replace(".json", ""))
                    .sorted()
                    .toList();
        }
    }

    private record Compiler(Process process, Path output) {

        static Compiler start(Path modules, Path output, List<String> contracts) throws IOException {
            List<String> command = new ArrayList<>(List.of(
                    "node",
                    SOURCES.resolve("compile.mjs").toString(),
                    "--check",
                    modules.toString(),
                    SOURCES.toString(),
                    ARTIFACTS.toString()));
            command.addAll(contracts);
            return new Compiler(
                    new ProcessBuilder(command)
                            .redirectErrorStream(true)
                            .redirectOutput(output.toFile())
                            .start(),
                    output);
        }

        /** What it said: a line for each contract, when all of them are as they should. */
        String said() throws IOException, InterruptedException {
            boolean ended = process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES);
            String said = Files.readString(output);
            assertThat(ended)
                    .as("the compiler within %d minutes: %s", DEADLINE_MINUTES, said)
                    .isTrue();
            assertThat(process.exitValue()).as(said).isZero();
            return said;
        }
    }

    @Test
    void artifacts_allOfThem_canBeDeployed() throws IOException {
        try (Stream<Path> files = Files.list(ARTIFACTS)) {
            assertThat(files).hasSize(CONTRACTS).allSatisfy(file -> {
                JsonNode artifact = JSON.readTree(file.toFile());
                String name = artifact.path("contractName").textValue();
                assertThat(file.getFileName()).hasToString(name + ".json");
                assertThat(SOURCES.resolve(artifact.path("sourceName").textValue()))
                        .isRegularFile();
                assertThat(artifact.path("abi").isArray()).isTrue();
                assertThat(artifact.path("storageLayout").path("storage").isArray())
                        .isTrue();
                assertThat(artifact.path("bytecode").textValue()).matches("0x([0-9a-f]{2})+");
                // Immutables are zero until the constructor runs, so neither text need contain the other.
                String deployed = artifact.path("deployedBytecode").textValue();
                assertThat(deployed).matches("0x([0-9a-f]{2})+");
                assertThat(deployed.length() / 2 - 1).isBetween(1, DEPLOYED_CODE_LIMIT);
            });
        }
    }

    @Test
    void sessionV2_interfaceOfTheNetwork_isWholeInOurs() throws IOException {
        containsInterfaceOfTheNetwork("SessionV2", 86);
    }

    @Test
    void sessionQueueV2_interfaceOfTheNetwork_isWholeInOurs() throws IOException {
        containsInterfaceOfTheNetwork("SessionQueueV2", 92);
    }

    /** Functions, events and errors, with the names and order of all arguments and of what structs hold. */
    private static void containsInterfaceOfTheNetwork(String contract, int entries) throws IOException {
        List<JsonNode> network = interfaceOf(shared().resolve("abi").resolve(contract + ".2025-11.chaplin.json"));
        List<JsonNode> ours = interfaceOf(ARTIFACTS.resolve(contract + ".json"));

        System.out.println("ArtifactsTest: " + network.size() + " entries of the network's " + contract);
        assertThat(network).hasSize(entries);
        assertThat(ours).containsAll(network);
    }

    private static List<JsonNode> interfaceOf(Path file) throws IOException {
        JsonNode read = JSON.readTree(file.toFile());
        List<JsonNode> entries = new ArrayList<>();
        for (JsonNode entry : read.isArray() ? read : read.path("abi")) {
            if (!entry.path("type").textValue().equals("constructor")) {
                entries.add(withoutCompilerNames(entry));
            }
        }
        return entries;
    }

    /** {@code internalType} is how the source calls a type; encodings do not depend on it. */
    private static JsonNode withoutCompilerNames(JsonNode entry) {
        JsonNode copy = entry.deepCopy();
        copy.findParents("internalType").forEach(parent -> ((ObjectNode) parent).remove("internalType"));
        return copy;
    }

    /** The folder that has {@code abi}: the one given, or the one that it is in. */
    private static Path shared() {
        String given = System.getProperty(VECTORS, "").trim();
        if (given.isEmpty()) {
            System.out.println("SKIPPED: ArtifactsTest needs -D" + VECTORS + "=<folder of vectors>, and abi beside it");
        }
        assumeFalse(given.isEmpty(), "-D" + VECTORS + " is not set");
        // Maven runs tests in the module's folder; a relative path was most likely meant from the one above.
        Path asGiven = Path.of(given);
        Path root = (Files.isDirectory(asGiven) ? asGiven : Path.of("..").resolve(asGiven))
                .toAbsolutePath()
                .normalize();
        Path shared = Files.isDirectory(root.resolve("abi")) ? root : root.resolveSibling("");
        assertThat(shared.resolve("abi"))
                .as("-D" + VECTORS + " is set, so the interfaces must be there")
                .isDirectory();
        return shared;
    }
}
