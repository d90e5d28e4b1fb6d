package network.cortensor.sdk.staking;

/**
 * What one account does on a ledger: as a node, as a session's owner, as a miner of a task.
 *
 * <p>A method returns when the ledger has it for good. Each throws {@link LedgerRefusedException} if the ledger says no,
 * which changes nothing, with the reasons listed; TEXT_TOO_LONG and MALFORMED_TEXT may come from every method that takes
 * a text, UNKNOWN_SESSION and UNKNOWN_TASK from every method that takes an id. Each throws
 * {@link LedgerUnavailableException} if the ledger could not be asked; then it is open whether the call took effect.
 *
 * <p>Safe for use by several threads.
 */
public interface LedgerAccount {
    /** The ledger it acts on. */
    Ledger ledger();

    /** Whose account it is. */
    Address address();

    /**
     * Registers the account as a node. Ours: how the network registers nodes is not known.
     *
     * @param stake moves from the balance into the stake
     * @param keyAnnouncement what the node says of its encryption key; opaque to the ledger
     * @throws LedgerRefusedException ALREADY_REGISTERED, STAKE_TOO_LOW, INSUFFICIENT_BALANCE
     */
    void register(TokenAmount stake, String keyAnnouncement);

    /**
     * Replaces the node's key announcement. Ours.
     *
     * @throws LedgerRefusedException NOT_REGISTERED
     */
    void announceKey(String keyAnnouncement);

    /**
     * Ends the registration and returns what is left of the stake. Ours.
     *
     * @return the stake that moved back to the balance
     * @throws LedgerRefusedException NOT_REGISTERED, OPEN_TASKS
     */
    TokenAmount deregister();

    /**
     * Opens a session and chooses its candidate miners among the registered nodes with the minimum stake.
     *
     * @throws LedgerRefusedException NOT_ENOUGH_NODES if there are fewer than the larger of {@code minNodes} and
     *     {@code redundancy}
     */
    SessionId openSession(SessionTerms terms);

    /**
     * Moves an amount from this account's balance into a session's; anyone may.
     *
     * @throws LedgerRefusedException INSUFFICIENT_BALANCE
     */
    void depositToSession(SessionId session, TokenAmount amount);

    /**
     * Moves an amount from a session's balance back to its owner, active or not. What is in escrow for a task is not
     * part of that balance.
     *
     * @throws LedgerRefusedException NOT_OWNER, INSUFFICIENT_BALANCE
     */
    void withdrawFromSession(SessionId session, TokenAmount amount);

    /**
     * Lets a session take no more tasks. Open ones go on to their end.
     *
     * @throws LedgerRefusedException NOT_OWNER, SESSION_INACTIVE
     */
    void deactivateSession(SessionId session);

    /**
     * Hands in a task of an own session, puts {@code redundancy} times {@code pricePerResult} of the session's balance
     * in escrow for it, and assigns miners.
     *
     * @throws LedgerRefusedException NOT_OWNER, SESSION_INACTIVE, SESSION_EXPIRED, TASK_LIMIT, DUPLICATE_REFERENCE (see
     *     {@link Ledger#taskByReference}), INSUFFICIENT_BALANCE, NOT_ENOUGH_NODES
     */
    TaskId submit(SessionId session, TaskSubmission submission);

    /**
     * Gives the miners that have the task now what they need to open it; again after a reassignment, and for the validators
     * once they are known. Ours.
     *
     * @param envelope replaces the one before; opaque to the ledger
     * @throws LedgerRefusedException NOT_OWNER, WRONG_PHASE if the task has ended
     */
    void grantAccess(TaskId task, String envelope);

    /**
     * Takes an assigned task.
     *
     * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE
     */
    void ack(TaskId task);

    /**
     * Gives an assigned task back, before a precommit. Nothing is slashed. Ours.
     *
     * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE
     */
    void decline(TaskId task, DeclineReason reason);

