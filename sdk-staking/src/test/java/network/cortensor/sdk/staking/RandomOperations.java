package network.cortensor.sdk.staking;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;

import static network.cortensor.sdk.staking.Accounts.hashOf;

/**
 * Calls that a ledger may get, sensible and senseless ones, from a seed. The same seed and the same answers give the same
 * calls.
 */
final class RandomOperations {
    static final List<Address> ACCOUNTS = IntStream.range(0, 8)
            .mapToObj(i -> Accounts.address("account " + i))
            .toList();
    static final TokenAmount MIN_STAKE = TokenAmount.ofWei(1_000);

    private static final int KINDS = 24;

    private final Random random;
    private final FakeClock clock;
    private final List<SessionId> sessions = new ArrayList<>();
    private final List<TaskId> tasks = new ArrayList<>();
    private int refused;

    RandomOperations(long seed, FakeClock clock) {
        this.random = new Random(seed);
        this.clock = clock;
    }

    static EmbeddedLedger open(Journal journal, FakeClock clock) {
        return EmbeddedLedger.open(EmbeddedLedgerOptions.builder()
                .journal(journal)
                .clock(clock)
                .minStake(MIN_STAKE)
                .slashBasisPoints(3_333)
                .ackTimeout(Duration.ofSeconds(7))
                .build());
    }

    int refused() {
        return refused;
    }

    /** Does one call; a refusal is as good as any answer. */
    void step(EmbeddedLedger ledger) {
        try {
            call(ledger, random.nextInt(KINDS), ledger.account(pick(ACCOUNTS)));
        } catch (LedgerRefusedException e) {
            refused++;
        }
    }

    private void call(EmbeddedLedger ledger, int kind, LedgerAccount account) {
        switch (kind) {
            case 0 -> ledger.fund(account.address(), amount(5_000));
            case 1, 2 -> account.register(amount(3_000), "key " + random.nextInt());
            case 3 -> account.announceKey("key " + random.nextInt());
            case 4 -> account.deregister();
            case 5 -> sessions.add(account.openSession(terms()));
            case 6 -> account.depositToSession(session(), amount(2_000));
            case 7 -> account.withdrawFromSession(session(), amount(500));
            case 8 -> {
                if (random.nextInt(10) == 0) {
                    account.deactivateSession(session());
                }
            }
            case 9, 10, 11 -> submit(ledger);
            case 12 -> account.grantAccess(task(), "envelope " + random.nextInt());
            case 13 -> account.decline(task(), pick(List.of(DeclineReason.values())));
            case 14 -> account.withdrawPayment();
            case 15 -> account.end(task(), random.nextBoolean());
            case 16 -> {
                clock.advance(Duration.ofMillis(random.nextInt(9_000)));
                ledger.closeOverduePhases();
            }
            default -> mine(ledger);
        }
    }

    private void submit(EmbeddedLedger ledger) {
        if (sessions.isEmpty()) {
            sessions.add(ledger.account(pick(ACCOUNTS)).openSession(terms()));
        }
        Session session = ledger.session(session());
        LedgerAccount owner = ledger.account(session.owner());
        if (session.balance().isZero()) {
            owner.depositToSession(session.id(), amount(2_000));
        }
        tasks.add(owner.submit(
                session.id(),
                new TaskSubmission(
                        "data " + random.nextInt(),
                        "reference " + random.nextInt(50),
                        Duration.ofMillis(1 + random.nextInt(15_000)),
                        Duration.ofMillis(1 + random.nextInt(15_000)),
                        Duration.ofSeconds(30 + random.nextInt(20)))));
    }

    /** The next step that one of a task's miners owes, now and then with a lie. */
    private void mine(EmbeddedLedger ledger) {
        Task task = ledger.task(task());
        if (task.assigned().isEmpty()) {
            return;
        }
        LedgerAccount miner = ledger.account(pick(task.assigned()));
        String answer = "answer " + task.id() + random.nextInt(2);
        switch (task.minerStates().getOrDefault(miner.address(), MinerState.MISSED)) {
            case ASSIGNED -> miner.ack(task.id());
            case ACKED -> miner.precommit(task.id(), hashOf(answer), "data");
            default -> miner.commit(task.id(), answer);
        }
    }

    private SessionTerms terms() {
        int maxNodes = 1 + random.nextInt(4);
        return SessionTerms.builder("session")
                .maxNodes(maxNodes)
                .redundancy(1 + random.nextInt(maxNodes))
                .pricePerResult(amount(60))
                .maxTasks(1 + random.nextInt(20))
                .reservePeriod(Duration.ofSeconds(1 + random.nextInt(300)))
                .build();
    }

    private TokenAmount amount(int bound) {
        return TokenAmount.ofWei(random.nextInt(bound));
    }

    private SessionId session() {
        return sessions.isEmpty() ? new SessionId(1) : pick(sessions);
    }

    /** Mostly one of the latest tasks, which is likely to be open. */
    private TaskId task() {
        if (tasks.isEmpty()) {
            return new TaskId(session(), 1);
        }
        return random.nextInt(5) == 0
                ? pick(tasks)
                : tasks.get(tasks.size() - 1 - random.nextInt(Math.min(3, tasks.size())));
    }

    private <T> T pick(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }
}
