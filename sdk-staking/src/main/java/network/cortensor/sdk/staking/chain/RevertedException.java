package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.LedgerRefusedException;

/** A contract refused a call: it reverted. Nothing changed. */
public final class RevertedException extends LedgerRefusedException {
    private static final long serialVersionUID = 1L;

    private final byte[] data;

    /**
     * Says which call, and what the contract gave as its reason.
     *
     * @param attempt the call
     * @param error name and arguments of the error, or what else is known of it; no remote text at length
     * @param data the error as the contract encoded it, perhaps empty; copied
     */
    public RevertedException(String attempt, String error, byte[] data) {
        super(Reason.REVERTED, attempt, "a call that the contract takes", error);
        this.data = data.clone();
    }

    /** The error as the contract encoded it, perhaps empty; a new array each time. */
    public byte[] data() {
        return data.clone();
    }
}
