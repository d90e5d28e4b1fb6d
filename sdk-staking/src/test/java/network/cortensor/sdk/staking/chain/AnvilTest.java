package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

/** The fixture itself: what other tests rely on when they say what the chain did. */
class AnvilTest {

    private static final BigInteger ETHER = BigInteger.TEN.pow(18);

    @Test
    void start_default_hasIdAndRichAccounts() {
        try (Anvil anvil = Anvil.start(AnvilTest.class)) {
            assertThat(anvil.call("eth_chainId").textValue()).isEqualTo("0x7a69");
            assertThat(anvil.accounts()).hasSize(10);
            assertThat(anvil.balance(anvil.account(9).address())).isEqualTo(ETHER.multiply(BigInteger.valueOf(10_000)));
            assertThat(anvil.blockNumber()).isZero();
        }
    }

    @Test
    void start_options_areThoseOfTheChain() {
        Anvil.Options options = Anvil.options()
                .mineOnDemand()
                .chainId(421614)
                .gasLimit(50_000_000)
                .accounts(3)
                .genesis(Instant.ofEpochSecond(1_800_000_000));
        try (Anvil anvil = Anvil.start(AnvilTest.class, options)) {
            Address from = anvil.account(0).address();
            Hash sent = anvil.sendAs(from, anvil.account(1).address(), new byte[0], ETHER);
            assertThat(anvil.isMined(sent)).isFalse();
            anvil.mine(3);
            assertThat(anvil.isMined(sent)).isTrue();
            assertThat(anvil.transactionCount(from)).isEqualTo(1);
            assertThat(anvil.blockNumber()).isEqualTo(3);
            assertThat(anvil.accounts()).hasSize(3);
            assertThat(anvil.chainId()).isEqualTo(421614);
            assertThat(anvil.call("eth_chainId").textValue()).isEqualTo("0x66eee");
            assertThat(anvil.call("eth_getBlockByNumber", "latest", false)
                            .get("gasLimit")
                            .textValue())
                    .isEqualTo("0x2faf080");
        }
    }

    @Test
    void blockTime_noTransaction_makesBlocks() {
        try (Anvil anvil = Anvil.start(AnvilTest.class, Anvil.options().mixedMining(Duration.ofSeconds(1)))) {
            Hash sent =
                    anvil.sendAs(anvil.account(0).address(), anvil.account(1).address(), new byte[0], ETHER);
            long end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
            while (anvil.blockNumber() < 2 && System.nanoTime() < end) {
                Thread.onSpinWait();
            }
            assertThat(anvil.blockNumber()).isGreaterThanOrEqualTo(2);
            assertThat(anvil.isMined(sent)).isTrue();
        }
    }

    @Test
    void revert_snapshot_bringsStateBack() {
        try (Anvil anvil = Anvil.start(AnvilTest.class)) {
            Address account = anvil.account(0).address();
            String before = anvil.snapshot();
            anvil.setBalance(account, BigInteger.ONE);
            anvil.mine(2);
            anvil.revert(before);
            assertThat(anvil.blockNumber()).isZero();
            assertThat(anvil.balance(account)).isGreaterThan(ETHER);
            assertThatThrownBy(() -> anvil.revert(before)).isInstanceOf(AssertionError.class);
        }
    }

    @Test
    void reorg_depths_replaceExactlyThoseBlocks() {
        try (Anvil anvil = Anvil.start(AnvilTest.class)) {
            for (int depth = 1; depth <= 5; depth++) {
                anvil.mine(5);
                Hash sent = anvil.sendAs(
                        anvil.account(0).address(), anvil.account(1).address(), new byte[0], ETHER);
                anvil.awaitMined(sent);
                long top = anvil.blockNumber();
                Hash kept = anvil.blockHash(top - depth);
                Hash replaced = anvil.blockHash(top - depth + 1);
                Hash newest = anvil.blockHash(top);
                anvil.reorg(depth);
                assertThat(anvil.blockNumber()).isEqualTo(top);
                assertThat(anvil.blockHash(top - depth)).isEqualTo(kept);
                assertThat(anvil.blockHash(top - depth + 1)).isNotEqualTo(replaced);
                assertThat(anvil.blockHash(top)).isNotEqualTo(newest);
                assertThat(anvil.isMined(sent)).isFalse();
            }
        }
    }

    @Test
    void state_setByHand_isRead() {
        try (Anvil anvil = Anvil.start(AnvilTest.class)) {
            Address somebody = Address.parse("0x" + "42".repeat(20));
            Hash slot = Hash.parse("0x" + "00".repeat(31) + "07");
            Hash value = Hash.keccak256(new byte[0]);
            anvil.setCode(somebody, HexFormat.of().parseHex("00"));
            anvil.setStorage(somebody, slot, value);
            anvil.setNonce(somebody, 5);
            anvil.setNextBlockTimestamp(Instant.ofEpochSecond(4_000_000_000L));
            anvil.mine();
            assertThat(anvil.call("eth_getStorageAt", somebody, slot, "latest").textValue())
                    .isEqualTo(value.toString());
            assertThat(anvil.transactionCount(somebody)).isEqualTo(5);
            assertThat(anvil.call("eth_getBlockByNumber", "latest", false)
                            .get("timestamp")
                            .textValue())
                    .isEqualTo("0x" + Long.toHexString(4_000_000_000L));
        }
    }

    @Test
    void dropTransaction_waiting_neverComes() {
        try (Anvil anvil = Anvil.start(AnvilTest.class, Anvil.options().mineOnDemand())) {
            Hash sent =
                    anvil.sendAs(anvil.account(0).address(), anvil.account(1).address(), new byte[0], ETHER);
            assertThat(anvil.dropTransaction(sent)).isTrue();
            anvil.mine();
            assertThat(anvil.isMined(sent)).isFalse();
            assertThat(anvil.dropTransaction(sent)).isFalse();
        }
    }

    @Test
    void call_refused_saysWhichCode() {
        try (Anvil anvil = Anvil.start(AnvilTest.class)) {
            assertThatThrownBy(() -> anvil.call("no_such"))
                    .isInstanceOfSatisfying(
                            Anvil.RpcError.class,
                            error -> assertThat(error.code()).isEqualTo(-32601));
        }
    }

    @Test
    void close_twice_endsTheProcessOnce() {
        Anvil anvil = Anvil.start(AnvilTest.class);
        anvil.close();
        anvil.close();
        assertThat(anvil.isAlive()).isFalse();
    }
}
