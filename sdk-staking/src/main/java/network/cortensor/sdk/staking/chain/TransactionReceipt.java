package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.List;
import java.util.Optional;

/**
 * What became of a transaction in the block that it is in. As good as the endpoints that said so, and as final as the
 * block.
 *
 * <p>Immutable.
 */
public final class TransactionReceipt {
    private final Hash transaction;
    private final long blockNumber;
    private final Hash blockHash;
    private final int transactionIndex;
    private final Address sender;
    private final boolean succeeded;
    private final BigInteger gasUsed;
    private final BigInteger gasPrice;
    private final @Nullable Address created;
    private final List<ChainLog> logs;

    private TransactionReceipt(Builder builder, boolean succeeded, List<ChainLog> logs) {
        this.transaction = builder.transaction;
        this.blockNumber = builder.blockNumber;
        this.blockHash = builder.blockHash;
        this.transactionIndex = builder.transactionIndex;
        this.sender = builder.sender;
        this.gasUsed = builder.gasUsed;
        this.gasPrice = builder.gasPrice;
        this.created = builder.created;
        this.succeeded = succeeded;
        this.logs = List.copyOf(logs);
    }

    /** For those who read receipts: what each one has. */
    public static Builder builder(
            Hash transaction, Address sender, long blockNumber, Hash blockHash, int transactionIndex) {
        return new Builder(transaction, sender, blockNumber, blockHash, transactionIndex);
    }

    /** Hash of the transaction. */
    public Hash transaction() {
        return transaction;
    }

    /** Who sent it. */
    public Address sender() {
        return sender;
    }

    /** Number of the block that it is in. */
    public long blockNumber() {
        return blockNumber;
    }

    /** Hash of the block that it is in. */
    public Hash blockHash() {
        return blockHash;
    }

    /** Place in the block, from 0. */
    public int transactionIndex() {
        return transactionIndex;
    }

    /** Whether it did what it was to do; if not, it changed nothing but the sender's nonce and what its gas cost. */
    public boolean succeeded() {
        return succeeded;
    }

    /** Units of gas. */
    public BigInteger gasUsed() {
        return gasUsed;
    }

    /** What each unit of gas cost, in wei. */
    public BigInteger gasPrice() {
        return gasPrice;
    }

    /** The contract that it made, if it made one. */
    public Optional<Address> created() {
        return Optional.ofNullable(created);
    }

    /** Its events, in order. None if it did not succeed. */
    public List<ChainLog> logs() {
        return logs;
    }

    /** Hash, block and outcome. */
    @Override
    public String toString() {
        return "TransactionReceipt[" + transaction + ", block " + blockNumber + ", "
                + (succeeded ? logs.size() + " logs" : "reverted") + "]";
    }

    /** Collects the parts of a receipt. Not safe for use by several threads. */
    public static final class Builder {
        private final Hash transaction;
        private final Address sender;
        private final long blockNumber;
        private final Hash blockHash;
        private final int transactionIndex;
        private BigInteger gasUsed = BigInteger.ZERO;
        private BigInteger gasPrice = BigInteger.ZERO;
        private @Nullable Address created;

        private Builder(Hash transaction, Address sender, long blockNumber, Hash blockHash, int transactionIndex) {
            this.transaction = transaction;
            this.sender = sender;
            this.blockNumber = blockNumber;
            this.blockHash = blockHash;
            this.transactionIndex = transactionIndex;
        }

        /** Units of gas and what each cost, in wei. Default 0 each. */
        public Builder gas(BigInteger used, BigInteger price) {
            this.gasUsed = used;
            this.gasPrice = price;
            return this;
        }

        /** Default none. */
        public Builder created(Address contract) {
            this.created = contract;
            return this;
        }

        /** Makes the receipt of a transaction that did what it was to do. */
        public TransactionReceipt succeeded(List<ChainLog> logs) {
            return new TransactionReceipt(this, true, logs);
        }

        /** Makes the receipt of a transaction that was included and did nothing. */
        public TransactionReceipt reverted() {
            return new TransactionReceipt(this, false, List.of());
        }
    }
}
