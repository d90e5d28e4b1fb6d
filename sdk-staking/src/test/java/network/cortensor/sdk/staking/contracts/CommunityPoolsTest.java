package network.cortensor.sdk.staking.contracts;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;

import static network.cortensor.sdk.staking.contracts.DevelopmentChain.COR;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** Accounts: 0 administrates, the others hold shares in one test each. */
class CommunityPoolsTest {
    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    private static DevelopmentChain network;

    @BeforeAll
    static void start() {
        network = DevelopmentChain.start(CommunityPoolsTest.class);
    }

    @AfterAll
    static void stop() {
        if (network != null) {
            network.close();
        }
    }

    @Test
    void stakingPool_depositFundClaimWithdraw_paysEther() {
        StakingPool pool = network.contracts().stakingPool();
        Address holder = network.address(1);
        network.as(1).token().approve(network.intent(), pool.address(), COR.times(10));

        assertThat(network.as(1)
                        .stakingPool()
                        .deposit(network.intent(), COR.times(10))
                        .amount())
                .isEqualTo(COR.times(10));
        network.as(0)
                .pools()
                .fund(network.intent(), pool.address(), Asset.ofChain().amount(ETHER));
        network.pass(Duration.ofDays(60));

        assertThat(pool.shares(holder).value()).isEqualTo(COR.times(10));
        assertThat(pool.totalShares().value()).isGreaterThanOrEqualTo(COR.times(10));
        assertThat(pool.rewardAsset().value()).isEqualTo(Asset.ofChain());
        assertThat(pool.rewardBalance().value()).isPositive();
        assertThat(pool.rewardsDuration().value()).isEqualTo(Duration.ofDays(30));
        assertThat(pool.earned(holder).value()).isPositive();
        assertThat(pool.rewardPerSecond().value()).isNotNegative();
        assertThat(pool.rewardsUntil().value()).isNotNull();
        StakingPool.Claimed claimed = network.as(1).stakingPool().claim(network.intent());
        assertThat(claimed.wei()).isPositive();
        assertThat(claimed.to()).isEqualTo(holder);
        Refused.because(
                Reason.INSUFFICIENT_BALANCE,
                () -> network.as(1).stakingPool().withdraw(network.intent(), COR.times(11)));
        assertThat(network.as(1)
                        .stakingPool()
                        .withdraw(network.intent(), COR.times(10))
                        .account())
                .isEqualTo(holder);
        assertThat(pool.shares(holder).value().isZero()).isTrue();
    }

    @Test
    void tokenStakingPool_permitAndEmergency_leaveRewardsToTheOthers() {
        StakingPool pool = network.contracts().tokenStakingPool();

        network.as(2).tokenStakingPool().deposit(network.intent(), network.permit(2, pool.address(), COR.times(4)));

        assertThat(network.anvil().transactionCount(network.address(2))).isEqualTo(1);
        assertThat(pool.rewardAsset().value())
                .isEqualTo(new Asset.Token(network.contracts().token().address()));
        StakingPool.LeftAtOnce left = network.as(2).tokenStakingPool().emergencyWithdraw(network.intent());
        assertThat(left.amount()).isEqualTo(COR.times(4));
        assertThat(left.forfeited()).isZero();
        assertThat(network.contracts().token().balance(network.address(2)).value())
                .isEqualTo(DevelopmentChain.WEALTH);
        Refused.by("ZeroAmount", () -> network.as(2).tokenStakingPool().emergencyWithdraw(network.intent()));
        Refused.by(
                "NothingToClaim", () -> network.as(2).tokenStakingPool().claimTo(network.intent(), network.address(3)));
    }

    @Test
    void poolManager_makesListsFundsAndPauses() {
        PoolManager manager = network.contracts().pools();
        Asset cor = new Asset.Token(network.contracts().token().address());
        PoolManager.PoolAdded added = network.as(0).pools().create(network.intent(), cor, Duration.ofHours(2));

        assertThat(added.rewards()).isEqualTo(cor);
        assertThat(manager.isPool(added.pool()).value()).isTrue();
        assertThat(manager.poolCount().value()).isGreaterThanOrEqualTo(3);
        assertThat(manager.pools(0, 10).value())
                .contains(added.pool(), network.contracts().stakingPool().address());
        network.as(0).token().mint(network.intent(), network.address(0), COR);
        network.as(0).token().approve(network.intent(), manager.address(), COR);
        network.as(0).pools().fund(network.intent(), added.pool(), cor.amount(COR));
        assertThat(network.contracts().stakingPool(added.pool()).rewardBalance().value())
                .isEqualTo(COR.wei());
        network.as(0).pools().pause(network.intent(), added.pool());
        assertThat(network.contracts().stakingPool(added.pool()).paused().value())
                .isTrue();
        network.as(4).token().approve(network.intent(), added.pool(), COR);
        Refused.by(
                "EnforcedPause", () -> network.as(4).stakingPool(added.pool()).deposit(network.intent(), COR));
        network.as(0).pools().unpause(network.intent(), added.pool());
        assertThat(network.as(4)
                        .stakingPool(added.pool())
                        .deposit(network.intent(), COR)
                        .amount())
                .isEqualTo(COR);
        Refused.because(
                Reason.NOT_ALLOWED, () -> network.as(4).pools().create(network.intent(), cor, Duration.ofHours(2)));
        Refused.by("UnknownPool", () -> network.as(0).pools().pause(network.intent(), manager.address()));
        Refused.by("PoolAlreadyKnown", () -> network.as(0).pools().register(network.intent(), added.pool()));
        Refused.because(
                Reason.UNKNOWN_CONTRACT,
                () -> network.contracts()
                        .stakingPool(network.contracts().staking().address()));
        assertThatThrownBy(() -> manager.pools(0, 101)).isInstanceOf(IllegalArgumentException.class);
    }
}
