package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.Assured;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.internal.contract.ProvenStorage;
import network.cortensor.sdk.staking.internal.layout.StorageLocation;

import java.math.BigInteger;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Reads that are proved (EIP-1186) against the header of a block, and so
 * {@link network.cortensor.sdk.staking.chain.AssuranceLevel#PROVEN} if the block's hash has the quorum of at least two
 * endpoints: none of them can make up what is in a storage, only withhold it. With one endpoint nothing is better known than
 * that endpoint, because it can make up the block.
 *
 * <p>There are proofs for contracts that run the code of this library, whose storage is known. For any other code each of these
 * methods throws {@link network.cortensor.sdk.staking.LedgerRefusedException} UNKNOWN_CONTRACT and says so: the same question to
 * the wrapper has {@link network.cortensor.sdk.staking.chain.AssuranceLevel#QUORUM}. That holds for proxies, too.
 *
 * <p>Every method throws {@link network.cortensor.sdk.staking.LedgerUnavailableException} if no endpoint gives proofs (public
 * ones give them of recent blocks only, if at all), and {@link network.cortensor.sdk.staking.LedgerEvidenceException} if none
 * gives one that holds.
 *
 * <p>Safe for use by several threads. Keep the object: the code of a contract is fetched and compared once.
 */
public final class ProvedReads {
    private final Contracts contracts;
    private final BlockId block;
    private final Map<ContractKind, ProvenStorage> storages = new EnumMap<>(ContractKind.class);

    ProvedReads(Contracts contracts, BlockId block) {
        this.contracts = contracts;
        this.block = block;
        for (ContractKind kind : List.of(
                ContractKind.COR_TOKEN,
                ContractKind.NODE_STAKING,
                ContractKind.NODE_POOL,
                ContractKind.SESSION_DATA,
                ContractKind.SESSION_PAYMENT)) {
            contracts
                    .addresses()
                    .find(kind)
                    .ifPresent(address -> storages.put(
                            kind,
                            ProvenStorage.of(
                                    contracts.chain(),
                                    address,
                                    Interfaces.of(kind).artifact())));
        }
    }

    /** What an account holds of COR. */
    public Assured<TokenAmount> balance(Address account) {
        return amount(ContractKind.COR_TOKEN, "_balances[]", account);
    }

    /** What an account holds of the chain's own currency, in wei. Needs no contract. */
    public Assured<BigInteger> nativeBalance(Address account) {
        return ProvenStorage.balance(contracts.chain(), account, block);
    }

    /** What a node has at stake. */
    public Assured<TokenAmount> stake(Address node) {
        return amount(ContractKind.NODE_STAKING, "_accounts[].staked", node);
    }

    /** The owner of a session; empty if there is no such session, which is proved as well. */
    public Assured<Optional<Address>> sessionOwner(SessionId session) {
        ProvenStorage sessions = storage(ContractKind.SESSION_DATA);
        return sessions.read(block, sessions.locate("_sessions[].owner", session.value()))
                .map(values -> Zero.unlessZero((Address) values.get(0)));
    }

    /** What a session can spend, in wei of what sessions pay in. */
    public Assured<BigInteger> sessionBalance(SessionId session) {
        ProvenStorage payments = storage(ContractKind.SESSION_PAYMENT);
        return payments.read(block, payments.locate("sessionBalances[]", session.value()))
                .map(values -> (BigInteger) values.get(0));
    }

    /** What a node has earned and not withdrawn, in wei of what sessions pay in. */
    public Assured<BigInteger> pendingPayment(Address node) {
        ProvenStorage payments = storage(ContractKind.SESSION_PAYMENT);
        return payments.read(block, payments.locate("nodePendingPayments[]", node))
                .map(values -> (BigInteger) values.get(0));
    }

    /**
     * What a node announces of its encryption key; empty if it is not registered, which is proved as well. The contract keeps
     * the announcement's hash, which is proved; the text is from the log of its block and has that hash, so it is proved, too.
     *
     * @throws network.cortensor.sdk.staking.LedgerEvidenceException also if the log of that block has no such text
     */
    public Assured<Optional<String>> keyAnnouncement(Address node) {
        ProvenStorage nodes = storage(ContractKind.NODE_POOL);
        StorageLocation registeredAt = nodes.locate("_registrations[].registeredAt", node);
        StorageLocation hash = nodes.locate("_registrations[].announcementHash", node);
        StorageLocation announcedIn = nodes.locate("_registrations[].announcedIn", node);
        return nodes.read(block, registeredAt, hash, announcedIn).map(values -> {
            if (((BigInteger) values.get(0)).signum() == 0) {
                return Optional.empty();
            }
            return Optional.of(LoggedText.find(
                    contracts.bound(ContractKind.NODE_POOL),
                    ((BigInteger) values.get(2)).longValueExact(),
                    (Hash) values.get(1),
                    "key announcement of node " + node,
                    "NodeRegistered",
                    "KeyAnnounced"));
        });
    }

    private Assured<TokenAmount> amount(ContractKind kind, String path, Address account) {
        ProvenStorage storage = storage(kind);
        return storage.read(block, storage.locate(path, account))
                .map(values -> TokenAmount.ofWei((BigInteger) values.get(0)));
    }

    private ProvenStorage storage(ContractKind kind) {
        ProvenStorage storage = storages.get(kind);
        if (storage == null) {
            throw contracts.missing(kind);
        }
        return storage;
    }
}
