package network.cortensor.sdk.client;

import network.cortensor.sdk.crypto.CryptoException;
import network.cortensor.sdk.internal.failure.Failures;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.ContractLedger;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.chain.Chain;

/** A network whose ledger is on a chain; the nodes are other people's. */
final class ChainNetwork implements Network {

    private final Chain chain;
    private final ContractLedger ledger;
    private final ContentStore store;
    private final CortensorClient client;

    private ChainNetwork(Chain chain, ContractLedger ledger, ContentStore store, CortensorClient client) {
        this.chain = chain;
        this.ledger = ledger;
        this.store = store;
        this.client = client;
    }

    static Network open(ChainNetworkOptions options) {
        try {
            Chain chain = Chain.open(options.chain());
            try {
                return open(options, chain, ContractLedger.open(chain, options.addresses(), options.ledger()));
            } catch (RuntimeException e) {
                try (chain) {
                    throw e;
                }
            }
        } catch (LedgerException | CryptoException e) {
            throw Failures.translate(e);
        }
    }

    private static Network open(ChainNetworkOptions options, Chain chain, ContractLedger ledger) {
        try {
            ClientOptions.Builder own = ClientOptions.builder(
                            ledger.account(WalletTransactionSigner.of(options.wallet())),
                            options.wallet(),
                            options.identity(),
                            options.store())
                    .journal(options.journal())
                    .policy(options.policy())
                    .embeddings(options.embeddings())
                    .reputations(options.reputations());
            options.comparator().ifPresent(own::comparator);
            CortensorClient client = CortensorClient.create(own.build());
            return new ChainNetwork(chain, ledger, options.store(), client);
        } catch (RuntimeException e) {
            try (ledger) {
                throw e;
            }
        }
    }

    @Override
    public ContractLedger ledger() {
        return ledger;
    }

    @Override
    public ContentStore store() {
        return store;
    }

    @Override
    public CortensorClient client() {
        return client;
    }

    @Override
    public void close() {
        try (chain) {
            ledger.close();
        }
    }
}
