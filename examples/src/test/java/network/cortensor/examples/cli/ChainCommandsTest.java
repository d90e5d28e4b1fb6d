package network.cortensor.examples.cli;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import network.cortensor.examples.bench.Peers;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.web3j.crypto.ECKeyPair;
import org.web3j.crypto.Wallet;
import org.web3j.crypto.exception.CipherException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

/** {@code chain dev}, and the commands that work on what it started. */
@Timeout(300)
class ChainCommandsTest {

    /** The second account of anvil, whose key is known to all. */
    private static final String ACCOUNT = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";

    private static final String KEY = "59c6995e998f97a5a0044966f0945389dc9e86dae88c7a8412f4603b6b78690d";

    private static final String PASSPHRASE = "correct horse battery staple";

    @TempDir
    private static Path folder;

    private static Optional<Thread> chain = Optional.empty();
    private static final ByteArrayOutputStream OUT = new ByteArrayOutputStream();

    private static Path anvil() {
        String given = System.getProperty("cortensor.peers", "");
        Path program = Peers.at(given.isEmpty() ? null : Path.of(given), System.getenv())
                .anvil();
        boolean there = Files.isExecutable(program);
        if (!there && given.isEmpty()) {
            System.out.println("SKIPPED: the commands on a chain are not tested, because anvil is not there");
        }
        assumeTrue(there || !given.isEmpty(), "anvil is not there");
        return program;
    }

