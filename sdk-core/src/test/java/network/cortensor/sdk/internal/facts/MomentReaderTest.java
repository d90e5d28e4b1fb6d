package network.cortensor.sdk.internal.facts;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;

class MomentReaderTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    2024-03-05            | 2024 | 3 | 5
                    2024/03/05            | 2024 | 3 | 5
                    2024-03               | 2024 | 3 | -1
                    5.3.2024              | 2024 | 3 | 5
                    25/12/2023            | 2023 | 12 | 25
                    12/25/2023            | 2023 | 12 | 25
                    5 March 2024          | 2024 | 3 | 5
                    5th of March, 2024    | 2024 | 3 | 5
                    March 5, 2024         | 2024 | 3 | 5
                    March 5th             | -1 | 3 | 5
                    Mar. 5, 2024          | 2024 | 3 | 5
                    May 1994              | 1994 | 5 | -1
                    May 3                 | -1 | 5 | 3
                    September             | -1 | 9 | -1
                    5 mai 1994            | 1994 | 5 | 5
                    5 de mayo de 1994     | 1994 | 5 | 5
                    5. März 2024          | 2024 | 3 | 5
                    """)
    void read_date_isInParts(String written, int year, int month, int day) {
        Moment moment = first(written).orElseThrow();

        assertThat(moment.year()).isEqualTo(year);
        assertThat(moment.month()).isEqualTo(month);
        assertThat(moment.day()).isEqualTo(day);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
                    15:00      | 900
                    3:00 pm    | 900
                    3 p.m.     | 900
                    3pm        | 900
                    12 am      | 0
                    noon       | 720
                    9 o'clock  | 540
                    09:30:15   | 570
                    """)
    void read_timeOfDay_isInMinutes(String written, int minute) {
        assertThat(first(written).orElseThrow().minute()).isEqualTo(minute);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock = "may\nMay\nmarch\nmonday\n2024-13-05\n45/45/2024\n25:99\n3\nMarching\n13 pm")
    void read_whatIsNoMoment_isNone(String written) {
        assertThat(first(written)).isEmpty();
    }

    @Test
    void agrees_partsThatBothName_decide() {
        assertThat(first("May 1994").orElseThrow().agrees(first("5 May 1994").orElseThrow()))
                .isTrue();
        assertThat(first("5 May").orElseThrow().agrees(first("5 May 1994").orElseThrow()))
                .isTrue();
        assertThat(first("6 May").orElseThrow().agrees(first("5 May 1994").orElseThrow()))
                .isFalse();
        assertThat(first("05/06/2024").orElseThrow().agrees(first("5 June 2024").orElseThrow()))
                .isTrue();
        assertThat(first("05/06/2024").orElseThrow().agrees(first("6 May 2024").orElseThrow()))
                .isTrue();
        assertThat(first("05/06/2024").orElseThrow().agrees(first("5 July 2024").orElseThrow()))
                .isFalse();
        assertThat(first("Monday").orElseThrow().agrees(first("noon").orElseThrow()))
                .isFalse();
    }

    private static Optional<Moment> first(String written) {
        List<List<Word>> sentences = ProseLexer.sentences("x " + written);
        List<Word> words = sentences.get(0).subList(1, sentences.get(0).size());
        return words.isEmpty()
                ? Optional.empty()
                : new MomentReader(words).read(0).map(MomentReader.Reading::moment);
    }
}
