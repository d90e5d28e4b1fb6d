package network.cortensor.sdk.internal.facts;

import org.jspecify.annotations.Nullable;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/** Reads a number with its unit from the words of a sentence: "$1.5 million", "three hundred km", "two and a half hours". */
final class QuantityReader {

    /** More digits than this are compared as they are written. */
    private static final int MAX_DIGITS = 60;

    private static final int MAX_EXPONENT = 400;
    private static final Map<String, Integer> SMALL = new HashMap<>();
    private static final Map<String, Integer> ORDINALS = new HashMap<>();
    private static final Map<String, Integer> PARTS = new HashMap<>();
    private static final Map<String, BigDecimal> MAGNITUDES = new HashMap<>();
    private static final Map<String, BigDecimal> VULGAR = Map.of(
            "½",
            new BigDecimal("0.5"),
            "¼",
            new BigDecimal("0.25"),
            "¾",
            new BigDecimal("0.75"),
            "⅓",
            third(1),
            "⅔",
            third(2));
    private static final Set<String> CURRENCIES =
            Set.of("$", "€", "£", "¥", "₹", "a$", "au$", "c$", "ca$", "nz$", "hk$", "s$", "r$");
    private static final Set<String> BETWEEN = Set.of("-", "–", "—", "to", "or", "and");
    private static final BigDecimal THOUSAND = new BigDecimal(1000);

    static {
        String[] units =
                ("zero one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen sixteen"
                                + " seventeen eighteen nineteen")
                        .split(" ", -1);
        for (int i = 0; i < units.length; i++) {
            SMALL.put(units[i], i);
        }
        String[] tens = "twenty thirty forty fifty sixty seventy eighty ninety".split(" ", -1);
        String[] tenths =
                "twentieth thirtieth fortieth fiftieth sixtieth seventieth eightieth ninetieth".split(" ", -1);
        for (int i = 0; i < tens.length; i++) {
            SMALL.put(tens[i], 20 + 10 * i);
            ORDINALS.put(tenths[i], 20 + 10 * i);
        }
        String[] ordinals =
                ("first second third fourth fifth sixth seventh eighth ninth tenth eleventh twelfth thirteenth"
                                + " fourteenth fifteenth sixteenth seventeenth eighteenth nineteenth")
                        .split(" ", -1);
        for (int i = 0; i < ordinals.length; i++) {
            ORDINALS.put(ordinals[i], i + 1);
            if (i > 1) {
                PARTS.put(ordinals[i], i + 1);
                PARTS.put(ordinals[i] + 's', i + 1);
            }
        }
        PARTS.put("half", 2);
        PARTS.put("halves", 2);
        PARTS.put("quarter", 4);
        PARTS.put("quarters", 4);
        magnitude("100", "hundred hundreds");
        magnitude("1000", "thousand thousands k");
        magnitude("1000000", "million millions mn mio");
        magnitude("1000000000", "billion billions bn");
        magnitude("1000000000000", "trillion trillions tn");
        magnitude("12", "dozen dozens");
    }

    private final List<Word> words;

    /** Returns what a word such as "million" stands for. */
    static Optional<BigDecimal> magnitude(String word) {
        return Optional.ofNullable(MAGNITUDES.get(word));
    }

    QuantityReader(List<Word> words) {
        this.words = words;
    }

    /** A quantity and the place behind it. */
    record Reading(Quantity quantity, int next) {}

    private record Figure(
            BigDecimal value,
            BigDecimal last,
            int next,
            boolean digits,
            boolean weak,
            boolean ordinal,
            BigDecimal magnitude) {

        Figure times(BigDecimal factor, int behind) {
            boolean dozen = factor.compareTo(BigDecimal.TEN) > 0
                    && factor.stripTrailingZeros().precision() > 1;
            BigDecimal smallest = dozen ? last : last.multiply(factor); // a dozen is not 12 roughly
            return new Figure(value.multiply(factor), smallest, behind, digits, false, false, factor);
        }

        Figure plus(BigDecimal part, int behind) {
            return new Figure(value.add(part), part.min(last), behind, digits, false, false, magnitude);
        }
    }

