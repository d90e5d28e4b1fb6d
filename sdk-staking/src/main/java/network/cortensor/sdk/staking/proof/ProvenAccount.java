package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.math.BigInteger;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/**
 * What an account and its storage hold, proved against a state root. Only {@link AccountProof#check} makes it.
 *
 * <p>Of an account that is not there it is proved that it is not: nonce and balance are zero, its code and its storage are
 * empty.
 */
public final class ProvenAccount {
    private final Address account;
    private final Hash stateRoot;
    private final boolean exists;
    private final AccountProof.Fields fields;
    private final Map<Hash, Hash> values;

    ProvenAccount(Address account, Hash stateRoot, boolean exists, AccountProof.Fields fields, Map<Hash, Hash> values) {
        this.account = account;
        this.stateRoot = stateRoot;
        this.exists = exists;
        this.fields = fields;
        this.values = Collections.unmodifiableMap(new LinkedHashMap<>(values));
    }

    /** The account. */
    public Address account() {
        return account;
    }

    /** What it was proved against. */
    public Hash stateRoot() {
        return stateRoot;
    }

    /** Whether the state has such an account. */
    public boolean exists() {
        return exists;
    }

    /** Transactions it sent, or contracts it made. */
    public long nonce() {
        return fields.nonce();
    }

    /** In wei of the chain's own currency. */
    public BigInteger balance() {
        return fields.balance();
    }

    /** Root of its storage. */
    public Hash storageHash() {
        return fields.storageRoot();
    }

    /** Keccak-256 of its code; of none, that of nothing. */
    public Hash codeHash() {
        return fields.codeHash();
    }

    /** The slots whose values were proved. */
    public Set<Hash> slots() {
        return values.keySet();
    }

    /**
     * The 32 bytes in a slot; zero if it is proved that nothing is there.
     *
     * @throws IllegalArgumentException if the proof was not about this slot
     */
    public Hash value(Hash slot) {
        Hash value = values.get(slot);
        if (value == null) {
            throw new IllegalArgumentException(
                    "ProvenAccount: expected one of the " + values.size() + " proved slots, found " + slot);
        }
        return value;
    }

    /** Account and state root. */
    @Override
    public String toString() {
        return "ProvenAccount[" + account + (exists ? "" : ", not there") + ", state " + stateRoot + "]";
    }
}
