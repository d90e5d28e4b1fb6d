package network.cortensor.sdk.crypto;

import network.cortensor.sdk.crypto.internal.Limits;

/**
 * A task by its full name. Sealed objects, commitments and channels are bound to it, so that none of them can be moved to
 * another task, session or chain.
 *
 * @param chainId the EIP-155 id of the chain that the session lives on, at least 1
 * @param sessionId the session, not negative
 * @param taskId the task within the session, not negative
 */
public record TaskRef(long chainId, long sessionId, long taskId) {

    /**
     * Checks the ranges.
     *
     * @throws IllegalArgumentException if a part is out of its range
     */
    public TaskRef {
        Limits.requireIds(chainId, sessionId, taskId);
    }

    /** Returns {@code chain:session/task}. */
    @Override
    public String toString() {
        return chainId + ":" + sessionId + "/" + taskId;
    }
}