    Optional<Reading> read(int at) {
        return read(at, true);
    }

    private Optional<Reading> read(int at, boolean ranges) {
        int start = at;
        @Nullable Unit currency = null;
        boolean minus = is(start, "−")
                || (is(start, "minus") && (start == 0 || words.get(start - 1).kind() != Word.Kind.NUMBER));
        if (minus) {
            start++;
        }
        String first = plain(start);
        if (CURRENCIES.contains(first) || (first.equals("us") && is(start + 1, "$"))) {
            int sign = first.equals("us") ? start + 1 : start;
            boolean country = is(sign, "$") && Unit.named(plain(sign + 1) + '$').isPresent(); // $US5
            currency = Unit.named(country ? plain(sign + 1) + '$' : plain(sign)).orElse(Unit.NONE);
            start = country ? sign + 2 : sign + 1;
        }
        Optional<Figure> found = number(start, currency != null);
        if (found.isEmpty()) {
            return Optional.empty();
        }
        Figure number = found.get();
        BigDecimal value = minus ? number.value.negate() : number.value;
        if (currency != null) {
            UnitReading money = per(new UnitReading(currency, number.next));
            return Optional.of(new Reading(Quantity.of(value, number.last, money.unit, false), money.next));
        }
        if (number.ordinal) {
            return Optional.of(new Reading(Quantity.of(value, number.last, Unit.ORDINAL, number.weak), number.next));
        }
        Optional<UnitReading> unit = unit(number.next, number.digits);
        if (unit.isPresent()) {
            return Optional.of(compound(value, number, unit.get()));
        }
        if (ranges && BETWEEN.contains(plain(number.next)) && (!is(number.next, "and") || is(at - 1, "between"))) {
            Optional<Reading> to = read(number.next + 1, false);
            if (to.isPresent()) {
                return Optional.of(inRange(number, value, to.get().quantity, number(number.next + 1, false)));
            }
        }
        return Optional.of(new Reading(Quantity.of(value, number.last, Unit.NONE, number.weak), number.next));
    }

    /** The first number of a range has the unit of the second, and its magnitude: "5 to 10 million km". */
    private static Reading inRange(Figure number, BigDecimal value, Quantity to, Optional<Figure> second) {
        Unit unit = to.unit().equals(Unit.ORDINAL) ? Unit.NONE : to.unit();
        BigDecimal magnitude = second.map(Figure::magnitude).orElse(BigDecimal.ONE);
        boolean scaled = magnitude.compareTo(THOUSAND) >= 0
                && number.magnitude.compareTo(BigDecimal.ONE) == 0
                && value.compareTo(THOUSAND) < 0;
        BigDecimal factor = scaled ? magnitude : BigDecimal.ONE;
        return new Reading(
                Quantity.of(
                        value.multiply(factor),
                        number.last.multiply(factor),
                        unit,
                        number.weak && unit.equals(Unit.NONE)),
                number.next);
    }

    /** Adds up 5 feet 10 inches. */
    private Reading compound(BigDecimal value, Figure number, UnitReading unit) {
        Quantity whole = Quantity.of(value, number.last, unit.unit, false);
        int next = unit.next;
        int more = is(next, "and") || is(next, ",") ? next + 1 : next;
        if (unit.unit.offset().signum() == 0 && !unit.unit.isMoney()) {
            Optional<Figure> part = number(more, false);
            if (part.isPresent() && !part.get().ordinal) {
                Optional<UnitReading> smaller = unit(part.get().next, part.get().digits);
                if (smaller.isPresent()
                        && smaller.get().unit.dimension().equals(unit.unit.dimension())
                        && smaller.get().unit.factor().compareTo(unit.unit.factor()) < 0
                        && part.get()
                                        .value
                                        .multiply(smaller.get().unit.factor())
                                        .compareTo(unit.unit.factor())
                                < 0) {
                    BigDecimal sum = whole.value()
                            .add(part.get().value.multiply(smaller.get().unit.factor()));
                    Unit base = new Unit(unit.unit.dimension(), BigDecimal.ONE, BigDecimal.ZERO);
                    BigDecimal last =
                            part.get().last.multiply(smaller.get().unit.factor());
                    return new Reading(Quantity.of(sum, last, base, false), smaller.get().next);
                }
            }
        }
        return new Reading(whole, next);
    }

