package network.cortensor.examples.cli;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import static org.assertj.core.api.Assertions.assertThat;

class HelpTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "ask",
                "receipt verify",
                "attack",
                "node",
                "bench loop",
                "bench ipfs",
                "keygen",
                "seal",
                "open",
                "testkit",
                "cid",
                "add",
                "get",
                "fetch",
                "car pack",
                "car unpack",
                "car ls",
                "gateway serve",
                "bench chain",
                "bench verify",
                "bench model",
                "chain dev",
                "stake deposit",
                "stake withdraw",
                "stake status",
                "session create",
                "session list",
                "session fund",
                "node register",
                "node status",
                "proof check"
            })
    void help_ofACommand_needsNoManual(String command) {
        Cli.Run run = Cli.run((command + " --help").split(" ")).succeeds();

        assertThat(run.out()).contains("Usage: examples/run " + command, "Exit codes:", "Examples:", "--debug");
        assertThat(run.out().lines()).allMatch(line -> line.length() <= 80);
    }

    @Test
    void help_ofTheProgram_listsCommandsAndEveryExitCode() {
        Cli.Run run = Cli.run("--help").succeeds();

        assertThat(run.out())
                .contains("ask", "receipt", "attack", "node", "bench", "keygen", "seal", "open", "testkit")
                .contains("cid", "add", "get", "fetch", "car", "gateway")
                .contains("chain", "stake", "session", "proof");
        for (ExitCode code : ExitCode.values()) {
            assertThat(run.out()).containsPattern("(?m)^ +" + code.code() + " ").contains(code.meaning());
        }
    }

    @Test
    void version_ofACommand_isTheProgramsOwn() {
        assertThat(Cli.run("ask", "--version").succeeds().out()).startsWith("Cortensor SDK for Java ");
    }
}
