package network.cortensor.sdk.staking;

import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;

import java.time.Duration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** What is left of a ledger that is closed, or that could not be opened: nothing. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
final class ContractLedgerTest {
    private AnvilContracts network;

    @BeforeAll
    void deploy() {
        network = AnvilContracts.start(ContractLedgerTest.class, options -> options);
    }

    @AfterAll
    void end() {
        // Missing where anvil is.
        if (network != null) {
            network.close();
        }
    }

    @Test
    void development_treasuryIsInUse_closesTheKeeperAndAll() {
        Journal journal = Journal.memory();
        ContractLedgerOptions options = AnvilContracts.options()
                .journal(journal)
                .keeper(network.signer("keeper"))
                .build();
        try (Outbox ignored = Outbox.open(network.chain(), network.treasury(), journal, OutboxOptions.defaults())) {
            assertThat(ignored.sender()).isEqualTo(network.treasury().address());
            assertThatThrownBy(() -> development(options))
                    .isInstanceOf(LedgerUnavailableException.class)
                    .hasMessageContaining(network.treasury().address().toString());
        }

        try (DevelopmentLedger second = development(options)) {
            second.fund(Accounts.address("anybody"), TokenAmount.ofWei(1));
            assertThat(second.balance(Accounts.address("anybody"))).isEqualTo(TokenAmount.ofWei(1));
        }
    }

    @Test
    void open_keeperIsInUse_canBeOpenedOnceItIsNot() {
        Journal journal = Journal.memory();
        ContractLedgerOptions options = AnvilContracts.options()
                .journal(journal)
                .keeper(network.signer("keeper"))
                .build();
        try (ContractLedger first = open(options)) {
            assertThatThrownBy(() -> open(options)).isInstanceOf(LedgerUnavailableException.class);
            assertThat(first.nodes()).isEmpty();
        }
        try (ContractLedger second = open(options)) {
            assertThat(second.nodes()).isEmpty();
        }
    }

    @Test
    void close_again_hasNoEffectAndLeavesTheJournalToTheNext() {
        ContractLedgerOptions options =
                AnvilContracts.options().journal(Journal.memory()).build();
        ContractLedger first = open(options);
        LedgerAccount account = first.account(network.signer("somebody"));
        EventSubscription events = first.subscribe(EventFilter.all());
        first.close();
        first.close();

        assertThatThrownBy(() -> events.next(Duration.ZERO)).isInstanceOf(LedgerUnavailableException.class);
        assertThatThrownBy(() -> first.account(network.signer("somebody")))
                .isInstanceOf(LedgerUnavailableException.class);
        try (ContractLedger second = open(options)) {
            assertThat(second.account(network.signer("somebody")).address()).isEqualTo(account.address());
        }
    }

    private ContractLedger open(ContractLedgerOptions options) {
        return ContractLedger.open(network.chain(), network.addresses(), options);
    }

    private DevelopmentLedger development(ContractLedgerOptions options) {
        return ContractLedger.development(network.chain(), network.addresses(), network.treasury(), options);
    }
}
