package network.cortensor.sdk.staking;

import org.jspecify.annotations.Nullable;

/**
 * What failed of several things that are all to be done: the first failure is the one that is thrown, and the later ones are
 * suppressed in it. Not safe for use by several threads.
 */
final class FirstFailure {
    private @Nullable RuntimeException first;

    /** Does one of them. */
    void attempt(Runnable work) {
        try {
            work.run();
        } catch (RuntimeException e) {
            // Of whatever kind: the others are to be done all the same.
            add(e);
        }
    }

    /** Notes what failed. */
    void add(RuntimeException failure) {
        if (first == null) {
            first = failure;
        } else if (!failure.equals(first)) {
            first.addSuppressed(failure);
        }
    }

    /** Throws the first failure, if there was one. */
    void rethrow() {
        if (first != null) {
            throw first;
        }
    }
}
