package network.cortensor.sdk.verify.compare;

import org.junit.jupiter.api.Test;

import static network.cortensor.sdk.verify.compare.MeaningFakes.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class CommonPrefixTest {

    private final CommonPrefix prefix = CommonPrefix.create();

    @Test
    void compare_equalBeginning_isCountedInWholeTokens() {
        AnswerText a = prose("The valve opens at four bar and closes at three.");
        AnswerText b = prose("The valve opens at fourteen bar.");
        assertThat(prefix.equalTokens(a, b)).isEqualTo(4);
        assertThat(prefix.equalTokens(b, a)).isEqualTo(4);
        LayerFinding finding = prefix.compare(a, b);
        assertThat(finding.sign()).isEqualTo(Sign.NOTHING);
        assertThat(finding.score()).isEqualTo(4.0 / 11, within(1e-9));
        assertThat(finding.finding()).contains("4 tokens", "too short to tell");
    }

    @Test
    void compare_longEqualBeginningAndOtherEnd_isEvidenceOfOneModelOnly() {
        String common = "one two three four ".repeat(20);
        LayerFinding finding = prefix.compare(prose(common + "yes"), prose(common + "no"));
        assertThat(finding.sign()).isEqualTo(Sign.NOTHING);
        assertThat(finding.finding()).contains("80 tokens", "one model or a copy");
    }

    @Test
    void compare_equalAnswers_areTheSame() {
        LayerFinding finding = prefix.compare(prose("a b\r\n"), prose("a b"));
        assertThat(finding.sign()).isEqualTo(Sign.SAME);
        assertThat(finding.score()).isEqualTo(1);
    }

    @Test
    void compare_oddTexts_haveADefinedFinding() {
        for (String odd : new String[] {"", "\uD800", "\0\1", "   x", "\u4E2D\u6587"}) {
            assertThat(prefix.compare(prose(odd), prose("something else")).sign())
                    .isEqualTo(Sign.NOTHING);
            assertThat(prefix.compare(prose(odd), prose(odd)).sign()).isEqualTo(Sign.SAME);
        }
    }

    @Test
    void compare_answersOfTwoTypes_throws() {
        assertThatThrownBy(() -> prefix.compare(prose("1"), AnswerText.of(TaskType.JSON, "1")))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PROSE and JSON");
    }
}
