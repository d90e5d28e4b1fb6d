package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.NodeRegistration;
import network.cortensor.sdk.staking.RegistrationState;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.util.List;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts: 1 to 4 are nodes of one test each, 5 never is, 6 is a client. */
class NodeRegistryTest {
    private static final TokenAmount MINIMUM = COR.times(10_000);
    private static final String LONG_ANNOUNCEMENT = "k".repeat(8 * 1024);

    private static DevelopmentChain network;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(NodeRegistryTest.class);
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void register_approvedStake_isANodeUntilItLeaves() {
        Address node = network.address(1);
        network.as(1).token().approve(network.intent(), staking(), MINIMUM);

        NodeRegistry.Registered registered = network.as(1).nodes().register(network.intent(), MINIMUM, "first keys");

        assertThat(registered.node()).isEqualTo(node);
        assertThat(registered.stake()).isEqualTo(MINIMUM);
        NodeRegistration read = nodes().node(node).value().orElseThrow();
        assertThat(read.stake()).isEqualTo(MINIMUM);
        assertThat(read.keyAnnouncement()).isEqualTo("first keys");
        assertThat(read.state()).isEqualTo(RegistrationState.ACTIVE);
        assertThat(nodes().isEligible(node).value()).isTrue();
        network.as(1).nodes().drain(network.intent(), true);
        assertThat(nodes().isEligible(node).value()).isFalse();
        network.as(1).nodes().drain(network.intent(), false);
        assertThat(nodes().isEligible(node).value()).isTrue();
        assertThat(network.contracts().staking().account(node).value().isLocked())
                .isTrue();

        NodeRegistry.Deregistered left = network.as(1).nodes().deregister(network.intent());

        assertThat(left.stake()).isEqualTo(MINIMUM);
        assertThat(nodes().node(node).value()).isEmpty();
        assertThat(network.contracts().token().balance(node).value()).isEqualTo(DevelopmentChain.WEALTH);
    }

    @Test
    void register_withPermit_takesOneTransaction() {
        SignedPermit permit = network.permit(2, staking(), MINIMUM);

        NodeRegistry.Registered registered =
                network.as(2).nodes().register(network.intent(), permit, LONG_ANNOUNCEMENT);

        assertThat(registered.stake()).isEqualTo(MINIMUM);
        assertThat(nodes().node(network.address(2)).value().orElseThrow().keyAnnouncement())
                .isEqualTo(LONG_ANNOUNCEMENT);
        assertThat(network.anvil().transactionCount(network.address(2))).isEqualTo(1);
        assertThatThrownBy(() -> network.as(2)
                        .nodes()
                        .register(network.intent(), network.permit(2, nodes().address(), MINIMUM), ""))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("SignedPermit");
    }

    @Test
    void announceKey_severalInOneBlock_theLastOneCounts() {
        network.register(3, MINIMUM);
        network.as(3).nodes().announceKey(network.intent(), "second keys");
        network.as(3).nodes().announceKey(network.intent(), "third keys");

        NodeRecord record = nodes().record(network.address(3)).value().orElseThrow();

        assertThat(record.announcements()).isEqualTo(3);
        assertThat(nodes().announcement(record)).isEqualTo("third keys");
        assertThat(nodes().nodes(0, 10).value())
                .filteredOn(node -> node.address().equals(network.address(3)))
                .singleElement()
                .satisfies(node -> assertThat(node.keyAnnouncement()).isEqualTo("third keys"));
    }

    @Test
    void deregister_openTask_isRefused() {
        network.register(4, MINIMUM);
        SessionContract.Opened opened = network.as(6)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("busy").maxNodes(20).redundancy(1).build());
        int tasks = 0;
        while (network.contracts().tasks().openTasks(network.address(4)).value().isEmpty()) {
            assertThat(++tasks).isLessThan(6);
            network.as(6)
                    .tasks()
                    .submit(network.intent(), opened.session(), TaskSubmission.of("data", "busy-" + tasks));
        }

        Refused.because(Reason.OPEN_TASKS, () -> network.as(4).nodes().deregister(network.intent()));
        Refused.because(
                Reason.ALREADY_REGISTERED, () -> network.as(4).nodes().register(network.intent(), MINIMUM, "keys"));
    }

    @Test
    void commands_refusals_haveTheLedgersReasons() {
        NodeRegistry.Commands nobody = network.as(5).nodes();
        TokenAmount little = MINIMUM.minus(TokenAmount.ofWei(1));

        Refused.because(Reason.STAKE_TOO_LOW, () -> nobody.register(network.intent(), little, "keys"));
        Refused.because(Reason.NOT_REGISTERED, () -> nobody.announceKey(network.intent(), "keys"));
        Refused.because(Reason.NOT_REGISTERED, () -> nobody.deregister(network.intent()));
        Refused.because(
                Reason.TEXT_TOO_LONG, () -> nobody.register(network.intent(), MINIMUM, LONG_ANNOUNCEMENT + "k"));
        Refused.by("ERC20InsufficientAllowance", () -> nobody.register(network.intent(), MINIMUM, "keys"));
        Refused.because(Reason.INSUFFICIENT_BALANCE, () -> {
            TokenAmount more = DevelopmentChain.WEALTH.plus(COR);
            network.as(5).token().approve(network.intent(), staking(), more);
            nobody.register(network.intent(), more, "keys");
        });
        assertThat(nodes().isRegistered(network.address(5)).value()).isFalse();
        assertThat(nodes().node(network.address(5)).value()).isEmpty();
    }

    @Test
    void records_pageOutOfRange_isRefused() {
        assertThat(nodes().minStake().value()).isEqualTo(MINIMUM);
        assertThat(nodes().records(1_000_000, 10).value()).isEqualTo(List.of());
        assertThatThrownBy(() -> nodes().records(-1, 10)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> nodes().records(0, NodeRegistry.MAX_PAGE + 1))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static NodeRegistry nodes() {
        return network.contracts().nodes();
    }

    private static Address staking() {
        return network.contracts().staking().address();
    }
}
