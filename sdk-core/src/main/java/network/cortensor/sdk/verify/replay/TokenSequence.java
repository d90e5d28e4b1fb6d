package network.cortensor.sdk.verify.replay;

import java.util.Arrays;

/**
 * Token ids of one model's vocabulary, in their order. Immutable. They are somebody's prompt or answer, so {@code toString}
 * shows their number only.
 */
public final class TokenSequence {

    /** The most tokens in one sequence: 1 Mi. */
    public static final int MAX_TOKENS = 1 << 20;

    private final int[] ids;

    private TokenSequence(int[] ids) {
        this.ids = ids;
    }

    /**
     * Returns a sequence with a copy of the ids.
     *
     * @throws IllegalArgumentException when an id is negative, or there are more than {@link #MAX_TOKENS}
     */
    public static TokenSequence of(int... ids) {
        if (ids.length > MAX_TOKENS) {
            throw new IllegalArgumentException("At most " + MAX_TOKENS + " tokens are taken, found " + ids.length);
        }
        for (int id : ids) {
            if (id < 0) {
                throw new IllegalArgumentException("A token id is not negative, found " + id);
            }
        }
        return new TokenSequence(ids.clone());
    }

    /** Returns how many tokens there are. */
    public int size() {
        return ids.length;
    }

    /**
     * Returns one token.
     *
     * @throws IndexOutOfBoundsException when there is none at this position
     */
    public int at(int position) {
        return ids[position];
    }

    /**
     * Returns the tokens from the beginning up to a position.
     *
     * @throws IndexOutOfBoundsException when there are fewer
     */
    public TokenSequence first(int count) {
        if (count < 0 || count > ids.length) {
            throw new IndexOutOfBoundsException("The first " + count + " of " + ids.length + " tokens");
        }
        return count == ids.length ? this : new TokenSequence(Arrays.copyOf(ids, count));
    }

    /**
     * Returns these tokens with others behind them.
     *
     * @throws IllegalArgumentException when that is more than {@link #MAX_TOKENS}
     */
    public TokenSequence then(TokenSequence more) {
        if (ids.length + more.ids.length > MAX_TOKENS) {
            throw new IllegalArgumentException(
                    "At most " + MAX_TOKENS + " tokens are taken, found " + (ids.length + more.ids.length));
        }
        int[] both = Arrays.copyOf(ids, ids.length + more.ids.length);
        System.arraycopy(more.ids, 0, both, ids.length, more.ids.length);
        return new TokenSequence(both);
    }

    /** Returns a copy of the ids. */
    public int[] toArray() {
        return ids.clone();
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TokenSequence sequence && Arrays.equals(ids, sequence.ids);
    }

    @Override
    public int hashCode() {
        return Arrays.hashCode(ids);
    }

    @Override
    public String toString() {
        return "TokenSequence(" + ids.length + " tokens)";
    }
}