    private record UnitReading(Unit unit, int next) {}

    private Optional<UnitReading> unit(int at, boolean digits) {
        Optional<UnitReading> first = simpleUnit(is(at, "-") ? at + 1 : at, digits);
        return first.map(this::per);
    }

    /** Reads on behind a unit: per month, a month, /month. */
    private UnitReading per(UnitReading first) {
        int next = first.next;
        boolean per = is(next, "per") || is(next, "/") || is(next, "a") || is(next, "an");
        if (per) {
            Optional<UnitReading> second = simpleUnit(next + 1, is(next, "/"));
            boolean rate = second.isPresent()
                    && (second.get().unit.dimension().equals("time")
                            || second.get().unit.dimension().equals("months")
                            || is(next, "/")
                            || is(next, "per"));
            if (rate) {
                int behind = second.get().next;
                return first.unit
                        .per(second.get().unit)
                        .map(unit -> new UnitReading(unit, behind))
                        .orElse(first);
            }
        }
        return first;
    }

    private Optional<UnitReading> simpleUnit(int at, boolean digits) {
        if (at >= words.size()) {
            return Optional.empty();
        }
        StringBuilder name = new StringBuilder();
        Optional<UnitReading> longest = Optional.empty();
        int place = at;
        for (int i = 0; i < Unit.MAX_WORDS && place < words.size(); i++) {
            boolean hyphen = i > 0 && is(place, "-") && isWord(place + 1); // light-years
            place += hyphen ? 1 : 0;
            Word word = words.get(place);
            if (word.kind() == Word.Kind.NUMBER || (i > 0 && is(place, "of"))) {
                break;
            }
            if (i > 0) {
                name.append('_');
            }
            name.append(word.plain());
            int next = ++place;
            longest = Unit.named(name.toString())
                    .map(unit -> new UnitReading(unit, next))
                    .or(longestSoFar(longest));
        }
        String power = is(at + 1, "²") || is(at + 1, "³") ? plain(at + 1) : is(at + 1, "^") ? plain(at + 2) : "";
        if (!power.isEmpty()) {
            String square = plain(at) + power.replace('2', '²').replace('3', '³');
            int next = is(at + 1, "^") ? at + 3 : at + 2;
            Optional<UnitReading> area = Unit.named(square).map(unit -> new UnitReading(unit, next));
            if (area.isPresent()) {
                return area;
            }
        }
        if (digits && longest.isEmpty()) {
            return Unit.symbol(words.get(at).written())
                    .filter(unit -> !words.get(at).plain().equals("in") || !isWord(at + 1))
                    .map(unit -> new UnitReading(unit, at + 1));
        }
        if (digits && longest.isPresent() && longest.get().next == at + 1) {
            // MB and Mb, mW and MW differ in the letters alone
            return Unit.symbol(words.get(at).written()).map(unit -> new UnitReading(unit, at + 1));
        }
        return longest;
    }

    private static java.util.function.Supplier<Optional<UnitReading>> longestSoFar(Optional<UnitReading> longest) {
        return () -> longest;
    }

    private Optional<Figure> number(int at, boolean money) {
        if (at >= words.size()) {
            return Optional.empty();
        }
        Word word = words.get(at);
        if (word.kind() == Word.Kind.NUMBER) {
            Optional<Figure> grouped = groups(at);
            return grouped.or(() -> digits(word.written(), at + 1)).map(number -> scaled(number, money));
        }
        BigDecimal vulgar = VULGAR.get(word.plain());
        if (vulgar != null) {
            return Optional.of(plainNumber(vulgar, at + 1, false));
        }
        return inWords(at);
    }

    /** Reads 299 792 458, which three words are; 12 345 may as well be two numbers. */
    private Optional<Figure> groups(int at) {
        StringBuilder digits = new StringBuilder(words.get(at).written());
        int next = at + 1;
        if (digits.length() > 3
                || digits.chars().anyMatch(letter -> letter < '0' || letter > '9')
                || digits.charAt(0) == '0') {
            return Optional.empty();
        }
        while (next < words.size()
                && digits.length() < MAX_DIGITS
                && words.get(next).written().matches("[0-9]{3}")) {
            digits.append(words.get(next++).written());
        }
        return next - at < 3 ? Optional.empty() : digits(digits.toString(), next);
    }

