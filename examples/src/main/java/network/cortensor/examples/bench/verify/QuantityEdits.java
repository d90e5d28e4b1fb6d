package network.cortensor.examples.bench.verify;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/** Attacks on numbers, units, dates and times. */
final class QuantityEdits {

    static final List<String> SMALL_NUMBERS = List.of(
            "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve", "twenty",
            "thirty", "forty", "fifty");

    static final List<String> MONTHS = List.of(
            "January",
            "February",
            "March",
            "April",
            "May",
            "June",
            "July",
            "August",
            "September",
            "October",
            "November",
            "December");

    private static final List<String> WEEKDAYS =
            List.of("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday");

    private static final String ANY_MONTH = String.join("|", MONTHS);

    private static final String ANY_SMALL = String.join("|", SMALL_NUMBERS);

    /** Years, and nothing with a unit behind it. */
    private static final String YEAR =
            "(?<![\\d.,/:€$£-])(1[5-9]\\d\\d|20\\d\\d)(?![\\d:%€/-]|[.,]\\d| ?(?:km|m|kg|g|hours|MB|kWh)\\b)";

    /** A number that stands alone: no part of a score, a fraction, a time, a version of three parts or a date. */
    private static final String NUMBER = "(?<![\\w.,:/–-])(?<!(?:" + ANY_MONTH + ") )"
            + "(?:\\d{1,3}(?:,\\d{3})+|\\d+)(?:\\.\\d+)?"
            + "(?!(?:st|nd|rd|th)\\b|[\\d:]|[-/–]\\d|\\.\\d|,\\d| (?:" + ANY_MONTH + ")\\b)";

    private static final Map<String, List<String>> UNITS = new HashMap<>();

    static {
        units("km", "miles", "m");
        units("kilometres", "miles", "metres");
        units("miles", "kilometres");
        units("m", "km", "ft");
        units("metres", "feet", "kilometres");
        units("cm", "mm", "inches");
        units("centimetres", "millimetres", "inches");
        units("mg", "g", "µg");
        units("milligrams", "grams");
        units("g", "kg", "mg");
        units("grams", "kilograms", "ounces");
        units("gram", "kilogram");
        units("kg", "g", "pounds");
        units("kilograms", "grams", "pounds");
        units("tonnes", "kilograms");
        units("t", "kg");
        units("ml", "l", "cl");
        units("millilitres", "litres");
        units("litres", "gallons", "millilitres");
        units("l", "ml", "gallons");
        units("°C", "°F", "K");
        units("degrees Celsius", "degrees Fahrenheit");
        units("seconds", "minutes", "milliseconds");
        units("minutes", "hours", "seconds");
        units("hours", "minutes", "days");
        units("days", "weeks", "hours");
        units("weeks", "months", "days");
        units("months", "weeks", "years");
        units("years", "months", "decades");
        units("million", "billion", "thousand");
        units("billion", "million", "trillion");
        units("terawatt hours", "gigawatt hours");
        units("TWh", "GWh");
        units("kWh", "MWh", "Wh");
        units("kilowatt hours", "megawatt hours");
        units("GB", "MB", "TB");
        units("MB", "GB", "KB");
        units("Mbit/s", "Gbit/s", "kbit/s");
        units("km/h", "mph", "m/s");
        units("kilometres per hour", "miles per hour");
        units("m/s", "km/h");
        units("metres per second", "kilometres per hour");
        units("V", "kV", "mV");
        units("volts", "kilovolts");
        units("A", "mA");
        units("W", "kW");
        units("watts", "kilowatts");
        units("bar", "psi");
        units("kcal", "cal", "kJ");
        units("kilocalories", "kilojoules");
        units("m²", "ft²", "cm²");
        units("mm²", "cm²");
        units("m³", "litres");
        units("square metres", "square feet");
        units("cubic metres", "cubic feet");
        units("percent", "per mille");
        units("euros", "dollars", "cents");
        units("dollars", "euros", "cents");
        units("pounds", "euros");
        units("francs", "dollars");
        units("cents", "euros");
    }

    private static final List<Swap> NUMBERS = List.of(
            Swap.of(NUMBER, QuantityEdits::otherNumber),
            Swap.of("(?<![\\w-])(?i:" + ANY_SMALL + ")(?![\\w-])", QuantityEdits::otherWord));

    private static final List<Swap> UNIT_SWAPS = List.of(
            Swap.of(
                    "(\\d|(?<!\\w)(?:" + ANY_SMALL + "|one|half))( ?)(" + anyUnit() + ")(?![\\w²³/])",
                    QuantityEdits::otherUnit),
            Swap.of("€(?=\\d)", (match, dice) -> "$"),
            Swap.of("[$£](?=\\d)", (match, dice) -> "€"));

