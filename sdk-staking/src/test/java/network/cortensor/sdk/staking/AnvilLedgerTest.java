package network.cortensor.sdk.staking;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.chain.Anvil;
import network.cortensor.sdk.staking.chain.AssuranceLevel;
import network.cortensor.sdk.staking.chain.Chain;
import network.cortensor.sdk.staking.chain.ChainOptions;
import network.cortensor.sdk.staking.chain.Endpoint;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import network.cortensor.sdk.staking.contracts.ContractAddresses;
import network.cortensor.sdk.staking.contracts.ContractKind;
import network.cortensor.sdk.staking.contracts.DevelopmentNetwork;
import network.cortensor.sdk.staking.contracts.DevelopmentNetworkOptions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

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

    @Override
    void requireSettled(TaskId task, Optional<Hash> transaction) {
        JsonNode receipt = on.anvil().call("eth_getTransactionReceipt", transaction.orElseThrow());
        String queue = on.addresses().of(ContractKind.SESSION_QUEUE).toString();
        String ended = Hash.keccak256("TaskEnded(uint256,uint256,address[])".getBytes(UTF_8))
                .toString();
        String named = "0x%064x%064x".formatted(task.session().value(), task.number());
        List<JsonNode> ends = new ArrayList<>();
        receipt.get("logs").forEach(log -> {
            if (log.get("address").textValue().equalsIgnoreCase(queue)
                    && log.get("topics").get(0).textValue().equals(ended)
                    && log.get("data").textValue().startsWith(named)) {
                ends.add(log);
            }
        });
        assertThat(receipt.get("status").textValue()).isEqualTo("0x1");
        assertThat(ends).as(receipt.toString()).hasSize(1);
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
