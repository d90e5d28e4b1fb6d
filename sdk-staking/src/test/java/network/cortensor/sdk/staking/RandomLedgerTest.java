package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;

import java.util.List;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;

import static org.assertj.core.api.Assertions.assertThat;

/** Money and state under random calls. */
final class RandomLedgerTest {
    private static final int SEQUENCES = 10_000;
    private static final int STEPS = 60;

    @Test
    void tokens_randomSequences_areConservedAlsoAcrossReopen() {
        long seed = Seeds.next("RandomLedgerTest.tokens");
        LongAdder ended = new LongAdder();
        LongAdder refused = new LongAdder();
        IntStream.range(0, SEQUENCES)
                .parallel()
                .forEach(sequence -> refused.add(tokensAreConserved(seed + sequence, ended)));
        System.out.println("RandomLedgerTest: " + SEQUENCES + " sequences of " + STEPS + " calls, " + refused
                + " refused, " + ended + " tasks ended");
        assertThat(ended.sum()).as("tasks that came to their end").isGreaterThan(SEQUENCES);
    }

    /** Returns how many of the calls were refused. */
    private static long tokensAreConserved(long seed, LongAdder ended) {
        FakeClock clock = new FakeClock();
        Journal journal = Journal.memory();
        RandomOperations operations = new RandomOperations(seed, clock);
        List<String> before;
        try (EmbeddedLedger ledger = RandomOperations.open(journal, clock)) {
            fundAndRegister(ledger);
            for (int step = 0; step < STEPS; step++) {
                operations.step(ledger);
                assertThat(ledger.conservesTokens())
                        .as("seed %d, step %d", seed, step)
                        .isTrue();
            }
            before = LedgerSnapshot.of(ledger, RandomOperations.ACCOUNTS);
        }
        try (EmbeddedLedger reopened = RandomOperations.open(journal, clock)) {
            assertThat(reopened.conservesTokens()).as("seed %d", seed).isTrue();
            assertThat(LedgerSnapshot.of(reopened, RandomOperations.ACCOUNTS))
                    .as("seed %d", seed)
                    .isEqualTo(before);
        }
        ended.add(before.stream().filter(line -> line.contains(", ENDED,")).count());
        return operations.refused();
    }

    @Test
    void reopen_atEveryStepOfARun_givesTheSameState() {
        long seed = Seeds.next("RandomLedgerTest.reopen");
        FakeClock clock = new FakeClock();
        Journal journal = Journal.memory();
        RandomOperations operations = new RandomOperations(seed, clock);
        try (EmbeddedLedger ledger = RandomOperations.open(journal, clock)) {
            fundAndRegister(ledger);
        }
        for (int step = 0; step < 600; step++) {
            List<String> before;
            try (EmbeddedLedger ledger = RandomOperations.open(journal, clock)) {
                operations.step(ledger);
                before = LedgerSnapshot.of(ledger, RandomOperations.ACCOUNTS);
            }
            try (EmbeddedLedger reopened = RandomOperations.open(journal, clock)) {
                assertThat(LedgerSnapshot.of(reopened, RandomOperations.ACCOUNTS))
                        .as("seed %d, step %d", seed, step)
                        .isEqualTo(before);
            }
        }
    }

    static void fundAndRegister(EmbeddedLedger ledger) {
        for (Address account : RandomOperations.ACCOUNTS) {
            ledger.fund(account, TokenAmount.ofWei(10_000));
        }
        for (Address node : RandomOperations.ACCOUNTS.subList(0, 5)) {
            ledger.account(node).register(TokenAmount.ofWei(2_000), "key");
        }
    }
}
