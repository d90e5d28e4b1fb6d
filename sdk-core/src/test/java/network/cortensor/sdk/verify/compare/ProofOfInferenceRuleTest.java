package network.cortensor.sdk.verify.compare;

import org.junit.jupiter.api.Test;

import static network.cortensor.sdk.verify.compare.MeaningFakes.prose;
import static org.assertj.core.api.Assertions.assertThat;

class ProofOfInferenceRuleTest {

    private final ProofOfInferenceRule rule = ProofOfInferenceRule.create();

    @Test
    void compare_changedNumber_isAcceptedByTheRule() {
        // The weakness that the SDK does not share; should this ever fail, the model is not the network's.
        Comparison comparison = rule.compare(
                prose("The reservoir holds 420 million litres of drinking water for the city."),
                prose("The reservoir holds 960 million litres of drinking water for the city."));
        assertThat(comparison.sign()).isEqualTo(Sign.SAME);
        assertThat(comparison.findings().get(0).finding()).contains("all-minilm-l6-v2-q", "0.85 needed");
    }

    @Test
    void compare_unrelatedAnswers_areRejected() {
        Comparison comparison =
                rule.compare(prose("The reservoir holds drinking water."), prose("Chess is played by two people."));
        assertThat(comparison.sign()).isEqualTo(Sign.DIFFERENT);
        assertThat(comparison.probability()).isZero();
    }

    @Test
    void compare_oddTexts_haveADefinedOutcome() {
        for (String odd : new String[] {"", " ", "\uD800", "\0", "x".repeat(2_000_000), "7 ".repeat(500_000)}) {
            assertThat(rule.compare(prose(odd), prose("Chess is played by two people."))
                            .sign())
                    .isEqualTo(Sign.DIFFERENT);
            assertThat(rule.compare(prose(odd), prose(odd)).sign()).isEqualTo(Sign.SAME);
        }
    }
}
