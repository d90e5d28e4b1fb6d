package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.SessionTerms;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.staking.TaskSubmission;
import network.cortensor.sdk.staking.TokenAmount;
import network.cortensor.sdk.staking.ValidationRound;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;

/** On a permissioned network. Accounts: 0 administrates, 1 and 2 are nodes, 4 owns sessions, the others belong to one test. */
class AccessAndPrivacyTest {
    private static DevelopmentChain network;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(
                AccessAndPrivacyTest.class, options -> options.minStake(COR).permissioned(true));
        network.register(1, COR);
        network.register(2, COR);
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void access_accountsOfTheOptions_areAllowedUntilTheyAreNot() {
        AccessControl access = network.contracts().access();
        Address account = network.address(5);
        assertThat(access.isPermissionless().value()).isFalse();
        assertThat(access.isAllowed(account).value()).isTrue();

        network.as(0).access().disallow(network.intent(), List.of(account));

        assertThat(access.isOnAllowList(account).value()).isFalse();
        Refused.because(
                Reason.NOT_ALLOWED,
                () -> network.as(5)
                        .sessions()
                        .open(
                                network.intent(),
                                SessionTerms.builder("uninvited").build()));
        Refused.because(Reason.NOT_ALLOWED, () -> network.as(5).nodes().register(network.intent(), COR, "keys"));
        network.as(0).access().allow(network.intent(), List.of(account));
        network.as(0).access().block(network.intent(), List.of(account));
        assertThat(access.isBlocked(account).value()).isTrue();
        assertThat(access.isAllowed(account).value()).isFalse();
        network.as(0).access().unblock(network.intent(), List.of(account));
        assertThat(access.isAllowed(account).value()).isTrue();
        Refused.because(Reason.NOT_ALLOWED, () -> network.as(5).access().allow(network.intent(), List.of(account)));
        Refused.because(Reason.NOT_ALLOWED, () -> network.as(5).access().becomePermissionless(network.intent()));
    }

    @Test
    void access_roles_areGivenAndTaken() {
        AccessControl access = network.contracts().access();
        Address account = network.address(6);

        network.as(0).access().grant(network.intent(), AccessControl.Role.ORACLE, account);

        assertThat(access.hasRole(account, AccessControl.Role.ORACLE).value()).isTrue();
        assertThat(access.hasRole(account, AccessControl.Role.VALIDATOR).value())
                .isFalse();
        assertThat(access.hasRole(network.address(0), AccessControl.Role.ADMINISTRATOR)
                        .value())
                .isTrue();
        Refused.because(
                Reason.NOT_ALLOWED,
                () -> network.as(6).access().grant(network.intent(), AccessControl.Role.MINER, account));
        network.as(0).access().revoke(network.intent(), AccessControl.Role.ORACLE, account);
        assertThat(access.hasRole(account, AccessControl.Role.ORACLE).value()).isFalse();
    }

    @Test
    void privacy_firstAllowedMiner_makesTheSessionPrivateForGood() {
        PrivacySettings privacy = network.contracts().privacy();
        SessionId session = open("private");
        Address miner = network.address(1);
        assertThat(privacy.isPrivate(session).value()).isFalse();

        network.as(4).privacy().allow(network.intent(), session, miner);

        assertThat(privacy.isPrivate(session).value()).isTrue();
        assertThat(privacy.isAllowed(session, miner).value()).isTrue();
        assertThat(privacy.allowed(session, 0, 10).value()).containsExactly(miner);
        Refused.by("MinerAlreadyAllowed", () -> network.as(4).privacy().allow(network.intent(), session, miner));
        Refused.because(Reason.NOT_OWNER, () -> network.as(1).privacy().disallow(network.intent(), session, miner));
        network.as(4).privacy().disallow(network.intent(), session, miner);
        assertThat(privacy.isPrivate(session).value()).isTrue();
        assertThat(privacy.allowedCount(session).value()).isZero();
        Refused.by("MinerNotAllowed", () -> network.as(4).privacy().disallow(network.intent(), session, miner));
    }

    @Test
    void stakingPayments_stakeAndUnstake_isHeldForAWindow() {
        SessionPaymentStaking staking = network.contracts().stakingPayments();
        Address user = network.address(7);

        network.as(7).stakingPayments().stake(network.intent(), network.permit(7, staking.address(), COR.times(10)));

        assertThat(network.anvil().transactionCount(user)).isEqualTo(1);
        assertThat(staking.stake(user).value()).isEqualTo(COR.times(10));
        assertThat(staking.limit(user).value()).isEqualTo(COR);
        assertThat(staking.left(user).value()).isEqualTo(COR);
        assertThat(staking.windowStart(user).value()).isEmpty();
        assertThat(staking.windowLength().value()).isEqualTo(Duration.ofDays(1));
        SessionPaymentStaking.UnstakeRequested requested =
                network.as(7).stakingPayments().requestUnstake(network.intent(), COR.times(4));
        assertThat(staking.leaving(user).value())
                .contains(new SessionPaymentStaking.Leaving(COR.times(4), requested.availableAt()));
        Refused.by("StillHeld", () -> network.as(7).stakingPayments().unstake(network.intent()));
        network.pass(Duration.ofDays(1));
        assertThat(network.as(7).stakingPayments().unstake(network.intent()).amount())
                .isEqualTo(COR.times(4));
        assertThat(staking.leaving(user).value()).isEmpty();
        Refused.because(
                Reason.INSUFFICIENT_BALANCE,
                () -> network.as(7).stakingPayments().requestUnstake(network.intent(), COR.times(7)));
    }

