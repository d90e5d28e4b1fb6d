package network.cortensor.examples.attack;

import network.cortensor.sdk.crypto.RejectedException.Check;
import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.verify.Layer;
import network.cortensor.sdk.verify.NodeFinding.Standing;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;

import static org.assertj.core.api.Assertions.assertThat;

/** Each attack is stopped, and together they aim at each rule that can refuse. */
class AttacksTest {

    private record Run(Attack attack, AttackOutcome outcome) {}

    private static final List<Run> RUNS = new ArrayList<>();

    @BeforeAll
    static void runAll() throws IOException, InterruptedException {
        for (Attack attack : Attacks.all()) {
            RUNS.add(new Run(attack, attack.run(Ground.embedded())));
        }
    }

    @TestFactory
    Stream<DynamicTest> run_eachAttack_isStopped() {
        return RUNS.stream()
                .map(run -> DynamicTest.dynamicTest(
                        run.attack().name(),
                        () -> assertThat(run.outcome())
                                .as(run.outcome().evidence())
                                .matches(AttackOutcome::stopped)));
    }

    @Test
    void all_names_areDifferentAndInKebabCase() {
        assertThat(Attacks.all())
                .extracting(Attack::name)
                .doesNotHaveDuplicates()
                .allMatch(name -> name.matches("[a-z]+(-[a-z]+)+"));
        assertThat(Attacks.all())
                .extracting(Attack::description)
                .doesNotHaveDuplicates()
                .allMatch(text -> text.endsWith("."));
    }

    @Test
    void all_rulesOfCrypto_areAimedAt() {
        assertThat(fired(Check.class)).isEqualTo(EnumSet.allOf(Check.class));
    }

    @Test
    void all_layersAndStandingsOfEqualAnswers_areSeen() {
        // What it takes a comparator to see is for the benchmark of the comparators.
        assertThat(fired(Layer.class))
                .containsAll(
                        EnumSet.of(Layer.COMMIT_REVEAL, Layer.SEAL, Layer.SIGNATURE, Layer.CHECKSUM, Layer.EMBEDDING));
        assertThat(fired(Standing.class))
                .containsAll(EnumSet.complementOf(EnumSet.of(Standing.ALIKE, Standing.UNDECIDED)));
    }

    @Test
    void all_rulesOfTheLedgerThatGuardAgainstOthers_areAimedAt() {
        assertThat(fired(Reason.class))
                .containsAll(EnumSet.of(
                        Reason.NOT_OWNER, Reason.NOT_ASSIGNED, Reason.WRONG_PHASE, Reason.INSUFFICIENT_BALANCE));
    }

    @Test
    void outcome_oneVariantGetsThrough_isNotStopped() throws IOException, InterruptedException {
        Trial trial = new Trial();
        trial.holds("a check that fires", true, "as it should", "");
        trial.rejected("an act that nobody refuses", Check.CONTEXT, "", () -> {});

        assertThat(trial.outcome().stopped()).isFalse();
        assertThat(trial.outcome().evidence())
                .isEqualTo("GOT THROUGH an act that nobody refuses: expected CONTEXT, found nothing was refused");
    }

    @Test
    void outcome_anotherCheckFires_isNotStopped() throws IOException, InterruptedException {
        Trial trial = new Trial();
        trial.refused("refused for another reason", Reason.NOT_OWNER, () -> {
            throw new LedgerRefusedException(Reason.WRONG_PHASE, "try", "this", "that");
        });

        assertThat(trial.outcome().stopped()).isFalse();
    }

    @Test
    void outcome_nothingTried_isNotStopped() {
        assertThat(new Trial().outcome().stopped()).isFalse();
    }

    private static <E extends Enum<E>> Set<E> fired(Class<E> type) {
        Set<E> fired = EnumSet.noneOf(type);
        for (E constant : type.getEnumConstants()) {
            String word = "(?s).*\\b" + constant.name() + "\\b.*";
            if (RUNS.stream().anyMatch(run -> run.outcome().evidence().matches(word))) {
                fired.add(constant);
            }
        }
        return fired;
    }
}
