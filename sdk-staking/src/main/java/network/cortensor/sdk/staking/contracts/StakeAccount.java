package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.internal.contract.Fields;

import java.time.Instant;
import java.util.Optional;

/**
 * What an account has in the staking contract.
 *
 * <p>Immutable.
 */
public final class StakeAccount {
    private final TokenAmount staked;
    private final TokenAmount unbonding;
    private final Instant withdrawableAt;
    private final TokenAmount slashed;
    private final TokenAmount claimable;
    private final boolean locked;

    private StakeAccount(Fields struct) {
        this.staked = struct.amount();
        this.unbonding = struct.amount();
        this.withdrawableAt = struct.time();
        this.slashed = struct.amount();
        this.claimable = struct.amount();
        this.locked = struct.flag();
    }

    static StakeAccount of(Fields struct) {
        return new StakeAccount(struct);
    }

    /** What is at stake. */
    public TokenAmount staked() {
        return staked;
    }

    /** What is on its way out, and can still be slashed. */
    public TokenAmount unbonding() {
        return unbonding;
    }

    /** When what is on its way out can be withdrawn; empty if nothing is. */
    public Optional<Instant> withdrawableAt() {
        return unbonding.isZero() ? Optional.empty() : Optional.of(withdrawableAt);
    }

    /** All that was ever slashed. */
    public TokenAmount slashed() {
        return slashed;
    }

    /** Rewards that can be claimed as of that block. */
    public TokenAmount claimable() {
        return claimable;
    }

    /** Whether the stake is that of a registered node, which cannot be unstaked. */
    public boolean isLocked() {
        return locked;
    }

    /** The amounts. */
    @Override
    public String toString() {
        return "StakeAccount[" + staked + (locked ? ", locked" : "") + ", unbonding " + unbonding + ", slashed "
                + slashed + "]";
    }
}
