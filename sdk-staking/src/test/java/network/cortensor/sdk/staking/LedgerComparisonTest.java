package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The embedded ledger and the ledger on contracts give the same answers to the same calls, and show the same state after each.
 *
 * <p>Left out is what differs by design: times that are no whole seconds, which contracts round up; nodes that leave, since
 * the contract fills their place with its last node, so that candidates stand in another order from then on; and stakes below
 * the minimum, since a session's candidates are counted from a place among all nodes in the contract, which has no time to
 * look at more, and among those with enough stake in the embedded ledger.
 */
final class LedgerComparisonTest {
    private static final int SEQUENCES = Integer.getInteger("cortensor.ledger.sequences", 2);
    private static final int STEPS = 60;
    private static final int NODES = 5;

    /** No slashing goes below it. */
    private static final TokenAmount MIN_STAKE = TokenAmount.ofWei(1);

    private static final int SLASHED = 3_333;
    private static final Duration ACK_TIMEOUT = Duration.ofSeconds(7);

    private static final TokenAmount MONEY = TokenAmount.ofWei(10_000);
    private static final TokenAmount STAKE = TokenAmount.ofWei(2_000);

    @Test
    void call_sameOnBothLedgers_hasTheSameOutcomeAndState() {
        long seed = Seeds.next("LedgerComparisonTest");
        int refused = 0;
        long ended = 0;
        for (int sequence = 0; sequence < SEQUENCES; sequence++) {
            String name = "seed " + seed + ", sequence " + sequence;
            try (AnvilContracts network = AnvilContracts.start(
                            LedgerComparisonTest.class,
                            options -> options.minStake(MIN_STAKE)
                                    .slashBasisPoints(SLASHED)
                                    .ackTimeout(ACK_TIMEOUT));
                    OnContracts contracts = new OnContracts(network);
                    Embedded embedded = new Embedded(contracts.accounts())) {
                prepare(contracts);
                prepare(embedded);
                RandomOperations toContracts = RandomOperations.inSeconds(seed + sequence);
                RandomOperations toEmbedded = RandomOperations.inSeconds(seed + sequence);
                List<String> state = List.of();
                for (int step = 0; step < STEPS; step++) {
                    String expected = toEmbedded.step(embedded);
                    assertThat(toContracts.step(contracts))
                            .as("%s, step %d", name, step)
                            .isEqualTo(expected);
                    state = LedgerSnapshot.of(embedded.ledger(), embedded.accounts());
                    assertThat(LedgerSnapshot.of(contracts.ledger(), contracts.accounts()))
                            .as("%s, step %d, %s", name, step, expected)
                            .isEqualTo(state);
                }
                refused += toEmbedded.refused();
                ended +=
                        state.stream().filter(line -> line.contains(", ENDED,")).count();
            }
        }
        System.out.println("LedgerComparisonTest: " + SEQUENCES + " sequences of " + STEPS + " calls on both ledgers, "
                + refused + " refused alike, " + ended + " tasks ended alike");
    }

    private static void prepare(RandomOperations.World world) {
        world.accounts().forEach(account -> world.ledger().fund(account, MONEY));
        world.accounts().subList(0, NODES).forEach(node -> world.account(node).register(STAKE, "key"));
    }

    private static final class OnContracts implements RandomOperations.World, AutoCloseable {
        private final AnvilContracts network;
        private final Map<Address, TransactionSigner> signers = new LinkedHashMap<>();
        private final DevelopmentLedger ledger;

        OnContracts(AnvilContracts network) {
            this.network = network;
            for (int i = 0; i < RandomOperations.ACCOUNTS.size(); i++) {
                TransactionSigner signer = network.signer("account " + i);
                signers.put(signer.address(), signer);
            }
            this.ledger = ContractLedger.development(
                    network.chain(),
                    network.addresses(),
                    network.treasury(),
                    AnvilContracts.options().build());
        }

        @Override
        public List<Address> accounts() {
            return new ArrayList<>(signers.keySet());
        }

        @Override
        public DevelopmentLedger ledger() {
            return ledger;
        }

        @Override
        public LedgerAccount account(Address address) {
            return ledger.account(Objects.requireNonNull(signers.get(address)));
        }

        @Override
        public void advance(Duration time) {
            network.advance(time);
        }

        @Override
        public void close() {
            ledger.close();
        }
    }

    private static final class Embedded implements RandomOperations.World, AutoCloseable {
        private final FakeClock clock = new FakeClock();
        private final EmbeddedLedger ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                .journal(Journal.memory())
                .clock(clock)
                .minStake(MIN_STAKE)
                .slashBasisPoints(SLASHED)
                .ackTimeout(ACK_TIMEOUT)
                .build());
        private final List<Address> accounts;

        Embedded(List<Address> accounts) {
            this.accounts = accounts;
            clock.advance(Duration.between(FakeClock.START, AnvilContracts.START));
        }

        @Override
        public List<Address> accounts() {
            return accounts;
        }

        @Override
        public DevelopmentLedger ledger() {
            return ledger;
        }

        @Override
        public LedgerAccount account(Address address) {
            return ledger.account(address);
        }

        @Override
        public void advance(Duration time) {
            clock.advance(time);
        }

        @Override
        public void close() {
            ledger.close();
        }
    }
}
