package network.cortensor.sdk.staking.internal.outbox;

import java.math.BigInteger;

/**
 * What a transaction is ready to pay for a unit of gas (EIP-1559), in wei.
 *
 * @param maxFee at most, base fee included
 * @param priority of it, at most, to whoever includes it
 */
public record Price(BigInteger maxFee, BigInteger priority) {
    private static final BigInteger BUMP_NUMERATOR = BigInteger.valueOf(9);
    private static final BigInteger BUMP_DENOMINATOR = BigInteger.valueOf(8);

    /** Whether both fees are higher by an eighth: what nodes ask of a replacement, some 10 %, some 12.5 %. */
    boolean replaces(Price earlier) {
        return maxFee.compareTo(raised(earlier.maxFee)) >= 0 && priority.compareTo(raised(earlier.priority)) >= 0;
    }

    /** The lowest price that replaces this one and is at least {@code other}. */
    Price raisedTo(Price other) {
        return new Price(raised(maxFee).max(other.maxFee), raised(priority).max(other.priority));
    }

    /** What so much gas costs at most. */
    BigInteger cost(long gas) {
        return maxFee.multiply(BigInteger.valueOf(gas));
    }

    private static BigInteger raised(BigInteger fee) {
        BigInteger[] eighths = fee.multiply(BUMP_NUMERATOR).divideAndRemainder(BUMP_DENOMINATOR);
        return eighths[0].add(BigInteger.ONE);
    }
}
