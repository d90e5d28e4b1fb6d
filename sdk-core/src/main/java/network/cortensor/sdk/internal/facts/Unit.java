package network.cortensor.sdk.internal.facts;

import java.math.BigDecimal;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/**
 * A unit of measurement: what it measures, and how much of the base unit it is. All factors are exact (BIPM, NIST Handbook
 * 44 for the customary units).
 *
 * @param dimension what it measures; two quantities of one dimension can be compared
 * @param factor how many base units one of it is
 * @param offset what is added to the number before it is multiplied; not zero for degrees only
 */
record Unit(String dimension, BigDecimal factor, BigDecimal offset) {

    /** A number of things. */
    static final Unit NONE = new Unit("number", BigDecimal.ONE, BigDecimal.ZERO);

    static final Unit ORDINAL = new Unit("ordinal", BigDecimal.ONE, BigDecimal.ZERO);
    static final Unit PERCENT = new Unit("percent", BigDecimal.ONE, BigDecimal.ZERO);

    /** The most words that a unit has: "degrees of Celsius" has three. */
    static final int MAX_WORDS = 3;

    private static final Map<String, Unit> BY_NAME = new HashMap<>();

    /** Symbols that mean something else in other letters, and single letters: only behind digits, and as written. */
    private static final Map<String, Unit> BY_SYMBOL = new HashMap<>();

