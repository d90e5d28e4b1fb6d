package network.cortensor.sdk.internal.facts;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

import static org.assertj.core.api.Assertions.assertThat;

class WordNetTest {

    @ParameterizedTest
    @CsvSource({
        "rise, fall, OPPOSITE", "hot, cold, OPPOSITE", "approved, disapproved, OPPOSITE", "won, lost, OPPOSITE",
                "happy, unhappy, OPPOSITE",
        "increase, decrease, OPPOSITE", "dangerous, safe, OPPOSITE", "car, automobile, CLOSE", "pistol, gun, CLOSE",
                "slicing, cutting, CLOSE",
        "lady, woman, CLOSE", "children, child, CLOSE", "economic, economy, CLOSE", "guitar, trumpet, OTHER_THING",
                "dog, parrot, OTHER_THING",
        "xqzzy, dog, UNKNOWN"
    })
    void relation_twoWords_isTheSameInEitherOrder(String one, String other, WordNet.Relation expected) {
        WordNet wordNet = WordNet.installed().orElseThrow();

        assertThat(wordNet.relation(one, other)).isEqualTo(expected);
        assertThat(wordNet.relation(other, one)).isEqualTo(expected);
    }
}
