package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;

import java.util.Optional;
import java.util.function.BiConsumer;

import static network.cortensor.sdk.staking.Accounts.hashOf;
import static org.assertj.core.api.Assertions.assertThat;

/** What a ledger costs as it grows. */
final class GrowthTest {
    private static final int CHUNK = 500;
    private static final int CHUNKS = 60;
    private static final int MINERS = 3;
    private static final long MOST_BYTES_PER_TASK = 4_096;
    private static final double MOST_SLOWDOWN = 4;

    /** Keeps nothing, so that what is measured is the ledger. */
    private static final class ForgetfulJournal implements Journal {
        @Override
        public Optional<byte[]> read(String key) {
            return Optional.empty();
        }

        @Override
        public void forEach(String prefix, BiConsumer<String, byte[]> visitor) {}

        @Override
        public void write(Batch batch) {}

        @Override
        public void close() {}
    }

    @Test
    void tasks_many_costTheSameEachAndLittleMemory() {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                .journal(new ForgetfulJournal())
                .minStake(TokenAmount.ofWei(1))
                .build())) {
            LedgerAccount owner = ledger.account(Accounts.address("owner"));
            ledger.fund(owner.address(), TokenAmount.ofCor("1000000"));
            for (int i = 0; i < MINERS; i++) {
                LedgerAccount miner = ledger.account(Accounts.address("miner " + i));
                ledger.fund(miner.address(), TokenAmount.ofWei(1));
                miner.register(TokenAmount.ofWei(1), "key");
            }
            SessionId session = owner.openSession(SessionTerms.builder("session")
                    .redundancy(MINERS)
                    .pricePerResult(TokenAmount.ofWei(1))
                    .maxTasks(Integer.MAX_VALUE)
                    .build());
            owner.depositToSession(session, TokenAmount.ofCor("1"));
            chunk(ledger, owner, session, 0);
            chunk(ledger, owner, session, 1);

            long heap = usedHeap();
            long early = Long.MAX_VALUE;
            long late = Long.MAX_VALUE;
            for (int i = 2; i < CHUNKS; i++) {
                long nanos = chunk(ledger, owner, session, i);
                early = i < CHUNKS / 6 ? Math.min(early, nanos) : early;
                late = i >= CHUNKS - CHUNKS / 6 ? Math.min(late, nanos) : late;
            }
            long perTask = (usedHeap() - heap) / ((CHUNKS - 2) * CHUNK);

            System.out.printf(
                    "GrowthTest: %d tasks with %d miners: %d heap bytes per ended task, best chunk early %d us, late %d us"
                            + " per task%n",
                    CHUNKS * CHUNK, MINERS, perTask, early / CHUNK / 1_000, late / CHUNK / 1_000);
            assertThat(perTask).isLessThan(MOST_BYTES_PER_TASK);
            assertThat(late).isLessThan((long) (early * MOST_SLOWDOWN));
        }
    }

    private static long chunk(EmbeddedLedger ledger, LedgerAccount owner, SessionId session, int chunk) {
        long start = System.nanoTime();
        for (int i = 0; i < CHUNK; i++) {
            String name = chunk + "-" + i;
            TaskId task = owner.submit(
                    session,
                    TaskSubmission.of("bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi" + name, name));
            owner.grantAccess(task, "x".repeat(8_000));
            for (Address miner : ledger.task(task).assigned()) {
                ledger.account(miner).ack(task);
                ledger.account(miner).precommit(task, hashOf(reveal(name, miner)), "");
            }
            for (Address miner : ledger.task(task).assigned()) {
                assertThat(ledger.account(miner).commit(task, reveal(name, miner)))
                        .isEqualTo(CommitOutcome.ACCEPTED);
            }
        }
        return System.nanoTime() - start;
    }

    private static String reveal(String name, Address miner) {
        return "bafybeigdyrzt5sfp7udm7hu76uh7y26nf3efuylqabf3oclgtqy55fbzdi " + name + " " + miner;
    }

    private static long usedHeap() {
        long least = Long.MAX_VALUE;
        for (int i = 0; i < 5; i++) {
            System.gc();
            least = Math.min(
                    least,
                    Runtime.getRuntime().totalMemory() - Runtime.getRuntime().freeMemory());
        }
        return least;
    }
}
