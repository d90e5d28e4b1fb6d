package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.math.BigInteger;
import java.util.List;

/**
 * What one endpoint says of an account and of some of its storage, and the nodes that are to prove it (EIP-1186, {@code
 * eth_getProof}). Nothing of it has been checked: package {@code proof} does that, against the state root of a header.
 *
 * <p>Immutable.
 */
public final class AccountEvidence {
    private final Address account;
    private final Hash block;
    private final BigInteger nonce;
    private final BigInteger balance;
    private final Hash storageRoot;
    private final Hash codeHash;
    private final List<byte[]> nodes;
    private final List<Slot> slots;

    private AccountEvidence(Builder builder) {
        this.account = builder.account;
        this.block = builder.block;
        this.nonce = builder.nonce;
        this.balance = builder.balance;
        this.storageRoot = builder.storageRoot;
        this.codeHash = builder.codeHash;
        this.nodes = copies(builder.nodes);
        this.slots = List.copyOf(builder.slots);
    }

    /** What is said of one place in the storage. */
    public static final class Slot {
        private final Hash key;
        private final BigInteger value;
        private final List<byte[]> nodes;

        Slot(Hash key, BigInteger value, List<byte[]> nodes) {
            this.key = key;
            this.value = value;
            this.nodes = copies(nodes);
        }

        /** The place, as it was asked for: not hashed. */
        public Hash key() {
            return key;
        }

        /** What it is said to hold; 0 if it is said to hold nothing. */
        public BigInteger value() {
            return value;
        }

        /** Nodes of the storage trie, from the root on, in RLP; copies. */
        public List<byte[]> nodes() {
            return copies(nodes);
        }
    }

    static Builder builder(Address account, Hash block) {
        return new Builder(account, block);
    }

    /** Whose it is. */
    public Address account() {
        return account;
    }

    /** The block in whose state it is said to be. */
    public Hash block() {
        return block;
    }

    /** How many transactions it has sent, or contracts it has made. */
    public BigInteger nonce() {
        return nonce;
    }

    /** In wei. */
    public BigInteger balance() {
        return balance;
    }

    /** Root of its storage. */
    public Hash storageRoot() {
        return storageRoot;
    }

    /** Keccak-256 of its code. */
    public Hash codeHash() {
        return codeHash;
    }

    /** Nodes of the state trie, from the root on, in RLP; copies. */
    public List<byte[]> nodes() {
        return copies(nodes);
    }

    /** One for each place that was asked for, in that order. */
    public List<Slot> slots() {
        return slots;
    }

    private static List<byte[]> copies(List<byte[]> nodes) {
        return nodes.stream().map(byte[]::clone).toList();
    }

    /** Account and block. */
    @Override
    public String toString() {
        return "AccountEvidence[" + account + ", block " + block + ", " + slots.size() + " slots]";
    }

    static final class Builder {
        private final Address account;
        private final Hash block;
        private BigInteger nonce = BigInteger.ZERO;
        private BigInteger balance = BigInteger.ZERO;
        private Hash storageRoot = Electorate.NOTHING;
        private Hash codeHash = Electorate.NOTHING;
        private List<byte[]> nodes = List.of();
        private List<Slot> slots = List.of();

        private Builder(Address account, Hash block) {
            this.account = account;
            this.block = block;
        }

        Builder account(BigInteger nonce, BigInteger balance, Hash storageRoot, Hash codeHash) {
            this.nonce = nonce;
            this.balance = balance;
            this.storageRoot = storageRoot;
            this.codeHash = codeHash;
            return this;
        }

        Builder nodes(List<byte[]> nodes) {
            this.nodes = nodes;
            return this;
        }

        Builder slots(List<Slot> slots) {
            this.slots = slots;
            return this;
        }

        AccountEvidence build() {
            return new AccountEvidence(this);
        }
    }
}
