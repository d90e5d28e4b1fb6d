package network.cortensor.sdk.internal.facts;

import java.math.BigDecimal;

/**
 * A number with its unit, in base units, so that 5 km and 5000 m are equal. Immutable.
 *
 * @param unit the unit as it was written
 * @param number the number as it was written, magnitude included
 * @param value in base units
 * @param half half a unit of the last digit that was written, in base units: what rounding may have taken
 * @param digits how many digits that count were written
 * @param weak whether it is a word that often is no number at all, such as "one" and "first"
 */
record Quantity(Unit unit, BigDecimal number, BigDecimal value, BigDecimal half, int digits, boolean weak) {

    private static final BigDecimal KILOCALORIE = new BigDecimal("4184");
    private static final BigDecimal CALORIE = new BigDecimal("4.184");

    static Quantity of(BigDecimal number, BigDecimal last, Unit unit, boolean weak) {
        BigDecimal value = number.add(unit.offset()).multiply(unit.factor()).stripTrailingZeros();
        BigDecimal half =
                last.multiply(unit.factor()).multiply(new BigDecimal("0.5")).abs();
        return new Quantity(
                unit,
                number.stripTrailingZeros(),
                value,
                half,
                number.stripTrailingZeros().precision(),
                weak);
    }

    /** Returns what equal quantities have in common. */
    String key() {
        return "=" + unit.dimension() + ' ' + value;
    }

    /** Returns what quantities of one number have in common, whatever it counts. */
    String bare() {
        return "#" + number;
    }

    boolean sameDimension(Quantity other) {
        return unit.dimension().equals(other.unit.dimension());
    }

    boolean sameAs(Quantity other) {
        return sameDimension(other) && value.compareTo(other.value) == 0;
    }

    /** Whether one has no unit, or no exact one, and the number is the same. */
    boolean mayBe(Quantity other) {
        boolean open = unit.equals(Unit.NONE)
                || other.unit.equals(Unit.NONE)
                || (isAngle() && other.isTemperature())
                || (isTemperature() && other.isAngle())
                || unit.dimension().equals("ordinal") != other.unit.dimension().equals("ordinal");
        return (open && number.compareTo(other.number) == 0) || isShareOf(other) || other.isShareOf(this);
    }

    /** Whether this is a percentage and the other the same share: 25 % and a quarter. */
    private boolean isShareOf(Quantity other) {
        return unit.equals(Unit.PERCENT)
                && other.unit.equals(Unit.NONE)
                && number.movePointLeft(2).compareTo(other.number) == 0;
    }

    /** Whether one is in kilocalories and the other in calories, which of food mean the same. */
    boolean mayBeFood(Quantity other) {
        return unit.dimension().equals("energy")
                && sameDimension(other)
                && number.compareTo(other.number) == 0
                && unit.factor().max(other.unit.factor()).compareTo(KILOCALORIE) == 0
                && unit.factor().min(other.unit.factor()).compareTo(CALORIE) == 0;
    }

    /** Whether one is the other, rounded: never a number with less than two digits. */
    boolean roundsTo(Quantity other) {
        if (!sameDimension(other) || sameAs(other) || (half.compareTo(other.half) == 0 && unit.equals(other.unit))) {
            return false;
        }
        Quantity rough = half.compareTo(other.half) > 0 ? this : other;
        return rough.digits >= 2 && value.subtract(other.value).abs().compareTo(rough.half) <= 0;
    }

    /** Whether one is so much per something, and the other as much of the same. */
    boolean isRateOf(Quantity other) {
        String one = unit.dimension();
        String two = other.unit.dimension();
        return one.startsWith(two + "/") || two.startsWith(one + "/");
    }

    private boolean isAngle() {
        return unit.dimension().equals("angle"); // "5 degrees" may be meant in any scale
    }

    private boolean isTemperature() {
        return unit.dimension().equals("temperature");
    }

    @Override
    public String toString() {
        return "Quantity(" + unit.dimension() + ")";
    }
}
