package network.cortensor.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.examples.bench.Peers;
import network.cortensor.sdk.EvidenceException;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.verify.BatchedReceipt;
import network.cortensor.sdk.verify.Receipt;
import network.cortensor.sdk.verify.ReceiptReport;
import network.cortensor.sdk.verify.ResultVerifier;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/**
 * The check of receipts that was written anew in JavaScript from their description, beside this one: on vectors and on what a
 * dice makes of them, both have to say the same.
 */
class VerifyReceiptScriptTest {

    private static final Path VECTORS = Path.of(
            "..", "sdk-core", "src", "test", "resources", "network", "cortensor", "sdk", "verify", "receipts.json");
    private static final String TELLING = " \"\\0129aAfFgzZ-_{}[]:,.";
    private static final int MUTATIONS = 3000;
    private static final long SEED = Long.getLong("cortensor.seed", 20261123);

    @TempDir
    static Path folder;

    private static Path script = Path.of("");

    @BeforeAll
    static void install() throws IOException {
        String folderOfPeers = System.getProperty("cortensor.peers", "");
        boolean given = !folderOfPeers.isBlank();
        Path modules = Peers.at(given ? Path.of(folderOfPeers) : null, System.getenv())
                .node()
                .resolve("node_modules");
        boolean there = Files.isDirectory(modules.resolve("ethers"));
        if (!there && !given) {
            System.out.println("SKIPPED: verify-receipt.mjs needs 'ethers' of the peers that .ci/peers fetches;"
                    + " -Dcortensor.peers is not set");
        }
        assumeTrue(there || given, "the peers are not there");
        Files.createSymbolicLink(folder.resolve("node_modules"), modules.toAbsolutePath());
        script = Files.copy(Path.of("src", "main", "js", "verify-receipt.mjs"), folder.resolve("verify-receipt.mjs"));
    }

    /** What the link leads to is not this folder's. */
    @AfterAll
    static void unlink() throws IOException {
        Files.deleteIfExists(folder.resolve("node_modules"));
    }

    private record Ended(int code, String out, String err) {

        /** What was said of each file, by its name. */
        Map<String, Integer> outcomes() {
            Map<String, Integer> outcomes = new HashMap<>();
            for (String line : (out + err).lines().toList()) {
                int slash = line.indexOf("file-");
                String name = line.substring(slash, slash + "file-00000".length());
                int outcome = line.startsWith("valid ") ? 0 : line.startsWith("INVALID ") ? 7 : 8;
                assertThat(outcomes.put(name, outcome)).as(line).isNull();
            }
            return outcomes;
        }
    }