    static {
        names("length", "1", "meter meters metre metres");
        names("length", "1000", "kilometer kilometers kilometre kilometres km kms");
        names("length", "0.01", "centimeter centimeters centimetre centimetres cm");
        names("length", "0.001", "millimeter millimeters millimetre millimetres mm");
        names("length", "0.000001", "micrometer micrometers micrometre micrometres micron microns µm μm");
        names("length", "0.000000001", "nanometer nanometers nanometre nanometres nm");
        names("length", "1609.344", "mile miles mi");
        names("length", "1852", "nautical_mile nautical_miles nmi");
        names("length", "0.3048", "foot feet ft");
        names("length", "0.0254", "inch inches");
        names("length", "0.9144", "yard yards yd yds");
        names("length", "9460730472580800", "light_year light_years lightyear lightyears");
        names("length", "30856775814913673", "parsec parsecs");
        names("mass", "1", "gram grams gramme grammes");
        names("mass", "1000", "kilogram kilograms kilo kilos kg kgs");
        names("mass", "0.001", "milligram milligrams mg");
        names("mass", "0.000001", "microgram micrograms µg μg mcg");
        names("mass", "1000000", "tonne tonnes metric_ton metric_tons");
        names("mass", "907184.74", "ton tons short_ton short_tons");
        names("mass", "453.59237", "pound pounds lb lbs");
        names("mass", "28.349523125", "ounce ounces oz");
        names("mass", "6350.29318", "stone");
        names("time", "1", "second seconds sec secs");
        names("time", "0.001", "millisecond milliseconds ms");
        names("time", "0.000001", "microsecond microseconds µs μs");
        names("time", "0.000000001", "nanosecond nanoseconds");
        names("time", "60", "minute minutes min mins");
        names("time", "3600", "hour hours hr hrs");
        names("time", "86400", "day days");
        names("time", "604800", "week weeks");
        names("months", "1", "month months");
        names("months", "12", "year years yr yrs");
        names("months", "120", "decade decades");
        names("months", "1200", "century centuries");
        names("data", "1", "bit bits");
        names("data", "8", "byte bytes");
        names("data", "8000", "kilobyte kilobytes");
        names("data", "8000000", "megabyte megabytes");
        names("data", "8000000000", "gigabyte gigabytes");
        names("data", "8000000000000", "terabyte terabytes");
        names("data", "8000000000000000", "petabyte petabytes");
        names("data", "8192", "kibibyte kibibytes kib");
        names("data", "8388608", "mebibyte mebibytes mib");
        names("data", "8589934592", "gibibyte gibibytes gib");
        names("data", "1000", "kilobit kilobits kbit kbits");
        names("data", "1000000", "megabit megabits mbit mbits");
        names("data", "1000000000", "gigabit gigabits gbit gbits");
        names("area", "1", "square_meter square_meters square_metre square_metres sq_m m²");
        names("area", "1000000", "square_kilometer square_kilometers square_kilometre square_kilometres sq_km km²");
        names("area", "0.0001", "square_centimeter square_centimeters square_centimetre square_centimetres cm²");
        names("area", "2589988.110336", "square_mile square_miles sq_mi");
        names("area", "0.09290304", "square_foot square_feet sq_ft");
        names("area", "0.00064516", "square_inch square_inches sq_in");
        names("area", "0.83612736", "square_yard square_yards sq_yd");
        names("area", "10000", "hectare hectares ha");
        names("area", "4046.8564224", "acre acres");
        names("volume", "1", "liter liters litre litres");
        names("volume", "0.001", "milliliter milliliters millilitre millilitres ml cubic_centimeter cubic_centimeters");
        names("volume", "0.01", "centiliter centiliters centilitre centilitres cl");
        names("volume", "0.1", "deciliter deciliters decilitre decilitres dl");
        names("volume", "1000", "cubic_meter cubic_meters cubic_metre cubic_metres m³");
        names("volume", "3.785411784", "gallon gallons gal");
        names("volume", "0.946352946", "quart quarts");
        names("volume", "0.473176473", "pint pints");
        names("volume", "0.2365882365", "cup cups");
        names("volume", "0.01478676478125", "tablespoon tablespoons tbsp");
        names("volume", "0.00492892159375", "teaspoon teaspoons tsp");
        names("volume", "0.0295735295625", "fluid_ounce fluid_ounces fl_oz");
        names("volume", "158.987294928", "barrel barrels bbl");
        names("volume", "28.316846592", "cubic_foot cubic_feet cu_ft ft³");
        names("volume", "0.016387064", "cubic_inch cubic_inches cu_in");
        names("volume", "764.554857984", "cubic_yard cubic_yards cu_yd");
        names("speed", "1", "m/s meters_per_second metres_per_second meter_per_second");
        names("speed", "0.44704", "mph mi/h miles_per_hour mile_per_hour");
        names("energy", "1", "joule joules");
        names("energy", "1000", "kilojoule kilojoules kj");
        names("energy", "4184", "kilocalorie kilocalories kcal");
        names("energy", "4.184", "calorie calories cal");
        names("energy", "3600000", "kilowatt_hour kilowatt_hours kwh");
        names("energy", "3600000000", "megawatt_hour megawatt_hours");
        names("energy", "3600000000000", "gigawatt_hour gigawatt_hours gwh");
        names("energy", "3600000000000000", "terawatt_hour terawatt_hours twh");
        names("energy", "3600", "watt_hour watt_hours");
        names("power", "1", "watt watts");
        names("power", "1000", "kilowatt kilowatts kw");
        names("power", "1000000", "megawatt megawatts");
        names("power", "1000000000", "gigawatt gigawatts gw");
        names("power", "1000000000000", "terawatt terawatts tw");
        names("power", "0.001", "milliwatt milliwatts");
        names("power", "745.69987158227022", "horsepower hp");
        names("frequency", "1", "hertz hz");
        names("frequency", "1000", "kilohertz khz");
        names("frequency", "1000000", "megahertz mhz");
        names("frequency", "1000000000", "gigahertz ghz");
        names("pressure", "1", "pascal pascals");
        names("pressure", "1000", "kilopascal kilopascals kpa");
        names("pressure", "100000", "bar bars");
        names("pressure", "100", "millibar millibars mbar hpa");
        names("pressure", "101325", "atm atmosphere atmospheres");
        names("pressure", "6894.757293168", "psi");
        names("pressure", "133.322387415", "mmhg");
        names("pressure", "1333.22387415", "cmhg");
        names("voltage", "1", "volt volts");
        names("voltage", "1000", "kilovolt kilovolts kv");
        names("current", "1", "ampere amperes amp amps");
        names("force", "1", "newton newtons");
        names("force", "1000", "kilonewton kilonewtons kn");
        names("angle", "1", "degree degrees deg °");
        names("angle", "57.295779513082320876798154814105", "radian radians rad");
        names("percent", "1", "% percent per_cent pct");
        names("percent", "0.1", "‰ per_mille permille");
        names("percentage points", "1", "percentage_point percentage_points pp");
        names("percentage points", "0.01", "basis_point basis_points bps");
        names("money USD", "1", "dollar dollars usd us_dollars $ us$ us_dollar");
        names("money AUD", "1", "aud australian_dollar australian_dollars a$ au$");
        names("money CAD", "1", "cad canadian_dollar canadian_dollars c$ ca$");
        names("money NZD", "1", "nzd nz$");
        names("money HKD", "1", "hkd hk$");
        names("money SGD", "1", "sgd s$");
        names("money BRL", "1", "brl reais r$");
        names("money USD", "0.01", "cent cents ¢");
        names("money EUR", "1", "euro euros eur €");
        names("money GBP", "1", "gbp £ pound_sterling pounds_sterling british_pounds");
        names("money GBP", "0.01", "pence");
        names("money JPY", "1", "yen jpy ¥");
        names("money CHF", "1", "franc francs chf");
        names("money INR", "1", "rupee rupees inr ₹");
        names("money KRW", "1", "won krw ₩");
        names("money SEK", "1", "krona kronor sek");
        names("money NOK", "1", "nok");
        names("money DKK", "1", "dkk");
        names("money krone", "1", "krone kroner");
        names("money PLN", "1", "zloty zlotys złoty pln");
        names("money RUB", "1", "ruble rubles rouble roubles rub ₽");
        names("money TRY", "1", "lira liras ₺");
        names("money ZAR", "1", "zar");
        names("money MXN", "1", "mxn");
        names("money peso", "1", "peso pesos");
        names("money THB", "1", "baht thb");
        names("money ILS", "1", "shekel shekels ils ₪");
        names("money AED", "1", "dirham dirhams aed");
        names("money CNY", "1", "yuan renminbi cny rmb");
        // In ninths of a kelvin, so that both scales convert exactly.
        degrees(
                "9",
                "273.15",
                "degrees_celsius degree_celsius degrees_centigrade celsius °_c °c degrees_c degree_c centigrade");
        degrees("5", "459.67", "degrees_fahrenheit degree_fahrenheit fahrenheit °_f °f degrees_f degree_f");
        degrees("9", "0", "kelvin kelvins");

        symbol("m", "length", "1");
        symbol("g", "mass", "1");
        symbol("t", "mass", "1000000");
        symbol("s", "time", "1");
        symbol("h", "time", "3600");
        symbol("d", "time", "86400");
        symbol("ns", "time", "0.000000001");
        symbol("in", "length", "0.0254");
        symbol("L", "volume", "1");
        symbol("l", "volume", "1");
        symbol("kB", "data", "8000");
        symbol("KB", "data", "8000");
        symbol("MB", "data", "8000000");
        symbol("GB", "data", "8000000000");
        symbol("TB", "data", "8000000000000");
        symbol("PB", "data", "8000000000000000");
        symbol("kb", "data", "1000");
        symbol("Kb", "data", "1000");
        symbol("Mb", "data", "1000000");
        symbol("Gb", "data", "1000000000");
        symbol("kbps", "data/time", "1000");
        symbol("Mbps", "data/time", "1000000");
        symbol("Gbps", "data/time", "1000000000");
        symbol("W", "power", "1");
        symbol("MW", "power", "1000000");
        symbol("mW", "power", "0.001");
        symbol("MWh", "energy", "3600000000");
        symbol("Wh", "energy", "3600");
        symbol("J", "energy", "1");
        symbol("MJ", "energy", "1000000");
        symbol("V", "voltage", "1");
        symbol("mV", "voltage", "0.001");
        symbol("A", "current", "1");
        symbol("mA", "current", "0.001");
        symbol("N", "force", "1");
        symbol("Pa", "pressure", "1");
        symbol("MPa", "pressure", "1000000");
        BY_SYMBOL.put("K", new Unit("temperature", new BigDecimal("9"), BigDecimal.ZERO));
        BY_SYMBOL.put("C", new Unit("temperature", new BigDecimal("9"), new BigDecimal("273.15")));
        BY_SYMBOL.put("F", new Unit("temperature", new BigDecimal("5"), new BigDecimal("459.67")));
    }

