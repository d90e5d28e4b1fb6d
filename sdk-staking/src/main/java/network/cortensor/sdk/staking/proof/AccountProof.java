package network.cortensor.sdk.staking.proof;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.MalformedEvidenceException;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.internal.rlp.Rlp;
import network.cortensor.sdk.staking.internal.rlp.RlpBytes;
import network.cortensor.sdk.staking.internal.rlp.RlpList;
import network.cortensor.sdk.staking.internal.trie.TrieProof;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * What somebody says about an account and its storage, with the nodes of the tries that are to prove it (EIP-1186, what
 * {@code eth_getProof} answers). Nothing of it is known before {@link #check}.
 *
 * <p>Also that there is no such account, or nothing in a slot, has to be proved.
 */
public final class AccountProof {
    /** Code hash of an account without code. */
    private static final Hash NO_CODE = Hash.keccak256(new byte[0]);

    private static final Hash ZERO = Hash.decode(new byte[Hash.LENGTH]);

    private final Address account;
    private final List<byte[]> nodes;
    private final Optional<Fields> claimed;
    private final Map<Hash, Slot> slots;

    private AccountProof(Builder builder) {
        this.account = builder.account;
        this.nodes = copy(builder.nodes);
        this.claimed = Optional.ofNullable(builder.claimed);
        this.slots = Collections.unmodifiableMap(new LinkedHashMap<>(builder.slots));
    }

    /**
     * Starts a proof.
     *
     * @param account that it is about
     * @param nodes of the state trie, from the root to where the account is or would be; copied
     */
    public static Builder builder(Address account, List<byte[]> nodes) {
        return new Builder(account, nodes);
    }

    /**
     * Reads what {@code eth_getProof} answers: the object with {@code address}, {@code accountProof}, {@code nonce}, {@code
     * balance}, {@code storageHash}, {@code codeHash} and {@code storageProof}. Other fields are ignored.
     *
     * @throws MalformedEvidenceException if it is not such an object
     */
    public static AccountProof parse(String json) {
        return AccountProofJson.read(JsonFields.parse("Account proof", json));
    }

    /** The account that it is about. */
    public Address account() {
        return account;
    }

    /** The slots that it is about, in order. */
    public Set<Hash> slots() {
        return slots.keySet();
    }

    /**
     * This proof, if it is about what was asked: a proof of something else can hold and still be the wrong answer.
     *
     * @param asked the account
     * @param slots the slots, in any order
     * @throws LedgerEvidenceException if it is about another account, or about other slots, more or fewer
     */
    public AccountProof requireAbout(Address asked, Set<Hash> slots) {
        require("Proof of an account, address", asked, account);
        require("Proof of account " + account + ", slots", slots, slots());
        return this;
    }

    /**
     * Checks all of it against a block.
     *
     * @param header of the block; as much is proved as its hash is known
     * @throws LedgerEvidenceException if anything of it does not hold
     */
    public ProvenAccount check(BlockHeader header) {
        return check(header.stateRoot());
    }

    /**
     * Checks all of it against a state root: the account, what was claimed of it, and each slot.
     *
     * @throws LedgerEvidenceException if anything of it does not hold
     */
    public ProvenAccount check(Hash stateRoot) {
        String what = "Proof of account " + account;
        Optional<Fields> proved = TrieProof.check(
                        what, stateRoot, Hash.keccak256(account.bytes()).bytes(), nodes)
                .map(value -> fields(what, value));
        Fields fields = proved.orElse(new Fields(0, BigInteger.ZERO, TrieProof.EMPTY_ROOT, NO_CODE));
        claimed.ifPresent(claim -> requireSame(what, fields, proved.isEmpty() ? withoutZeroHashes(claim) : claim));
        Map<Hash, Hash> values = new LinkedHashMap<>();
        slots.forEach((slot, claim) -> values.put(slot, claim.check(account, slot, fields.storageRoot())));
        return new ProvenAccount(account, stateRoot, proved.isPresent(), fields, values);
    }

    /** Yellow Paper, 4.1: nonce, balance, storage root, code hash. */
    private static Fields fields(String what, RlpBytes value) {
        RlpList parts = Rlp.decode(what, value.bytes()).asList(what).ofSize(what, 4);
        return new Fields(
                parts.get(0).asBytes(what).number(what),
                parts.get(1).asBytes(what).number(what, Hash.LENGTH),
                parts.get(2).asBytes(what).hash(what),
                parts.get(3).asBytes(what).hash(what));
    }

    private static void requireSame(String what, Fields proved, Fields claimed) {
        require(what + ", nonce", proved.nonce(), claimed.nonce());
        require(what + ", balance", proved.balance(), claimed.balance());
        require(what + ", storage hash", proved.storageRoot(), claimed.storageRoot());
        require(what + ", code hash", proved.codeHash(), claimed.codeHash());
    }

    private static void require(String what, Object expected, Object claimed) {
        if (!expected.equals(claimed)) {
            throw new LedgerEvidenceException(what + ": expected " + expected + ", found " + claimed);
        }
    }

    /** Of an account that is not there, some clients say that its hashes are zero. */
    private static Fields withoutZeroHashes(Fields claim) {
        return new Fields(
                claim.nonce(),
                claim.balance(),
                claim.storageRoot().equals(ZERO) ? TrieProof.EMPTY_ROOT : claim.storageRoot(),
                claim.codeHash().equals(ZERO) ? NO_CODE : claim.codeHash());
    }

    private static List<byte[]> copy(List<byte[]> nodes) {
        return nodes.stream().map(byte[]::clone).toList();
    }

    List<byte[]> nodes() {
        return nodes;
    }

    Optional<Fields> claimed() {
        return claimed;
    }

    Map<Hash, Slot> claimedSlots() {
        return slots;
    }

    /** Account and number of slots. */
    @Override
    public String toString() {
        return "AccountProof[" + account + ", " + slots.size() + " slots]";
    }

    /**
     * What an account holds.
     *
     * @param nonce transactions it sent, or contracts it made
     * @param balance in wei
     * @param storageRoot root of its storage
     * @param codeHash Keccak-256 of its code
     */
    record Fields(long nonce, BigInteger balance, Hash storageRoot, Hash codeHash) {}

    /** What is claimed of a slot, and the nodes that are to prove it. */
    static final class Slot {
        private final Hash value;
        private final List<byte[]> nodes;

        private Slot(Hash value, List<byte[]> nodes) {
            this.value = value;
            this.nodes = copy(nodes);
        }

        Hash value() {
            return value;
        }

        List<byte[]> nodes() {
            return nodes;
        }

        private Hash check(Address account, Hash slot, Hash storageRoot) {
            String what = "Proof of slot " + slot + " of " + account;
            Hash proved = TrieProof.check(
                            what, storageRoot, Hash.keccak256(slot.bytes()).bytes(), nodes)
                    .map(found -> word(what, found))
                    .orElse(ZERO);
            require(what, proved, value);
            return proved;
        }

        /** The number in the slot, which a trie holds without leading zeros, and not at all if it is zero. */
        private static Hash word(String what, RlpBytes encoded) {
            RlpBytes number = Rlp.decode(what, encoded.bytes()).asBytes(what);
            if (number.number(what, Hash.LENGTH).signum() == 0) {
                throw new LedgerEvidenceException(what + ": expected a proof that there is nothing, found a zero");
            }
            byte[] word = new byte[Hash.LENGTH];
            System.arraycopy(number.bytes(), 0, word, Hash.LENGTH - number.length(), number.length());
            return Hash.decode(word);
        }
    }

    /** Collects what is said about an account. Not safe for use by several threads. */
    public static final class Builder {
        private final Address account;
        private final List<byte[]> nodes;
        private final Map<Hash, Slot> slots = new LinkedHashMap<>();
        private @Nullable Fields claimed;

        private Builder(Address account, List<byte[]> nodes) {
            this.account = account;
            this.nodes = new ArrayList<>(nodes);
        }

        /**
         * Adds what is claimed of the account, to be refused if it is not so. Default: nothing is claimed.
         *
         * @param nonce transactions it sent, or contracts it made
         * @param balance in wei
         * @param storageHash root of its storage
         * @param codeHash Keccak-256 of its code
         */
        public Builder claim(long nonce, BigInteger balance, Hash storageHash, Hash codeHash) {
            this.claimed = new Fields(nonce, balance, storageHash, codeHash);
            return this;
        }

        /**
         * Adds a slot.
         *
         * @param slot its place
         * @param value the 32 bytes that are claimed to be there; zero if nothing is
         * @param nodes of the storage trie, from the root to where the slot is or would be; copied
         * @throws IllegalArgumentException if the slot was added before
         */
        public Builder slot(Hash slot, Hash value, List<byte[]> nodes) {
            if (slots.putIfAbsent(slot, new Slot(value, nodes)) != null) {
                throw new IllegalArgumentException("AccountProof: expected each slot once, found twice " + slot);
            }
            return this;
        }

        /** Makes the proof; nothing is checked. */
        public AccountProof build() {
            return new AccountProof(this);
        }
    }
}
