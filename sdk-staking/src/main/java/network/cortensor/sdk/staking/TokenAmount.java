package network.cortensor.sdk.staking;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.regex.Pattern;

/**
 * An amount of COR, counted in wei: 1 COR is 10<sup>18</sup> wei. Never negative, never above what a {@code uint256}
 * holds.
 *
 * @param wei the amount in wei
 */
public record TokenAmount(BigInteger wei) implements Comparable<TokenAmount> {
    /** No tokens. */
    public static final TokenAmount ZERO = new TokenAmount(BigInteger.ZERO);

    private static final int DECIMALS = 18;
    private static final int MAX_BITS = 256;
    private static final Pattern COR = Pattern.compile("[0-9]{1,60}(\\.[0-9]{1,18})?");

    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if {@code wei} is negative or needs more than 256 bits
     */
    public TokenAmount {
        if (wei.signum() < 0) {
            throw new IllegalArgumentException("TokenAmount: expected at least 0 wei, found " + wei);
        }
        if (wei.bitLength() > MAX_BITS) {
            throw new IllegalArgumentException(
                    "TokenAmount: expected at most " + MAX_BITS + " bits, found " + wei.bitLength());
        }
    }

    /**
     * Reads an amount of COR, such as {@code "1.5"}: decimal digits with at most 18 after the point, no sign, no
     * exponent.
     *
     * @throws IllegalArgumentException if the text has another form
     */
    public static TokenAmount ofCor(String cor) {
        if (!COR.matcher(cor).matches()) {
            throw new IllegalArgumentException(
                    "TokenAmount: expected digits with at most 18 after the point, such as 1.5, found '" + cor + "'");
        }
        return new TokenAmount(new BigDecimal(cor).movePointRight(DECIMALS).toBigIntegerExact());
    }

    /**
     * Counts in wei.
     *
     * @throws IllegalArgumentException as the constructor does
     */
    public static TokenAmount ofWei(BigInteger wei) {
        return new TokenAmount(wei);
    }

    /**
     * Counts in wei.
     *
     * @throws IllegalArgumentException if {@code wei} is negative
     */
    public static TokenAmount ofWei(long wei) {
        return new TokenAmount(BigInteger.valueOf(wei));
    }

    /** Whether there are no tokens. */
    public boolean isZero() {
        return wei.signum() == 0;
    }

    /**
     * The sum.
     *
     * @throws IllegalArgumentException if it needs more than 256 bits
     */
    public TokenAmount plus(TokenAmount other) {
        return new TokenAmount(wei.add(other.wei));
    }

    /**
     * The difference.
     *
     * @throws ArithmeticException if {@code other} is the larger one
     */
    public TokenAmount minus(TokenAmount other) {
        if (compareTo(other) < 0) {
            throw new ArithmeticException("TokenAmount: cannot take " + other + " from " + this);
        }
        return new TokenAmount(wei.subtract(other.wei));
    }

    /**
     * This amount {@code factor} times.
     *
     * @throws IllegalArgumentException if the factor is negative or the product needs more than 256 bits
     */
    public TokenAmount times(long factor) {
        return new TokenAmount(wei.multiply(BigInteger.valueOf(factor)));
    }

    @Override
    public int compareTo(TokenAmount other) {
        return wei.compareTo(other.wei);
    }

    /** The exact amount in COR, such as {@code 1.5 COR}. */
    @Override
    public String toString() {
        BigDecimal cor = new BigDecimal(wei, DECIMALS).stripTrailingZeros();
        return (cor.scale() < 0 ? cor.setScale(0) : cor).toPlainString() + " COR";
    }
}
