package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.BlockId;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.internal.contract.BoundContract;
import network.cortensor.sdk.staking.internal.contract.DeployedCode;
import network.cortensor.sdk.staking.internal.contract.Sender;

import java.time.Duration;
import java.util.EnumMap;
import java.util.Map;
import java.util.Optional;

/**
 * The contracts of one network, ready to be read; {@link #as} writes. Start here.
 *
 * <pre>{@code
 * Contracts contracts = Contracts.open(chain, addresses);
 * TokenAmount staked = contracts.staking().stake(node).atLeast(AssuranceLevel.QUORUM, "a stake");
 * SessionContract.Opened opened = contracts.as(outbox).sessions().open("demo", SessionTerms.builder("demo").build());
 * }</pre>
 *
 * <p>Every read comes with its {@link network.cortensor.sdk.staking.chain.Assurance} and is about the newest block, unless
 * {@link #at} names one: several reads that have to fit together are made at one block.
 *
 * <p>Immutable and safe for use by several threads. Does not close the chain.
 */
public final class Contracts {
    private final Chain chain;
    private final ContractAddresses addresses;
    private final Map<ContractKind, BoundContract> bound;
    private final Map<ContractKind, Generation> generations;
    private final Optional<Asset> sessionAsset;
    private final BlockId block;

    private Contracts(
            Chain chain,
            ContractAddresses addresses,
            Map<ContractKind, BoundContract> bound,
            Map<ContractKind, Generation> generations,
            Optional<Asset> sessionAsset,
            BlockId block) {
        this.chain = chain;
        this.addresses = addresses;
        this.bound = bound;
        this.generations = generations;
        this.sessionAsset = sessionAsset;
        this.block = block;
    }

    /**
     * Looks at the code at each address and takes the interface that fits. Addresses of kinds that this library cannot read
     * are passed over.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the code at an address has none of the known forms: says which were
     *     looked for and what was found
     * @throws network.cortensor.sdk.staking.LedgerUnavailableException if the chain cannot be asked
     * @throws IllegalArgumentException if the address book is of another chain
     */
    public static Contracts open(Chain chain, ContractAddresses addresses) {
        if (chain.chainId() != addresses.chainId()) {
            throw new IllegalArgumentException("Contracts.open: expected addresses on chain " + chain.chainId()
                    + ", found addresses on chain " + addresses.chainId());
        }
        Map<ContractKind, BoundContract> bound = new EnumMap<>(ContractKind.class);
        Map<ContractKind, Generation> generations = new EnumMap<>(ContractKind.class);
        addresses.asMap().forEach((kind, address) -> {
            if (Interfaces.has(kind)) {
                String name = Interfaces.of(kind).name();
                DeployedCode code = DeployedCode.read(chain, name, address, BlockId.latest());
                if (kind == ContractKind.SESSION || kind == ContractKind.SESSION_QUEUE) {
                    Forms.Form form = (kind == ContractKind.SESSION ? Forms.SESSION : Forms.QUEUE).probe(code);
                    generations.put(kind, form.generation());
                    bound.put(
                            kind,
                            BoundContract.of(chain, BlockId.latest(), code, name, form.abi(), Interfaces.REFUSALS));
                } else {
                    bound.put(kind, bind(chain, kind, code));
                }
            }
        });
        Optional<Asset> sessionAsset = Optional.ofNullable(bound.get(ContractKind.SESSION_PAYMENT))
                .map(payment -> Asset.at(payment.read("token").value().address()));
        return new Contracts(chain, addresses, bound, generations, sessionAsset, BlockId.latest());
    }

    private static BoundContract bind(Chain chain, ContractKind kind, DeployedCode code) {
        Interfaces.Interface known = Interfaces.of(kind);
        code.require(
                known.name(), known.marks().stream().map(known.abi()::function).toList());
        return BoundContract.of(chain, BlockId.latest(), code, known.name(), known.abi(), Interfaces.REFUSALS);
    }

    /**
     * Finds the addresses of a network from one of them: the {@code Runtime} of a development network, which lists all, or a
     * {@code SessionV2} of any generation, which names its queue, payment, registry, IAM and ACL [ABI].
     *
     * <p>The interface of the network's own {@code Runtime} is in no source: its address is refused here, until somebody
     * finds out. Start from its {@code SessionV2} instead. What is found is as well known as the chain's quorum makes it, and
     * is not opened: kinds whose code this library does not know are among it.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if it is neither
     */
    public static ContractAddresses resolve(Chain chain, Address address) {
        return AddressBooks.read(chain, address);
    }

    /** The same contracts, read at one block. */
    public Contracts at(BlockId at) {
        Map<ContractKind, BoundContract> then = new EnumMap<>(ContractKind.class);
        bound.forEach((kind, contract) -> then.put(kind, contract.at(at)));
        return new Contracts(chain, addresses, then, generations, sessionAsset, at);
    }

