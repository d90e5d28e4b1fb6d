package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A process whose commands of a {@link ContractLedger} are killed (SIGKILL) again and again, and which gives them anew from
 * its journal each time, has in the end submitted each task once, been paid once for each, and moved every wei from
 * somewhere to somewhere.
 */
final class ContractLedgerKillTest {
    private static final int KILLS = Integer.getInteger("cortensor.ledger.kills", 10);
    private static final int MOST_LINES = 20;
    private static final int MOST_MICROS = 50_000;
    /** Of those before the last that was reported, some may have been in the hands of another thread. */
    private static final int SLACK = 2 * KilledContractLedger.THREADS;

    private static final TokenAmount MONEY = TokenAmount.ofCor("1000");
    private static final TokenAmount STAKE = TokenAmount.ofCor("100");
    private static final TokenAmount PRICE = TokenAmount.ofWei(1_000_003);

    private final Map<String, Integer> moments = new HashMap<>();
    private int submitted;

    @Test
    void kill_atRandomMoments_submitsEachTaskOnceAndConservesValue(@TempDir Path folder)
            throws IOException, InterruptedException {
        long seed = Seeds.next("ContractLedgerKillTest");
        Random random = new Random(seed);
        try (AnvilContracts network =
                AnvilContracts.start(ContractLedgerKillTest.class, options -> options.minStake(STAKE))) {
            TransactionSigner client = network.signer("client");
            TransactionSigner miner = network.signer("miner");
            SessionId session = prepare(network, client, miner);
            for (int kill = 0; kill < KILLS; kill++) {
                runAndKill(network, folder, session, random);
            }
            finish(network, folder, session);
            try (ContractLedger ledger = ContractLedger.open(
                    network.chain(),
                    network.addresses(),
                    AnvilContracts.options().build())) {
                check(ledger, session, client.address(), miner.address(), "seed " + seed);
            }
        }
    }

    private static SessionId prepare(AnvilContracts network, TransactionSigner client, TransactionSigner miner) {
        try (DevelopmentLedger ledger = ContractLedger.development(
                network.chain(),
                network.addresses(),
                network.treasury(),
                AnvilContracts.options().build())) {
            ledger.fund(client.address(), MONEY);
            ledger.fund(miner.address(), MONEY);
            ledger.account(miner).register(STAKE, "key");
            LedgerAccount owner = ledger.account(client);
            SessionId session = owner.openSession(SessionTerms.builder("killed")
                    .pricePerResult(PRICE)
                    .maxTasks(100_000)
                    .build());
            owner.depositToSession(session, TokenAmount.ofCor("10"));
            return session;
        }
    }

    private void runAndKill(AnvilContracts network, Path folder, SessionId session, Random random)
            throws IOException, InterruptedException {
        int from = Math.max(0, submitted - SLACK);
        Process child = start(network, folder, session, from, submitted + SLACK + MOST_LINES);
        // From before it has opened its journal to the middle of several commands.
        int lines = 1 + random.nextInt(MOST_LINES);
        int micros = random.nextInt(MOST_MICROS);
        int read = 0;
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                note(line);
                read++;
                if (read == lines) {
                    LockSupport.parkNanos(TimeUnit.MICROSECONDS.toNanos(micros));
                    // Through the handle: the process object would close its output, and reports in it would be lost.
                    child.toHandle().destroyForcibly();
                }
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
        assertThat(read)
                .as("lines of the child, which said: %s", Files.readString(folder.resolve("errors")))
                .isGreaterThanOrEqualTo(lines);
        moments.merge(read <= 2 ? "while opening" : "at work", 1, Integer::sum);
    }

    private void note(String line) {
        if (line.startsWith("submitted ")) {
            submitted = Math.max(submitted, 1 + Integer.parseInt(line.substring("submitted ".length())));
        }
    }

    private void finish(AnvilContracts network, Path folder, SessionId session)
            throws IOException, InterruptedException {
        Process child = start(network, folder, session, 0, submitted + SLACK);
        String last = "";
        try (BufferedReader out = child.inputReader(StandardCharsets.US_ASCII)) {
            for (String line = out.readLine(); line != null; line = out.readLine()) {
                last = line;
            }
        } finally {
            child.destroyForcibly();
        }
        assertThat(child.waitFor(60, TimeUnit.SECONDS)).as("child ended").isTrue();
        assertThat(last)
                .as("last line of the child, which said: %s", Files.readString(folder.resolve("errors")))
                .isEqualTo("done");
    }

    private static Process start(AnvilContracts network, Path folder, SessionId session, int from, int to)
            throws IOException {
        String classPath = System.getProperty("surefire.test.class.path", System.getProperty("java.class.path"));
        return new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-XX:TieredStopAtLevel=1",
                        "-Xshare:auto",
                        "-Xmx192m",
                        "-cp",
                        classPath,
                        KilledContractLedger.class.getName(),
                        network.anvil().uri().toString(),
                        network.addresses().format(),
                        folder.resolve("journal").toString(),
                        Long.toString(session.value()),
                        Integer.toString(from),
                        Integer.toString(to))
                .redirectError(folder.resolve("errors").toFile())
                .start();
    }

    private void check(ContractLedger ledger, SessionId id, Address client, Address miner, String name) {
        Session session = ledger.session(id);
        long count = session.taskCount();
        TokenAmount inTasks = TokenAmount.ZERO;
        Set<String> references = new HashSet<>();
        for (long number = 1; number <= count; number++) {
            Task task = ledger.task(new TaskId(id, number));
            assertThat(references.add(task.clientReference()))
                    .as("%s: %s once", name, task.clientReference())
                    .isTrue();
            assertThat(task.status()).as("%s: %s", name, task).isEqualTo(TaskStatus.ENDED);
            assertThat(task.paid()).as("%s: %s", name, task).isEqualTo(PRICE);
            inTasks = inTasks.plus(task.escrow());
        }
        for (int index = 0; index < submitted + SLACK; index++) {
            assertThat(ledger.taskByReference(id, KilledContractLedger.reference(index)))
                    .as("%s: task %d", name, index)
                    .isPresent();
        }
        assertThat(count).as("%s: tasks", name).isEqualTo(references.size());

        TokenAmount ofMiner = ledger.balance(miner)
                .plus(ledger.pendingPayment(miner))
                .plus(ledger.node(miner).map(NodeRegistration::stake).orElse(TokenAmount.ZERO));
        assertThat(ofMiner).as("%s: wei of the miner", name).isEqualTo(MONEY.plus(PRICE.times(count)));
        assertThat(ofMiner.plus(ledger.balance(client)).plus(session.balance()).plus(inTasks))
                .as("%s: wei of all", name)
                .isEqualTo(MONEY.times(2));
        System.out.println("ContractLedgerKillTest: " + KILLS + " kills " + moments + ", " + count
                + " tasks once each, value conserved to the wei");
    }
}
