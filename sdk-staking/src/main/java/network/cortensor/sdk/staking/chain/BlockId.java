package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;

/** Which block a read is about. */
public sealed interface BlockId {
    /** The newest block that enough endpoints agree on. */
    static BlockId latest() {
        return new Latest();
    }

    /**
     * The block that has this number on the chain as it is now: after a reorganisation, another one.
     *
     * @throws IllegalArgumentException if the number is negative
     */
    static BlockId number(long number) {
        return new ByNumber(number);
    }

    /** One block and no other (EIP-1898): what it holds cannot change, it can only be unknown. */
    static BlockId hash(Hash hash) {
        return new ByHash(hash);
    }

    /** See {@link BlockId#latest}. */
    record Latest() implements BlockId {
        @Override
        public String toString() {
            return "latest block";
        }
    }

    /**
     * See {@link BlockId#number}.
     *
     * @param number counted from the genesis block, which is 0
     */
    record ByNumber(long number) implements BlockId {
        /** Checks the range. */
        public ByNumber {
            if (number < 0) {
                throw new IllegalArgumentException("BlockId: expected a number from 0 on, found " + number);
            }
        }

        @Override
        public String toString() {
            return "block " + number;
        }
    }

    /**
     * See {@link BlockId#hash}.
     *
     * @param hash of the block's header
     */
    record ByHash(Hash hash) implements BlockId {
        @Override
        public String toString() {
            return "block " + hash;
        }
    }
}
