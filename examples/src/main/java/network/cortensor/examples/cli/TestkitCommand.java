package network.cortensor.examples.cli;

import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;

/** Runs files of the age test kit as they are. */
@Command(
        name = "testkit",
        mixinStandardHelpOptions = true,
        description = {
            "Run files of the age test kit (C2SP/CCTV) and print what differs.",
            "",
            "One line for each file: 'PASS name', or 'FAIL name' with what was expected and found. Compared are the class"
                    + " of the outcome and the SHA-256 of all that was released before a failure."
        },
        footerHeading = "%nExamples:%n",
        footer = "  examples/run testkit vectors/age/*")
final class TestkitCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(paramLabel = "FILE", arity = "1..*", description = "Files of the kit.")
    private List<Path> files = new ArrayList<>();

    @Mixin
    private final CommonOptions common = new CommonOptions();

    TestkitCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        List<Json> results = new ArrayList<>();
        int failed = 0;
        for (Path file : files) {
            String name = String.valueOf(file.getFileName());
            Optional<String> difference = difference(file);
            failed += difference.isPresent() ? 1 : 0;
            if (common.json()) {
                Json result = Json.object().put("name", name).put("pass", difference.isEmpty());
                results.add(
                        difference.map(text -> result.put("difference", text)).orElse(result));
            } else {
                console.result(
                        difference.map(text -> "FAIL " + name + ": " + text).orElse("PASS " + name));
            }
        }
        if (common.json()) {
            console.result(Json.object()
                    .put("passed", files.size() - failed)
                    .put("failed", failed)
                    .put("files", results)
                    .line());
        }
        return (failed == 0 ? ExitCode.OK : ExitCode.EVIDENCE).code();
    }

    private static Optional<String> difference(Path file) {
        try {
            return TestkitFile.read(file).difference();
        } catch (CommandFailedException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        }
    }
}
