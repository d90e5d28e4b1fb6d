package network.cortensor.sdk.staking.internal.outbox;

import java.util.NavigableSet;
import java.util.TreeSet;

/**
 * Which nonce comes next. Each is given out once, unless it is given back unsigned.
 *
 * <p>Not thread-safe: guarded by the engine's lock.
 */
final class NonceLane {
    private final NavigableSet<Long> givenBack = new TreeSet<>();
    private long next;

    /** The lowest that was given back, else a new one. */
    long reserve() {
        Long hole = givenBack.pollFirst();
        return hole != null ? hole : next++;
    }

    /** Nothing was signed with it. */
    void giveBack(long nonce) {
        if (nonce >= next) {
            return;
        }
        givenBack.add(nonce);
        while (!givenBack.isEmpty() && givenBack.last() == next - 1) {
            givenBack.pollLast();
            next--;
        }
    }

    /** All below are used, by whomever. */
    void advanceTo(long count) {
        next = Math.max(next, count);
        givenBack.headSet(count).clear();
    }

    /** Takes one that was given back, if it was. */
    void take(long nonce) {
        givenBack.remove(nonce);
        next = Math.max(next, nonce + 1);
    }

    /** Whether it was given back and is still free. */
    boolean isFree(long nonce) {
        return givenBack.contains(nonce);
    }

    /** One more than the highest that was given out. */
    long next() {
        return next;
    }
}
