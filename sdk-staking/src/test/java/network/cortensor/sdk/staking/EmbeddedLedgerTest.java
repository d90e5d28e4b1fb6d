package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

import static network.cortensor.sdk.staking.Accounts.address;
import static network.cortensor.sdk.staking.Accounts.hashOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is particular to the embedded ledger: its journal, its thread, its buffers. */
final class EmbeddedLedgerTest {
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final TokenAmount STAKE = TokenAmount.ofCor("10000");
    private static final Address OWNER = address("owner");
    private static final Address MINER = address("miner");

    private final FakeClock clock = new FakeClock();
    private final FakeJournal journal = new FakeJournal();

    private EmbeddedLedgerOptions.Builder options() {
        return EmbeddedLedgerOptions.builder().clock(clock).journal(journal);
    }

    private static SessionId openSession(EmbeddedLedger ledger) {
        ledger.fund(MINER, STAKE);
        ledger.fund(OWNER, STAKE);
        ledger.account(MINER).register(STAKE, "key");
        LedgerAccount owner = ledger.account(OWNER);
        SessionId session = owner.openSession(SessionTerms.builder("session")
                .pricePerResult(TokenAmount.ofCor("1"))
                .maxTasks(1_000)
                .build());
        owner.depositToSession(session, TokenAmount.ofCor("1000"));
        return session;
    }

    @Test
    void open_defaults_isTheDevelopmentChain() {
        try (EmbeddedLedger ledger =
                EmbeddedLedger.open(EmbeddedLedgerOptions.builder().build())) {
            assertThat(ledger.chainId()).isEqualTo(31337);
            assertThat(ledger.nodes()).isEmpty();
        }
    }

    @Test
    void open_journalOfAnotherChain_isEvidence() {
        EmbeddedLedger.open(options().chainId(7).build()).close();

        assertThatThrownBy(() -> EmbeddedLedger.open(options().chainId(8).build()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining("chain 8")
                .hasMessageContaining("chain 7");
    }

    @Test
    void open_recordMissing_isEvidence() {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            openSession(ledger);
        }
        journal.write(Journal.Batch.create().remove(journal.records().get(2)));

        assertThatThrownBy(() -> EmbeddedLedger.open(options().build())).isInstanceOf(LedgerEvidenceException.class);
    }

    @Test
    void open_recordsSwapped_isEvidence() {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            openSession(ledger);
        }
        String stake = journal.records().get(2);
        String funding = journal.records().get(0);
        byte[] first = journal.read(funding).orElseThrow();
        journal.write(Journal.Batch.create()
                .put(funding, journal.read(stake).orElseThrow())
                .put(stake, first));

        assertThatThrownBy(() -> EmbeddedLedger.open(options().build()))
                .isInstanceOf(LedgerEvidenceException.class)
                .hasMessageContaining(funding);
    }