    /** Finds a unit by its name, words joined by low lines. */
    static Optional<Unit> named(String name) {
        return Optional.ofNullable(BY_NAME.get(name));
    }

    /** Whether large and small letters make a difference to what this means behind a number. */
    static boolean isSymbol(String written) {
        return BY_SYMBOL.containsKey(written);
    }

    /** Finds a unit by what stands behind a number in digits. */
    static Optional<Unit> symbol(String written) {
        return Optional.ofNullable(BY_SYMBOL.get(written)).or(() -> named(written.toLowerCase(java.util.Locale.ROOT)));
    }

    /** Returns so much of this per one of the other; exact, or empty when the quotient is not. */
    Optional<Unit> per(Unit other) {
        if (offset.signum() != 0 || other.offset.signum() != 0) {
            return Optional.empty();
        }
        // Speeds are kept in metres in 3,600 seconds, so that km/h and m/s both are exact.
        if (dimension.equals("length") && other.dimension.equals("time")) {
            BigDecimal perHour = factor.multiply(new BigDecimal(3600));
            BigDecimal[] exact = perHour.divideAndRemainder(other.factor);
            BigDecimal speed =
                    exact[1].signum() == 0 ? exact[0] : perHour.divide(other.factor, java.math.MathContext.DECIMAL64);
            return Optional.of(new Unit("speed/h", speed, BigDecimal.ZERO));
        }
        return Optional.of(new Unit(
                dimension + "/" + other.dimension,
                factor.divide(other.factor, java.math.MathContext.DECIMAL64),
                BigDecimal.ZERO));
    }

    /** Returns whether this is money of any currency. */
    boolean isMoney() {
        return dimension.startsWith("money");
    }

    private static void names(String dimension, String factor, String names) {
        boolean speed = dimension.equals("speed");
        BigDecimal size = new BigDecimal(factor);
        Unit unit = new Unit(
                speed ? "speed/h" : dimension, speed ? size.multiply(new BigDecimal(3600)) : size, BigDecimal.ZERO);
        for (String name : names.split(" ", -1)) {
            BY_NAME.put(name, unit);
        }
    }

    private static void degrees(String factor, String offset, String names) {
        for (String name : names.split(" ", -1)) {
            BY_NAME.put(name, new Unit("temperature", new BigDecimal(factor), new BigDecimal(offset)));
        }
    }

    private static void symbol(String symbol, String dimension, String factor) {
        BY_SYMBOL.put(symbol, new Unit(dimension, new BigDecimal(factor), BigDecimal.ZERO));
    }
}
