package network.cortensor.sdk.ipfs.internal.dag;

import network.cortensor.sdk.ipfs.MalformedException;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class EntityBytesTest {
    @ParameterizedTest
    @CsvSource({
        "0:*, 100, 0, 99",
        "0:99, 100, 0, 99",
        "0:0, 100, 0, 0",
        "512:1023, 2000, 512, 1023",
        "499:-1000, 2000, 499, 1000",
        "-10:*, 100, 90, 99",
        "-1024:*, 100, 0, 99",
        "-10:-5, 100, 90, 95",
        "99:*, 100, 99, 99",
        "50:1000, 100, 50, 99",
        "0:9223372036854775807, 100, 0, 99",
        "-9223372036854775808:*, 9223372036854775807, 0, 9223372036854775806",
    })
    void within_partInTheFile_isThatPart(String parameter, long size, long first, long last) {
        assertThat(EntityBytes.parse(parameter).within(size)).isEqualTo(new EntityBytes.Span(first, last));
    }

    @ParameterizedTest
    @CsvSource({
        "100:*, 100",
        "100:200, 100",
        "5:4, 100",
        "0:-101, 100",
        "50:-60, 100",
        "0:*, 0",
        "-5:*, 0",
        "0:-9223372036854775808, 100",
        "9223372036854775807:*, 9223372036854775807"
    })
    void within_nothingInTheFile_isEmpty(String parameter, long size) {
        assertThat(EntityBytes.parse(parameter).within(size).isEmpty()).isTrue();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                ":",
                "0",
                "0:",
                ":5",
                "*:5",
                "*:*",
                "0:*5",
                " 0:5",
                "0:5 ",
                "+1:5",
                "0-5",
                "0:5:6",
                "a:b",
                "1.0:2",
                "0x1:2",
                "9223372036854775808:*",
                "0:99999999999999999999",
                "--1:*",
                "٣:*"
            })
    void parse_otherForms_areRefused(String parameter) {
        assertThatThrownBy(() -> EntityBytes.parse(parameter)).isInstanceOf(MalformedException.class);
    }

    @ParameterizedTest
    @ValueSource(strings = {"0:*", "0:5", "-7:-2", "-7:*"})
    void toString_isTheParameter(String parameter) {
        assertThat(EntityBytes.parse(parameter)).hasToString(parameter).isEqualTo(EntityBytes.parse(parameter));
    }
}
