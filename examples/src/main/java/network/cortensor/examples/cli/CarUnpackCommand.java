package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.GarbageHold;
import network.cortensor.sdk.ipfs.car.CarLimits;
import network.cortensor.sdk.ipfs.car.CarReader;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Parameters;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.concurrent.Callable;

/** Puts the blocks of a CAR file into a store. */
@Command(
        name = "unpack",
        mixinStandardHelpOptions = true,
        description = {
            "Put the blocks of a CAR file into a store, each hashed before, and pin its roots.",
            "",
            "Prints the roots; 'get' reads what is below them. A file that is not complete is not pinned."
        },
        footerHeading = "%nExamples:%n",
        footer = "  examples/run car unpack --store blocks docs.car")
final class CarUnpackCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final StoreOption store = new StoreOption();

    @Parameters(index = "0", paramLabel = "FILE", description = "The CAR file.")
    private Path file = Path.of("");

    CarUnpackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (InputStream in = Files.newInputStream(file);
                TransferDisplay display = TransferDisplay.open(console, "stored");
                ContentStore content = store.open()) {
            CallOptions call = CallOptions.builder().progress(display).build();
            // Nothing is collected between the first block and the pin.
            GarbageHold held = content.holdGarbage(call);
            try (CarReader reader = CarReader.open(in, CarLimits.none(), call)) {
                reader.transferTo(content.blocks());
                for (Cid root : reader.roots()) {
                    content.pin(root, call);
                    console.result(root.toString());
                }
            } finally {
                held.close();
            }
        } catch (NoSuchFileException e) {
            throw new InvalidRequestException("The CAR file " + file + " does not exist; check the path.", e);
        } catch (IOException | UncheckedIOException e) {
            throw new InvalidRequestException("The CAR file " + file + " cannot be read: " + e.getMessage() + ".", e);
        }
        return ExitCode.OK.code();
    }
}
