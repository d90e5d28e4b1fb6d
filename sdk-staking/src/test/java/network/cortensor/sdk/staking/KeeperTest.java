package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Whoever moves tasks on, before a ledger that fails in every way. */
@Timeout(60)
final class KeeperTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");

    private final FakeTasks tasks = new FakeTasks();
    private final List<TaskId> moved = new ArrayList<>();
    private final List<String> intents = new ArrayList<>();
    private final Map<TaskId, RuntimeException> refusals = new ConcurrentHashMap<>();
    private final OverduePhases phases = new OverduePhases(tasks, (intent, task) -> {
        intents.add(intent);
        moved.add(task);
        fail(refusals, task);
    });

    @Test
    void close_someOverdue_movesThoseOn() throws InterruptedException {
        tasks.due(1, NOW.minusSeconds(1));
        tasks.due(2, NOW);
        tasks.due(3, NOW.plusMillis(1));

        phases.close();

        assertThat(moved).containsExactly(task(1), task(2));
    }

    @Test
    void close_eachKindOfFailureOfOneTask_keepsNoOtherWaiting() {
        List<RuntimeException> kinds = List.of(
                new LedgerUnavailableException("stuck"),
                new LedgerEvidenceException("lie"),
                new IllegalStateException("a signer's own"));
        for (int i = 0; i < kinds.size(); i++) {
            tasks.due(i, NOW);
            refusals.put(task(i), kinds.get(i));
            tasks.due(10 + i, NOW);
            tasks.failures.put(task(10 + i), kinds.get(i));
        }
        tasks.due(20, NOW);

        assertThatThrownBy(phases::close)
                .isSameAs(kinds.get(0))
                .satisfies(e -> assertThat(e.getSuppressed()).contains(kinds.get(1), kinds.get(2)));
        assertThat(moved).containsExactly(task(0), task(1), task(2), task(20));
    }

    @Test
    void close_refused_isNoFailure() throws InterruptedException {
        tasks.due(1, NOW);
        tasks.due(2, NOW);
        refusals.put(
                task(1),
                new LedgerRefusedException(LedgerRefusedException.Reason.WRONG_PHASE, "tick", "open", "ended"));

        phases.close();
        phases.close();

        assertThat(moved).containsExactly(task(1), task(2), task(1), task(2));
        assertThat(intents).doesNotHaveDuplicates();
    }

    @Test
    void close_stillUnderWay_asksAfterTheSameTransaction() throws InterruptedException {
        tasks.due(1, NOW);
        refusals.put(task(1), new LedgerUnavailableException("not mined yet"));
        assertThatThrownBy(phases::close).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(phases::close).isInstanceOf(LedgerUnavailableException.class);
        refusals.clear();
        phases.close();
        phases.close();

        assertThat(intents).hasSize(4);
        assertThat(Set.copyOf(intents.subList(0, 3))).hasSize(1);
        assertThat(intents.get(3)).isNotEqualTo(intents.get(2));
    }

    @Test
    void close_endedWithoutAnEvent_leavesTheSet() throws InterruptedException {
        tasks.due.put(task(1), Optional.empty());
        tasks.due.put(task(2), Optional.empty());
        tasks.ended.add(task(2));

        phases.close();

        assertThat(tasks.open()).containsExactly(task(1));
        assertThat(moved).isEmpty();
    }

    @Test
    void close_interrupted_stops() {
        tasks.due(1, NOW);
        tasks.due(2, NOW);
        refusals.put(task(1), new LedgerUnavailableException("interrupted"));
        Thread.currentThread().interrupt();

        assertThatThrownBy(phases::close).isInstanceOf(InterruptedException.class);
        assertThat(moved).containsExactly(task(1));
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void keeper_looksAndTasksFailInEveryWay_goesOn() throws InterruptedException {
        CountDownLatch looks = new CountDownLatch(5);
        AtomicBoolean movedOn = new AtomicBoolean();
        CountDownLatch done = new CountDownLatch(1);
        tasks.beforeLook = looks::countDown;
        tasks.due(1, NOW);
        OverduePhases failing = new OverduePhases(tasks, (intent, task) -> {
            if (looks.getCount() > 0) {
                throw looks.getCount() % 2 == 0
                        ? new IllegalStateException("a signer's own")
                        : new LedgerEvidenceException("lie");
            }
            movedOn.set(true);
            done.countDown();
        });
        tasks.looksThatFail = 2;

        Keeper keeper = Keeper.start(failing, Duration.ofMillis(1));
        try {
            done.await();
        } finally {
            keeper.close();
        }
        assertThat(movedOn).isTrue();
    }

    private static TaskId task(int number) {
        return new TaskId(new SessionId(1), number);
    }

    private static void fail(Map<TaskId, RuntimeException> failures, TaskId task) {
        RuntimeException failure = failures.get(task);
        if (failure != null) {
            throw failure;
        }
    }

    /** Tasks that fall due as they are told to. */
    private static final class FakeTasks implements OverduePhases.Tasks {
        private final Map<TaskId, Optional<Instant>> due = new TreeMap<>();
        private final Set<TaskId> ended = new TreeSet<>();
        private final Map<TaskId, RuntimeException> failures = new ConcurrentHashMap<>();
        private Runnable beforeLook = () -> {};
        private int looksThatFail;

        void due(int number, Instant at) {
            due.put(task(number), Optional.of(at));
        }

        @Override
        public List<TaskId> open() {
            beforeLook.run();
            if (looksThatFail-- > 0) {
                throw new IllegalArgumentException("a fault of the look itself");
            }
            return List.copyOf(due.keySet());
        }

        @Override
        public Instant now() {
            return NOW;
        }

        @Override
        public Optional<Instant> dueAt(TaskId task) {
            fail(failures, task);
            return due.getOrDefault(task, Optional.empty());
        }

        @Override
        public boolean hasEnded(TaskId task) {
            return ended.contains(task);
        }

        @Override
        public void forget(TaskId task) {
            due.remove(task);
        }
    }
}