    @Test
    void open_eachRecordCutOrExtended_isEvidence() {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            SessionId session = openSession(ledger);
            TaskId task = ledger.account(OWNER).submit(session, TaskSubmission.of("data", "reference"));
            ledger.account(MINER).ack(task);
        }
        for (String record : journal.records()) {
            byte[] good = journal.read(record).orElseThrow();
            String text = new String(good, StandardCharsets.UTF_8);
            for (String bad :
                    List.of(text.substring(0, text.length() - 1), text + "}", "", "{}", text.replace("type", "tpye"))) {
                journal.write(Journal.Batch.create().put(record, bad.getBytes(StandardCharsets.UTF_8)));
                assertThatThrownBy(() -> EmbeddedLedger.open(options().build()))
                        .as(bad)
                        .isInstanceOf(LedgerEvidenceException.class);
            }
            journal.write(Journal.Batch.create().put(record, good));
        }
        EmbeddedLedger.open(options().build()).close();
    }

    @Test
    void reopen_afterAFalseVerdictWasProved_doesNotSlashAgainAndLeavesTheOtherToBeProved() {
        TransactionSigner signer = Accounts.signer("miner with a key");
        Address miner = signer.address();
        List<Testimony> lies = new ArrayList<>();
        TaskId task;
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            ledger.fund(miner, STAKE);
            ledger.account(miner).register(STAKE, "key");
            LedgerAccount owner = ledger.account(OWNER);
            task = owner.submit(
                    owner.openSession(
                            SessionTerms.builder("session").validators(2).build()),
                    TaskSubmission.of("data", "reference"));
            for (String name : List.of("first liar", "second liar")) {
                ledger.fund(address(name), STAKE);
                ledger.account(address(name)).register(STAKE, "key");
                lies.add(Testimony.of(ledger.chainId(), task, miner, signer, address(name)));
            }
            ledger.account(miner).ack(task);
            ledger.account(miner).precommit(task, hashOf("answer"), "");
            ledger.account(miner).commit(task, "answer");
            for (Testimony lie : lies) {
                ledger.account(lie.validator()).giveVerdict(task, miner, false, lie.evidence());
            }
            prove(ledger, lies.get(0));
        }
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            assertThatThrownBy(() -> prove(ledger, lies.get(0)))
                    .isInstanceOfSatisfying(
                            LedgerRefusedException.class,
                            e -> assertThat(e.reason()).isEqualTo(LedgerRefusedException.Reason.WRONG_PHASE));
            prove(ledger, lies.get(1));
            for (Testimony lie : lies) {
                assertThat(ledger.node(lie.validator()).orElseThrow().slashed()).isEqualTo(TokenAmount.ofCor("1000"));
            }
            assertThat(ledger.conservesTokens()).isTrue();
        }
    }

    private static void prove(EmbeddedLedger ledger, Testimony lie) {
        ledger.account(OWNER)
                .proveFalseVerdict(lie.task(), lie.miner(), lie.validator(), lie.verdict(), lie.statement());
    }

    @Test
    void reopen_afterDeadlines_closesPhasesFirst() {
        TaskId task;
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            task = ledger.account(OWNER).submit(openSession(ledger), TaskSubmission.of("data", "reference"));
        }
        clock.advance(LONG.multipliedBy(60));

        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            assertThat(ledger.task(task).status()).isEqualTo(TaskStatus.ENDED);
            assertThat(ledger.task(task).refunded()).isEqualTo(TokenAmount.ofCor("1"));
        }
    }

    @Test
    void now_clockJumpsBack_standsStill() {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            clock.advance(LONG);
            ledger.fund(OWNER, STAKE);
            Instant before = ledger.now();
            clock.advance(LONG.negated());

            assertThat(ledger.now()).isEqualTo(before);
            ledger.fund(OWNER, STAKE);
        }
        EmbeddedLedger.open(options().build()).close();
    }

    @Test
    void write_fails_closesLedgerAndTellsSubscribers() throws InterruptedException {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            ledger.fund(OWNER, STAKE);
            EventSubscription events = ledger.subscribe(EventFilter.all());
            journal.failWrites(true);

            assertThatThrownBy(() -> ledger.fund(OWNER, STAKE)).isInstanceOf(LedgerUnavailableException.class);
            assertThatThrownBy(() -> ledger.balance(OWNER))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining("open it again");
            assertThatThrownBy(() -> events.next(LONG)).isInstanceOf(LedgerUnavailableException.class);
        }
        journal.failWrites(false);
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            assertThat(ledger.balance(OWNER)).isEqualTo(STAKE);
        }
    }

    @Test
    void close_again_hasNoEffectAndCallsAreUnavailable() {
        EmbeddedLedger ledger = EmbeddedLedger.open(options().build());
        ledger.close();
        ledger.close();

        assertThatThrownBy(() -> ledger.fund(OWNER, STAKE)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(ledger::nodes).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> ledger.subscribe(EventFilter.all())).isInstanceOf(LedgerUnavailableException.class);
    }

    @Test
    void close_thread_ends() throws InterruptedException {
        List<Thread> before = ledgerThreads();
        EmbeddedLedger ledger = EmbeddedLedger.open(options().build());
        List<Thread> own = new ArrayList<>(ledgerThreads());
        own.removeAll(before);
        ledger.close();

        assertThat(own).isNotEmpty();
        for (Thread thread : own) {
            thread.join(LONG.toMillis());
            assertThat(thread.isAlive()).isFalse();
        }
    }

    @Test
    void phases_systemClock_closeThemselves() throws InterruptedException {
        EmbeddedLedgerOptions options = EmbeddedLedgerOptions.builder()
                .ackTimeout(Duration.ofMillis(20))
                .build();
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options)) {
            SessionId session = openSession(ledger);
            EventSubscription events = ledger.subscribe(EventFilter.session(session));
            TaskId task = ledger.account(OWNER)
                    .submit(
                            session,
                            new TaskSubmission(
                                    "data",
                                    "reference",
                                    Duration.ofMillis(30),
                                    Duration.ofMillis(30),
                                    Duration.ofMillis(100)));
            LedgerEvent last = events.next(LONG).orElseThrow();
            while (!(last instanceof LedgerEvent.TaskEnded)) {
                last = events.next(LONG).orElseThrow();
            }

            assertThat(ledger.task(task).refunded()).isEqualTo(TokenAmount.ofCor("1"));
        }
    }

    @Test
    void next_nothingHappens_isEmptyInTime() throws InterruptedException {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build());
                EventSubscription events = ledger.subscribe(EventFilter.all())) {
            assertThat(events.next(Duration.ofMillis(5))).isEmpty();
            assertThat(events.next(LONG.negated())).isEmpty();
        }
    }

    @Test
    void next_interrupted_throwsAndLosesNothing() throws InterruptedException {
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build());
                EventSubscription events = ledger.subscribe(EventFilter.all())) {
            ledger.fund(OWNER, STAKE);
            Thread.currentThread().interrupt();

            assertThatThrownBy(() -> events.next(LONG)).isInstanceOf(InterruptedException.class);
            assertThat(events.next(LONG)).containsInstanceOf(LedgerEvent.AccountFunded.class);
        }
    }

    @Test
    void next_closedByAnother_wakesUp() throws InterruptedException, TimeoutException {
        ExecutorService reader = Executors.newSingleThreadExecutor();
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            EventSubscription events = ledger.subscribe(EventFilter.all());
            Future<Optional<LedgerEvent>> next =
                    reader.submit(() -> events.next(LONG.multipliedBy(Long.MAX_VALUE / 60)));
            events.close();
            events.close();

            assertThatThrownBy(() -> next.get(LONG.toMillis(), TimeUnit.MILLISECONDS))
                    .isInstanceOf(ExecutionException.class)
                    .hasCauseInstanceOf(LedgerUnavailableException.class);
        } finally {
            reader.shutdownNow();
        }
    }

    @Test
    void next_bufferOverrun_deliversWhatFittedThenSaysSo() throws InterruptedException {
        try (EmbeddedLedger ledger =
                        EmbeddedLedger.open(options().subscriptionBuffer(3).build());
                EventSubscription slow = ledger.subscribe(EventFilter.all());
                EventSubscription quick = ledger.subscribe(EventFilter.all())) {
            for (int i = 0; i < 5; i++) {
                ledger.fund(OWNER, STAKE);
                assertThat(quick.next(Duration.ZERO)).isPresent();
            }
            for (long sequence = 1; sequence <= 3; sequence++) {
                assertThat(slow.next(Duration.ZERO).orElseThrow().sequence()).isEqualTo(sequence);
            }

            assertThatThrownBy(() -> slow.next(Duration.ZERO)).isInstanceOf(SubscriptionOverrunException.class);
            assertThatThrownBy(() -> slow.next(Duration.ZERO)).isInstanceOf(SubscriptionOverrunException.class);
        }
    }

    @Test
    void calls_ofManyThreads_areAllDone() throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try (EmbeddedLedger ledger = EmbeddedLedger.open(options().build())) {
            SessionId session = openSession(ledger);
            List<Future<?>> calls = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "thread " + i;
                calls.add(threads.submit(() -> {
                    for (int task = 0; task < 50; task++) {
                        TaskId id = ledger.account(OWNER)
                                .submit(session, TaskSubmission.of("data", name + " task " + task));
                        LedgerAccount miner = ledger.account(MINER);
                        miner.ack(id);
                        miner.precommit(id, hashOf(name), "");
                        miner.commit(id, name);
                    }
                }));
            }
            for (Future<?> call : calls) {
                call.get();
            }

            assertThat(ledger.pendingPayment(MINER)).isEqualTo(TokenAmount.ofCor("400"));
            assertThat(ledger.session(session).taskCount()).isEqualTo(400);
            assertThat(ledger.conservesTokens()).isTrue();
        } finally {
            threads.shutdownNow();
        }
    }

    private static List<Thread> ledgerThreads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("cortensor-ledger"))
                .toList();
    }
}