    /**
     * Binds the miner to a text that it will reveal. A hash that another miner precommitted is taken as well: the ledger
     * cannot tell a copy from an equal answer, who verifies can.
     *
     * @param hash Keccak-256 of the text in UTF-8 [INF]
     * @param data sent along, opaque, may be empty; what the network puts there is not known
     * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE if not acknowledged, or already precommitted
     */
    void precommit(TaskId task, Hash hash, String data);

    /**
     * Reveals the text. It is public from then on, also when it does not match.
     *
     * @return whether the text has the precommitted hash; if not, the miner has been slashed
     * @throws LedgerRefusedException NOT_ASSIGNED, WRONG_PHASE before the precommit phase has ended, after the commit
     *     phase has, or for a second reveal
     */
    CommitOutcome commit(TaskId task, String reveal);

    /**
     * Says of one miner's result whether this account, a validator of the task, accepts it; the last verdict that is missing
     * settles the task. Validators are not paid. Ours.
     *
     * @param miner whose result
     * @param evidence hash of what the verdict rests on, in {@link LedgerEvent.VerdictGiven} for all; the ledger looks at it only
     *     when somebody {@linkplain #proveFalseVerdict proves} the verdict false
     * @throws LedgerRefusedException NOT_ASSIGNED if it is no validator of the task, WRONG_PHASE if there is no open round, the
     *     miner is not judged in it, or this validator has judged it
     */
    void giveVerdict(TaskId task, Address miner, boolean accepted, Hash evidence);

    /**
     * Has a validator slashed that called a miner's good signature wrong: it loses the share of its stake that a miner loses for
     * a wrong reveal, or of what it still has there if it left, once for each such verdict. Anyone may, at any time from the
     * verdict on, also long after the task ended. Nobody is trusted for it: the ledger checks that the verdict is the one
     * whose SHA-256 the validator gave it as evidence, that it says of this result that the signature under this statement is
     * wrong, and that the signature is right. What the round decided, and who was paid, stays as it is. Ours.
     *
     * <p>A validator that checks before it claims cannot lose by it, whatever miners, apps and other validators do: it would
     * have had these very bytes before it, since their hash in its verdict covers the miner's signature too, and the ledger
     * makes the same check of them.
     *
     * <p>Both byte strings are public from then on. They hold no part of a prompt or an answer, but the name of the model and
     * the salted digest of the answer.
     *
     * @param verdict the bytes that the evidence is the SHA-256 of: a verdict of version 1 as sdk-core's
     *     {@code ValidatorVerdict} encodes it
     * @param statement the bytes that the verdict names the Keccak-256 of: the miner's {@code NodeStatement} of version 1 as a
     *     text in UTF-8, its signature included
     * @throws LedgerRefusedException WRONG_PHASE if this validator has not rejected this miner's result of the task, or was
     *     slashed for that verdict, NOT_PROVED if the bytes do not prove it
     */
    void proveFalseVerdict(TaskId task, Address miner, Address validator, byte[] verdict, byte[] statement);

    /**
     * Ends a task. Anyone may after its last deadline, which pays and refunds as usual; no effect if it has ended.
     *
     * <p>Until the first commit is accepted a task's owner can cancel, and no miner is paid for its work. On a chain whose
     * pending transactions are public the owner can even read the reveal in a commit, cancel before it gets into a block, and
     * have the answer for nothing. What a miner has at risk is the work of one task for each owner that it serves at a time;
     * who minds sends its commits by a way that shows them to nobody before they are in a block.
     *
     * @param force cancel now: only the owner, only while no commit was accepted; refunds all
     * @throws LedgerRefusedException NOT_OWNER, WRONG_PHASE
     */
    void end(TaskId task, boolean force);

    /**
     * Moves what the account earned as a miner to its balance.
     *
     * @return how much that was, possibly zero
     */
    TokenAmount withdrawPayment();
}
