package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Hash;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Objects;
import java.util.Optional;

/**
 * How well an answer is known, and from when it is. Comes with every verified read.
 *
 * <p>Immutable.
 */
public final class Assurance {
    private final AssuranceLevel level;
    private final int agreeing;
    private final int asked;
    private final long blockNumber;
    private final Hash blockHash;
    private final @Nullable Instant blockTime;

    private Assurance(
            AssuranceLevel level,
            int agreeing,
            int asked,
            long blockNumber,
            Hash blockHash,
            @Nullable Instant blockTime) {
        this.level = level;
        this.agreeing = agreeing;
        this.asked = asked;
        this.blockNumber = blockNumber;
        this.blockHash = blockHash;
        this.blockTime = blockTime;
    }

    /**
     * What endpoints said of a block: {@link AssuranceLevel#QUORUM} if at least two agree, else
     * {@link AssuranceLevel#ENDPOINT}.
     *
     * @param agreeing how many said the same
     * @param asked how many were asked
     * @param blockNumber of the block
     * @param blockHash of the block
     * @throws IllegalArgumentException if nobody agrees, or more than were asked
     */
    public static Assurance said(int agreeing, int asked, long blockNumber, Hash blockHash) {
        if (agreeing < 1 || agreeing > asked) {
            throw new IllegalArgumentException(
                    "Assurance: expected 1 to " + asked + " agreeing endpoints, found " + agreeing);
        }
        AssuranceLevel level = agreeing > 1 ? AssuranceLevel.QUORUM : AssuranceLevel.ENDPOINT;
        return new Assurance(level, agreeing, asked, blockNumber, blockHash, null);
    }

    /** What was proved against a header whose hash the caller pinned. */
    public static Assurance pinned(BlockHeader header) {
        return new Assurance(AssuranceLevel.PROVEN, 0, 0, header.number(), header.hash(), header.timestamp());
    }

    /**
     * What was proved against the header of the block that this assurance is about: {@link AssuranceLevel#PROVEN} if the
     * block has at least {@link AssuranceLevel#QUORUM}. From one endpoint alone it stays {@link AssuranceLevel#ENDPOINT},
     * because that one could have made up the block as well.
     *
     * @throws IllegalArgumentException if the header is of another block
     */
    public Assurance proven(BlockHeader header) {
        if (!header.hash().equals(blockHash)) {
            throw new IllegalArgumentException(
                    "Assurance: expected the header of block " + blockHash + ", found that of " + header.hash());
        }
        AssuranceLevel proven = level == AssuranceLevel.ENDPOINT ? AssuranceLevel.ENDPOINT : AssuranceLevel.PROVEN;
        return new Assurance(proven, agreeing, asked, blockNumber, blockHash, header.timestamp());
    }

    /**
     * What was proved on a rollup's block that is confirmed on the parent chain, this assurance being that of the parent
     * chain's proof.
     *
     * @param rollup header of the rollup's block
     */
    public Assurance confirmed(BlockHeader rollup) {
        AssuranceLevel confirmed =
                level == AssuranceLevel.ENDPOINT ? AssuranceLevel.ENDPOINT : AssuranceLevel.ROLLUP_CONFIRMED;
        return new Assurance(confirmed, agreeing, asked, rollup.number(), rollup.hash(), rollup.timestamp());
    }

    /** How well. */
    public AssuranceLevel level() {
        return level;
    }

    /** Endpoints that said the same; 0 if the block was pinned. */
    public int agreeing() {
        return agreeing;
    }

    /** Endpoints that were asked; 0 if the block was pinned. */
    public int asked() {
        return asked;
    }

    /** Number of the block that the answer is about. */
    public long blockNumber() {
        return blockNumber;
    }

    /** Hash of the block that the answer is about. */
    public Hash blockHash() {
        return blockHash;
    }

    /** When that block was made, by its own word; empty if its header was not read. */
    public Optional<Instant> blockTime() {
        return Optional.ofNullable(blockTime);
    }

    /** Whether it is at least so well known. */
    public boolean meets(AssuranceLevel minimum) {
        return level.compareTo(minimum) >= 0;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Assurance that
                && level == that.level
                && agreeing == that.agreeing
                && asked == that.asked
                && blockNumber == that.blockNumber
                && blockHash.equals(that.blockHash)
                && Objects.equals(blockTime, that.blockTime);
    }

    @Override
    public int hashCode() {
        return Objects.hash(level, agreeing, asked, blockNumber, blockHash, blockTime);
    }

    /** Level, endpoints and block. */
    @Override
    public String toString() {
        return level + (asked == 0 ? ", pinned" : ", " + agreeing + " of " + asked + " endpoints") + ", block "
                + blockNumber + " " + blockHash;
    }
}
