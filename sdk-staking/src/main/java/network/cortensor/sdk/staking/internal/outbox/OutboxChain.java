package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;

import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The calls that an outbox needs of a chain, no more. Each may throw {@link LedgerUnavailableException}; what a quorum says
 * is said of {@code head}, {@code block}, {@code transactionCount} and the receipts.
 */
public interface OutboxChain {
    /** A block's place, and when it was made. */
    record Block(long number, Hash hash, Hash parentHash, Instant time) {}

    /** What became of sent bytes. */
    enum SendOutcome {
        /** In a mempool, now or since earlier. */
        ACCEPTED,
        /** The account has used this nonce. */
        NONCE_USED,
        /** Another transaction with this nonce is waiting and pays as much or nearly as much. */
        UNDERPRICED,
        /** The fee is below what nodes take. */
        FEE_TOO_LOW,
        /** The account cannot pay. */
        NO_FUNDS,
        /** For another reason, or one that was not understood. */
        REFUSED,
        /** Nobody answered. */
        UNREACHABLE
    }

    /** Number that signatures are bound to (EIP-155). */
    long chainId();

    /** The newest block. */
    Block head();

    /** The block that has this number now. */
    Block block(long number);

    /** Transactions of the account up to a block. */
    long transactionCount(Address account, BlockId block);

    /** The same with what waits in mempools. Only a hint. */
    long pendingCount(Address account);

    /** In wei, at the newest block. */
    BigInteger balance(Address account);

    /**
     * Units of gas at the newest block.
     *
     * @throws RevertedException if the call reverts
     */
    BigInteger estimateGas(Call call);

    /**
     * Tries a call.
     *
     * @throws RevertedException if it reverts
     */
    void call(Call call, BlockId block);

    /** What gas costs. */
    Fees fees();

    /** Sends signed bytes. That the chain knows them already is {@link SendOutcome#ACCEPTED}. */
    SendOutcome send(byte[] signed);

    /** Receipts in the order of the hashes; empty for those that are in no block. */
    List<Optional<TransactionReceipt>> receipts(List<Hash> transactions);

    /** All receipts of a block. */
    List<TransactionReceipt> blockReceipts(Hash block);
}