    /** The same contracts, read at the newest block as it is now, however long that takes. */
    public Contracts atHead() {
        return at(BlockId.hash(chain.head().hash()));
    }

    /**
     * What one account does with them: everything is sent through its outbox. Waits five minutes for each command; see
     * {@link ContractAccount#within}.
     *
     * @throws IllegalArgumentException if the outbox is on another chain
     */
    public ContractAccount as(Outbox outbox) {
        return new ContractAccount(this, Sender.of(outbox, Duration.ofMinutes(5)));
    }

    /**
     * Reads with proofs against a block's header in place of the word of endpoints, of what matters most: keys of nodes,
     * stakes, owners of sessions, balances.
     */
    public ProvedReads proved() {
        return new ProvedReads(this, block);
    }

    /** The chain that they are on. */
    public Chain chain() {
        return chain;
    }

    /** Where they are. */
    public ContractAddresses addresses() {
        return addresses;
    }

    /** Sessions. */
    public SessionContract sessions() {
        return new SessionContract(bound(ContractKind.SESSION), generation(ContractKind.SESSION));
    }

    /** Tasks. */
    public TaskQueue tasks() {
        return new TaskQueue(bound(ContractKind.SESSION_QUEUE), generation(ContractKind.SESSION_QUEUE), this);
    }

    /** Registered nodes and their keys. */
    public NodeRegistry nodes() {
        return new NodeRegistry(bound(ContractKind.NODE_POOL));
    }

    /** Stakes of nodes. */
    public NodeStaking staking() {
        return new NodeStaking(bound(ContractKind.NODE_STAKING));
    }

    /** Money of sessions and pay of nodes. */
    public SessionPayments payments() {
        return new SessionPayments(bound(ContractKind.SESSION_PAYMENT), sessionAsset());
    }

    /** Use that is paid by stake. */
    public SessionPaymentStaking stakingPayments() {
        return new SessionPaymentStaking(bound(ContractKind.SESSION_PAYMENT_STAKING));
    }

    /** Who may take part, and as what. */
    public AccessControl access() {
        return new AccessControl(bound(ContractKind.ACL), bound(ContractKind.IAM));
    }

    /** Private sessions. */
    public PrivacySettings privacy() {
        return new PrivacySettings(bound(ContractKind.PRIVACY_SETTINGS));
    }

    /** Verdicts of validators. */
    public TaskValidation validation() {
        return new TaskValidation(bound(ContractKind.SESSION_QUEUE_VALIDATION));
    }

    /** The COR token. */
    public CorToken token() {
        return new CorToken(bound(ContractKind.COR_TOKEN));
    }

    /** The community pool that pays the chain's own currency. */
    public StakingPool stakingPool() {
        return new StakingPool(bound(ContractKind.STAKING_POOL));
    }

    /** The community pool that pays a token. */
    public StakingPool tokenStakingPool() {
        return new StakingPool(bound(ContractKind.TOKEN_STAKING_POOL));
    }

    /**
     * Any community pool.
     *
     * @throws LedgerRefusedException UNKNOWN_CONTRACT if the code there is no pool's
     */
    public StakingPool stakingPool(Address pool) {
        return new StakingPool(pool(pool));
    }

    /** Makes and lists community pools. */
    public PoolManager pools() {
        return new PoolManager(bound(ContractKind.POOL_MANAGER));
    }

    BoundContract pool(Address pool) {
        return bind(chain, ContractKind.STAKING_POOL, DeployedCode.read(chain, "StakingPool", pool, BlockId.latest()))
                .at(block);
    }

    BoundContract bound(ContractKind kind) {
        BoundContract contract = bound.get(kind);
        if (contract == null) {
            throw missing(kind);
        }
        return contract;
    }

    LedgerRefusedException missing(ContractKind kind) {
        return new LedgerRefusedException(
                Reason.UNKNOWN_CONTRACT,
                "use " + kind,
                "its address in the address book of chain " + addresses.chainId(),
                "addresses of " + addresses.asMap().keySet());
    }

    Generation generation(ContractKind kind) {
        bound(kind);
        Generation found = generations.get(kind);
        if (found == null) {
            throw new IllegalStateException(kind + " was bound without a generation");
        }
        return found;
    }

    Asset sessionAsset() {
        bound(ContractKind.SESSION_PAYMENT);
        return sessionAsset.orElseThrow(
                () -> new LedgerEvidenceException("SessionPayment: expected what is paid with, found nothing"));
    }

    /** The addresses. */
    @Override
    public String toString() {
        return "Contracts[" + addresses + "]";
    }
}
