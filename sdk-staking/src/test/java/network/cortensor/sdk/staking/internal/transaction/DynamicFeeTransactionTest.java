package network.cortensor.sdk.staking.internal.transaction;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.chain.TransactionSigner;
import org.junit.jupiter.api.Test;

import java.math.BigInteger;
import java.util.HashSet;
import java.util.List;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class DynamicFeeTransactionTest {
    private static final Address CONTRACT = Address.parse("0x00000000000000000000000000000000000000aa");
    private static final BigInteger GWEI = BigInteger.valueOf(1_000_000_000);

    private static DynamicFeeTransaction.Builder call() {
        return DynamicFeeTransaction.builder(421614, 3)
                .to(CONTRACT)
                .gasLimit(50_000)
                .fees(BigInteger.ONE, GWEI)
                .value(BigInteger.TWO)
                .data(new byte[] {1, 2, 3});
    }

    @Test
    void build_keepsWhatWasGiven() {
        byte[] data = {9};
        DynamicFeeTransaction transaction = call().data(data).build();
        data[0] = 0;
        transaction.data()[0] = 0;

        assertThat(transaction.chainId()).isEqualTo(421614);
        assertThat(transaction.nonce()).isEqualTo(3);
        assertThat(transaction.to()).contains(CONTRACT);
        assertThat(transaction.gasLimit()).isEqualTo(50_000);
        assertThat(transaction.maxPriorityFeePerGas()).isEqualTo(BigInteger.ONE);
        assertThat(transaction.maxFeePerGas()).isEqualTo(GWEI);
        assertThat(transaction.value()).isEqualTo(BigInteger.TWO);
        assertThat(transaction.data()).containsExactly(9);
    }

    @Test
    void signingHash_eachPart_countsForIt() {
        List<DynamicFeeTransaction> all = List.of(
                call().build(),
                DynamicFeeTransaction.builder(421614, 3).build(),
                DynamicFeeTransaction.builder(421615, 3).build(),
                DynamicFeeTransaction.builder(421614, 4).build(),
                call().to(Address.decode(new byte[20])).build(),
                call().gasLimit(50_001).build(),
                call().fees(BigInteger.ZERO, GWEI).build(),
                call().fees(BigInteger.ONE, BigInteger.TWO).build(),
                call().value(BigInteger.ZERO).build(),
                call().data(new byte[0]).build());

        assertThat(new HashSet<>(
                        all.stream().map(DynamicFeeTransaction::signingHash).toList()))
                .hasSize(all.size());
    }

    @Test
    void sign_givesBytesOfType2AndTheirHash() {
        try (TransactionSigner signer =
                TransactionSigner.ofKey(Hash.keccak256(new byte[0]).bytes())) {
            SignedTransaction signed = call().build().sign(signer);

            assertThat(signed.bytes()).startsWith(2);
            assertThat(signed.hash()).isEqualTo(Hash.keccak256(signed.bytes()));
            assertThat(signed.sender()).isEqualTo(signer.address());
            assertThat(call().build().sign(signer).hash()).isEqualTo(signed.hash());
            assertThat(signed.toString())
                    .contains(signed.hash().toString())
                    .contains("nonce 3")
                    .doesNotContain("010203");
        }
    }

    @Test
    void build_whatNoChainTakes_isRefused() {
        BigInteger tooLarge = BigInteger.ONE.shiftLeft(256);
        assertThatIllegalArgumentException().isThrownBy(() -> DynamicFeeTransaction.builder(0, 0));
        assertThatIllegalArgumentException().isThrownBy(() -> DynamicFeeTransaction.builder(1, -1));
        assertThatIllegalArgumentException().isThrownBy(() -> call().gasLimit(-1));
        assertThatIllegalArgumentException().isThrownBy(() -> call().fees(BigInteger.TWO, BigInteger.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> call().fees(BigInteger.ONE.negate(), BigInteger.ONE));
        assertThatIllegalArgumentException().isThrownBy(() -> call().fees(BigInteger.ONE, tooLarge));
        assertThatIllegalArgumentException().isThrownBy(() -> call().value(BigInteger.ONE.negate()));
        assertThatIllegalArgumentException().isThrownBy(() -> call().value(tooLarge));
    }
}
