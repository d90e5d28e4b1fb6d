package network.cortensor.sdk.staking.internal;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.MinerState;
import network.cortensor.sdk.staking.TaskResult;
import org.jspecify.annotations.Nullable;

import java.time.Instant;
import java.util.Optional;

/**
 * One miner's part in one task. {@code current} says whether it has the task now; {@code commitment} is there from the
 * precommit on, {@code reveal} from the commit on.
 */
record MinerPart(
        Address miner,
        MinerState state,
        boolean current,
        Instant ackDeadline,
        Instant precommitDeadline,
        @Nullable Commitment commitment,
        @Nullable String reveal) {

    /** What a miner precommitted. */
    record Commitment(Hash hash, String data) {}

    static MinerPart assigned(Address miner, Instant ackDeadline, Instant precommitDeadline) {
        return new MinerPart(miner, MinerState.ASSIGNED, true, ackDeadline, precommitDeadline, null, null);
    }

    MinerPart acked() {
        return with(MinerState.ACKED, true);
    }

    MinerPart dropped(MinerState why) {
        return with(why, false);
    }

    MinerPart withheld() {
        return with(MinerState.MISSED, true);
    }

    MinerPart precommitted(Commitment made) {
        return new MinerPart(miner, MinerState.PRECOMMITTED, true, ackDeadline, precommitDeadline, made, null);
    }

    MinerPart revealed(MinerState how, String text) {
        return new MinerPart(miner, how, true, ackDeadline, precommitDeadline, commitment, text);
    }

    /** When the miner's next step is due, in the precommit phase. */
    Instant due() {
        return state == MinerState.ASSIGNED ? ackDeadline : precommitDeadline;
    }

    boolean works() {
        return current && (state == MinerState.ASSIGNED || state == MinerState.ACKED);
    }

    boolean owesReveal() {
        return current && state == MinerState.PRECOMMITTED;
    }

    boolean matches(Hash revealed) {
        return commitment != null && commitment.hash().equals(revealed);
    }

    boolean committed() {
        return state == MinerState.COMMITTED;
    }

    /** What it put down; empty if it never precommitted. */
    Optional<TaskResult> result() {
        return Optional.ofNullable(commitment).map(this::result);
    }

    private TaskResult result(Commitment made) {
        if (reveal == null) {
            return state == MinerState.MISSED
                    ? new TaskResult.Withheld(miner, made.hash(), made.data())
                    : new TaskResult.Pending(miner, made.hash(), made.data());
        }
        return state == MinerState.COMMITTED
                ? new TaskResult.Revealed(miner, made.hash(), made.data(), reveal)
                : new TaskResult.Mismatched(miner, made.hash(), made.data(), reveal);
    }

    private MinerPart with(MinerState next, boolean stays) {
        return new MinerPart(miner, next, stays, ackDeadline, precommitDeadline, commitment, reveal);
    }
}
