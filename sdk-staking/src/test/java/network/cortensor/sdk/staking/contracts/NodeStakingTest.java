package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.TokenAmount;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.time.Duration;
import java.time.Instant;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;

/** Accounts: 0 is the treasury, the others belong to one test each. */
class NodeStakingTest {
    private static final Duration UNBONDING = Duration.ofDays(7);

    private static DevelopmentChain network;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(
                NodeStakingTest.class,
                options -> options.unbondingPeriod(UNBONDING).minStake(COR));
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void stake_thenUnstake_comesBackAfterTheUnbondingPeriod() {
        Address holder = network.address(1);
        network.as(1).token().approve(network.intent(), staking().address(), COR.times(5));

        assertThat(network.as(1).staking().stake(network.intent(), COR.times(5)).amount())
                .isEqualTo(COR.times(5));
        assertThat(staking().stake(holder).value()).isEqualTo(COR.times(5));
        NodeStaking.Unstaked unstaked = network.as(1).staking().unstake(network.intent(), COR.times(2));

        assertThat(unstaked).isInstanceOfSatisfying(NodeStaking.Unstaked.Unbonding.class, unbonding -> {
            assertThat(unbonding.amount()).isEqualTo(COR.times(2));
            assertThat(staking().account(holder).value().withdrawableAt()).contains(unbonding.withdrawableAt());
        });
        assertThat(staking().account(holder).value().unbonding()).isEqualTo(COR.times(2));
        Refused.by("StillUnbonding", () -> network.as(1).staking().withdraw(network.intent()));
        network.pass(UNBONDING);
        assertThat(network.as(1).staking().withdraw(network.intent()).amount()).isEqualTo(COR.times(2));
        assertThat(network.as(1).staking().withdraw(network.intent()).amount()).isEqualTo(TokenAmount.ZERO);
        assertThat(network.contracts().token().balance(holder).value())
                .isEqualTo(DevelopmentChain.WEALTH.minus(COR.times(3)));
        assertThat(staking().unbondingPeriod().value()).isEqualTo(UNBONDING);
    }

    @Test
    void stake_withPermit_takesOneTransaction() {
        SignedPermit permit = network.permit(2, staking().address(), COR.times(3));

        assertThat(network.as(2).staking().stake(network.intent(), permit).node())
                .isEqualTo(network.address(2));
        assertThat(network.anvil().transactionCount(network.address(2))).isEqualTo(1);
        assertThat(permit).asString().contains("3 COR").doesNotContain("0x1b");
    }

    @Test
    void stake_expiredPermit_isRefusedForItsAllowance() {
        SignedPermit permit = network.contracts()
                .token()
                .permit(network.signer(3), staking().address(), COR, Instant.EPOCH.plusSeconds(1));

        Refused.by("ERC20InsufficientAllowance", () -> network.as(3).staking().stake(network.intent(), permit));
    }

    @Test
    void unstake_lockedOrTooMuch_isRefused() {
        network.register(4, COR.times(2));

        Refused.by("StakeIsLocked", () -> network.as(4).staking().unstake(network.intent(), COR));
        Refused.because(
                Reason.INSUFFICIENT_BALANCE, () -> network.as(5).staking().unstake(network.intent(), COR));
    }

    @Test
    void claimRewards_fundedReserve_isPaidOverTime() {
        network.as(6).token().approve(network.intent(), staking().address(), COR);
        network.as(6).staking().stake(network.intent(), COR);
        network.as(0).token().mint(network.intent(), network.address(0), COR.times(100));
        network.as(0).token().approve(network.intent(), staking().address(), COR.times(100));

        network.as(0).staking().fundRewards(network.intent(), COR.times(100), Duration.ofDays(1));

        assertThat(staking().rewardReserve().value()).isEqualTo(COR.times(100));
        network.pass(Duration.ofDays(2));
        TokenAmount claimable = staking().account(network.address(6)).value().claimable();
        assertThat(claimable).isGreaterThan(TokenAmount.ZERO).isLessThanOrEqualTo(COR.times(100));
        assertThat(network.as(6).staking().claimRewards(network.intent()).amount())
                .isEqualTo(claimable);
        assertThat(network.as(6).staking().claimRewards(network.intent()).amount())
                .isEqualTo(TokenAmount.ZERO);
        Refused.because(
                Reason.NOT_ALLOWED,
                () -> network.as(6).staking().fundRewards(network.intent(), COR, Duration.ofDays(1)));
    }

    @Test
    void takeSlashed_othersThanTheTreasury_areRefused() {
        Refused.because(Reason.NOT_ALLOWED, () -> network.as(7).staking().takeSlashed(network.intent()));
        assertThat(network.as(0).staking().takeSlashed(network.intent()).amount())
                .isEqualTo(staking().slashedBalance().value());
    }

    private static NodeStaking staking() {
        return network.contracts().staking();
    }
}
