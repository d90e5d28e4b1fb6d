package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.PendingTransaction.State;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.net.URI;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HexFormat;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The outbox on a real EVM. */
final class OutboxAnvilTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);
    /** Code that reverts whatever it is called with, and what deploys it. */
    private static final byte[] REVERTING = HexFormat.of().parseHex("6005600c60003960056000f3" + "60006000fd");

    private final Deque<AutoCloseable> open = new ArrayDeque<>();

    @AfterEach
    void closeAll() throws Exception {
        while (!open.isEmpty()) {
            open.pop().close();
        }
    }

    private <T extends AutoCloseable> T keep(T resource) {
        open.push(resource);
        return resource;
    }

    private Anvil anvil(Anvil.Options options) {
        return keep(Anvil.start(OutboxAnvilTest.class, options));
    }

    private Chain chain(int confirmations, URI... endpoints) {
        ChainOptions.Builder options = ChainOptions.builder()
                .confirmations(confirmations)
                .callTimeout(Duration.ofSeconds(30))
                .pollInterval(Duration.ofMillis(50));
        for (URI endpoint : endpoints) {
            options.endpoint(Endpoint.of(endpoint));
        }
        return keep(Chain.open(options.build()));
    }

    private static OutboxOptions.Builder hasty() {
        return OutboxOptions.builder().replaceAfter(Duration.ofMillis(200)).rebroadcastAfter(Duration.ofMillis(200));
    }

    private Outbox outbox(Anvil anvil, Chain chain, Journal journal, OutboxOptions options) {
        return keep(Outbox.open(chain, TransactionSigner.ofKey(anvil.account(0).secret()), journal, options));
    }

    private static Address recipient(int index) {
        return Address.parse(String.format("0x%040x", 0x1000_0000 + index));
    }

    private static TransactionRequest transfer(int index) {
        return TransactionRequest.to(recipient(index), new byte[0]).value(amount(index));
    }

    private static BigInteger amount(int index) {
        return BigInteger.valueOf(1_000_000 + index);
    }

    private static void assertTransferred(Anvil anvil, int count) {
        for (int i = 0; i < count; i++) {
            assertThat(anvil.balance(recipient(i))).as("transfer " + i).isEqualTo(amount(i));
        }
    }

    private static void until(String what, BooleanSupplier condition) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (!condition.getAsBoolean()) {
            assertThat(System.nanoTime()).as("in time: " + what).isLessThan(deadline);
            // Leaves the processor to those who are waited for.
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(5));
        }
    }

    /** Makes blocks until it is done. */
    private static TransactionReceipt mined(Anvil anvil, PendingTransaction pending) throws InterruptedException {
        until(pending + " is done", () -> {
            anvil.mine();
            return pending.state() == State.DONE;
        });
        return pending.await(DEADLINE);
    }

    @Test
    void send_eightThreadsTimes25_usesAllNoncesOnce() throws Exception {
        Anvil anvil = anvil(Anvil.options());
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), OutboxOptions.defaults());
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int thread = 0; thread < 8; thread++) {
                int first = thread * 25;
                results.add(threads.submit(() -> {
                    for (int i = first; i < first + 25; i++) {
                        outbox.send("transfer " + i, transfer(i));
                    }
                }));
            }
            await(results);
        } finally {
            threads.shutdownNow();
        }

        assertTransferred(anvil, 200);
        assertThat(anvil.transactionCount(outbox.sender())).isEqualTo(200);
        assertThat(outbox.pending()).isEmpty();
    }

    private static void await(List<Future<?>> results) throws InterruptedException, ExecutionException {
        for (Future<?> result : results) {
            try {
                result.get(DEADLINE.toSeconds() * 2, TimeUnit.SECONDS);
            } catch (TimeoutException e) {
                throw new AssertionError("not in time", e);
            }
        }
    }

    @Test
    void send_twoOutboxesWithJournalsOfTheirOwn_executeEachIntentOnce() throws Exception {
        Anvil anvil = anvil(Anvil.options());
        Outbox one = outbox(anvil, chain(2, anvil.uri()), Journal.memory(), hasty().build());
        Outbox other = outbox(anvil, chain(2, anvil.uri()), Journal.memory(), hasty().build());
        ExecutorService threads = Executors.newFixedThreadPool(2);
        List<PendingTransaction> pending = new ArrayList<>();
        try {
            List<Future<?>> results = new ArrayList<>();
            for (int node = 0; node < 2; node++) {
                Outbox outbox = node == 0 ? one : other;
                int first = node * 40;
                results.add(threads.submit(() -> {
                    for (int i = first; i < first + 40; i++) {
                        outbox.submit("transfer " + i, transfer(i));
                    }
                }));
            }
            await(results);
        } finally {
            threads.shutdownNow();
        }
        pending.addAll(one.pending());
        pending.addAll(other.pending());
        until("all transfers are done", () -> {
            anvil.mine();
            return one.pending().isEmpty() && other.pending().isEmpty();
        });

        assertTransferred(anvil, 80);
        for (PendingTransaction transaction : pending) {
            assertThat(transaction.await(DEADLINE).succeeded()).isTrue();
        }
        System.out.println("OutboxAnvilTest: two outboxes sent 80 transfers with "
                + anvil.transactionCount(one.sender()) + " nonces");
    }

    @Test
    void submit_feeTooLowForTheBlocks_isReplacedWithTheSameNonce() throws Exception {
        Anvil anvil = anvil(Anvil.options().mineOnDemand());
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), hasty().build());
        PendingTransaction pending = outbox.submit("transfer", transfer(0));

        until("the replacement is mined", () -> {
            anvil.setNextBaseFee(GWEI.multiply(BigInteger.TEN));
            anvil.mine();
            return pending.state() == State.DONE;
        });

        TransactionReceipt receipt = pending.await(DEADLINE);
        assertThat(pending.hashes()).hasSizeGreaterThan(1);
        assertThat(pending.hashes().indexOf(receipt.transaction())).isPositive();
        assertThat(pending.nonce()).isZero();
        assertTransferred(anvil, 1);
    }

    @Test
    void submit_feeAboveTheCapLater_waitsAndHappensWhenItFalls() throws Exception {
        Anvil anvil = anvil(Anvil.options().mineOnDemand());
        Outbox outbox = outbox(
                anvil,
                chain(1, anvil.uri()),
                Journal.memory(),
                hasty().maxFeePerGas(GWEI.multiply(BigInteger.valueOf(4))).build());
        PendingTransaction pending = outbox.submit("transfer", transfer(0));
        for (int block = 0; block < 10; block++) {
            anvil.setNextBaseFee(GWEI.multiply(BigInteger.TEN));
            anvil.mine();
        }
        assertThat(pending.state()).isEqualTo(State.SENT);
        anvil.setNextBaseFee(GWEI);

        assertThat(mined(anvil, pending).gasPrice()).isLessThanOrEqualTo(GWEI.multiply(BigInteger.valueOf(4)));
    }

    @Test
    void submit_feeAboveTheCap_isRefused() {
        Anvil anvil = anvil(Anvil.options().baseFee(10_000_000_000L));
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), OutboxOptions.defaults());

        assertThatThrownBy(() -> outbox.submit("transfer", transfer(0).maxFeePerGas(GWEI)))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.FEE_ABOVE_CAP));
        assertThat(outbox.pending()).isEmpty();
    }

    @Test
    void submit_droppedByTheNode_isSentAgain() throws Exception {
        Anvil anvil = anvil(Anvil.options().mineOnDemand());
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), hasty().build());
        List<PendingTransaction> pending = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pending.add(outbox.submit("transfer " + i, transfer(i)));
        }
        until(
                "the node has all",
                () -> anvil.call("txpool_status").path("pending").asText().equals("0x5"));

        anvil.dropTransaction(pending.get(1).hashes().get(0));
        anvil.dropAllTransactions();

        for (PendingTransaction transaction : pending) {
            mined(anvil, transaction);
        }
        assertTransferred(anvil, 5);
        assertThat(anvil.transactionCount(outbox.sender())).isEqualTo(5);
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5})
    void submit_reorganisationOfDepth_happensOnceAllTheSame(int depth) throws Exception {
        Anvil anvil = anvil(Anvil.options());
        anvil.mine(10);
        Outbox outbox = outbox(anvil, chain(6, anvil.uri()), Journal.memory(), hasty().build());
        List<PendingTransaction> pending = new ArrayList<>();
        for (int i = 0; i < 5; i++) {
            pending.add(outbox.submit("transfer " + i, transfer(i)));
        }
        until("all are in blocks", () -> pending.stream().allMatch(each -> each.state() == State.INCLUDED));

        anvil.reorg(depth);

        for (PendingTransaction transaction : pending) {
            TransactionReceipt receipt = mined(anvil, transaction);
            assertThat(anvil.blockHash(receipt.blockNumber())).isEqualTo(receipt.blockHash());
        }
        assertTransferred(anvil, 5);
        assertThat(anvil.transactionCount(outbox.sender())).isEqualTo(5);
    }

    @Test
    void submit_reorganisationDeeperThanTheDepth_isSentAgain() throws Exception {
        Anvil anvil = anvil(Anvil.options());
        anvil.mine(10);
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), hasty().build());
        for (int i = 0; i < 5; i++) {
            outbox.send("transfer " + i, transfer(i));
        }

        anvil.reorg(5);

        until("all are in the chain again", () -> {
            anvil.mine();
            return anvil.transactionCount(outbox.sender()) == 5;
        });
        assertTransferred(anvil, 5);
    }

    @Test
    void submit_callReverts_isRefusedAndReservesNothing() {
        Anvil anvil = anvil(Anvil.options());
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), OutboxOptions.defaults());
        Address contract = outbox.send("deploy", TransactionRequest.deploy(REVERTING))
                .created()
                .orElseThrow();

        assertThatThrownBy(() -> outbox.submit("call", TransactionRequest.to(contract, new byte[4])))
                .isInstanceOf(RevertedException.class);
        assertThat(outbox.pending()).isEmpty();
        assertThat(outbox.find("call")).isEmpty();

        assertThatThrownBy(() -> outbox.send(
                        "unsimulated",
                        TransactionRequest.to(contract, new byte[4]).unsimulated(100_000)))
                .isInstanceOf(RevertedException.class);
        assertThat(outbox.find("unsimulated").orElseThrow().state()).isEqualTo(State.REVERTED);
        outbox.send("transfer", transfer(0));
        assertThat(anvil.transactionCount(outbox.sender())).isEqualTo(3);
    }

    @Test
    void submit_moreThanTheAccountHas_isRefused() {
        Anvil anvil = anvil(Anvil.options());
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), OutboxOptions.defaults());
        BigInteger balance = anvil.balance(outbox.sender());

        for (BigInteger value : List.of(balance, balance.add(BigInteger.ONE), balance.shiftLeft(10))) {
            assertThatThrownBy(() -> outbox.submit(
                            "all",
                            TransactionRequest.to(recipient(0), new byte[0]).value(value)))
                    .isInstanceOfSatisfying(
                            LedgerRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(Reason.INSUFFICIENT_GAS_FUNDS));
        }
        assertThat(outbox.pending()).isEmpty();
    }

    @Test
    void cancel_beforeABlock_nothingIsTransferred() throws Exception {
        Anvil anvil = anvil(Anvil.options().mineOnDemand());
        Outbox outbox = outbox(anvil, chain(1, anvil.uri()), Journal.memory(), hasty().build());
        PendingTransaction pending = outbox.submit("transfer", transfer(0));
        ExecutorService thread = Executors.newSingleThreadExecutor();
        try {
            Future<Boolean> cancelled = thread.submit(() -> pending.cancel(DEADLINE));
            until(
                    "the node has a second version",
                    () -> pending.hashes().size() > 1
                            && !anvil.call(
                                            "eth_getTransactionByHash",
                                            pending.hashes().get(1))
                                    .isNull());
            until("it ended", () -> {
                anvil.mine();
                return cancelled.isDone();
            });
            assertThat(cancelled.get(1, TimeUnit.SECONDS)).isTrue();
        } finally {
            thread.shutdownNow();
        }

        assertThat(pending.state()).isEqualTo(State.CANCELLED);
        assertThat(anvil.balance(recipient(0))).isZero();
        assertThatThrownBy(() -> pending.await(DEADLINE))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.CANCELLED));
    }

    @Test
    void open_again_goesOnAndRemembers() throws Exception {
        Anvil anvil = anvil(Anvil.options().mineOnDemand());
        Chain chain = chain(1, anvil.uri());
        Journal journal = Journal.memory();
        Outbox first = outbox(anvil, chain, journal, hasty().build());
        PendingTransaction before = first.submit("transfer", transfer(0));
        assertThatThrownBy(() -> outbox(anvil, chain, journal, hasty().build()))
                .isInstanceOf(LedgerUnavailableException.class);
        first.close();
        anvil.dropAllTransactions();
        assertThatThrownBy(() -> before.await(DEADLINE)).isInstanceOf(LedgerUnavailableException.class);

        Outbox second = outbox(anvil, chain, journal, hasty().build());
        PendingTransaction after = second.submit("transfer", transfer(0));
        assertThat(after).isEqualTo(before);
        assertThat(after.hashes()).isEqualTo(before.hashes());
        TransactionReceipt receipt = mined(anvil, after);
        second.close();

        Outbox third = outbox(anvil, chain, journal, hasty().build());
        PendingTransaction remembered = third.submit("transfer", transfer(0));
        assertThat(remembered.state()).isEqualTo(State.DONE);
        assertThat(remembered.await(DEADLINE)).hasToString(receipt.toString());
        assertThatThrownBy(() -> third.submit("transfer", transfer(1)))
                .isInstanceOfSatisfying(
                        LedgerRefusedException.class,
                        e -> assertThat(e.reason()).isEqualTo(Reason.INTENT_CONFLICT));
        assertTransferred(anvil, 1);
        assertThat(anvil.transactionCount(third.sender())).isEqualTo(1);
    }
}
