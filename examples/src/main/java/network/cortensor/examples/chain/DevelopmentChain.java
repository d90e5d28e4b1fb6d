package network.cortensor.examples.chain;

import network.cortensor.sdk.staking.ContractLedger;
import network.cortensor.sdk.staking.ContractLedgerOptions;
import network.cortensor.sdk.staking.DevelopmentLedger;
import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.chain.AssuranceLevel;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.DevelopmentNetwork;
import network.cortensor.sdk.staking.contracts.DevelopmentNetworkOptions;

import java.net.URI;
import java.time.Duration;
import java.util.HexFormat;

/**
 * The contracts of a development network on a chain for development, and the ledger on them. One endpoint is asked and
 * trusted: it is one's own. Closing it leaves the chain as it is. Thread-safe.
 */
public final class DevelopmentChain implements AutoCloseable {

    /** A local node answers in a millisecond; whoever waits for an event should not wait for the next look. */
    private static final Duration LOOK = Duration.ofMillis(100);

    /** The first account of anvil and its like: everybody has the key, and chains for development give it ether. */
    private static final String KNOWN_TO_ALL = "ac0974bec39a17e36ba4a6b4d238ff944bacb478cbed5efcae784d7bf4f2ff80";

    private final Chain chain;
    private final TransactionSigner treasury;
    private final ContractAddresses addresses;
    private final DevelopmentLedger ledger;

    private DevelopmentChain(
            Chain chain, TransactionSigner treasury, ContractAddresses addresses, DevelopmentLedger ledger) {
        this.chain = chain;
        this.treasury = treasury;
        this.addresses = addresses;
        this.ledger = ledger;
    }

    /** Where contracts come from. */
    @FunctionalInterface
    private interface Contracts {
        ContractAddresses on(Chain chain, TransactionSigner treasury);
    }

    /**
     * Deploys new contracts, or finds those that were deployed with the same journal before.
     *
     * @param journal keeps what is being sent; the caller closes it, afterwards
     */
    public static DevelopmentChain deploy(URI endpoint, Journal journal, TokenAmount minStake, Duration ackTimeout) {
        return open(endpoint, journal, (chain, treasury) -> deployed(chain, treasury, journal, minStake, ackTimeout));
    }

    /** Uses contracts that were deployed before. */
    public static DevelopmentChain at(URI endpoint, Journal journal, ContractAddresses addresses) {
        return open(endpoint, journal, (chain, treasury) -> addresses);
    }

    private static DevelopmentChain open(URI endpoint, Journal journal, Contracts contracts) {
        TransactionSigner treasury = TransactionSigner.ofKey(HexFormat.of().parseHex(KNOWN_TO_ALL));
        try {
            Chain chain = Chain.open(ChainOptions.builder()
                    .endpoint(Endpoint.of(endpoint))
                    .pollInterval(LOOK)
                    .build());
            try {
                return open(chain, treasury, journal, contracts.on(chain, treasury));
            } catch (RuntimeException e) {
                try (chain) {
                    throw e;
                }
            }
        } catch (RuntimeException e) {
            try (treasury) {
                throw e;
            }
        }
    }

    private static DevelopmentChain open(
            Chain chain, TransactionSigner treasury, Journal journal, ContractAddresses addresses) {
        ContractLedgerOptions options = ContractLedgerOptions.builder()
                .journal(journal)
                .keyAssurance(AssuranceLevel.ENDPOINT)
                .keeper(treasury)
                .build();
        DevelopmentLedger ledger = ContractLedger.development(chain, addresses, treasury, options);
        return new DevelopmentChain(chain, treasury, addresses, ledger);
    }

    private static ContractAddresses deployed(
            Chain chain, TransactionSigner treasury, Journal journal, TokenAmount minStake, Duration ackTimeout) {
        DevelopmentNetworkOptions terms = DevelopmentNetworkOptions.builder()
                .minStake(minStake)
                .ackTimeout(ackTimeout)
                .unbondingPeriod(Duration.ZERO)
                .build();
        try (Outbox outbox = Outbox.open(chain, treasury, journal, OutboxOptions.defaults())) {
            return DevelopmentNetwork.deploy(chain, outbox, terms);
        }
    }

    /** Returns where the contracts are. */
    public ContractAddresses addresses() {
        return addresses;
    }

    /** Returns the ledger on them. */
    public DevelopmentLedger ledger() {
        return ledger;
    }

    @Override
    public void close() {
        try (treasury;
                chain) {
            ledger.close();
        }
    }
}
