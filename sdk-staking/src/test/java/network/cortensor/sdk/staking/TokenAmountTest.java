package network.cortensor.sdk.staking;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.math.BigInteger;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

final class TokenAmountTest {
    @ParameterizedTest
    @CsvSource({
        "0, 0, 0 COR",
        "1.5, 1500000000000000000, 1.5 COR",
        "10000, 10000000000000000000000, 10000 COR",
        "0.000000000000000001, 1, 0.000000000000000001 COR",
        "007.50, 7500000000000000000, 7.5 COR"
    })
    void ofCor_decimal_isExact(String cor, BigInteger wei, String text) {
        assertThat(TokenAmount.ofCor(cor)).isEqualTo(TokenAmount.ofWei(wei)).hasToString(text);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "+1", "1e3", ".5", "1.", "1,5", " 1", "0.0000000000000000001", "NaN", "0x1"})
    void ofCor_otherForm_isRefused(String text) {
        assertThatThrownBy(() -> TokenAmount.ofCor(text)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofWei_negative_isRefused() {
        assertThatThrownBy(() -> TokenAmount.ofWei(-1)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void ofWei_aboveUint256_isRefused() {
        BigInteger limit = BigInteger.TWO.pow(256);

        assertThat(TokenAmount.ofWei(limit.subtract(BigInteger.ONE))).isNotNull();
        assertThatThrownBy(() -> TokenAmount.ofWei(limit)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void arithmetic_amounts_isExact() {
        TokenAmount one = TokenAmount.ofCor("1");

        assertThat(one.plus(TokenAmount.ofCor("0.5"))).isEqualTo(TokenAmount.ofCor("1.5"));
        assertThat(one.minus(one)).isEqualTo(TokenAmount.ZERO);
        assertThat(one.minus(one).isZero()).isTrue();
        assertThat(one.times(3)).isEqualTo(TokenAmount.ofCor("3"));
        assertThat(one).isGreaterThan(TokenAmount.ofWei(1));
    }

    @Test
    void minus_larger_isRefused() {
        assertThatThrownBy(() -> TokenAmount.ZERO.minus(TokenAmount.ofWei(1))).isInstanceOf(ArithmeticException.class);
        assertThatThrownBy(() -> TokenAmount.ofWei(1).times(-1)).isInstanceOf(IllegalArgumentException.class);
    }
}
