package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.node.NullNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** The outbox on a real EVM behind endpoints and lines that are bad: all transfers are made once all the same. */
final class OutboxFaultTest {
    private static final Duration DEADLINE = Duration.ofSeconds(60);
    private static final int TRANSFERS = 25;

    private static Address recipient(int index) {
        return Address.parse(String.format("0x%040x", 0x4000_0000 + index));
    }

    private static TransactionRequest transfer(int index) {
        return TransactionRequest.to(recipient(index), new byte[0]).value(BigInteger.valueOf(1 + index));
    }

    /** What a proxy does to whoever goes through it. */
    private record Trouble(String name, Consumer<FaultProxy> effect) {
        @Override
        public String toString() {
            return name;
        }
    }

    private static Trouble onAll(String name, Fault fault, double chance) {
        return new Trouble(name, proxy -> proxy.onAll(fault).probability(chance));
    }

    private static Trouble on(String name, String method, Fault fault, double chance) {
        return new Trouble(name, proxy -> proxy.on(method, fault).probability(chance));
    }

    private static Trouble lie(String name, String method, Fault.Lie lie, double chance) {
        return new Trouble(name, proxy -> proxy.on(method, lie).probability(chance));
    }

    static Stream<Trouble> troubles() {
        String send = "eth_sendRawTransaction";
        String count = "eth_getTransactionCount";
        return Stream.of(
                onAll("requests dropped", Fault.dropRequest(), 0.1),
                onAll("answers dropped", Fault.dropAnswer(), 0.1),
                on("answers to sending dropped", send, Fault.dropAnswer(), 0.5),
                onAll("requests doubled", Fault.duplicateRequest(), 0.3),
                onAll("too many requests", Fault.rateLimit(), 0.2),
                onAll("server errors", Fault.status(503, Map.of()), 0.2),
                onAll("truncated", Fault.truncatedJson(), 0.1),
                onAll("delayed", Fault.delay(Duration.ofMillis(20)), 0.3),
                lie("nonce used, by a lie", send, Fault.error(-32000, "nonce too low"), 0.5),
                lie("underpriced, by a lie", send, Fault.error(-32000, "replacement transaction underpriced"), 0.5),
                lie("no funds, by a lie", send, Fault.error(-32000, "insufficient funds"), 0.5),
                lie("count too high", count, Fault.quantityOff(3), 0.3),
                lie("count too low", count, Fault.quantityOff(-1), 0.3),
                lie("receipts withheld", "eth_getTransactionReceipt", Fault.lie(any -> NullNode.getInstance()), 0.7),
                new Trouble("stale head", proxy -> proxy.lagBy(2)));
    }

    private static Chain chain(FaultProxy... endpoints) {
        ChainOptions.Builder options =
                ChainOptions.builder().callTimeout(Duration.ofSeconds(5)).pollInterval(Duration.ofMillis(50));
        for (FaultProxy endpoint : endpoints) {
            options.endpoint(Endpoint.of(endpoint.uri()));
        }
        return Chain.open(options.build());
    }

    private static Outbox outbox(Anvil anvil, Chain chain) {
        return Outbox.open(
                chain,
                TransactionSigner.ofKey(anvil.account(0).secret()),
                Journal.memory(),
                OutboxOptions.builder()
                        .confirmations(2)
                        .rebroadcastAfter(Duration.ofMillis(200))
                        .replaceAfter(Duration.ofMillis(500))
                        .build());
    }

    /** Submits until it is taken: what could not be asked has reserved nothing, or is there already. */
    private static PendingTransaction submit(Outbox outbox, int index) {
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (true) {
            try {
                return outbox.submit("transfer " + index, transfer(index));
            } catch (LedgerUnavailableException e) {
                assertThat(System.nanoTime()).as("in time: transfer " + index).isLessThan(deadline);
            }
        }
    }

    private static void transferAll(Anvil anvil, Outbox outbox) {
        List<PendingTransaction> pending = new ArrayList<>();
        for (int i = 0; i < TRANSFERS; i++) {
            pending.add(submit(outbox, i));
        }
        long deadline = System.nanoTime() + DEADLINE.toNanos();
        while (pending.stream().anyMatch(each -> each.state() != PendingTransaction.State.DONE)) {
            assertThat(System.nanoTime())
                    .as(() -> "in time: "
                            + pending.stream()
                                    .filter(each -> each.state() != PendingTransaction.State.DONE)
                                    .toList())
                    .isLessThan(deadline);
            anvil.mine();
        }
    }

    private static void assertTransferredOnce(Anvil anvil, Address sender) {
        Map<Integer, BigInteger> received = new HashMap<>();
        Map<Integer, BigInteger> expected = new HashMap<>();
        for (int i = 0; i < TRANSFERS; i++) {
            received.put(i, anvil.balance(recipient(i)));
            expected.put(i, BigInteger.valueOf(1 + i));
        }
        assertThat(received).isEqualTo(expected);
        assertThat(anvil.call("txpool_status").path("queued").asText())
                .as("behind a gap")
                .isEqualTo("0x0");
        assertThat(anvil.transactionCount(sender)).isGreaterThanOrEqualTo(TRANSFERS);
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void transfers_troubleOnTheOnlyLine_areMadeOnce(Trouble trouble) throws Exception {
        try (Anvil anvil = Anvil.start(OutboxFaultTest.class);
                FaultProxy proxy = FaultProxy.before(anvil)) {
            anvil.mine(5);
            try (Chain chain = chain(proxy);
                    Outbox outbox = outbox(anvil, chain)) {
                trouble.effect().accept(proxy);
                transferAll(anvil, outbox);
                assertTransferredOnce(anvil, outbox.sender());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("troubles")
    void transfers_troubleOnOneLineOfThree_areMadeOnce(Trouble trouble) throws Exception {
        try (Anvil anvil = Anvil.start(OutboxFaultTest.class);
                FaultProxy bad = FaultProxy.before(anvil);
                FaultProxy good = FaultProxy.before(anvil);
                FaultProxy alsoGood = FaultProxy.before(anvil)) {
            anvil.mine(5);
            try (Chain chain = chain(bad, good, alsoGood);
                    Outbox outbox = outbox(anvil, chain)) {
                trouble.effect().accept(bad);
                transferAll(anvil, outbox);
                assertTransferredOnce(anvil, outbox.sender());
                assertThat(anvil.transactionCount(outbox.sender())).isEqualTo(TRANSFERS);
            }
        }
    }

    @Test
    void transfers_lineBreaksForAWhile_areMadeOnce() throws Exception {
        try (Anvil anvil = Anvil.start(OutboxFaultTest.class);
                FaultProxy proxy = FaultProxy.before(anvil)) {
            anvil.mine(5);
            try (Chain chain = chain(proxy);
                    Outbox outbox = outbox(anvil, chain)) {
                for (int i = 0; i < TRANSFERS; i++) {
                    submit(outbox, i);
                    if (i % 8 == 3) {
                        proxy.cutConnections();
                    }
                }
                proxy.refuseConnections();
                anvil.mine(3);
                proxy.clear();
                transferAll(anvil, outbox);
                assertTransferredOnce(anvil, outbox.sender());
                assertThat(anvil.transactionCount(outbox.sender())).isEqualTo(TRANSFERS);
            }
        }
    }
}