    private static Figure plainNumber(BigDecimal value, int next, boolean weak) {
        return new Figure(value, BigDecimal.ONE, next, false, weak, false, BigDecimal.ONE);
    }

    private Figure scaled(Figure number, boolean money) {
        int next = number.next;
        if (number.ordinal) {
            return number;
        }
        boolean power = (is(next, "×") || is(next, "x") || is(next, "*")) && is(next + 1, "10") && is(next + 2, "^");
        if (power) {
            boolean minus = is(next + 3, "−") || is(next + 3, "-");
            String exponent = plain(minus ? next + 4 : next + 3);
            if (exponent.matches("[0-9]{1,3}") && Integer.parseInt(exponent) <= MAX_EXPONENT) {
                int places = Integer.parseInt(exponent);
                return number.times(
                        BigDecimal.ONE.scaleByPowerOfTen(minus ? -places : places), minus ? next + 5 : next + 4);
            }
        }
        BigDecimal vulgar = VULGAR.get(plain(next));
        if (vulgar != null) {
            return number.plus(vulgar, next + 1);
        }
        if (number.magnitude.compareTo(BigDecimal.ONE) == 0) {
            BigDecimal magnitude = MAGNITUDES.get(plain(next));
            if (magnitude != null && (!is(next, "k") || money)) {
                return scaled(number.times(magnitude, next + 1), money);
            }
            if (is(next, "-") && plain(next + 1).endsWith("illion") && MAGNITUDES.containsKey(plain(next + 1))) {
                return number.times(
                        MAGNITUDES.getOrDefault(plain(next + 1), BigDecimal.ONE), next + 2); // a 5-million loan
            }
            if (money && is(next, "m")) {
                return number.times(MAGNITUDES.getOrDefault("million", BigDecimal.ONE), next + 1);
            }
        }
        if (is(next, "and") && is(next + 1, "a") && is(next + 2, "half")) {
            Figure half = number.plus(new BigDecimal("0.5").multiply(number.magnitude), next + 3);
            BigDecimal magnitude = MAGNITUDES.get(plain(half.next));
            if (magnitude != null
                    && number.magnitude.compareTo(BigDecimal.ONE) == 0
                    && plain(half.next).length() > 2) {
                return half.times(magnitude, half.next + 1);
            }
            return half;
        }
        Optional<BigDecimal> part = fraction(plain(next));
        return part.isPresent() ? number.plus(part.get(), next + 1) : number;
    }

    private static Optional<BigDecimal> fraction(String digits) {
        int slash = digits.indexOf('/');
        if (slash < 1 || slash > 2 || digits.length() - slash > 3 || !digits.matches("[0-9]+/[0-9]+")) {
            return Optional.empty();
        }
        int above = Integer.parseInt(digits.substring(0, slash));
        int below = Integer.parseInt(digits.substring(slash + 1));
        return above < below && below <= 64
                ? Optional.of(new BigDecimal(above).divide(new BigDecimal(below), MathContext.DECIMAL64))
                : Optional.empty();
    }

