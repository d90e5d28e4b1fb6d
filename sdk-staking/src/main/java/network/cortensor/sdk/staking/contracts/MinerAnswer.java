package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.jspecify.annotations.Nullable;

import java.util.Objects;
import java.util.Optional;

/**
 * What one miner put into the queue for one task. The text is public and not to be trusted until verified; it may be the name
 * of an object elsewhere instead of the answer [DOC2].
 *
 * <p>Immutable.
 */
public final class MinerAnswer {
    private final Address miner;
    private final @Nullable Hash precommit;
    private final @Nullable String text;

    private MinerAnswer(Address miner, @Nullable Hash precommit, @Nullable String text) {
        this.miner = miner;
        this.precommit = precommit;
        this.text = text;
    }

    static MinerAnswer of(Address miner, Hash precommit, String text) {
        return new MinerAnswer(miner, Zero.unlessZero(precommit).orElse(null), text.isEmpty() ? null : text);
    }

    /** Who. */
    public Address miner() {
        return miner;
    }

    /** The hash that the miner bound itself to; empty before that. */
    public Optional<Hash> precommit() {
        return Optional.ofNullable(precommit);
    }

    /** What the miner revealed; empty before that, and for a miner that revealed an empty text. */
    public Optional<String> text() {
        return Optional.ofNullable(text);
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof MinerAnswer that
                && miner.equals(that.miner)
                && Objects.equals(precommit, that.precommit)
                && Objects.equals(text, that.text);
    }

    @Override
    public int hashCode() {
        return Objects.hash(miner, precommit, text);
    }

    /** Miner, hash and whether there is a text; not the text. */
    @Override
    public String toString() {
        return "MinerAnswer[" + miner + ", " + (precommit == null ? "no precommit" : precommit)
                + (text == null ? ", no text" : ", revealed") + "]";
    }
}
