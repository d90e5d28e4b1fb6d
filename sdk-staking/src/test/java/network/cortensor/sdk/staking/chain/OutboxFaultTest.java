package network.cortensor.sdk.staking.chain;

import com.fasterxml.jackson.databind.node.NullNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import java.math.BigInteger;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

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
    enum Trouble {
        REQUESTS_DROPPED(proxy -> proxy.onAll(Fault.dropRequest()).probability(0.1)),
        ANSWERS_DROPPED(proxy -> proxy.onAll(Fault.dropAnswer()).probability(0.1)),
        ANSWERS_TO_SENDING_DROPPED(
                proxy -> proxy.on("eth_sendRawTransaction", Fault.dropAnswer()).probability(0.5)),
        REQUESTS_DOUBLED(proxy -> proxy.onAll(Fault.duplicateRequest()).probability(0.3)),
        TOO_MANY_REQUESTS(proxy -> proxy.onAll(Fault.rateLimit()).probability(0.2)),
        SERVER_ERRORS(proxy -> proxy.onAll(Fault.status(503, Map.of())).probability(0.2)),
        TRUNCATED(proxy -> proxy.onAll(Fault.truncatedJson()).probability(0.1)),
        DELAYED(proxy -> proxy.onAll(Fault.delay(Duration.ofMillis(20))).probability(0.3)),
        SENDING_REFUSED_BY_A_LIE(proxy -> proxy.on("eth_sendRawTransaction", Fault.error(-32000, "nonce too low"))
                .probability(0.5)),
        UNDERPRICED_BY_A_LIE(
                proxy -> proxy.on("eth_sendRawTransaction", Fault.error(-32000, "replacement transaction underpriced"))
                        .probability(0.5)),
        NO_FUNDS_BY_A_LIE(proxy -> proxy.on("eth_sendRawTransaction", Fault.error(-32000, "insufficient funds"))
                .probability(0.5)),
        NONCE_TOO_HIGH(proxy ->
                proxy.on("eth_getTransactionCount", Fault.quantityOff(3)).probability(0.3)),
        NONCE_TOO_LOW(proxy ->
                proxy.on("eth_getTransactionCount", Fault.quantityOff(-1)).probability(0.3)),
        RECEIPTS_WITHHELD(proxy -> proxy.on("eth_getTransactionReceipt", Fault.lie(answer -> NullNode.getInstance()))
                .probability(0.7)),
        STALE_HEAD(proxy -> proxy.lagBy(2));

        private final Consumer<FaultProxy> effect;

        Trouble(Consumer<FaultProxy> effect) {
            this.effect = effect;
        }
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
    @EnumSource(Trouble.class)
    void transfers_troubleOnTheOnlyLine_areMadeOnce(Trouble trouble) throws Exception {
        try (Anvil anvil = Anvil.start(OutboxFaultTest.class);
                FaultProxy proxy = FaultProxy.before(anvil)) {
            anvil.mine(5);
            try (Chain chain = chain(proxy);
                    Outbox outbox = outbox(anvil, chain)) {
                trouble.effect.accept(proxy);
                transferAll(anvil, outbox);
                assertTransferredOnce(anvil, outbox.sender());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Trouble.class)
    void transfers_troubleOnOneLineOfThree_areMadeOnce(Trouble trouble) throws Exception {
        try (Anvil anvil = Anvil.start(OutboxFaultTest.class);
                FaultProxy bad = FaultProxy.before(anvil);
                FaultProxy good = FaultProxy.before(anvil);
                FaultProxy alsoGood = FaultProxy.before(anvil)) {
            anvil.mine(5);
            try (Chain chain = chain(bad, good, alsoGood);
                    Outbox outbox = outbox(anvil, chain)) {
                trouble.effect.accept(bad);
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
