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
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import java.time.Duration;
import java.time.Instant;
import java.util.Objects;

/**
 * {@link LedgerConformance} of the ledger on contracts, on a real EVM. The chain's clock stands still and is moved by hand,
 * as that of the embedded ledgers; what is on the chain is taken back after each test.
 */
final class AnvilLedgerTest extends LedgerConformance {
    private static final Instant START = Instant.parse("2030-01-01T00:00:00Z");

    private static @Nullable Deployed deployed;

    private final Deployed on = Objects.requireNonNull(deployed);
    private final Chain chain = open(on.anvil());
    private final DevelopmentLedger ledger = ContractLedger.development(
            chain,
            on.addresses(),
            on.treasury(),
            ContractLedgerOptions.builder()
                    .keyAssurance(AssuranceLevel.ENDPOINT)
                    .build());
    private Duration passed = Duration.ZERO;

    private record Deployed(Anvil anvil, TransactionSigner treasury, ContractAddresses addresses, String snapshot) {}

    @BeforeAll
    static void deploy() {
        Anvil anvil = Anvil.start(AnvilLedgerTest.class, Anvil.options().genesis(START));
        anvil.call("anvil_setBlockTimestampInterval", 0);
        TransactionSigner treasury = TransactionSigner.ofKey(anvil.account(0).secret());
        try (Chain chain = open(anvil);
                Outbox outbox = Outbox.open(chain, treasury, Journal.memory(), OutboxOptions.defaults())) {
            ContractAddresses addresses = DevelopmentNetwork.deploy(
                    chain,
                    outbox,
                    DevelopmentNetworkOptions.builder()
                            .minStake(MIN_STAKE)
                            .slashBasisPoints(SLASH_BASIS_POINTS)
                            .ackTimeout(ACK_TIMEOUT)
                            .unbondingPeriod(Duration.ZERO)
                            .build());
            deployed = new Deployed(anvil, treasury, addresses, anvil.snapshot());
        }
    }

    private static Chain open(Anvil anvil) {
        return Chain.open(ChainOptions.builder()
                .endpoint(Endpoint.of(anvil.uri()))
                .pollInterval(Duration.ofMillis(50))
                .build());
    }

    @Override
    Ledger openLedger() {
        return ledger;
    }

    @Override
    LedgerAccount fundedAccount(String name, TokenAmount balance) {
        TransactionSigner signer = Accounts.signer(name);
        ledger.fund(signer.address(), balance);
        return ledger.account(signer);
    }

    @Override
    void advance(Duration time) {
        passed = passed.plus(time);
        on.anvil().setNextBlockTimestamp(START.plus(passed));
        on.anvil().mine();
        ledger.closeOverduePhases();
    }

    @AfterEach
    void takeBack() {
        chain.close();
        on.anvil().revert(on.snapshot());
        deployed = new Deployed(
                on.anvil(), on.treasury(), on.addresses(), on.anvil().snapshot());
    }

    @AfterAll
    static void end() {
        if (deployed != null) {
            deployed.treasury().close();
            deployed.anvil().close();
        }
    }
}
