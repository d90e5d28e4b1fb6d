package network.cortensor.sdk.client;

import network.cortensor.sdk.UnavailableException;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.staking.Ledger;

/**
 * A ledger, a store and a client that belong together. Thread-safe. Whoever opens a network closes it, and closing it stops
 * everything that it started.
 */
public interface Network extends AutoCloseable {

    /** Returns the ledger. */
    Ledger ledger();

    /** Returns the store that prompts and results go through. */
    ContentStore store();

    /** Returns the client of this application's own account. */
    CortensorClient client();

    /** Stops what the network started and gives back what it holds. Again: no effect. */
    @Override
    void close();

    /**
     * Starts a whole network inside this JVM: a ledger, a store and three light nodes with the extractive engine. Nothing
     * leaves the process and nothing lasts; the sealing, the commitments, the payments and the checks are the real ones.
     *
     * @throws UnavailableException when something of it cannot be started
     */
    static LocalNetwork local() {
        return local(LocalNetworkOptions.builder().build());
    }

    /**
     * Connects to a network whose ledger is on a chain, as an application of its own account. Starts no node; a light node
     * of this application is made with {@link network.cortensor.sdk.node.LightNode#create} on an account of the ledger.
     *
     * @throws UnavailableException when the chain cannot be asked
     * @throws network.cortensor.sdk.RefusedException when the code at the addresses is not that of known contracts
     * @throws network.cortensor.sdk.EvidenceException when the endpoints contradict each other
     */
    static Network chain(ChainNetworkOptions options) {
        return ChainNetwork.open(options);
    }

    /** Starts a network inside this JVM as the options say. */
    static LocalNetwork local(LocalNetworkOptions options) {
        return LocalNetwork.start(options);
    }
}
