package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.AccountEvidence;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockHeader;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.internal.layout.StorageLayout;
import network.cortensor.sdk.staking.internal.layout.StorageLocation;
import network.cortensor.sdk.staking.proof.AccountProof;
import network.cortensor.sdk.staking.proof.ProvenAccount;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/**
 * The storage of a contract that was made from one of our artifacts, read with proofs against the header of a block (EIP-1186)
 * in place of {@code eth_call}: an endpoint cannot make it up.
 *
 * <p>The code is proved, too: its hash is in the account's proof, and the code with that hash has to be the artifact's but for
 * what the constructor put into it (immutable values). Otherwise the slots could mean anything.
 *
 * <p>Safe for use by several threads.
 */
public final class ProvenStorage {
    private final Chain chain;
    private final Address address;
    private final Artifact artifact;
    private final StorageLayout layout;
    private final Set<Hash> known = ConcurrentHashMap.newKeySet();

    private ProvenStorage(Chain chain, Address address, Artifact artifact) {
        this.chain = chain;
        this.address = address;
        this.artifact = artifact;
        this.layout = StorageLayout.parse(artifact.json());
    }

    /** The storage at an address, by the layout of an artifact. */
    public static ProvenStorage of(Chain chain, Address address, Artifact artifact) {
        return new ProvenStorage(chain, address, artifact);
    }

    /** Where a value is; see {@link StorageLayout#locate}. */
    public StorageLocation locate(String path, Object... keys) {
        return layout.locate(path, keys);
    }

    /**
     * Proves what is in some places.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the code is another, so that there is no proved read
     * @throws LedgerEvidenceException if no endpoint has a proof that holds
     */
    public Assured<List<Object>> read(BlockId at, StorageLocation... locations) {
        Assured<BlockHeader> header = chain.header(at);
        List<Hash> slots =
                Stream.of(locations).map(StorageLocation::slot).distinct().toList();
        ProvenAccount account = prove(chain, address, slots, header.value());
        requireOurCode(account.codeHash(), header.value());
        List<Object> values = new ArrayList<>();
        for (StorageLocation location : locations) {
            values.add(location.read(account::value));
        }
        return new Assured<>(values, header.assurance().proven(header.value()));
    }

    /**
     * Proves what an account holds of the chain's own currency.
     *
     * @throws LedgerEvidenceException if no endpoint has a proof that holds
     */
    public static Assured<BigInteger> balance(Chain chain, Address account, BlockId at) {
        Assured<BlockHeader> header = chain.header(at);
        ProvenAccount proven = prove(chain, account, List.of(), header.value());
        return new Assured<>(proven.balance(), header.assurance().proven(header.value()));
    }

    private static ProvenAccount prove(Chain chain, Address account, List<Hash> slots, BlockHeader header) {
        return chain.proof(
                account,
                slots,
                header.hash(),
                evidence ->
                        proof(evidence).requireAbout(account, Set.copyOf(slots)).check(header));
    }

    private static AccountProof proof(AccountEvidence evidence) {
        if (evidence.nonce().bitLength() >= Long.SIZE) {
            throw new LedgerEvidenceException(
                    "Proof of " + evidence.account() + ": expected a nonce below 2^63, found one of "
                            + evidence.nonce().bitLength() + " bits");
        }
        AccountProof.Builder proof = AccountProof.builder(evidence.account(), evidence.nodes())
                .claim(
                        evidence.nonce().longValueExact(),
                        evidence.balance(),
                        evidence.storageRoot(),
                        evidence.codeHash());
        evidence.slots().forEach(slot -> proof.slot(slot.key(), word(slot.value()), slot.nodes()));
        return proof.build();
    }

    private static Hash word(BigInteger value) {
        if (value.bitLength() > Byte.SIZE * Hash.LENGTH) {
            throw new LedgerEvidenceException("Proof: expected a value of at most " + Hash.LENGTH
                    + " bytes, found one of " + value.bitLength() + " bits");
        }
        byte[] bytes = value.toByteArray();
        byte[] word = new byte[Hash.LENGTH];
        int length = Math.min(bytes.length, Hash.LENGTH);
        System.arraycopy(bytes, bytes.length - length, word, Hash.LENGTH - length, length);
        return Hash.decode(word);
    }

    /** What was compared once need not be read again: code with a hash is that code for ever. */
    private void requireOurCode(Hash codeHash, BlockHeader header) {
        if (known.contains(codeHash)) {
            return;
        }
        byte[] code = chain.code(address, BlockId.hash(header.hash())).value();
        if (!Hash.keccak256(code).equals(codeHash)) {
            throw new LedgerEvidenceException("Code of " + address + " in block " + header.number()
                    + ": expected the proved hash " + codeHash + ", found code with another");
        }
        if (!artifact.isDeployedAs(code)) {
            throw new LedgerRefusedException(
                    Reason.UNKNOWN_CONTRACT,
                    "prove the storage of " + address,
                    "the code of this library's " + artifact.name() + ", whose slots are known; read it without proof",
                    "other code, " + codeHash);
        }
        known.add(codeHash);
    }

    /** Contract and artifact. */
    @Override
    public String toString() {
        return "ProvenStorage[" + artifact.name() + " " + address + "]";
    }
}
