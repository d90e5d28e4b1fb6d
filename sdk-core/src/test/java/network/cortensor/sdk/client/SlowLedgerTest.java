package network.cortensor.sdk.client;

import network.cortensor.sdk.staking.EventFilter;
import network.cortensor.sdk.staking.EventSubscription;
import network.cortensor.sdk.staking.ForwardingLedger;
import network.cortensor.sdk.staking.ForwardingLedgerAccount;
import network.cortensor.sdk.staking.LedgerAccount;
import network.cortensor.sdk.staking.LedgerEvent;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.SubscriptionOverrunException;
import network.cortensor.sdk.staking.Task;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskStatus;
import network.cortensor.sdk.verify.VerificationPolicy;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;

import static org.assertj.core.api.Assertions.assertThat;

/** Ledgers that lag, lose subscriptions or wait for validators: each wait ends, and can be interrupted. */
@Timeout(200)
class SlowLedgerTest extends OnEmbeddedLedger {

    /** That validators say nothing "takes nothing from the answer": it must not take the time in which others are asked. */
    @Test
    void adaptive_validatorsSayNothing_othersAreAskedAllTheSame() {
        LocalNetwork network = network(16);
        AtomicBoolean waiting = new AtomicBoolean();
        LedgerAccount account = new ForwardingLedgerAccount(account()) {
            @Override
            public void grantAccess(TaskId task, String envelope) {
                if (task.number() == 1 && ledger.task(task).status() == TaskStatus.COMMITTED) {
                    if (waiting.compareAndSet(false, true)) {
                        // The round is longer than the whole request may take.
                        CompletableFuture.delayedExecutor(10, TimeUnit.SECONDS)
                                .execute(SlowLedgerTest.this::letTheRoundPass);
                    }
                    throw new LedgerRefusedException(
                            LedgerRefusedException.Reason.FEE_ABOVE_CAP, "Grant access", "less", "more");
                }
                super.grantAccess(task, envelope);
            }
        };
        InferenceSession session = client(account, network.store()).openSession(terms(1, 1), DEPOSIT);

        VerifiedCompletion completion = session.complete(CompletionRequest.builder("How many?")
                .timeout(Duration.ofSeconds(8))
                .policy(VerificationPolicy.agreement(4, 1))
                .build());

        assertThat(waiting).isTrue();
        assertThat(completion.verdict().asked()).isGreaterThan(2);
    }

    private void requireEnd(InferenceSession session, AtomicBoolean lies, AtomicInteger count) throws Exception {
        Map<String, String> end = new ConcurrentHashMap<>();
        Thread app = new Thread(() -> {
            try {
                session.complete(CompletionRequest.builder("How many?")
                        .timeout(Duration.ofSeconds(1))
                        .build());
                end.put("end", "answer");
            } catch (RuntimeException e) {
                end.put("end", e.toString());
            }
        });
        app.setDaemon(true);
        app.start();
        // 1 s, a quarter more, and twice 10 s of patience.
        app.join(30_000);
        boolean alive = app.isAlive();
        int seen = count.get();
        app.interrupt();
        app.join(5_000);
        boolean deaf = app.isAlive();
        lies.set(false);
        app.join(30_000);
        assertThat(alive)
                .as("waits after 30 s, rounds " + seen + ", deaf to an interrupt " + deaf + " " + end)
                .isFalse();
    }

    @Test
    void complete_ledgerShowsAnEndedTaskAsAssigned_givesUp() throws Exception {
        LocalNetwork network = network(3);
        AtomicBoolean lies = new AtomicBoolean(true);
        AtomicInteger grants = new AtomicInteger();
        Map<TaskId, Task> first = new ConcurrentHashMap<>();
        ForwardingLedger stale = new ForwardingLedger(ledger) {
            @Override
            public Task task(TaskId task) {
                return lies.get() ? first.computeIfAbsent(task, super::task) : super.task(task);
            }
        };
        LedgerAccount account = new ForwardingLedgerAccount(account(), stale) {
            @Override
            public void grantAccess(TaskId task, String envelope) {
                grants.incrementAndGet();
                throw new LedgerRefusedException(LedgerRefusedException.Reason.WRONG_PHASE, "Grant", "open", "ended");
            }
        };
        requireEnd(client(account, network.store()).openSession(terms(1, 0), DEPOSIT), lies, grants);
    }

    @Test
    void complete_ledgerTakesEventsBackAgainAndAgain_givesUp() throws Exception {
        LocalNetwork network = network(3);
        AtomicBoolean lies = new AtomicBoolean(true);
        AtomicInteger overruns = new AtomicInteger();
        Map<TaskId, Task> first = new ConcurrentHashMap<>();
        ForwardingLedger stale = new ForwardingLedger(ledger) {
            @Override
            public Task task(TaskId task) {
                return lies.get() ? first.computeIfAbsent(task, super::task) : super.task(task);
            }

            @Override
            public EventSubscription subscribe(EventFilter filter) {
                EventSubscription real = super.subscribe(filter);
                return new EventSubscription() {
                    @Override
                    public Optional<LedgerEvent> next(Duration timeout) throws InterruptedException {
                        if (lies.get()) {
                            // A server that reorganises all the time; without a pause it would be the test that is
                            // busy.
                            Thread.sleep(500);
                            overruns.incrementAndGet();
                            throw new SubscriptionOverrunException("taken back");
                        }
                        return real.next(timeout);
                    }

                    @Override
                    public void close() {
                        real.close();
                    }
                };
            }
        };
        requireEnd(
                client(new ForwardingLedgerAccount(account(), stale), network.store())
                        .openSession(terms(1, 0), DEPOSIT),
                lies,
                overruns);
    }
}
