package network.cortensor.sdk.staking;

import java.util.Comparator;

/**
 * A task: its session and its number in that session.
 *
 * @param session the session
 * @param number zero or more
 */
public record TaskId(SessionId session, long number) implements Comparable<TaskId> {
    private static final Comparator<TaskId> ORDER =
            Comparator.comparing(TaskId::session).thenComparingLong(TaskId::number);

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code number} is negative
     */
    public TaskId {
        if (number < 0) {
            throw new IllegalArgumentException("TaskId: expected a number of at least 0, found " + number);
        }
    }

    /** Orders by session, then by number. */
    @Override
    public int compareTo(TaskId other) {
        return ORDER.compare(this, other);
    }

    /** Session and number, such as {@code 7/12}. */
    @Override
    public String toString() {
        return session + "/" + number;
    }
}
