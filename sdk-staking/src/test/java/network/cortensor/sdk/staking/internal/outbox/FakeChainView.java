package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.TransactionReceipt;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/** An honest endpoint of a chain; subclasses are worse. */
class FakeChainView implements OutboxChain {
    private final FakeChain chain;

    FakeChainView(FakeChain chain) {
        this.chain = chain;
    }

    @Override
    public long chainId() {
        return chain.chainId();
    }

    @Override
    public Block head() {
        return chain.head();
    }

    @Override
    public Block block(long number) {
        return chain.block(number);
    }

    @Override
    public long transactionCount(Address account, BlockId block) {
        return chain.transactionCount(account, block);
    }

    @Override
    public long pendingCount(Address account) {
        return chain.pendingCount(account);
    }

    @Override
    public BigInteger balance(Address account) {
        return chain.balance(account);
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
        return chain.send(signed);
    }

    @Override
    public List<Optional<TransactionReceipt>> receipts(List<Hash> transactions) {
        return chain.receipts(transactions);
    }

    @Override
    public List<TransactionReceipt> blockReceipts(Hash block) {
        return chain.blockReceipts(block);
    }
}
