package network.cortensor.sdk.staking;

import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Moves on the tasks that are overdue, at the cost of one account. Tasks do not keep each other waiting, whatever becomes of
 * one.
 *
 * <p>Safe for use by several threads.
 */
final class OverduePhases {
    private static final Logger LOG = LoggerFactory.getLogger(OverduePhases.class);

    /** What is to be known of the tasks. */
    interface Tasks {
        /** Those that are not known to have ended. */
        List<TaskId> open() throws InterruptedException;

        /** The ledger's clock. */
        Instant now();

        /** When something falls due; empty if nothing does. */
        Optional<Instant> dueAt(TaskId task);

        /** Whether nothing will ever fall due again. */
        boolean hasEnded(TaskId task);

        /** Takes a task for ended. */
        void forget(TaskId task) throws InterruptedException;
    }

    /** How a task is moved on. */
    @FunctionalInterface
    interface Mover {
        /**
         * Moves a task on once, however often it is told to under one intent.
         *
         * @throws LedgerUnavailableException if it is not known yet whether it was moved on
         */
        void moveOn(String intent, TaskId task);
    }

    private final Tasks tasks;
    private final Mover mover;
    /** What was sent and may still be under way: another one beside it would be paid for as well. */
    private final Map<TaskId, String> underWay = new ConcurrentHashMap<>();

    OverduePhases(Tasks tasks, Mover mover) {
        this.tasks = tasks;
        this.mover = mover;
    }

    /**
     * Looks at every open task once.
     *
     * @throws RuntimeException the first failure of a task, after all were looked at, with the others suppressed in it
     */
    void close() throws InterruptedException {
        List<TaskId> open = tasks.open();
        underWay.keySet().retainAll(open);
        FirstFailure failure = new FirstFailure();
        for (TaskId task : open) {
            try {
                close(task);
            } catch (RuntimeException e) {
                // Of whatever kind: the next task has nothing to do with it.
                if (Thread.interrupted()) {
                    throw new InterruptedException("interrupted while overdue phases were closed");
                }
                failure.add(e);
            }
        }
        failure.rethrow();
    }

    private void close(TaskId task) throws InterruptedException {
        Optional<Instant> due = tasks.dueAt(task);
        if (due.isEmpty() && tasks.hasEnded(task)) {
            tasks.forget(task);
        } else if (due.isPresent() && !due.get().isAfter(tasks.now())) {
            moveOn(task);
        } else {
            underWay.remove(task);
        }
    }

    private void moveOn(TaskId task) {
        String intent = underWay.computeIfAbsent(task, first -> "tick " + UUID.randomUUID());
        try {
            mover.moveOn(intent, task);
            underWay.remove(task);
        } catch (LedgerRefusedException e) {
            // Somebody else was faster.
            underWay.remove(task);
            LOG.debug("Task {} was not moved on: {}", task, e.getMessage());
        }
    }
}
