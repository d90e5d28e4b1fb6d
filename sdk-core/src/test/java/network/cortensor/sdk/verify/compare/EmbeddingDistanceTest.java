package network.cortensor.sdk.verify.compare;

import network.cortensor.sdk.verify.EmbeddingModel;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import java.util.Optional;

import static network.cortensor.sdk.verify.compare.MeaningFakes.prose;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class EmbeddingDistanceTest {

    private static final String[] SENTENCES = {
        "The harbour was dug by hand in the winter when the river had frozen over for the third time.",
        "Its walls are made of granite blocks that came by barge from a quarry in the far north.",
        "Two cranes were added later, and the older one of them still lifts the mail boat every spring.",
        "Fishermen pay no fee for a berth, while yachts are charged by the length of their hull.",
        "Since the ferry moved away the eastern basin has been used for nothing but swimming lessons.",
        "The council means to turn the empty sheds into workshops for people who mend wooden boats.",
        "A lamp on the mole burns all night, and its keeper has lived next to it for forty years.",
        "Storms come mostly from the west, so the entrance looks to the south-east behind a long wall."
    };
    private static final String OTHER =
            "Bananas ripen faster in a paper bag because the gas they give off cannot get out of it.";

    private final MeaningFakes.WordBag model = new MeaningFakes.WordBag();
    private final EmbeddingDistance layer =
            EmbeddingDistance.create(model, Calibration.bundled(EmbeddingModel.bgeSmall()));

    private static String text(int replaced, String by) {
        StringBuilder text = new StringBuilder();
        for (int i = 0; i < SENTENCES.length; i++) {
            text.append(i == replaced ? by : SENTENCES[i]).append(' ');
        }
        return text.toString();
    }

    @Test
    void measure_oneBadSentenceInALongText_showsInTheWorst() {
        Closeness closeness =
                layer.measure(prose(text(-1, "")), prose(text(4, OTHER))).orElseThrow();
        assertThat(closeness.mean()).isGreaterThan(0.85);
        assertThat(closeness.worst()).isLessThan(0.4);
    }

    @Test
    void measure_equalPassages_areNotEmbedded() {
        layer.measure(prose(text(-1, "")), prose(text(4, OTHER)));
        assertThat(model.asked).hasValue(2);
    }

    @Test
    void measure_sameAnswerAgain_isEmbeddedOnce() {
        AnswerText answer = prose(text(-1, ""));
        layer.measure(answer, prose(OTHER));
        int asked = model.asked.get();
        layer.measure(answer, prose(OTHER + " So do pears, but they are eaten sooner by those who have bought them."));
        assertThat(model.asked.get() - asked).isLessThanOrEqualTo(2);
    }

    @Test
    void measure_otherOrder_isNoDifference() {
        String turned = SENTENCES[3] + " " + SENTENCES[0] + " " + SENTENCES[1] + " " + SENTENCES[2];
        String straight = SENTENCES[0] + " " + SENTENCES[1] + " " + SENTENCES[2] + " " + SENTENCES[3];
        assertThat(layer.measure(prose(straight), prose(turned)))
                .hasValueSatisfying(closeness -> assertThat(closeness.worst()).isEqualTo(1));
        assertThat(model.asked).hasValue(0);
    }

    @Test
    @Timeout(30)
    void measure_heapsOfMarksThatTheModelDoesNotRead_takesLinearTime() {
        String marks = "\u0301".repeat(300_000) + "\u0323".repeat(300_000);
        EmbeddingDistance blind =
                EmbeddingDistance.create(new MeaningFakes.WordBag(), Calibration.bundled(EmbeddingModel.bgeSmall()));
        assertThat(blind.measure(prose(SENTENCES[0] + " e" + marks), prose(SENTENCES[0] + " e" + marks + "\u0301")))
                .isPresent();
    }

    @Test
    void measure_oneSentenceSplitInTwo_findsBoth() {
        String one = SENTENCES[0].replace(".", "") + " and " + SENTENCES[1];
        String two = SENTENCES[0] + " " + SENTENCES[1];
        String rest = " " + SENTENCES[4] + " " + SENTENCES[5] + " " + SENTENCES[6] + " " + SENTENCES[7];
        Closeness closeness =
                layer.measure(prose(one + rest), prose(two + rest)).orElseThrow();
        assertThat(closeness.worst()).isGreaterThan(0.9);
    }

    @Test
    void measure_eitherOrder_isTheSame() {
        AnswerText a = prose(text(-1, ""));
        AnswerText b = prose(text(2, OTHER) + OTHER);
        Closeness there = layer.measure(a, b).orElseThrow();
        Closeness back = layer.measure(b, a).orElseThrow();
        assertThat(there.mean()).isEqualTo(back.mean(), within(1e-9));
        assertThat(there.worst()).isEqualTo(back.worst(), within(1e-9));
    }

    @Test
    void compare_equalAnswers_areTheSameWithoutAModel() {
        assertThat(layer.compare(prose("x\r\n"), prose("x")).sign()).isEqualTo(Sign.SAME);
        assertThat(model.asked).hasValue(0);
    }

    @Test
    void compare_nothingToEmbed_saysNothing() {
        for (String odd : new String[] {"", " ", "\uD83D\uDE00 \uD83D\uDE00", "***", "\uD800", "\0\1"}) {
            LayerFinding finding = layer.compare(prose(odd), prose("The harbour was dug by hand."));
            assertThat(finding.sign()).isEqualTo(Sign.NOTHING);
            assertThat(finding.finding()).contains("not embedded");
        }
    }

    @Test
    void compare_tooMuchDiffers_saysNothingInBoundedTime() {
        StringBuilder a = new StringBuilder();
        StringBuilder b = new StringBuilder();
        for (int i = 0; i < 20_000; i++) {
            a.append("In the year ").append(i).append(" the harbour was dug once more and nobody noticed. ");
            b.append("In that year number ").append(i).append(" it was not dug by anybody, as far as we know. ");
        }
        assertThat(layer.compare(prose(a.toString()), prose(b.toString())).sign())
                .isEqualTo(Sign.NOTHING);
        assertThat(model.asked).hasValue(0);
        // One sentence of 20,000 replaced: this one can be told.
        String edited =
                a.toString().replace("In the year 777 the harbour was dug once more and nobody noticed.", OTHER);
        assertThat(layer.compare(prose(a.toString()), prose(edited)).sign()).isNotEqualTo(Sign.SAME);
    }

    @Test
    void compare_wordsThatTheModelDoesNotKnow_saysNothing() {
        EmbeddingModel blind = new MeaningFakes.FixedModel(text -> new float[] {1, 2, 3});
        EmbeddingDistance distance = EmbeddingDistance.create(blind, layer.calibration());
        assertThat(distance.compare(prose("qqqq wwww"), prose("zzzz xxxx")).sign())
                .isEqualTo(Sign.NOTHING);
        assertThat(distance.compare(prose("The Caf\u00E9"), prose("the cafe")).sign())
                .isEqualTo(Sign.SAME);
    }

    @Test
    void compare_foreignVectorsThatAreNone_throws() {
        for (float[] vector : new float[][] {{Float.NaN, 1}, {Float.POSITIVE_INFINITY, 1}, {0, 0}, {}}) {
            EmbeddingDistance distance =
                    EmbeddingDistance.create(new MeaningFakes.FixedModel(text -> vector), layer.calibration());
            assertThatThrownBy(() -> distance.compare(prose("one"), prose("two")))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("vector");
        }
        EmbeddingDistance uneven = EmbeddingDistance.create(
                new MeaningFakes.FixedModel(text -> new float[text.length()]), layer.calibration());
        assertThatThrownBy(() -> uneven.compare(prose("one"), prose("three")))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void compare_realModel_tellsAnotherTopicAndABadParagraph() {
        EmbeddingDistance real = EmbeddingDistance.create(EmbeddingModel.bgeSmall());
        assertThat(real.compare(prose(SENTENCES[0]), prose(OTHER)).sign()).isEqualTo(Sign.DIFFERENT);
        String paraphrase =
                "In the winter, when the river was frozen for the third time, people dug the harbour by hand.";
        assertThat(real.compare(prose(SENTENCES[0]), prose(paraphrase)).sign()).isEqualTo(Sign.SAME);
        Optional<Closeness> honest = real.measure(prose(text(-1, "")), prose(text(0, paraphrase)));
        Optional<Closeness> bad = real.measure(prose(text(-1, "")), prose(text(0, OTHER)));
        assertThat(real.calibration().sign(honest.orElseThrow())).isEqualTo(Sign.SAME);
        assertThat(real.calibration().sign(bad.orElseThrow())).isNotEqualTo(Sign.SAME);
    }
}
