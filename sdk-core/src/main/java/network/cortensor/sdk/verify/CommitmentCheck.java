package network.cortensor.sdk.verify;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.crypto.ResultCommitment;
import network.cortensor.sdk.crypto.TaskRef;
import network.cortensor.sdk.internal.wire.Counterparts;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.TaskId;
import org.jspecify.annotations.Nullable;

/**
 * Holds a reveal against the pre-commitment that it is for. The ledger compares the hash as well; it is compared here once
 * more, because a ledger can lie.
 */
final class CommitmentCheck {

    private CommitmentCheck() {}

    /** Returns what is wrong with the reveal, or null when it is what the node committed to. */
    static @Nullable String mismatch(long chainId, TaskId task, Address node, Hash precommit, String reveal) {
        ResultCommitment commitment;
        try {
            commitment = ResultCommitment.parse(reveal);
        } catch (CryptoException e) {
            return "revealed something that is no result commitment";
        }
        Hash revealed = Hash.decode(commitment.hash());
        if (!revealed.equals(precommit)) {
            return "revealed something else than it pre-committed to: expected " + precommit + ", found " + revealed;
        }
        // The address inside the commitment is what makes a copied one worthless to the copier, and what keeps an
        // honest node safe from being taken for one.
        Address miner = Counterparts.of(commitment.miner());
        if (!miner.equals(node)) {
            return "copied the commitment of another node, " + miner;
        }
        TaskRef expected = Counterparts.task(chainId, task);
        if (!commitment.task().equals(expected)) {
            return "revealed a commitment for another task: " + commitment.task() + ", expected " + expected;
        }
        return null;
    }
}
