package network.cortensor.examples.cli;

import network.cortensor.examples.attack.Attack;
import network.cortensor.examples.attack.AttackOutcome;
import network.cortensor.examples.attack.Attacks;
import network.cortensor.examples.attack.ChainGround;
import network.cortensor.examples.attack.Ground;
import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs attacks against the real code and shows which check stopped each. */
@Command(
        name = "attack",
        mixinStandardHelpOptions = true,
        description = {
            "Run attacks against the real code and show which check stops each.",
            "",
            "Each attack is tried in a world of its own inside this process: a store, a ledger, a node or a stranger lies."
                    + " It counts as stopped only when the very check that it is aimed at fires. 'refused' means that the"
                    + " act itself was refused; 'detected', that it was found out and named. With --chain anvil the ledger"
                    + " is contracts on a chain for development."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run attack all",
            "  examples/run attack tampered-receipt",
            "  examples/run attack all --chain anvil",
            "  examples/run attack --list"
        })
final class AttackCommand implements Callable<Integer> {

    private static final String ALL = "all";

    private final Console console;

    @Parameters(paramLabel = "NAME", arity = "0..1", description = "An attack, or 'all'.")
    private String name = "";

    @Option(names = "--list", description = "Print the attacks' names and what they try, and run none.")
    private boolean list;

    @Mixin
    private final ChainOption chain = new ChainOption();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    AttackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        chain.check(Optional.empty());
        if (chain.named() && !chain.startsAnvil()) {
            throw new InvalidRequestException(
                    "Attacks move the chain's clock and take it back: they need a chain of their own, '--chain anvil'.");
        }
        List<Attack> known = Attacks.all();
        if (list) {
            print(known);
            return ExitCode.OK.code();
        }
        List<Attack> chosen = known.stream()
                .filter(attack -> name.equals(ALL) || name.equals(attack.name()))
                .toList();
        if (chosen.isEmpty()) {
            throw new InvalidRequestException(
                    name.isEmpty()
                            ? "Name an attack, or say 'all'; --list shows them."
                            : "There is no attack '" + name + "'; --list shows them.");
        }
        if (!chain.named()) {
            return run(chosen, Ground.embedded()).code();
        }
        try (ChainGround ground = ChainGround.start(chain.program())) {
            return run(chosen, ground).code();
        }
    }

    private void print(List<Attack> attacks) {
        if (common.json()) {
            List<Json> entries = attacks.stream()
                    .map(attack -> Json.object().put("name", attack.name()).put("description", attack.description()))
                    .toList();
            console.result(Json.object().put("attacks", entries).line());
        } else {
            attacks.forEach(attack -> console.result(column(attacks, attack) + attack.description()));
        }
    }

    private ExitCode run(List<Attack> attacks, Ground ground) {
        List<Json> entries = new ArrayList<>();
        List<String> through = new ArrayList<>();
        for (Attack attack : attacks) {
            AttackOutcome outcome = attempt(attack, ground);
            String result = outcome.stopped() ? attack.defence().name().toLowerCase(Locale.ROOT) : "GOT THROUGH";
            if (!outcome.stopped()) {
                through.add(attack.name());
            }
            if (common.json()) {
                entries.add(Json.object()
                        .put("name", attack.name())
                        .put("stopped", outcome.stopped())
                        .put("result", result)
                        .put("evidence", outcome.evidence()));
            } else {
                console.result(column(attacks, attack)
                        + String.format("%-8s  ", result)
                        + outcome.evidence().replaceAll("\\s+", " "));
            }
        }
        int stopped = attacks.size() - through.size();
        if (common.json()) {
            console.result(Json.object()
                    .put("attacks", entries)
                    .put("tried", attacks.size())
                    .put("stopped", stopped)
                    .line());
        } else if (attacks.size() > 1) {
            console.result("");
            console.result(stopped + " of " + attacks.size() + " attacks stopped");
        }
        if (!through.isEmpty()) {
            console.error("Attacks got through: " + String.join(", ", through) + ".");
            return ExitCode.ATTACK_SUCCEEDED;
        }
        return ExitCode.OK;
    }

    private static AttackOutcome attempt(Attack attack, Ground ground) {
        try {
            return attack.run(ground);
        } catch (IOException e) {
            throw new UnavailableException(
                    "The attack " + attack.name() + " could not be tried: the file system failed.", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancelledException("Cancelled while the attack " + attack.name() + " was tried.", e);
        } catch (CancelledException e) {
            throw e;
        } catch (RuntimeException e) {
            // An attack that does not come to its end was not stopped by the check that it is aimed at.
            return new AttackOutcome(false, "aborted: " + e.getClass().getSimpleName() + ": " + e.getMessage());
        }
    }

    /** Returns the attack's name, padded to the longest of them. */
    private static String column(List<Attack> attacks, Attack attack) {
        int width = attacks.stream().mapToInt(a -> a.name().length()).max().orElse(0);
        return attack.name() + " ".repeat(width - attack.name().length() + 2);
    }
}
