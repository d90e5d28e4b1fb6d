package network.cortensor.sdk.staking;

/**
 * The number of a session on its ledger.
 *
 * @param value zero or more
 */
public record SessionId(long value) implements Comparable<SessionId> {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code value} is negative
     */
    public SessionId {
        if (value < 0) {
            throw new IllegalArgumentException("SessionId: expected at least 0, found " + value);
        }
    }

    @Override
    public int compareTo(SessionId other) {
        return Long.compare(value, other.value);
    }

    /** The number alone, such as {@code 7}. */
    @Override
    public String toString() {
        return Long.toString(value);
    }
}
