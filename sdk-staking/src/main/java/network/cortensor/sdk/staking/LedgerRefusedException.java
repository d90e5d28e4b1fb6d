package network.cortensor.sdk.staking;

/**
 * The ledger said no and changed nothing. The same call is refused again until what it found has changed.
 */
public class LedgerRefusedException extends LedgerException {
    private static final long serialVersionUID = 1L;

    /** Why a call was refused. */
    public enum Reason {
        /** No session with this number. */
        UNKNOWN_SESSION,
        /** No task with this number. */
        UNKNOWN_TASK,
        /** The caller is not a registered node. */
        NOT_REGISTERED,
        /** The caller is a registered node already. */
        ALREADY_REGISTERED,
        /** The stake is below the ledger's minimum. */
        STAKE_TOO_LOW,
        /** The account, or the session, does not have the amount. */
        INSUFFICIENT_BALANCE,
        /** Too few registered nodes with the minimum stake. */
        NOT_ENOUGH_NODES,
        /** Only the owner may do this. */
        NOT_OWNER,
        /** Only a miner that has the task now may do this, or only a validator of the task. */
        NOT_ASSIGNED,
        /** The task, or the miner's part in it, is at another step. */
        WRONG_PHASE,
        /** What was handed in as a proof does not prove it. */
        NOT_PROVED,
        /** The session was deactivated. */
        SESSION_INACTIVE,
        /** The session's reserve period is over. */
        SESSION_EXPIRED,
        /** The session has had as many tasks as its terms allow. */
        TASK_LIMIT,
        /** The session has a task with this client reference. */
        DUPLICATE_REFERENCE,
        /** A text is longer than the ledger stores. */
        TEXT_TOO_LONG,
        /** A text cannot be written as UTF-8: it holds half a surrogate pair. */
        MALFORMED_TEXT,
        /** The node still has open tasks. */
        OPEN_TASKS,
        /** The network's access control does not let this account do it. */
        NOT_ALLOWED,
        /** A contract refused the call with an error that has no reason of its own here. */
        REVERTED,
        /** The code at an address has none of the forms that this library knows. */
        UNKNOWN_CONTRACT,
        /** What was read is less well known than the caller accepts. */
        ASSURANCE_TOO_LOW,
        /** The chain asks for a higher fee than the caller allows. */
        FEE_ABOVE_CAP,
        /** The account cannot pay for the gas. */
        INSUFFICIENT_GAS_FUNDS,
        /** No endpoint takes the transaction: a fee, a nonce or another part of it is not as they want it. */
        NOT_TAKEN,
        /** Another transaction was asked for under the name of an earlier one. */
        INTENT_CONFLICT,
        /** What was asked for was cancelled before it was done. */
        CANCELLED
    }

    private final Reason reason;
    private final String attempt;
    private final String expected;
    private final String found;

    /**
     * Says who tried what on what, what the ledger wanted and what it found.
     *
     * @param reason the kind of refusal
     * @param attempt the call and its object, such as {@code commit to task 7/12}
     * @param expected what would have been accepted
     * @param found what was there; never a text of a task
     */
    public LedgerRefusedException(Reason reason, String attempt, String expected, String found) {
        super(attempt + " refused, " + reason + ": expected " + expected + ", found " + found);
        this.reason = reason;
        this.attempt = attempt;
        this.expected = expected;
        this.found = found;
    }

    /** The kind of refusal. */
    public Reason reason() {
        return reason;
    }

    /** The call and its object. */
    public String attempt() {
        return attempt;
    }

    /** What would have been accepted. */
    public String expected() {
        return expected;
    }

    /** What was there. */
    public String found() {
        return found;
    }
}
