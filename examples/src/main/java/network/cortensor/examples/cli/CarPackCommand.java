package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.Cid;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.Durability;
import network.cortensor.sdk.ipfs.FileBlockStoreOptions;
import network.cortensor.sdk.ipfs.car.CarWriter;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Stream;

/** Makes a CAR file of content. */
@Command(
        name = "pack",
        mixinStandardHelpOptions = true,
        description = {
            "Pack a file or folder into a new CAR file and print its CID.",
            "",
            "The root comes first in the file, so the blocks wait in a folder beside it until they are all known."
        },
        footerHeading = "%nExamples:%n",
        footer = "  examples/run car pack -o docs.car docs")
final class CarPackCommand implements Callable<Integer> {

    private final Console console;

    @Option(
            names = {"-o", "--output"},
            required = true,
            paramLabel = "CAR",
            description = "The CAR file to make; must not exist.")
    private Path target = Path.of("");

    @Mixin
    private final ImportOptions content = new ImportOptions();

    CarPackCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try {
            console.result(pack().toString());
        } catch (FileAlreadyExistsException e) {
            throw new InvalidRequestException("The CAR file " + target + " exists; name a new one.", e);
        } catch (IOException | UncheckedIOException e) {
            throw new CommandFailedException(
                    ExitCode.UNAVAILABLE, "The CAR file " + target + " cannot be written: " + e.getMessage() + ".", e);
        }
        return ExitCode.OK.code();
    }

    private Cid pack() throws IOException {
        Path file = target.toAbsolutePath();
        if (Files.exists(file)) {
            throw new FileAlreadyExistsException(file.toString());
        }
        Path folder = Files.createTempDirectory(file.getParent(), ".car-pack");
        try (ContentStore store = ContentStore.on(BlockStore.files(
                folder,
                FileBlockStoreOptions.builder().durability(Durability.NONE).build()))) {
            Cid root = content.into(store, console, false);
            write(store, root, folder.resolve("car"));
            // Under its name the file is there whole or not at all.
            Files.move(folder.resolve("car"), file);
            return root;
        } finally {
            delete(folder);
        }
    }

    private void write(ContentStore store, Cid root, Path car) throws IOException {
        try (OutputStream out = Files.newOutputStream(car, StandardOpenOption.CREATE_NEW);
                CarWriter writer = CarWriter.create(out, List.of(root));
                TransferDisplay display = TransferDisplay.open(console, "packed")) {
            writer.writeDag(
                    store.blocks(),
                    root,
                    CallOptions.builder().progress(display).build());
        }
    }

    private static void delete(Path folder) throws IOException {
        try (Stream<Path> all = Files.walk(folder)) {
            for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