    private static Optional<Figure> digits(String written, int next) {
        String text = written;
        BigDecimal magnitude = BigDecimal.ONE;
        boolean ordinal = false;
        int end = text.length();
        while (end > 0 && Character.isLetter(text.charAt(end - 1))) {
            end--;
        }
        String suffix = text.substring(end);
        text = text.substring(0, end);
        switch (suffix) {
            case "" -> {}
            case "k", "K" -> magnitude = THOUSAND;
            case "M" -> magnitude = new BigDecimal(1_000_000);
            case "B", "bn" -> magnitude = new BigDecimal(1_000_000_000);
            case "st", "nd", "rd", "th" -> ordinal = true;
            default -> {
                return Optional.empty(); // 1990s is not a number of anything
            }
        }
        Optional<BigDecimal> fraction = fraction(text);
        if (fraction.isPresent()) {
            return Optional.of(plainNumber(fraction.get(), next, false));
        }
        Optional<BigDecimal> value = decimal(text);
        if (value.isEmpty()) {
            return Optional.empty();
        }
        BigDecimal exact = value.get();
        BigDecimal last = BigDecimal.ONE.scaleByPowerOfTen(-exact.scale());
        if (exact.scale() == 0 && exact.signum() != 0) {
            int zeros = Math.max(0, -exact.stripTrailingZeros().scale());
            last = BigDecimal.ONE.scaleByPowerOfTen(zeros < 3 ? 0 : zeros); // 3,000 may be rounded to thousands
        }
        return Optional.of(
                new Figure(exact.multiply(magnitude), last.multiply(magnitude), next, true, false, ordinal, magnitude));
    }

    /** Reads 1,234.5 and 1.234,5, 1 234 and 1'234, 1.5e-3; a single point is that of a decimal fraction. */
    private static Optional<BigDecimal> decimal(String written) {
        StringBuilder digits = new StringBuilder(written.length());
        int exponentAt = Math.max(written.indexOf('e'), written.indexOf('E'));
        String mantissa = exponentAt < 0 ? written : written.substring(0, exponentAt);
        int lastComma = mantissa.lastIndexOf(',');
        int lastPoint = mantissa.lastIndexOf('.');
        boolean manyPoints = mantissa.indexOf('.') != lastPoint;
        boolean commaGroups =
                lastComma >= 0 && isGrouped(mantissa, ',', lastPoint > lastComma ? lastPoint : mantissa.length());
        boolean pointGroups = (manyPoints || (lastComma > lastPoint && lastPoint >= 0))
                && isGrouped(mantissa, '.', lastComma > lastPoint ? lastComma : mantissa.length());
        if ((manyPoints && !pointGroups) || (lastComma >= 0 && !commaGroups && mantissa.indexOf(',') != lastComma)) {
            return Optional.empty(); // a version, an address, a list
        }
        for (int i = 0; i < mantissa.length(); i++) {
            char letter = mantissa.charAt(i);
            if (Character.isDigit(letter)) {
                digits.append((char) ('0' + Character.digit(letter, 10)));
            } else if ((letter == '.' && !pointGroups) || (letter == ',' && !commaGroups)) {
                digits.append('.');
            } else if (letter == ':' || letter == '/' || letter == '-') {
                return Optional.empty();
            }
        }
        if (digits.length() > MAX_DIGITS
                || digits.chars().filter(letter -> letter == '.').count() > 1) {
            return Optional.empty();
        }
        BigDecimal value = new BigDecimal(digits.toString());
        if (exponentAt < 0) {
            return Optional.of(value);
        }
        int exponent = Integer.parseInt(written.substring(exponentAt + 1).replace('−', '-'));
        return Math.abs(exponent) > MAX_EXPONENT ? Optional.empty() : Optional.of(value.scaleByPowerOfTen(exponent));
    }

    private static boolean isGrouped(String digits, char separator, int end) {
        String[] groups = digits.substring(0, end).split(java.util.regex.Pattern.quote(String.valueOf(separator)), -1);
        boolean grouped = groups.length > 1 && groups[0].matches("[1-9][0-9]{0,2}");
        for (int i = 1; grouped && i < groups.length; i++) {
            grouped = groups[i].length() == 3;
        }
        return grouped;
    }

