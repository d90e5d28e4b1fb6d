package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.ContentStore;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Puts content into a folder of blocks. */
@Command(
        name = "add",
        mixinStandardHelpOptions = true,
        description = {
            "Add a file or folder to a store, pin it and print its CID.",
            "",
            "Whoever knows the CID and reaches the store can read the content: seal first what is secret."
        },
        footerHeading = "%nExamples:%n",
        footer = "  examples/run add --store blocks LICENSE")
final class AddCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final StoreOption store = new StoreOption();

    @Mixin
    private final ImportOptions content = new ImportOptions();

    AddCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        try (ContentStore blocks = store.open()) {
            console.result(content.into(blocks, console, true).toString());
        }
        return ExitCode.OK.code();
    }
}
