package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.ContentStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Prints the CID that content would get. */
@Command(
        name = "cid",
        mixinStandardHelpOptions = true,
        description = "Print the CID of a file or folder, and store nothing.",
        footerHeading = "%nExamples:%n",
        footer = {"  examples/run cid LICENSE", "  examples/run cid --profile v0-2015 docs"})
final class CidCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final ImportOptions content = new ImportOptions();

    CidCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ContentStore store = ContentStore.on(BlockStore.discarding())) {
            console.result(content.into(store, console, false).toString());
        }
        return ExitCode.OK.code();
    }
}
