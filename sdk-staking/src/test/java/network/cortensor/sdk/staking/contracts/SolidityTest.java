package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.chain.Peers;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Runs the tests that are written in Solidity, in {@code src/test/solidity}: unit, fuzz and invariant tests of the
 * contracts' money paths, on the very artifacts that the SDK ships.
 *
 * <p>forge and the compiler come from the peers' folder, part {@code chain}; neither downloads anything. Everything that
 * forge writes goes to a temporary folder. Inputs are random: {@code -Dcortensor.seed=} repeats a run.
 */
class SolidityTest {

    /** Counted by forge: a test that is lost is noticed. */
    private static final int TESTS = 253;

    private static final Path ARTIFACTS =
            Path.of("src", "main", "resources", "network", "cortensor", "sdk", "staking", "contracts");

    private static final long DEADLINE_MINUTES = 15;

    private static final Pattern SUMMARY = Pattern.compile(
            "Ran (\\d+) test suites? .*: (\\d+) tests passed, (\\d+) failed, (\\d+) skipped \\((\\d+) total tests\\)");

    @TempDir
    private Path folder;

    @Test
    void contracts_anySequenceOfCalls_payOnceTrapNothingMintNothing() throws IOException, InterruptedException {
        Path modules = Peers.chain(getClass()).resolve("node_modules");
        Path forge = modules.resolve("@foundry-rs/forge-linux-amd64/bin/forge");
        String seed = seed();
        Path project = Files.createDirectory(folder.resolve("project"));
        copy(Path.of("src", "main", "solidity"), project.resolve("src"));
        copy(Path.of("src", "test", "solidity"), project.resolve("test"));
        copy(ARTIFACTS, project.resolve("artifacts"));
        Files.move(project.resolve("test/foundry.toml"), project.resolve("foundry.toml"));
        Path compiler = project.resolve("test/solc.cjs");
        assertThat(compiler.toFile().setExecutable(true)).isTrue();

        Path output = folder.resolve("output.txt");
        ProcessBuilder command = new ProcessBuilder(List.of(
                        forge.toString(),
                        "test",
                        "--root",
                        project.toString(),
                        "--use",
                        compiler.toString(),
                        "--offline",
                        "--remappings",
                        "@openzeppelin/=" + modules.resolve("@openzeppelin") + "/",
                        "--color",
                        "never",
                        "--fuzz-seed",
                        seed))
                .directory(project.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        isolate(command.environment(), modules);
        Process process = command.start();
        boolean ended;
        try {
            ended = process.waitFor(DEADLINE_MINUTES, TimeUnit.MINUTES);
        } finally {
            process.destroyForcibly();
        }

        String said = Files.readString(output);
        assertThat(ended)
                .as("forge within %d minutes: %s", DEADLINE_MINUTES, said)
                .isTrue();
        assertThat(process.exitValue())
                .as("-Dcortensor.seed=%s: %s", seed, said)
                .isZero();
        Matcher summary = SUMMARY.matcher(said);
        assertThat(summary.find()).as("a summary in: %s", said).isTrue();
        System.out.println("SolidityTest: " + summary.group());
        assertThat(summary.group(2)).as("passed").isEqualTo(Integer.toString(TESTS));
        assertThat(summary.group(5)).as("in all").isEqualTo(Integer.toString(TESTS));
    }

    /** Forge takes 256 bits; ours are the same number without a sign. */
    private static String seed() {
        String set = System.getProperty("cortensor.seed", "");
        long seed = set.isEmpty() ? new SecureRandom().nextLong() : Long.parseLong(set);
        System.out.println("SolidityTest: -Dcortensor.seed=" + seed);
        return Long.toUnsignedString(seed);
    }

    /** Neither what the user has set for forge nor the user's own folder counts. */
    private void isolate(Map<String, String> environment, Path modules) {
        environment.keySet().removeIf(name -> name.startsWith("FOUNDRY_") || name.startsWith("DAPP_"));
        environment.put("HOME", folder.toString());
        environment.put("NODE_PATH", modules.toString());
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to);
        try (Stream<Path> files = Files.list(from)) {
            for (Path file : files.toList()) {
                if (Files.isRegularFile(file)) {
                    Files.copy(file, to.resolve(file.getFileName().toString()));
                }
            }
        }
    }
}
