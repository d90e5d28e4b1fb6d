package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Journal;
import network.cortensor.sdk.staking.LedgerException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import org.junit.jupiter.api.Test;

import java.time.Duration;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class DevelopmentNetworkTest {

    @Test
    void deploy_again_findsTheSameNetworkAndSendsNothing() {
        try (DevelopmentChain network = DevelopmentChain.start(DevelopmentNetworkTest.class)) {
            long sent = network.anvil().transactionCount(network.address(0));
            DevelopmentNetworkOptions.Builder same = DevelopmentNetworkOptions.builder();
            network.anvil().accounts().stream()
                    .skip(1)
                    .forEach(account -> same.account(account.address(), DevelopmentChain.WEALTH));

            ContractAddresses again = DevelopmentNetwork.deploy(network.chain(), network.outbox(0), same.build());

            assertThat(again).isEqualTo(network.contracts().addresses());
            assertThat(network.anvil().transactionCount(network.address(0))).isEqualTo(sent);
            Refused.because(
                    Reason.INTENT_CONFLICT,
                    () -> DevelopmentNetwork.deploy(
                            network.chain(),
                            network.outbox(0),
                            same.permissioned(true).build()));
            ContractAddresses second = DevelopmentNetwork.deploy(
                    network.chain(),
                    network.outbox(0),
                    DevelopmentNetworkOptions.builder().name("second").build());
            assertThat(second).isNotEqualTo(again);
            assertThat(Contracts.resolve(network.chain(), again.of(ContractKind.RUNTIME)))
                    .isEqualTo(again);
            assertThat(Contracts.resolve(network.chain(), again.of(ContractKind.SESSION))
                            .asMap())
                    .containsOnlyKeys(
                            ContractKind.SESSION,
                            ContractKind.SESSION_QUEUE,
                            ContractKind.SESSION_PAYMENT,
                            ContractKind.NODE_POOL,
                            ContractKind.IAM,
                            ContractKind.ACL);
        }
    }

    @Test
    void deploy_stoppedHalfWay_isFinishedByTheNextCall() {
        try (DevelopmentChain network = DevelopmentChain.empty(DevelopmentNetworkTest.class);
                Journal journal = Journal.memory()) {
            DevelopmentNetworkOptions options = DevelopmentNetworkOptions.builder()
                    .account(network.address(1), COR)
                    .build();
            network.anvil().setAutomine(false);
            Thread deploying = new Thread(() -> {
                try (Outbox outbox = open(network, journal)) {
                    Thread watched = Thread.currentThread();
                    assertThatThrownBy(() -> DevelopmentNetwork.deploy(network.chain(), outbox, options))
                            .isInstanceOf(LedgerException.class);
                    assertThat(watched.isInterrupted()).isTrue();
                    Thread.interrupted();
                }
            });
            deploying.start();
            // The first stage waits for a block that does not come.
            while (network.chain().pendingTransactionCount(network.address(0)) < 8) {
                Thread.onSpinWait();
            }
            deploying.interrupt();
            join(deploying);
            network.anvil().setAutomine(true);
            network.anvil().mine();

            ContractAddresses deployed;
            try (Outbox outbox = open(network, journal)) {
                deployed = DevelopmentNetwork.deploy(network.chain(), outbox, options);
            }

            assertThat(Contracts.open(network.chain(), deployed)
                            .token()
                            .balance(network.address(1))
                            .value())
                    .isEqualTo(COR);
            long contracts = deployed.asMap().size();
            assertThat(contracts).isEqualTo(17);
        }
    }

    @Test
    void options_outOfRange_areRefusedByName() {
        refused("name", DevelopmentNetworkOptions.builder().name(" "));
        refused("name", DevelopmentNetworkOptions.builder().name("n".repeat(33)));
        refused("slashBasisPoints", DevelopmentNetworkOptions.builder().slashBasisPoints(10_001));
        refused("ackTimeout", DevelopmentNetworkOptions.builder().ackTimeout(Duration.ZERO));
        refused("unbondingPeriod", DevelopmentNetworkOptions.builder().unbondingPeriod(Duration.ofDays(91)));
        refused("stakingWindow", DevelopmentNetworkOptions.builder().stakingWindow(Duration.ofDays(31)));
        refused("stakingVelocity", DevelopmentNetworkOptions.builder().stakingVelocity(-1));
        refused("rewardsDuration", DevelopmentNetworkOptions.builder().rewardsDuration(Duration.ofMinutes(1)));
    }

    private static void refused(String property, DevelopmentNetworkOptions.Builder options) {
        assertThatThrownBy(options::build)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("DevelopmentNetworkOptions." + property);
    }

    private static Outbox open(DevelopmentChain network, Journal journal) {
        return Outbox.open(
                network.chain(),
                network.signer(0),
                journal,
                OutboxOptions.builder().pollInterval(Duration.ofMillis(10)).build());
    }

    private static void join(Thread thread) {
        try {
            thread.join(Duration.ofSeconds(60).toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new AssertionError("interrupted", e);
        }
        assertThat(thread.isAlive()).isFalse();
    }
}
