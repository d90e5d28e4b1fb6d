package network.cortensor.sdk.verify;

import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.Codec;
import network.cortensor.sdk.staking.SessionId;
import network.cortensor.sdk.staking.TaskId;
import network.cortensor.sdk.verify.VerificationPolicy.Plan;
import network.cortensor.sdk.verify.consensus.Adversary;
import network.cortensor.sdk.verify.consensus.Forecast;
import network.cortensor.sdk.verify.consensus.SequentialTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

class VerificationPolicyTest {

    /** Ways to split a number of nodes over answers a, b, c and silence. */
    private static List<int[]> splits(int nodes) {
        List<int[]> splits = new ArrayList<>();
        for (int a = 0; a <= nodes; a++) {
            for (int b = 0; a + b <= nodes; b++) {
                for (int c = 0; a + b + c <= nodes; c++) {
                    splits.add(new int[] {a, b, c});
                }
            }
        }
        return splits;
    }

    /**
     * The theorem of {@link VerificationPolicy#agreement}, for every n up to 9, every f that is allowed, every number of bad
     * nodes up to f, and every way in which honest and bad nodes can spread over three answers and silence. Which node it is
     * plays no part in any of the statements.
     */
    @Test
    void agreement_allCasesUpToNine_theTheoremHolds() {
        int cases = 0;
        for (int n = 1; n <= 9; n++) {
            for (int f = 0; 3 * f + 1 <= n; f++) {
                int q = VerificationPolicy.agreement(n, f).quorum(n);
                for (int bad = 0; bad <= f; bad++) {
                    for (int[] honest : splits(n - bad)) {
                        for (int[] lies : splits(bad)) {
                            holds(n, f, q, honest, lies);
                            cases++;
                        }
                    }
                }
            }
        }
        System.out.println("agreement(n, f): " + cases + " cases");
        assertThat(cases).isGreaterThan(5_000);
    }

    private static void holds(int n, int f, int q, int[] honest, int[] lies) {
        String what = "n %d, f %d, q %d, honest %s, bad %s"
                .formatted(n, f, q, Arrays.toString(honest), Arrays.toString(lies));
        int bad = lies[0] + lies[1] + lies[2];
        int accepted = 0;
        for (int answer = 0; answer < 3; answer++) {
            if (honest[answer] + lies[answer] >= q) {
                accepted++;
                assertThat(honest[answer]).as("backed: " + what).isGreaterThanOrEqualTo(f + 1);
                assertThat(honest[answer]).as("backed by more honest: " + what).isGreaterThan(lies[answer]);
            }
        }
        assertThat(accepted).as("one answer: " + what).isLessThanOrEqualTo(1);
        boolean agreeing = honest[1] + honest[2] == 0;
        if (agreeing) {
            assertThat(Math.max(lies[1], lies[2])).as("right: " + what).isLessThan(q);
        }
        if (agreeing && honest[0] >= n - f && honest[0] + bad <= n) {
            assertThat(honest[0]).as("live: " + what).isGreaterThanOrEqualTo(q);
        }
    }

