package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;
import java.nio.charset.StandardCharsets;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts: 1 is a node, 4 owns a session, 5 pays for it. */
class SessionPaymentsTest {

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void payments_tokenOrNative_goFromPayerToNodeAndOwner(boolean paysNative) {
        try (DevelopmentChain network = DevelopmentChain.start(
                SessionPaymentsTest.class, options -> options.minStake(COR).paysNative(paysNative))) {
            SessionPayments payments = network.contracts().payments();
            Asset asset = payments.asset();
            assertThat(asset)
                    .isEqualTo(
                            paysNative
                                    ? new Asset.Native()
                                    : new Asset.Token(
                                            network.contracts().token().address()));
            network.register(1, COR);
            SessionId session = network.as(4)
                    .sessions()
                    .open(
                            network.intent(),
                            SessionTerms.builder("pay").pricePerResult(COR).build())
                    .session();
            if (!paysNative) {
                Refused.by(
                        "ERC20InsufficientAllowance",
                        () -> network.as(5).payments().deposit(network.intent(), session, asset.amount(COR)));
                network.as(5).token().approve(network.intent(), payments.address(), COR.times(5));
            }

            SessionPayments.Deposited deposited =
                    network.as(5).payments().deposit(network.intent(), session, asset.amount(COR.times(5)));

            assertThat(deposited.from()).isEqualTo(network.address(5));
            assertThat(deposited.amount()).isEqualTo(asset.amount(COR.times(5)));
            assertThat(payments.balance(session).value()).isEqualTo(asset.amount(COR.times(5)));
            TaskId task = answered(network, session);
            assertThat(payments.money(task).value())
                    .isEqualTo(new SessionPayments.TaskMoney(
                            asset.amount(BigInteger.ZERO), asset.amount(COR), asset.amount(BigInteger.ZERO)));
            assertThat(payments.usage(session).value()).isEqualTo(asset.amount(COR));
            assertThat(payments.pendingPayment(network.address(1)).value()).isEqualTo(asset.amount(COR));
            assertThat(payments.lastPaidAt(network.address(1)).value()).isPresent();
            assertThat(payments.lastPaidAt(network.address(2)).value()).isEmpty();
            assertThat(network.as(1)
                            .payments()
                            .withdrawPayment(network.intent())
                            .amount())
                    .isEqualTo(asset.amount(COR));
            assertThat(network.as(1)
                            .payments()
                            .withdrawPayment(network.intent())
                            .amount()
                            .isZero())
                    .isTrue();
            Refused.because(
                    Reason.NOT_OWNER,
                    () -> network.as(5).payments().withdraw(network.intent(), session, asset.amount(COR)));
            Refused.because(
                    Reason.INSUFFICIENT_BALANCE,
                    () -> network.as(4).payments().withdraw(network.intent(), session, asset.amount(COR.times(5))));
            SessionPayments.Withdrawn withdrawn =
                    network.as(4).payments().withdraw(network.intent(), session, asset.amount(COR.times(4)));
            assertThat(withdrawn.to()).isEqualTo(network.address(4));
            assertThat(payments.balance(session).value().isZero()).isTrue();
            assertThat(payments.defaultPricePerResult().value().isZero()).isTrue();
            Refused.because(
                    Reason.UNKNOWN_SESSION,
                    () -> network.as(4).payments().withdraw(network.intent(), new SessionId(99), asset.amount(COR)));
            Asset other = paysNative ? new Asset.Token(network.address(0)) : new Asset.Native();
            assertThatThrownBy(() -> network.as(5).payments().deposit(network.intent(), session, other.amount(COR)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("expected an amount of");
            if (paysNative) {
                assertThatThrownBy(() -> asset.amount(COR).tokens()).isInstanceOf(IllegalStateException.class);
            }
        }
    }

    private static TaskId answered(DevelopmentChain network, SessionId session) {
        TaskId task = network.as(4)
                .tasks()
                .submit(network.intent(), session, TaskSubmission.of("data", "pay-1"))
                .task();
        TaskQueue.Commands miner = network.as(1).tasks();
        miner.ack(network.intent(), task);
        miner.precommit(network.intent(), task, Hash.keccak256("yes".getBytes(StandardCharsets.UTF_8)), "");
        assertThat(miner.commit(network.intent(), task, "yes")).isInstanceOf(TaskQueue.Committed.Accepted.class);
        return task;
    }
}
