package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain.Block;

import java.util.List;
import java.util.Optional;
import java.util.Set;

/**
 * Which transaction used a nonce: the block is found in which the account's count passed it, and all receipts of that block
 * are read. So nothing is concluded from a receipt that is absent, which a node that lags behind says of any transaction.
 */
final class Culprit {
    /** What was found. */
    sealed interface Verdict {
        /** One of ours. */
        record Ours(TransactionReceipt receipt) implements Verdict {}

        /**
         * One that is not ours.
         *
         * @param block number of the block that it is in
         */
        record Foreign(long block) implements Verdict {}

        /**
         * Not to be said: the chain changed meanwhile, or the block holds no transaction of the account at all. The latter is
         * a lie, or an authorisation that the account's key has signed elsewhere (EIP-7702).
         */
        record Unknown() implements Verdict {}
    }

    private final OutboxChain chain;
    private final Address account;

    Culprit(OutboxChain chain, Address account) {
        this.chain = chain;
        this.account = account;
    }

    /**
     * Searches backwards.
     *
     * @param nonce in question
     * @param ours hashes of all that was signed with it
     * @param used number of a block up to which it was used
     */
    Verdict of(long nonce, Set<Hash> ours, long used) {
        long high = used;
        long low = used;
        long step = 1;
        while (low >= 0 && isUsed(nonce, low)) {
            high = low;
            low -= step;
            step *= 2;
        }
        low = Math.max(low, -1);
        while (high - low > 1) {
            long middle = low + (high - low) / 2;
            if (isUsed(nonce, middle)) {
                high = middle;
            } else {
                low = middle;
            }
        }
        Block block = chain.block(high);
        // By hash: the numbers may have meant blocks of two branches.
        if (chain.transactionCount(account, BlockId.hash(block.hash())) <= nonce
                || (high > 0 && chain.transactionCount(account, BlockId.hash(block.parentHash())) > nonce)) {
            return new Verdict.Unknown();
        }
        List<TransactionReceipt> receipts = chain.blockReceipts(block.hash());
        Optional<TransactionReceipt> own = receipts.stream()
                .filter(receipt -> ours.contains(receipt.transaction()))
                .findFirst();
        if (own.isPresent()) {
            return new Verdict.Ours(own.get());
        }
        boolean seen = receipts.stream().anyMatch(receipt -> receipt.sender().equals(account));
        return seen ? new Verdict.Foreign(block.number()) : new Verdict.Unknown();
    }

    private boolean isUsed(long nonce, long block) {
        return chain.transactionCount(account, BlockId.number(block)) > nonce;
    }
}
