package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.internal.outbox.OutboxChain;
import network.cortensor.sdk.staking.internal.rpc.SendRefusedException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A {@link Chain} as an outbox sees it. */
record QuorumChain(Chain chain) implements OutboxChain {
    private static final int MOST_RECEIPTS = 50;

    @Override
    public long chainId() {
        return chain.chainId();
    }

    @Override
    public Block head() {
        return block(chain.head());
    }

    @Override
    public Block block(long number) {
        return block(chain.header(BlockId.number(number)).value());
    }

    private static Block block(BlockHeader header) {
        return new Block(header.number(), header.hash(), header.parentHash(), header.timestamp());
    }

    @Override
    public long transactionCount(Address account, BlockId block) {
        return chain.transactionCount(account, block).value();
    }

    @Override
    public long pendingCount(Address account) {
        return chain.pendingTransactionCount(account);
    }

    @Override
    public BigInteger balance(Address account) {
        return chain.balance(account, BlockId.latest()).value();
    }

    @Override
    public BigInteger estimateGas(Call call) {
        return chain.estimateGas(call);
    }

    @Override
    public void call(Call call, BlockId block) {
        chain.call(call, block);
    }

    @Override
    public Fees fees() {
        return chain.fees();
    }

    @Override
    public SendOutcome send(byte[] signed) {
        try {
            chain.send(signed);
            return SendOutcome.ACCEPTED;
        } catch (SendRefusedException e) {
            return switch (e.kind()) {
                case ALREADY_KNOWN -> SendOutcome.ACCEPTED;
                case NONCE_TOO_LOW -> SendOutcome.NONCE_USED;
                case UNDERPRICED -> SendOutcome.UNDERPRICED;
                case FEE_TOO_LOW -> SendOutcome.FEE_TOO_LOW;
                case INSUFFICIENT_FUNDS -> SendOutcome.NO_FUNDS;
                default -> SendOutcome.REFUSED;
            };
        }
    }

    @Override
    public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
        List<Optional<TransactionReceipt>> receipts = new ArrayList<>();
        // Each part has the whole time of a call.
        for (int from = 0; from < transactions.size(); from += MOST_RECEIPTS) {
            int to = Math.min(transactions.size(), from + MOST_RECEIPTS);
            receipts.addAll(chain.receipts(transactions.subList(from, to)));
        }
        return receipts;
    }

    @Override
    public List<TransactionReceipt> blockReceipts(Hash block) {
        return chain.receipts(block);
    }
}
