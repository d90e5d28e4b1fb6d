package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.ContentStore;
import picocli.CommandLine.Option;

import java.nio.file.Path;

/** The folder of blocks that a command works on. */
final class StoreOption {

    @Option(
            names = "--store",
            required = true,
            paramLabel = "DIR",
            description = "Folder that keeps the blocks; made if there is none.")
    private Path folder = Path.of("");

    /** Opens the folder; the caller closes it. */
    ContentStore open() {
        return ContentStore.open(folder);
    }
}
