package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.car.CarEntry;
import network.cortensor.sdk.ipfs.car.CarReport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Lists the blocks of a CAR file and says whether they are right and complete. */
@Command(
        name = "ls",
        mixinStandardHelpOptions = true,
        description = {
            "List the blocks of a CAR file, each hashed, and say whether everything below its roots is there.",
            "",
            "A line for each block: its CID, its size in bytes and, if its bytes are others, MISMATCH."
        },
        footerHeading = "%nExamples:%n",
        footer = "  examples/run car ls docs.car")
final class CarLsCommand implements Callable<Integer> {

    private final Console console;

    @Parameters(index = "0", paramLabel = "FILE", description = "The CAR file.")
    private Path file = Path.of("");

    CarLsCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (InputStream in = Files.newInputStream(file);
                TransferDisplay display = TransferDisplay.open(console, "checked")) {
            CallOptions call = CallOptions.builder().progress(display).build();
            return print(CarReport.inspect(in, this::print, call)).code();
        } catch (NoSuchFileException e) {
            throw new InvalidRequestException("The CAR file " + file + " does not exist; check the path.", e);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidRequestException("The CAR file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
    }

    private void print(CarEntry entry) {
        console.result(entry.cid() + " " + entry.size() + (entry.matches() ? "" : " MISMATCH"));
    }

    private ExitCode print(CarReport report) {
        for (Cid root : report.roots()) {
            console.result("root " + root);
        }
        for (Cid missing : report.missing()) {
            console.result("missing " + missing);
        }
        return switch (report.verdict()) {
            case COMPLETE -> {
                console.result("complete: " + count(report.blocks(), "block") + ", " + report.size() + " bytes");
                yield ExitCode.OK;
            }
            case MISSING -> {
                console.error("The CAR file " + file + " is not complete: " + count(report.missingCount(), "block")
                        + " below its roots missing; get it anew from whoever made it.");
                yield ExitCode.BLOCK_MISSING;
            }
            case MISMATCH -> {
                console.error("The CAR file " + file + " is corrupt or forged: "
                        + count(report.mismatchedCount(), "block") + " with bytes of another CID; do not use it.");
                yield ExitCode.EVIDENCE;
            }
        };
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
