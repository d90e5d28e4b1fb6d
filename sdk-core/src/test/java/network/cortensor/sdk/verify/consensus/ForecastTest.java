package network.cortensor.sdk.verify.consensus;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class ForecastTest {

    private static double binomial(int n, double p, int from) {
        double sum = 0;
        for (int k = from; k <= n; k++) {
            double term = 1;
            for (int i = 0; i < k; i++) {
                term *= (n - i) / (double) (i + 1) * p;
            }
            sum += term * Math.pow(1 - p, n - k);
        }
        return sum;
    }

    /** The known chances that a random majority is bad: 10 % bad nodes, 3, 5, 7 and 9 asked, and so on. */
    @ParameterizedTest
    @CsvSource({
        "3, 0.1, 0.028", "5, 0.1, 0.00856", "7, 0.1, 0.00273", "9, 0.1, 0.00089",
        "3, 0.2, 0.104", "5, 0.2, 0.0579", "3, 0.3, 0.216", "7, 0.3, 0.126",
    })
    void of_majorityAndColludingNodes_isTheBinomialTail(int nodes, double bad, double known) {
        int quorum = nodes / 2 + 1;
        Forecast forecast = Forecast.of(StoppingRule.quorum(quorum, nodes), Adversary.colluding(bad), nodes);
        assertThat(forecast.wrongAccept()).isEqualTo(binomial(nodes, bad, quorum), within(1e-12));
        assertThat(forecast.wrongAccept()).isEqualTo(known, within(5e-5));
        assertThat(forecast.rightAccept()).isEqualTo(binomial(nodes, 1 - bad, quorum), within(1e-12));
    }

    @ParameterizedTest
    @ValueSource(doubles = {0, 0.1, 0.3, 0.45, 1})
    void of_anyRule_sharesAddUpToOne(double bad) {
        for (boolean colluding : new boolean[] {true, false}) {
            for (double deviation : new double[] {0, 0.05, 1}) {
                Adversary adversary = new Adversary(bad, colluding, deviation);
                Forecast forecast = Forecast.of(StoppingRule.quorum(3, 7), adversary, 7);
                assertThat(forecast.wrongAccept() + forecast.rightAccept() + forecast.noAnswer())
                        .as("%s", adversary)
                        .isEqualTo(1, within(1e-9));
                assertThat(forecast.nodes()).isBetween(3.0, 7.0);
            }
        }
    }

    @Test
    void of_independentNodes_neverAgreeOnAWrongAnswer() {
        Forecast forecast = Forecast.of(StoppingRule.quorum(2, 5), Adversary.independent(0.4), 5);
        assertThat(forecast.wrongAccept()).isZero();
        assertThat(forecast.rightAccept()).isEqualTo(binomial(5, 0.6, 2), within(1e-12));
    }

    @Test
    void of_oneNode_isRightWhenTheNodeIs() {
        Forecast forecast = Forecast.of(StoppingRule.quorum(1, 1), Adversary.independent(0.3), 1);
        assertThat(forecast.wrongAccept()).isEqualTo(0.3, within(1e-12));
        assertThat(forecast.nodes()).isEqualTo(1, within(1e-12));
    }

    @Test
    void of_honestNodesThatDeviate_costAnswersAndNoErrors() {
        Forecast forecast =
                Forecast.of(StoppingRule.quorum(3, 5), Adversary.colluding(0).withHonestDeviation(0.2), 5);
        assertThat(forecast.wrongAccept()).isZero();
        assertThat(forecast.noAnswer()).isEqualTo(1 - binomial(5, 0.8, 3), within(1e-12));
    }

    @Test
    void of_numbersOutOfRange_areRefused() {
        assertThatThrownBy(() -> Forecast.of(StoppingRule.quorum(1, 1), Adversary.colluding(0), 0))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Forecast.of(StoppingRule.quorum(1, 1), Adversary.colluding(0), 129))
                .isInstanceOf(IllegalArgumentException.class);
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> Adversary.colluding(wrong)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> Adversary.colluding(0).withHonestDeviation(wrong))
                    .isInstanceOf(IllegalArgumentException.class);
        }
    }

    @Test
    void tasksUntilCaught_knownRates_areTheKnownNumbers() {
        assertThat(Audit.tasksUntilCaught(0.05, 0.1, 0.99)).isEqualTo(919);
        assertThat(Audit.tasksUntilCaught(0.1, 0.1, 0.99)).isEqualTo(459);
        assertThat(Audit.tasksUntilCaught(1, 1, 0.99)).isEqualTo(1);
        assertThat(Audit.deterringRate(1, 9)).isEqualTo(0.1, within(1e-12));
        assertThatThrownBy(() -> Audit.tasksUntilCaught(0, 0.1, 0.99)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Audit.deterringRate(Double.NaN, 1)).isInstanceOf(IllegalArgumentException.class);
    }
}