    private Optional<Figure> inWords(int start) {
        int at = start;
        boolean article = (is(at, "a") || is(at, "an")) && at + 1 < words.size();
        if (article) {
            BigDecimal magnitude = MAGNITUDES.get(plain(at + 1));
            if (magnitude != null && plain(at + 1).length() > 2) {
                return Optional.of(scaled(plainNumber(BigDecimal.ONE, at, false).times(magnitude, at + 2), false));
            }
            Integer part = PARTS.get(plain(at + 1));
            if (part != null && is(at + 2, "of")) {
                return Optional.of(
                        plainNumber(BigDecimal.ONE.divide(new BigDecimal(part), MathContext.DECIMAL64), at + 2, false));
            }
            return Optional.empty();
        }
        Integer ordinal = ORDINALS.get(plain(at));
        if (ordinal != null) {
            boolean weak = !plain(at + 1).endsWith("est"); // the second largest is another one than the largest
            return Optional.of(
                    new Figure(new BigDecimal(ordinal), BigDecimal.ONE, at + 1, false, weak, true, BigDecimal.ONE));
        }
        if (is(at, "half") && (is(at + 1, "a") || is(at + 1, "an") || is(at + 1, "of") || is(at + 1, "the"))) {
            boolean magnitude = is(at + 1, "a") && MAGNITUDES.containsKey(plain(at + 2));
            Figure half =
                    plainNumber(new BigDecimal("0.5"), is(at + 1, "a") || is(at + 1, "an") ? at + 2 : at + 1, false);
            return Optional.of(
                    magnitude ? half.times(MAGNITUDES.getOrDefault(plain(at + 2), BigDecimal.ONE), at + 3) : half);
        }
        BigDecimal total = BigDecimal.ZERO;
        long current = 0;
        boolean any = false;
        BigDecimal magnitude = BigDecimal.ONE;
        boolean small = false; // the word before was one of SMALL
        while (at < words.size() && at - start < 20) {
            Integer value = SMALL.get(plain(at));
            if (value != null && (!small || (current % 100 >= 20 && current % 10 == 0 && value < 10))) {
                current += value;
                small = true;
                any = true;
                at++;
            } else if (any && small && current > 0 && current < 100 && is(at, "hundred")) {
                current *= 100;
                small = false;
                at++;
            } else if (any && !is(at, "k") && plain(at).length() > 1 && MAGNITUDES.containsKey(plain(at))) {
                magnitude = MAGNITUDES.getOrDefault(plain(at), BigDecimal.ONE);
                total = current == 0
                        ? total.multiply(magnitude)
                        : total.add(new BigDecimal(current).multiply(magnitude));
                current = 0;
                small = false;
                at++;
            } else if (any && !small && is(at, "and") && SMALL.containsKey(plain(at + 1))) {
                at++;
            } else if (any && small && is(at, "-") && current % 10 == 0 && SMALL.getOrDefault(plain(at + 1), 10) < 10) {
                at++;
            } else {
                break;
            }
        }
        if (!any) {
            return Optional.empty();
        }
        BigDecimal value = total.add(new BigDecimal(current));
        Integer ordinalEnd = ORDINALS.get(plain(is(at, "-") ? at + 1 : at));
        Integer part = PARTS.get(plain(is(at, "-") ? at + 1 : at));
        int behind = is(at, "-") ? at + 2 : at + 1;
        if (ordinalEnd != null && current >= 20 && current % 10 == 0 && ordinalEnd < 10) {
            return Optional.of(new Figure(
                    value.add(new BigDecimal(ordinalEnd)), BigDecimal.ONE, behind, false, true, true, BigDecimal.ONE));
        }
        if (part != null && value.compareTo(BigDecimal.TEN) < 0) {
            return Optional.of(plainNumber(value.divide(new BigDecimal(part), MathContext.DECIMAL64), behind, false));
        }
        boolean one = value.compareTo(BigDecimal.ONE) == 0 && at == start + 1;
        Figure number = new Figure(value, BigDecimal.ONE, at, false, one, false, magnitude);
        return Optional.of(is(at, "and") && is(at + 1, "a") && is(at + 2, "half") ? scaled(number, false) : number);
    }

    private boolean is(int at, String plain) {
        return at >= 0 && at < words.size() && words.get(at).plain().equals(plain);
    }

    private boolean isWord(int at) {
        return at < words.size() && words.get(at).kind() != Word.Kind.SIGN;
    }

    private String plain(int at) {
        return at >= 0 && at < words.size() ? words.get(at).plain() : "";
    }

    private static void magnitude(String value, String names) {
        for (String name : names.split(" ", -1)) {
            MAGNITUDES.put(name, new BigDecimal(value));
        }
    }

    private static BigDecimal third(int count) {
        return new BigDecimal(count).divide(new BigDecimal(3), MathContext.DECIMAL64);
    }
}