    private static Ended run(List<String> arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("node", script.toString()));
        command.addAll(arguments);
        Path out = folder.resolve("out");
        Path err = folder.resolve("err");
        Process process = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).isTrue();
            return new Ended(process.exitValue(), Files.readString(out), Files.readString(err));
        } finally {
            process.destroyForcibly();
        }
    }

    private static int outcome(byte[] file, Address issuer) {
        try {
            ReceiptReport report = new String(file, StandardCharsets.UTF_8).startsWith("{\"batch\":")
                    ? ResultVerifier.check(BatchedReceipt.decode(file), issuer)
                    : ResultVerifier.check(Receipt.decode(file));
            return report.valid() ? 0 : 7;
        } catch (EvidenceException e) {
            return 8;
        }
    }

    private static JsonNode vectors() throws IOException {
        return new ObjectMapper().readTree(VECTORS.toFile());
    }

    private static String write(int number, byte[] file) throws IOException {
        return Files.write(folder.resolve(String.format("file-%05d", number)), file)
                .getFileName()
                .toString();
    }

    @Test
    void script_eachVector_isJudgedAsItShould() throws IOException, InterruptedException {
        Map<String, Integer> expected = new TreeMap<>();
        Map<Integer, List<String>> byOutcome = new TreeMap<>();
        Set<String> issuers = new HashSet<>();
        int number = 0;
        for (JsonNode vector : vectors()) {
            String name = write(number++, vector.get("file").textValue().getBytes(StandardCharsets.UTF_8));
            int outcome = vector.get("outcome").intValue();
            expected.put(name, outcome);
            byOutcome.computeIfAbsent(outcome, any -> new ArrayList<>()).add(name);
            issuers.add(vector.get("issuer").textValue());
        }
        String issuer = issuers.iterator().next();
        assertThat(issuers).hasSize(1);
        for (Map.Entry<Integer, List<String>> files : byOutcome.entrySet()) {
            List<String> arguments = new ArrayList<>(List.of("--issuer", issuer));
            arguments.addAll(files.getValue());
            Ended ended = run(arguments);
            assertThat(ended.code()).as("%s%s", ended.out(), ended.err()).isEqualTo(files.getKey());
            ended.outcomes()
                    .forEach((name, outcome) -> assertThat(outcome)
                            .as("%s: %s%s", name, ended.out(), ended.err())
                            .isEqualTo(expected.remove(name)));
        }
        assertThat(expected).isEmpty();
        System.out.println("verify-receipt.mjs judged " + number + " vectors as it should");
        assertThat(number).isEqualTo(59);
    }

    @Test
    void script_mutatedVectors_areJudgedAsHere() throws IOException, InterruptedException {
        Random dice = new Random(SEED);
        List<byte[]> genuine = new ArrayList<>();
        String issuer = "";
        for (JsonNode vector : vectors()) {
            issuer = vector.get("issuer").textValue();
            if (vector.get("outcome").intValue() != 8) {
                genuine.add(vector.get("file").textValue().getBytes(StandardCharsets.UTF_8));
            }
        }
        Map<String, Integer> expected = new TreeMap<>();
        List<String> arguments = new ArrayList<>(List.of("--issuer", issuer));
        Map<Integer, Integer> counts = new TreeMap<>();
        for (int i = 0; i < MUTATIONS; i++) {
            byte[] mutated = mutated(genuine, dice);
            String name = write(i, mutated);
            int outcome = outcome(mutated, Address.parse(issuer));
            expected.put(name, outcome);
            counts.merge(outcome, 1, Integer::sum);
            arguments.add(name);
        }
        Ended ended = run(arguments);
        Map<String, Integer> found = ended.outcomes();
        System.out.println("verify-receipt.mjs and the SDK agree on " + MUTATIONS + " mutations, seed " + SEED
                + ", by outcome: " + counts);
        assertThat(found).as("seed %d", SEED).containsExactlyInAnyOrderEntriesOf(expected);
        assertThat(ended.code()).isEqualTo(8);
    }

    private static byte[] mutated(List<byte[]> genuine, Random dice) {
        byte[] file = genuine.get(dice.nextInt(genuine.size())).clone();
        int at = dice.nextInt(file.length);
        switch (dice.nextInt(8)) {
            case 0 -> file[at] ^= (byte) (1 << dice.nextInt(8));
            case 1 -> file[at] = (byte) TELLING.charAt(dice.nextInt(TELLING.length()));
            case 2 -> file = Arrays.copyOf(file, at);
            case 3 -> file = spliced(file, at, new byte[] {file[dice.nextInt(file.length)]}, at);
            case 4 -> file = spliced(file, at, new byte[0], Math.min(file.length, at + 1 + dice.nextInt(3)));
            case 5 -> digit(file, at);
            case 6 -> {
                // A piece of another one, at the same place.
                byte[] other = genuine.get(dice.nextInt(genuine.size()));
                int end = Math.min(at + dice.nextInt(200), Math.min(file.length, other.length));
                if (end > at) {
                    System.arraycopy(other, at, file, at, end - at);
                }
            }
            default -> swapped(file, dice);
        }
        return file;
    }

    private static byte[] spliced(byte[] file, int from, byte[] by, int to) {
        byte[] spliced = Arrays.copyOf(file, from + by.length + file.length - to);
        System.arraycopy(by, 0, spliced, from, by.length);
        System.arraycopy(file, to, spliced, from + by.length, file.length - to);
        return spliced;
    }

    /** Changes the next digit for another one, which leaves the form as it is more often than not. */
    private static void digit(byte[] file, int from) {
        for (int at = from; at < file.length; at++) {
            if (file[at] >= '0' && file[at] <= '8') {
                file[at]++;
                return;
            }
        }
    }

    private static void swapped(byte[] file, Random dice) {
        int one = dice.nextInt(file.length);
        int two = dice.nextInt(file.length);
        byte first = file[one];
        file[one] = file[two];
        file[two] = first;
    }

    @Test
    void script_wrongUsageOrMissingFile_endsWithTwo() throws IOException, InterruptedException {
        assertThat(run(List.of()).code()).isEqualTo(2);
        assertThat(run(List.of("--issuer", "0x12", "file")).code()).isEqualTo(2);
        assertThat(run(List.of("no-such-file")).code()).isEqualTo(2);
    }
}
