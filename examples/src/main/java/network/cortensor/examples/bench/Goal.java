package network.cortensor.examples.bench;

import java.math.BigDecimal;
import java.math.RoundingMode;

/** A limit, and on which side of it a value is good. A value is compared as it was measured, not as it is printed. */
public record Goal(Side side, double limit) {

    /** Where good values are. */
    public enum Side {
        AT_MOST("<="),
        AT_LEAST(">=");

        private final String sign;

        Side(String sign) {
            this.sign = sign;
        }
    }

    public static Goal atMost(double limit) {
        return new Goal(Side.AT_MOST, limit);
    }

    public static Goal atLeast(double limit) {
        return new Goal(Side.AT_LEAST, limit);
    }

    public boolean isMetBy(double value) {
        return side == Side.AT_MOST ? value <= limit : value >= limit;
    }

    /** Returns the value with some decimals, rounded to the bad side: what is printed never looks better than it is. */
    public String rounded(double value, int decimals) {
        // Through its shortest text: 1.15 is to stay 1.15, though the nearest double is a little more.
        return BigDecimal.valueOf(value)
                .setScale(decimals, side == Side.AT_MOST ? RoundingMode.CEILING : RoundingMode.FLOOR)
                .toPlainString();
    }

    @Override
    public String toString() {
        return side.sign + " " + BigDecimal.valueOf(limit).stripTrailingZeros().toPlainString();
    }
}
