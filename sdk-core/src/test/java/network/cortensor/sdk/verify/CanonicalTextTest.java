package network.cortensor.sdk.verify;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

class CanonicalTextTest {

    @ParameterizedTest
    @ValueSource(strings = {"one\ntwo", "one\r\ntwo", "one\rtwo", "one  \ntwo\t\n\n", "one\ntwo\n"})
    void of_sameTextForAReader_isEqual(String text) {
        assertThat(CanonicalText.of(text)).isEqualTo(CanonicalText.of("one\ntwo"));
    }

    @Test
    void of_composedAndDecomposedLetters_areEqual() {
        assertThat(CanonicalText.of("caf\u00e9")).isEqualTo(CanonicalText.of("cafe\u0301"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"One\ntwo", " one\ntwo", "one two", "one\n\ntwo", "one\ntwo.", ""})
    void of_otherText_isNotEqual(String text) {
        assertThat(CanonicalText.of(text)).isNotEqualTo(CanonicalText.of("one\ntwo"));
    }

    /** The marks above a letter sort behind those below it, one by one: with a million of each, that took half an hour. */
    @Test
    @Timeout(20)
    void of_marksInTheWorstOrder_takesLinearTime() {
        String hostile = "a" + "\u0301".repeat(1_000_000) + "\u0323".repeat(1_000_000);
        assertThat(CanonicalText.of(hostile).text()).isEqualTo(hostile);
        String inHeaps = ("a" + "\u0301".repeat(32) + "\u0323".repeat(32)).repeat(30_000);
        assertThat(CanonicalText.of(inHeaps))
                .isEqualTo(CanonicalText.of(CanonicalText.of(inHeaps).text()));
    }

    @Test
    void digest_otherSalt_isAnotherDigest() {
        byte[] salt = new byte[32];
        byte[] other = new byte[32];
        other[31] = 1;
        CanonicalText text = CanonicalText.of("yes");
        assertThat(text.digest(salt)).isEqualTo(CanonicalText.of("yes\n").digest(salt));
        assertThat(text.digest(salt)).isNotEqualTo(text.digest(other));
        assertThatThrownBy(() -> text.digest(new byte[31])).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void toString_answer_isNotShown() {
        assertThat(CanonicalText.of("the secret answer").toString()).doesNotContain("secret");
    }
}
