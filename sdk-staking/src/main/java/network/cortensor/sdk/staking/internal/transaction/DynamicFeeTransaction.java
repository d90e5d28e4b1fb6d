package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.chain.TransactionSigner;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A transaction of type 2 (EIP-1559), without an access list. Immutable and safe for use by several threads.
 */
public final class DynamicFeeTransaction {
    private static final int MOST_BITS = 256;

    private final long chainId;
    private final long nonce;
    private final long gasLimit;
    private final BigInteger maxPriorityFeePerGas;
    private final BigInteger maxFeePerGas;
    private final Optional<Address> to;
    private final BigInteger value;
    private final byte[] data;

    private DynamicFeeTransaction(Builder builder) {
        this.chainId = builder.chainId;
        this.nonce = builder.nonce;
        this.gasLimit = builder.gasLimit;
        this.maxPriorityFeePerGas = builder.maxPriorityFeePerGas;
        this.maxFeePerGas = builder.maxFeePerGas;
        this.to = builder.to;
        this.value = builder.value;
        this.data = builder.data;
    }

    /**
     * Starts a transaction that calls nobody, takes no gas and sends nothing: with no {@link Builder#to} it deploys.
     *
     * @param chainId the only chain on which it is valid (EIP-155)
     * @param nonce how many transactions of the account go before
     */
    public static Builder builder(long chainId, long nonce) {
        return new Builder(chainId, nonce);
    }

    /** The only chain on which it is valid. */
    public long chainId() {
        return chainId;
    }

    /** How many transactions of the account go before. */
    public long nonce() {
        return nonce;
    }

    /** The most gas it may use. */
    public long gasLimit() {
        return gasLimit;
    }

    /** The most that goes to whoever makes the block, in wei per gas. */
    public BigInteger maxPriorityFeePerGas() {
        return maxPriorityFeePerGas;
    }

    /** The most that is paid in all, in wei per gas. */
    public BigInteger maxFeePerGas() {
        return maxFeePerGas;
    }

    /** Who is called; nobody if a contract is deployed. */
    public Optional<Address> to() {
        return to;
    }

    /** Ether that is sent along, in wei. */
    public BigInteger value() {
        return value;
    }

    /** The call, or the code that deploys; a new array each time. */
    public byte[] data() {
        return data.clone();
    }

    /** The digest that is signed. */
    public Hash signingHash() {
        return Hash.keccak256(Web3jCrypto.encode(this));
    }

    /**
     * Has it signed, and checks the signature.
     *
     * @throws LedgerEvidenceException if the signer answers with something else
     */
    public SignedTransaction sign(TransactionSigner signer) {
        Signature signature = Signature.by(signer, signingHash());
        return new SignedTransaction(this, signer.address(), Web3jCrypto.encode(this, signature));
    }

    /** Without its data, which may be a text of a session. */
    @Override
    public String toString() {
        return "DynamicFeeTransaction[chain " + chainId + ", nonce " + nonce + ", to "
                + to.map(Address::toString).orElse("nobody") + ", " + value + " wei, " + data.length
                + " bytes, gas limit " + gasLimit + ", fee at most " + maxFeePerGas + "]";
    }

    /** Puts a transaction together. Not safe for use by several threads. */
    public static final class Builder {
        private final long chainId;
        private final long nonce;
        private long gasLimit;
        private BigInteger maxPriorityFeePerGas = BigInteger.ZERO;
        private BigInteger maxFeePerGas = BigInteger.ZERO;
        private Optional<Address> to = Optional.empty();
        private BigInteger value = BigInteger.ZERO;
        private byte[] data = new byte[0];

        private Builder(long chainId, long nonce) {
            if (chainId < 1 || nonce < 0) {
                throw new IllegalArgumentException(
                        "Transaction: expected a chain from 1 and a nonce from 0, found " + chainId + " and " + nonce);
            }
            this.chainId = chainId;
            this.nonce = nonce;
        }

        /** Who is called. */
        public Builder to(Address contract) {
            this.to = Optional.of(contract);
            return this;
        }

        /** The most gas it may use; at least what it costs, or it is refused. */
        public Builder gasLimit(long gas) {
            if (gas < 0) {
                throw new IllegalArgumentException("Gas limit: expected at least 0, found " + gas);
            }
            this.gasLimit = gas;
            return this;
        }

        /**
         * What may be paid, in wei per gas.
         *
         * @param maxPriorityFee the most that goes to whoever makes the block; part of {@code maxFee}
         * @param maxFee the most in all
         * @throws IllegalArgumentException if the part is larger than the whole, or a fee is negative or too large
         */
        public Builder fees(BigInteger maxPriorityFee, BigInteger maxFee) {
            if (maxPriorityFee.compareTo(maxFee) > 0) {
                throw new IllegalArgumentException(
                        "Fees per gas: expected a priority fee of at most " + maxFee + ", found " + maxPriorityFee);
            }
            this.maxPriorityFeePerGas = amount("Priority fee per gas", maxPriorityFee);
            this.maxFeePerGas = amount("Fee per gas", maxFee);
            return this;
        }

        /** Ether to send along, in wei. */
        public Builder value(BigInteger wei) {
            this.value = amount("Value", wei);
            return this;
        }

        /** The call, or the code that deploys; copied. */
        public Builder data(byte[] bytes) {
            this.data = bytes.clone();
            return this;
        }

        private static BigInteger amount(String what, BigInteger wei) {
            if (wei.signum() < 0 || wei.bitLength() > MOST_BITS) {
                throw new IllegalArgumentException(what + ": expected wei in " + MOST_BITS + " bits, found " + wei);
            }
            return wei;
        }

        /** The transaction. */
        public DynamicFeeTransaction build() {
            return new DynamicFeeTransaction(this);
        }
    }
}
