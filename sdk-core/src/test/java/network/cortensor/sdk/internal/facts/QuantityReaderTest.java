package network.cortensor.sdk.internal.facts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class QuantityReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    5                        | number | 5
                    1,234.5                  | number | 1234.5
                    1.234,5                  | number | 1234.5
                    1.234.567                | number | 1234567
                    3,5                      | number | 3.5
                    0,512                    | number | 0.512
                    1'000'000                | number | 1E+6
                    −7                       | number | -7
                    -7                       | number | -7
                    6.02e23                  | number | 6.02E+23
                    6.02 × 10^23             | number | 6.02E+23
                    1.5 x 10^-3              | number | 0.0015
                    10k                      | number | 1E+4
                    3 million                | number | 3E+6
                    2.5 bn                   | number | 2.5E+9
                    three                    | number | 3
                    twenty-one               | number | 21
                    three hundred and five   | number | 305
                    two thousand and five    | number | 2005
                    four hundred thousand    | number | 4E+5
                    one million two hundred thousand and six | number | 1200006
                    a hundred                | number | 1E+2
                    half a million           | number | 5E+5
                    two and a half           | number | 2.5
                    two and a half million   | number | 2.5E+6
                    2 1/2                    | number | 2.5
                    2½                       | number | 2.5
                    3/4                      | number | 0.75
                    three quarters           | number | 0.75
                    a dozen                  | number | 12
                    two dozen                | number | 24
                    3rd                      | ordinal | 3
                    twenty-first             | ordinal | 21
                    5 km                     | length | 5E+3
                    5 kilometres             | length | 5E+3
                    5-kilometer              | length | 5E+3
                    5 miles                  | length | 8046.72
                    5 ft 10 in               | length | 1.778
                    5 feet, 10 inches        | length | 1.778
                    20 mg                    | mass | 0.02
                    3 lbs                    | mass | 1360.77711
                    1 hour 30 minutes        | time | 5.4E+3
                    90 min                   | time | 5.4E+3
                    two weeks                | time | 1.2096E+6
                    27-year-old              | months | 324
                    0 °C                     | temperature | 2458.35
                    32 °F                    | temperature | 2458.35
                    32 degrees Fahrenheit    | temperature | 2458.35
                    300 K                    | temperature | 2.7E+3
                    20%                      | percent | 2E+1
                    20 per cent              | percent | 2E+1
                    2 percentage points      | percentage points | 2
                    25 basis points          | percentage points | 0.25
                    $1.5 million             | money USD | 1.5E+6
                    US$ 20                   | money USD | 2E+1
                    $5m                      | money USD | 5E+6
                    €20                      | money EUR | 2E+1
                    28 cents                 | money USD | 0.28
                    500 GB                   | data | 4E+12
                    500 Gb                   | data | 5E+11
                    36 km/h                  | speed/h | 3.6E+4
                    10 m/s                   | speed/h | 3.6E+4
                    60 miles per hour        | speed/h | 96560.64
                    60 mph                   | speed/h | 96560.64
                    20 m²                    | area | 2E+1
                    20 m^2                   | area | 2E+1
                    20 square meters         | area | 2E+1
                    3 MW                     | power | 3E+6
                    3 mW                     | power | 0.003
                    5 kWh                    | energy | 1.8E+7
                    """)
    void read_quantity_isInBaseUnits(String written, String dimension, String value) {
        Optional<Quantity> quantity = first(written);

        assertThat(quantity).isPresent();
        assertThat(quantity.get().unit().dimension()).isEqualTo(dimension);
        assertThat(quantity.get().value()).isEqualByComparingTo(value);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = "1.2.3\n192.168.0.1\n1990s\nB52\nand\nmillion\n12:30\n1,2,3,4\n24/7")
    void read_whatIsNoQuantity_isNone(String written) {
        assertThat(first(written)).isEmpty();
    }

    @Test
    void read_range_givesTheFirstNumberTheUnitAndMagnitudeOfTheSecond() {
        assertThat(first("5 to 10 million km").orElseThrow().key())
                .isEqualTo(first("5 million km").orElseThrow().key());
        assertThat(first("8-10 minutes").orElseThrow().key())
                .isEqualTo(first("8 minutes").orElseThrow().key());
    }

    @Test
    void roundsTo_coarserNumber_onlyWithinItsLastDigit() {
        assertThat(first("1.4 percent")
                        .orElseThrow()
                        .roundsTo(first("1.36 percent").orElseThrow()))
                .isTrue();
        assertThat(first("1.5 percent")
                        .orElseThrow()
                        .roundsTo(first("1.36 percent").orElseThrow()))
                .isFalse();
        assertThat(first("1.4 percent")
                        .orElseThrow()
                        .roundsTo(first("1.3 percent").orElseThrow()))
                .isFalse();
        assertThat(first("4 km").orElseThrow().roundsTo(first("4.2 km").orElseThrow()))
                .isFalse();
    }

    @Test
    void read_longestNumbers_areComparedAsWritten() {
        assertThat(first("9".repeat(61))).isEmpty();
        assertThat(first("1e99999")).isEmpty();
        assertThat(first("1e300")).isPresent();
    }

    private static Optional<Quantity> first(String written) {
        List<List<Word>> sentences = ProseLexer.sentences("x " + written);
        List<Word> words = sentences.get(0).subList(1, sentences.get(0).size());
        return words.isEmpty()
                ? Optional.empty()
                : new QuantityReader(words).read(0).map(QuantityReader.Reading::quantity);
    }
}