    @Test
    void agreement_oneNodeFewer_noQuorumGivesBoth() {
        for (int f = 1; f <= 3; f++) {
            int n = 3 * f;
            for (int q = 1; q <= n; q++) {
                boolean backed = q - f >= f + 1;
                boolean live = n - f >= q;
                assertThat(backed && live).as("n %d, f %d, q %d", n, f, q).isFalse();
            }
            int bad = f;
            assertThatThrownBy(() -> VerificationPolicy.agreement(3 * bad, bad))
                    .hasMessageContaining("at least " + (3 * bad + 1));
        }
        assertThatThrownBy(() -> VerificationPolicy.agreement(4, -1)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationPolicy.agreement(0, 0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationPolicy.agreement(Integer.MAX_VALUE, Integer.MAX_VALUE))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void quorum_eachPolicy_isAsDocumented() {
        assertThat(VerificationPolicy.majority().quorum(5)).isEqualTo(3);
        assertThat(VerificationPolicy.atLeast(2).quorum(5)).isEqualTo(2);
        assertThat(VerificationPolicy.exact().quorum(5)).isEqualTo(5);
        assertThat(VerificationPolicy.agreement(4, 1).quorum(4)).isEqualTo(3);
        assertThat(VerificationPolicy.agreement(9, 1).quorum(9)).isEqualTo(5);
        assertThat(VerificationPolicy.agreement(7, 2).quorum(7)).isEqualTo(5);
        assertThat(VerificationPolicy.audited(0.1).quorum(1)).isEqualTo(1);
        assertThat(VerificationPolicy.adaptive(0.01, 16).quorum(1)).isEqualTo(5);
        assertThatThrownBy(() -> VerificationPolicy.atLeast(0)).isInstanceOf(IllegalArgumentException.class);
    }

    /** The table in the documentation. */
    @ParameterizedTest
    @CsvSource({
        "majority3, 0.1, 0.0280, 2.18", "majority3, 0.3, 0.216, 2.42", "majority3, 0, 0, 2",
        "majority7, 0.1, 0.00273, 4.44", "majority7, 0.3, 0.126, 5.38", "majority7, 0, 0, 4",
        "exact3, 0.1, 0.001, 2.82", "exact3, 0.3, 0.027, 2.58", "exact3, 0, 0, 3",
        "agreement, 0.1, 0.000177, 5.51", "agreement, 0.3, 0.0288, 6.21", "agreement, 0, 0, 5",
        "audited, 0.1, 0.0928, 1.12", "audited, 0.3, 0.292, 1.14", "audited, 0, 0, 1.1",
        "adaptive, 0.1, 0.00001, 7.4", "adaptive, 0.3, 0.0028, 9.8", "adaptive, 0, 0, 5",
    })
    void forecast_policiesOfTheTable_areWhatItSays(String name, double bad, double wrong, double nodes) {
        VerificationPolicy policy = switch (name) {
            case "majority3", "majority7" -> VerificationPolicy.majority();
            case "exact3" -> VerificationPolicy.exact();
            case "agreement" -> VerificationPolicy.agreement(7, 2);
            case "audited" -> VerificationPolicy.audited(0.1);
            default -> VerificationPolicy.adaptive(0.01, 16);
        };
        int asked = name.endsWith("7") ? 7 : 3;
        Forecast forecast = policy.forecast(asked, Adversary.colluding(bad));
        System.out.println(policy + " of " + asked + ", " + bad + " bad: " + forecast);
        assertThat(forecast.wrongAccept()).isEqualTo(wrong, within(0.01 * wrong + 5e-6));
        assertThat(forecast.nodes()).isEqualTo(nodes, within(0.06));
        assertThat(policy.expectedNodes(asked, bad)).isEqualTo(forecast.nodes());
    }

    @Test
    void planFor_wantedError_isKeptAndCheaperThanMajorities() {
        for (double bad : new double[] {0.05, 0.1, 0.2, 0.3}) {
            for (double wanted : new double[] {0.05, 0.01, 0.001}) {
                Optional<Plan> plan = VerificationPolicy.planFor(wanted, Adversary.colluding(bad));
                System.out.println(bad + " colluding, " + wanted + " wanted: "
                        + plan.map(p -> p.policy() + ": " + p.forecast()).orElse("none"));
                assertThat(plan).as("%s %s", bad, wanted).isPresent();
                assertThat(plan.get().forecast().wrongAccept()).isLessThanOrEqualTo(wanted);
                assertThat(plan.get().forecast().noAnswer()).isLessThanOrEqualTo(0.05);
                assertThat(plan.get().forecast().nodes())
                        .isLessThanOrEqualTo(plan.get().nodes());
            }
        }
        assertThat(VerificationPolicy.planFor(0.01, Adversary.colluding(0.3))
                        .orElseThrow()
                        .forecast()
                        .nodes())
                .as("Wald's bound for strangers")
                .isGreaterThan(8);
    }

    @Test
    void planFor_whatCannotBeHad_isEmpty() {
        assertThat(VerificationPolicy.planFor(0.01, Adversary.colluding(0.48))).isEmpty();
        assertThat(VerificationPolicy.planFor(0.01, Adversary.colluding(0.6))).isEmpty();
        assertThat(VerificationPolicy.planFor(0.01, Adversary.colluding(0), 0)).isPresent();
        assertThatThrownBy(() -> VerificationPolicy.planFor(0, Adversary.colluding(0.1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> VerificationPolicy.planFor(0.1, Adversary.colluding(0.1), Double.NaN))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static TaskFacts task(long number) {
        return TaskFacts.of(
                31337, new TaskId(new SessionId(7), number), Cid.of(Codec.RAW, new byte[32]), new byte[32], 1);
    }

    @Test
    void audited_draws_areTheRateAndFollowFromTheKey() {
        byte[] key = new byte[32];
        VerificationPolicy policy = VerificationPolicy.audited(0.1, key);
        VerificationPolicy again = VerificationPolicy.audited(0.1, key.clone());
        key[0] = 1;
        VerificationPolicy other = VerificationPolicy.audited(0.1, key);
        int drawn = 0;
        int differing = 0;
        for (long number = 1; number <= 10_000; number++) {
            boolean audit = policy.mostNodes(task(number)) == VerificationPolicy.AUDITORS;
            assertThat(again.mostNodes(task(number))).isEqualTo(policy.mostNodes(task(number)));
            assertThat(policy.quorum(task(number))).isEqualTo(audit ? 2 : 1);
            drawn += audit ? 1 : 0;
            differing += other.mostNodes(task(number)) == policy.mostNodes(task(number)) ? 0 : 1;
        }
        assertThat(drawn).isBetween(880, 1120);
        assertThat(differing).isGreaterThan(1000);
        assertThat(VerificationPolicy.audited(1).mostNodes(task(1))).isEqualTo(3);
        for (double wrong : new double[] {0, 1.1, Double.NaN}) {
            assertThatThrownBy(() -> VerificationPolicy.audited(wrong)).isInstanceOf(IllegalArgumentException.class);
        }
        assertThatThrownBy(() -> VerificationPolicy.audited(0.1, new byte[31])).hasMessageContaining("32 bytes");
        assertThat(policy.toString()).doesNotContain("key");
    }

    @Test
    void adaptive_ofATest_takesItsAssumption() {
        VerificationPolicy policy =
                VerificationPolicy.adaptive(SequentialTest.of(0.01, 16).assuming(0.05));
        assertThat(policy.quorum(1)).isEqualTo(2);
        assertThat(policy.mostNodes(task(1))).isEqualTo(16);
        assertThatThrownBy(() -> VerificationPolicy.adaptive(0.001, 2)).hasMessageContaining("at least 3");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "majority",
                "exact",
                "at-least:4",
                "agreement:4:1",
                "audited:0.05",
                "adaptive:0.01:7",
                "adaptive:0.01:7:0.3"
            })
    void parse_notation_isReadAndWrittenAlike(String notation) {
        VerificationPolicy policy = VerificationPolicy.parse(notation);
        assertThat(policy.notation()).isEqualTo(notation);
        assertThat(VerificationPolicy.parse(policy.notation()).toString()).isEqualTo(policy.toString());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "most",
                "majority:3",
                "exact:",
                "at-least:0",
                "at-least:two",
                "agreement:3:1",
                "agreement:4",
                "audited:0",
                "audited:NaN",
                "audited:1.5",
                "adaptive:0.01:1",
                "adaptive:0.6:7",
                "adaptive:0.01:7:0.5",
                "adaptive:0.01:7:0.3:1"
            })
    void parse_somethingElse_isRefused(String notation) {
        assertThatThrownBy(() -> VerificationPolicy.parse(notation)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void resolvedFor_audited_isOneNodeOrTwoOfThreeAsItWasDrawn() {
        TaskFacts facts =
                TaskFacts.of(1, new TaskId(new SessionId(1), 1), Cid.of(Codec.RAW, new byte[32]), new byte[32], 1);
        VerificationPolicy drawn = VerificationPolicy.audited(1).resolvedFor(facts);
        assertThat(drawn.notation()).isEqualTo("agreement:3:0");
        assertThat(drawn.quorum(facts)).isEqualTo(VerificationPolicy.audited(1).quorum(facts));
        assertThat(drawn.mostNodes(facts)).isEqualTo(VerificationPolicy.AUDITORS);

        VerificationPolicy spared = VerificationPolicy.audited(1e-15).resolvedFor(facts);
        assertThat(spared.mostNodes(facts)).isEqualTo(1);
        assertThat(spared.quorum(facts)).isEqualTo(1);
        assertThat(VerificationPolicy.exact().resolvedFor(facts).notation()).isEqualTo("exact");
    }
}