    @BeforeAll
    static void startTheChain() throws IOException, InterruptedException, CipherException {
        Path program = anvil();
        Files.writeString(folder.resolve("passphrase"), PASSPHRASE);
        Path keystore = Files.createFile(
                folder.resolve("account.json"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        new ObjectMapper()
                .writeValue(
                        keystore.toFile(),
                        Wallet.createLight(
                                PASSPHRASE, ECKeyPair.create(HexFormat.of().parseHex(KEY))));
        Thread running = new Thread(
                () -> Cli.run(
                        InputStream.nullInputStream(),
                        OUT,
                        "chain",
                        "dev",
                        "--anvil",
                        program.toString(),
                        "--port",
                        "0",
                        "--accounts",
                        "1",
                        "--json"),
                "chain-dev");
        running.start();
        chain = Optional.of(running);
        while (!OUT.toString(StandardCharsets.UTF_8).endsWith("\n")) {
            assertThat(running.isAlive()).as("chain dev runs").isTrue();
            // What another thread writes to a byte array gives no signal.
            TimeUnit.MILLISECONDS.sleep(20);
        }
        Files.write(folder.resolve("dev.json"), OUT.toByteArray());
    }

    @AfterAll
    static void stopTheChain() throws InterruptedException {
        if (chain.isPresent()) {
            chain.get().interrupt();
            chain.get().join(TimeUnit.MINUTES.toMillis(1));
            assertThat(chain.get().isAlive()).isFalse();
        }
    }

    private static List<String> on(List<String> command) throws IOException {
        List<String> all = new ArrayList<>(command);
        JsonNode dev = new ObjectMapper().readTree(OUT.toByteArray());
        all.addAll(List.of("--chain", dev.path("rpc").asText(), "--addresses"));
        all.add(folder.resolve("dev.json").toString());
        return all;
    }

    private static Cli.Run ask(String... command) throws IOException {
        return Cli.run(on(List.of(command)));
    }

    private static Cli.Run act(String... command) throws IOException {
        List<String> all = on(List.of(command));
        all.addAll(List.of("--keystore", folder.resolve("account.json").toString()));
        all.addAll(List.of("--passphrase-file", folder.resolve("passphrase").toString()));
        return Cli.run(all);
    }

    private static JsonNode json(Cli.Run run) throws IOException {
        assertThat(run.succeeds().out().lines()).hasSize(1);
        return new ObjectMapper().readTree(run.out());
    }

    private static BigInteger staked() throws IOException {
        return new BigInteger(
                json(ask("stake", "status", ACCOUNT, "--json")).path("staked").asText());
    }

    @Test
    void chainDev_asJson_namesAccountsAndContracts() throws IOException {
        JsonNode dev = new ObjectMapper().readTree(OUT.toByteArray());

        assertThat(dev.path("chain").asLong()).isEqualTo(31_337);
        assertThat(dev.path("accounts").path(0).asText()).isEqualTo(ACCOUNT);
        assertThat(dev.path("contracts").path("NODE_STAKING").asText()).startsWith("0x");
    }

    @Test
    void stake_depositedTwiceUnderOneIntent_isDepositedOnce() throws IOException {
        BigInteger before = staked();
        String[] deposit = {
            "stake", "deposit", "7", "--journal", folder.resolve("journal").toString(), "--intent", "weekly", "--json"
        };

        JsonNode first = json(act(deposit));
        JsonNode again = json(act(deposit));

        assertThat(again.path("transaction")).isEqualTo(first.path("transaction"));
        assertThat(staked()).isEqualTo(before.add(TokenAmount.ofCor("7").wei()));
        act("stake", "deposit", "99999999").failsWith(ExitCode.REFUSED, "INSUFFICIENT_BALANCE");
    }

    @Test
    void node_registered_isShownWithItsKey() throws IOException {
        Path key = folder.resolve("node.key");
        JsonNode made = new ObjectMapper()
                .readTree(Cli.run("keygen", "-o", key.toString(), "--json").out());
        assertThat(made.path("file").asText()).isEqualTo(key.toString());
        assertThat(ask("node", "status", ACCOUNT).succeeds().out()).contains("is not registered");
        act("stake", "deposit", "3").succeeds();
        assertThat(act("stake", "withdraw", "3").succeeds().out()).contains("got 3 COR back");

        JsonNode registered = json(act("node", "register", "--stake", "10000", "--key", key.toString(), "--json"));

        JsonNode status = json(ask("node", "status", ACCOUNT, "--json"));
        assertThat(status.path("registered").asBoolean()).isTrue();
        assertThat(status.path("keyId")).isEqualTo(registered.path("keyId"));
        assertThat(ask("node", "status", ACCOUNT).succeeds().out()).contains("active", "as 1 of 1 endpoint says");
        act("stake", "withdraw", "1").failsWith(ExitCode.REFUSED, "StakeIsLocked");
        act("node", "register", "--stake", "1", "--key", key.toString())
                .failsWith(ExitCode.REFUSED, "ALREADY_REGISTERED");

        JsonNode session = json(act("session", "create", "demo", "--price", "0.01", "--json"));
        String number = session.path("session").asText();
        assertThat(act("session", "fund", number, "2.5").succeeds().out()).contains("got 2.5 COR");
        assertThat(ask("session", "list", ACCOUNT).succeeds().out()).contains("2.5 COR  demo", "1 session, ");
        act("session", "fund", "99", "1").failsWith(ExitCode.REFUSED, "UNKNOWN_SESSION");
    }

    /** Contracts of their own on the same chain: the round of the validators opens, is judged and pays by transactions. */
    @Test
    void ask_onTheChainWithValidators_eachJudgesEachNodeAndAllArePaid() throws IOException {
        Path document = Files.writeString(folder.resolve("document.txt"), "Breakfast is at seven. Dogs are welcome.");
        JsonNode dev = new ObjectMapper().readTree(OUT.toByteArray());
        JsonNode answer = json(Cli.run(
                "ask",
                "--chain",
                dev.path("rpc").asText(),
                "--nodes",
                "5",
                "--validators",
                "2",
                "--document",
                document.toString(),
                "--receipt",
                folder.resolve("receipt.json").toString(),
                "--json",
                "When is breakfast?"));

        assertThat(answer.path("answer").asText()).isEqualTo("Breakfast is at seven.");
        assertThat(answer.path("verdict").path("support").asInt()).isEqualTo(3);
        assertThat(answer.path("validators"))
                .hasSize(6)
                .allSatisfy(verdict ->
                        assertThat(verdict.path("accepts").asBoolean()).isTrue());
        assertThat(answer.path("paidWei").asText()).isEqualTo("30000000000000000");
        assertThat(answer.path("milliseconds").has("granted")).isTrue();
    }

    @Test
    void stakeStatus_ofAnotherChain_isRefused() throws IOException {
        Path book = Files.writeString(
                folder.resolve("other.txt"), "CHAIN=1\nNODE_STAKING=0x0000000000000000000000000000000000000001\n");
        JsonNode dev = new ObjectMapper().readTree(OUT.toByteArray());

        Cli.run(
                        "stake",
                        "status",
                        ACCOUNT,
                        "--addresses",
                        book.toString(),
                        "--chain",
                        dev.path("rpc").asText())
                .failsWith(ExitCode.EVIDENCE, "serves chain 31337");
    }

    @Test
    void stakeDeposit_withAWrongPassphrase_isBadInput() throws IOException {
        Path wrong = Files.writeString(folder.resolve("wrong"), "another one");
        List<String> all = on(List.of("stake", "deposit", "1", "--passphrase-file", wrong.toString()));
        all.addAll(List.of("--keystore", folder.resolve("account.json").toString()));

        Cli.run(all).failsWith(ExitCode.BAD_INPUT, "keystore");
    }
}
