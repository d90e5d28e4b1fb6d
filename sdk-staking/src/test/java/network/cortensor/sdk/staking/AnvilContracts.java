package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.Anvil;
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
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** The contracts of a ledger on an anvil of its own, whose clock stands still until it is moved by hand. Not thread-safe. */
final class AnvilContracts implements AutoCloseable {
    static final Instant START = Instant.parse("2030-01-01T00:00:00Z");
    static final Duration POLL = Duration.ofMillis(20);

    private final Anvil anvil;
    private final TransactionSigner treasury;
    private final Chain chain;
    private final ContractAddresses addresses;
    private final List<TransactionSigner> signers = new ArrayList<>();
    private Duration passed = Duration.ZERO;

    private AnvilContracts(Anvil anvil, UnaryOperator<DevelopmentNetworkOptions.Builder> options) {
        this.anvil = anvil;
        anvil.call("anvil_setBlockTimestampInterval", 0);
        this.treasury = TransactionSigner.ofKey(anvil.account(0).secret());
        this.chain = open(anvil.uri());
        try (Outbox outbox = Outbox.open(chain, treasury, Journal.memory(), OutboxOptions.defaults())) {
            this.addresses = DevelopmentNetwork.deploy(
                    chain,
                    outbox,
                    options.apply(DevelopmentNetworkOptions.builder().unbondingPeriod(Duration.ZERO))
                            .build());
        }
    }

    static AnvilContracts start(Class<?> test, UnaryOperator<DevelopmentNetworkOptions.Builder> options) {
        return new AnvilContracts(Anvil.start(test, Anvil.options().genesis(START)), options);
    }

    /** A chain that looks as often as this; the caller closes it. */
    static Chain open(URI endpoint) {
        return Chain.open(ChainOptions.builder()
                .endpoint(Endpoint.of(endpoint))
                .pollInterval(POLL)
                .build());
    }

    /** Options that trust the one endpoint. */
    static ContractLedgerOptions.Builder options() {
        return ContractLedgerOptions.builder().keyAssurance(AssuranceLevel.ENDPOINT);
    }

    Anvil anvil() {
        return anvil;
    }

    Chain chain() {
        return chain;
    }

    ContractAddresses addresses() {
        return addresses;
    }

    TransactionSigner treasury() {
        return treasury;
    }

    /** The signer of a name: the same name is the same account. */
    TransactionSigner signer(String name) {
        TransactionSigner signer = TransactionSigner.ofKey(secret(name));
        signers.add(signer);
        return signer;
    }

    static byte[] secret(String name) {
        return Hash.keccak256(name.getBytes(StandardCharsets.UTF_8)).bytes();
    }

    /** Moves the chain's clock, and makes a block. */
    void advance(Duration time) {
        passed = passed.plus(time);
        anvil.setNextBlockTimestamp(START.plus(passed));
        anvil.mine();
    }

    @Override
    public void close() {
        chain.close();
        signers.forEach(TransactionSigner::close);
        treasury.close();
        anvil.close();
    }
}