    private static final List<Swap> DATES = List.of(
            Swap.of(YEAR, QuantityEdits::otherYear),
            // "May" is a month only beside a number.
            Swap.of(
                    "(?<=\\d )May\\b|\\bMay(?= \\d)|\\b(?:" + ANY_MONTH.replace("May|", "") + ")\\b",
                    (match, dice) -> other(MONTHS, match.group(), dice)),
            Swap.of("\\b(\\d{1,2})(?= (?:" + ANY_MONTH + ")\\b)", QuantityEdits::otherDay),
            Swap.of("(?<=\\b(?:" + ANY_MONTH + ") )(\\d{1,2})(?=,|\\b)(?!\\d)", QuantityEdits::otherDay),
            Swap.of(
                    "\\b(" + String.join("|", WEEKDAYS) + ")(s?)\\b",
                    (match, dice) -> other(WEEKDAYS, match.group(1), dice) + match.group(2)),
            Swap.of(
                    "(?<![\\d:])([01]?\\d|2[0-3])(:[0-5]\\d)(?![\\d:])",
                    (match, dice) -> (Integer.parseInt(match.group(1)) + dice.between(1, 5)) % 12 + match.group(2)));

    private QuantityEdits() {}

    /** Changes one number, in digits or words, by one per cent or more. Leaves dates and times alone. */
    static Optional<String> number(String text, Dice dice) {
        return Swap.one(NUMBERS, text, dice);
    }

    /** Leaves a number and gives it another unit or currency. */
    static Optional<String> unit(String text, Dice dice) {
        return Swap.one(UNIT_SWAPS, text, dice);
    }

    /** Changes a year, a month, a day, a weekday or a time of day. */
    static Optional<String> date(String text, Dice dice) {
        return Swap.one(DATES, text, dice);
    }

    private static void units(String unit, String... others) {
        UNITS.put(unit, List.of(others));
    }

    private static String anyUnit() {
        // The longest first: "m" is a part of most others.
        return UNITS.keySet().stream()
                .sorted((a, b) -> a.length() == b.length() ? a.compareTo(b) : b.length() - a.length())
                .map(Pattern::quote)
                .reduce((a, b) -> a + "|" + b)
                .orElseThrow();
    }

    private static String otherUnit(MatchResult match, Dice dice) {
        String unit = match.group(3);
        return match.group(1) + match.group(2) + dice.pick(UNITS.getOrDefault(unit, List.of(unit)));
    }

    private static String otherYear(MatchResult match, Dice dice) {
        int by = dice.between(1, 12);
        return Integer.toString(Integer.parseInt(match.group()) + (dice.chance(0.5) ? by : -by));
    }

    private static String otherDay(MatchResult match, Dice dice) {
        int day = Integer.parseInt(match.group(1));
        return Integer.toString(1 + (day - 1 + dice.between(1, 26)) % 28);
    }

    private static String otherWord(MatchResult match, Dice dice) {
        return Swap.likeCapital(
                match.group(), other(SMALL_NUMBERS, match.group().toLowerCase(Locale.ROOT), dice));
    }

    static String other(List<String> list, String than, Dice dice) {
        return dice.pick(list.stream().filter(one -> !one.equals(than)).toList());
    }

    private static String otherNumber(MatchResult match, Dice dice) {
        String old = match.group();
        if (old.matches("1[5-9]\\d\\d|20\\d\\d")) {
            return old;
        }
        boolean grouped = old.contains(",");
        BigDecimal value = new BigDecimal(old.replace(",", ""));
        BigDecimal changed = changed(value, dice);
        if (changed.signum() <= 0
                || changed.subtract(value).abs().compareTo(value.multiply(new BigDecimal("0.01"))) < 0) {
            return old;
        }
        return grouped && changed.compareTo(BigDecimal.valueOf(1000)) >= 0
                ? String.format(Locale.ROOT, "%,." + changed.scale() + "f", changed)
                : changed.toPlainString();
    }

    private static BigDecimal changed(BigDecimal value, Dice dice) {
        return switch (dice.below(4)) {
            case 0 -> value.add(value.ulp().scaleByPowerOfTen(Math.max(0, value.precision() - 2)));
            case 1 -> value.multiply(BigDecimal.TEN).setScale(value.scale(), RoundingMode.UNNECESSARY);
            case 2 -> value.multiply(BigDecimal.valueOf(dice.between(2, 3)));
            default -> otherDigit(value, dice);
        };
    }

    /** Replaces one of the first two digits. */
    private static BigDecimal otherDigit(BigDecimal value, Dice dice) {
        String digits = value.unscaledValue().toString();
        int place = dice.below(Math.min(2, digits.length()));
        int digit = 1 + (digits.charAt(place) - '0' + dice.between(0, 7)) % 9;
        String changed = digits.substring(0, place) + digit + digits.substring(place + 1);
        return new BigDecimal(new BigInteger(changed), value.scale());
    }
}
