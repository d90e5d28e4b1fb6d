package network.cortensor.examples.cli;

import network.cortensor.examples.attack.Attack;
import network.cortensor.examples.attack.Attacks;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class AttackCommandTest {

    @Test
    void attack_list_namesThemAllAndRunsNone() {
        Cli.Run run = Cli.run("attack", "--list").succeeds();

        assertThat(run.out().lines().map(line -> line.substring(0, line.indexOf(' '))))
                .containsExactlyElementsOf(
                        Attacks.all().stream().map(Attack::name).toList());
    }

    @Test
    void attack_one_saysHowItWasStopped() {
        Attack first = Attacks.all().get(0);

        Cli.Run run = Cli.run("attack", first.name()).succeeds();

        assertThat(run.out().lines()).hasSize(1);
        assertThat(run.out()).startsWith(first.name() + "  ").containsPattern("  (refused|detected)  ");
    }

    @Test
    void attack_unknown_pointsToTheList() {
        Cli.run("attack", "steal-everything").failsWith(ExitCode.BAD_INPUT, "'steal-everything'", "--list");
    }

    @Test
    void attack_noName_pointsToTheList() {
        Cli.run("attack").failsWith(ExitCode.BAD_INPUT, "--list");
    }
}
