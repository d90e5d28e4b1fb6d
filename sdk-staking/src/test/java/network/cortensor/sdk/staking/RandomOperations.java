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

    private static final int KINDS = 25;

    /** Where the calls go. */
    interface World {
        List<Address> accounts();

        DevelopmentLedger ledger();

        LedgerAccount account(Address address);

        /** Moves the ledger's clock. */
        void advance(Duration time);
    }

    private final Random random;
    private final FakeClock clock;
    private final long tick;
    private final boolean nodesLeave;
    private final List<SessionId> sessions = new ArrayList<>();
    private final List<TaskId> tasks = new ArrayList<>();
    private int refused;

    RandomOperations(long seed, FakeClock clock) {
        this(seed, clock, 1, true);
    }

    private RandomOperations(long seed, FakeClock clock, long tick, boolean nodesLeave) {
        this.random = new Random(seed);
        this.clock = clock;
        this.tick = tick;
        this.nodesLeave = nodesLeave;
    }

    /** Those that two ledgers have to answer alike of which one counts in whole seconds, and has another order once nodes left. */
    static RandomOperations inSeconds(long seed) {
        return new RandomOperations(seed, new FakeClock(), 1_000, false);
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
        String ignored = step(new World() {
            @Override
            public List<Address> accounts() {
                return ACCOUNTS;
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
        });
    }

    /** Does one call, and says which and what came of it. */
    String step(World world) {
        int kind = random.nextInt(KINDS);
        try {
            call(world, kind, world.account(pick(world.accounts())));
            return "call " + kind + ": done";
        } catch (LedgerRefusedException e) {
            refused++;
            return "call " + kind + ": " + e.reason();
        }
    }

    private void call(World world, int kind, LedgerAccount account) {
        switch (kind) {
            case 0 -> world.ledger().fund(account.address(), amount(5_000));
            case 1, 2 -> account.register(amount(3_000), "key " + random.nextInt());
            case 3 -> account.announceKey("key " + random.nextInt());
            case 4 -> {
                if (nodesLeave) {
                    account.deregister();
                }
            }
            case 5 -> sessions.add(account.openSession(terms()));
            case 6 -> account.depositToSession(session(), amount(2_000));
            case 7 -> account.withdrawFromSession(session(), amount(500));
            case 8 -> {
                if (random.nextInt(10) == 0) {
                    account.deactivateSession(session());
                }
            }
            case 9, 10, 11 -> submit(world);
            case 12 -> account.grantAccess(task(), "envelope " + random.nextInt());
            case 13 -> account.decline(task(), pick(List.of(DeclineReason.values())));
            case 14 -> account.withdrawPayment();
            case 15 -> account.end(task(), random.nextBoolean());
            case 16 -> {
                world.advance(time(random.nextInt(9_000)));
                world.ledger().closeOverduePhases();
            }
            case 17 ->
                // Of what is signed nothing holds here: what is proved is in LedgerConformance.
                account.proveFalseVerdict(
                        task(),
                        pick(world.accounts()),
                        pick(world.accounts()),
                        new byte[random.nextInt(9)],
                        new byte[0]);
            default -> mine(world);
        }
    }

    private void submit(World world) {
        if (sessions.isEmpty()) {
            sessions.add(world.account(pick(world.accounts())).openSession(terms()));
        }
        Session session = world.ledger().session(session());
        LedgerAccount owner = world.account(session.owner());
        if (session.balance().isZero()) {
            owner.depositToSession(session.id(), amount(2_000));
        }
        tasks.add(owner.submit(
                session.id(),
                new TaskSubmission(
                        "data " + random.nextInt(),
                        "reference " + random.nextInt(50),
                        time(1 + random.nextInt(15_000)),
                        time(1 + random.nextInt(15_000)),
                        Duration.ofSeconds(30 + random.nextInt(20)))));
    }

    /** The next step that one of a task's miners owes, now and then with a lie. */
    private void mine(World world) {
        Task task = world.ledger().task(task());
        if (task.assigned().isEmpty()) {
            return;
        }
        if (task.status() == TaskStatus.COMMITTED) {
            judge(world, task.id());
            return;
        }
        LedgerAccount miner = world.account(pick(task.assigned()));
        String answer = "answer " + task.id() + random.nextInt(2);
        switch (task.minerStates().getOrDefault(miner.address(), MinerState.MISSED)) {
            case ASSIGNED -> miner.ack(task.id());
            case ACKED -> miner.precommit(task.id(), hashOf(answer), "data");
            default -> miner.commit(task.id(), answer);
        }
    }

    private void judge(World world, TaskId task) {
        ValidationRound round = world.ledger().validation(task).orElseThrow();
        world.account(pick(round.validators()))
                .giveVerdict(task, pick(round.miners()), random.nextBoolean(), hashOf("evidence"));
    }

    private SessionTerms terms() {
        int maxNodes = 1 + random.nextInt(4);
        return SessionTerms.builder("session")
                .maxNodes(maxNodes)
                .redundancy(1 + random.nextInt(maxNodes))
                // The ledgers choose validators each in a way of its own.
                .validators(nodesLeave ? random.nextInt(3) : 0)
                .pricePerResult(amount(60))
                .maxTasks(1 + random.nextInt(20))
                .reservePeriod(Duration.ofSeconds(1 + random.nextInt(300)))
                .build();
    }

    /** Rounded up to what the ledger counts in. */
    private Duration time(long millis) {
        return Duration.ofMillis((millis + tick - 1) / tick * tick);
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
