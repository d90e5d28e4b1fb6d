package network.cortensor.sdk.staking;

import java.util.Optional;

/**
 * What one miner put on the ledger for one task. There is one for each miner that precommitted, none for the others.
 *
 * <p>The ledger checks one thing: that the reveal has the precommitted hash. It does not know whether the answer is
 * right, nor whether two miners worked independently: equal hashes of two miners are recorded, not refused.
 */
public sealed interface TaskResult {
    /** Who precommitted. */
    Address miner();

    /** The hash the miner bound itself to. */
    Hash precommit();

    /** What the miner sent along with its precommit; opaque to the ledger, may be empty. */
    String precommitData();

    /** How far the miner has come. */
    MinerState state();

    /** The revealed text, if there is one. Public on the ledger and not to be trusted until verified. */
    default Optional<String> reveal() {
        return Optional.empty();
    }

    /**
     * Precommitted; the reveal may still come.
     *
     * @param miner who
     * @param precommit the hash
     * @param precommitData sent along
     */
    record Pending(Address miner, Hash precommit, String precommitData) implements TaskResult {
        @Override
        public MinerState state() {
            return MinerState.PRECOMMITTED;
        }

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Pending[" + miner + ", " + precommit + "]";
        }
    }

    /**
     * Revealed a text that has the precommitted hash.
     *
     * @param miner who
     * @param precommit the hash
     * @param precommitData sent along
     * @param text the reveal
     */
    record Revealed(Address miner, Hash precommit, String precommitData, String text) implements TaskResult {
        @Override
        public MinerState state() {
            return MinerState.COMMITTED;
        }

        @Override
        public Optional<String> reveal() {
            return Optional.of(text);
        }

        /** Leaves out the texts. */
        @Override
        public String toString() {
            return "Revealed[" + miner + ", " + precommit + "]";
        }
    }

    /**
     * Revealed a text that has another hash, and was slashed for it.
     *
     * @param miner who
     * @param precommit the hash
     * @param precommitData sent along
     * @param text the reveal; evidence against the miner, not a result
     */
    record Mismatched(Address miner, Hash precommit, String precommitData, String text) implements TaskResult {
        @Override
        public MinerState state() {
            return MinerState.MISMATCHED;
        }

        @Override
        public Optional<String> reveal() {
            return Optional.of(text);
        }

        /** Leaves out the texts. */
        @Override
        public String toString() {
            return "Mismatched[" + miner + ", " + precommit + "]";
        }
    }

    /**
     * Let the commit phase end without a reveal.
     *
     * @param miner who
     * @param precommit the hash
     * @param precommitData sent along
     */
    record Withheld(Address miner, Hash precommit, String precommitData) implements TaskResult {
        @Override
        public MinerState state() {
            return MinerState.MISSED;
        }

        /** Leaves out the text. */
        @Override
        public String toString() {
            return "Withheld[" + miner + ", " + precommit + "]";
        }
    }
}