    @Test
    void stakingPayments_sessionOfAStaker_isPaidByIt() {
        SessionPaymentStaking staking = network.contracts().stakingPayments();
        SessionId session = open("staked");
        network.as(0).token().mint(network.intent(), network.address(0), COR.times(5));
        network.as(0).token().approve(network.intent(), staking.address(), COR.times(5));

        network.as(0).stakingPayments().fillPool(network.intent(), COR.times(5));
        network.as(4).stakingPayments().payByStake(network.intent(), session, true);

        assertThat(staking.pays(session).value()).isTrue();
        assertThat(staking.pool().value()).isEqualTo(COR.times(5));
        assertThat(staking.paid(new TaskId(session, 1)).value()).isEqualTo(TokenAmount.ZERO);
        assertThat(staking.pendingPayment(network.address(1)).value()).isEqualTo(TokenAmount.ZERO);
        Refused.because(
                Reason.NOT_OWNER, () -> network.as(1).stakingPayments().payByStake(network.intent(), session, false));
        Refused.because(
                Reason.NOT_ALLOWED, () -> network.as(1).stakingPayments().fillPool(network.intent(), COR));
        Refused.because(
                Reason.INSUFFICIENT_BALANCE,
                () -> network.as(0).stakingPayments().emptyPool(network.intent(), network.address(0), COR.times(6)));
        network.as(0).stakingPayments().emptyPool(network.intent(), network.address(0), COR.times(5));
        Refused.by("ZeroAmount", () -> network.as(1).stakingPayments().withdrawPayment(network.intent()));
    }

    @Test
    void token_transferApproveMint_changeBalancesAndAllowance() {
        CorToken token = network.contracts().token();
        Address from = network.address(8);
        Address to = network.address(9);
        TokenAmount before = token.balance(to).value();

        assertThat(network.as(8).token().transfer(network.intent(), to, COR).amount())
                .isEqualTo(COR);

        assertThat(token.balance(to).value()).isEqualTo(before.plus(COR));
        network.as(8).token().approve(network.intent(), to, COR.times(2));
        assertThat(token.allowance(from, to).value()).isEqualTo(COR.times(2));
        assertThat(token.totalSupply().value()).isGreaterThan(COR);
        assertThat(token.permitNonce(from).value()).isZero();
        Refused.because(
                Reason.INSUFFICIENT_BALANCE,
                () -> network.as(8).token().transfer(network.intent(), to, DevelopmentChain.WEALTH.plus(COR)));
        Refused.because(Reason.NOT_ALLOWED, () -> network.as(8).token().mint(network.intent(), from, COR));
    }

    @Test
    void validation_verdictOfAStranger_isRefused() {
        SessionId session = network.as(4)
                .sessions()
                .open(
                        network.intent(),
                        SessionTerms.builder("validated").validators(1).build())
                .session();
        TaskId task = network.as(4)
                .tasks()
                .submit(network.intent(), session, TaskSubmission.of("data", "validated-1"))
                .task();
        TaskValidation validation = network.contracts().validation();
        assertThat(validation.round(task).value()).isEmpty();
        int miner = network.contracts().tasks().task(task).value().assigned().contains(network.address(1)) ? 1 : 2;
        TaskQueue.Commands mining = network.as(miner).tasks();
        mining.ack(network.intent(), task);
        mining.precommit(network.intent(), task, Hash.keccak256("yes".getBytes(StandardCharsets.UTF_8)), "");
        mining.commit(network.intent(), task, "yes");
        Hash evidence = Hash.keccak256(new byte[0]);

        ValidationRound round = validation.round(task).value().orElseThrow();

        assertThat(round.miners()).containsExactly(network.address(miner));
        int validator = round.validators().contains(network.address(1)) ? 1 : 2;
        Refused.because(
                Reason.NOT_ASSIGNED,
                () -> network.as(5).validation().judge(network.intent(), task, network.address(miner), true, evidence));
        network.as(validator).validation().judge(network.intent(), task, network.address(miner), true, evidence);
        assertThat(validation.accepted(task).value()).containsExactly(network.address(miner));
        assertThat(network.contracts().tasks().record(task).value().isEnded()).isTrue();
        Refused.because(
                Reason.WRONG_PHASE,
                () -> network.as(validator)
                        .validation()
                        .judge(network.intent(), task, network.address(miner), false, evidence));
    }

    private static SessionId open(String name) {
        return network.as(4)
                .sessions()
                .open(network.intent(), SessionTerms.builder(name).build())
                .session();
    }
}
