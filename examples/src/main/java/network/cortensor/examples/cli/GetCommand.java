package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.IpfsPath;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

import java.util.concurrent.Callable;

/** Reads content from a folder of blocks. */
@Command(
        name = "get",
        mixinStandardHelpOptions = true,
        description = "Read a file or folder from a store; each block is hashed before its bytes are written.",
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run get --store blocks CID > LICENSE",
            "  examples/run get --store blocks CID/docs -o docs"
        })
final class GetCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final StoreOption store = new StoreOption();

    @Mixin
    private final OutputOption output = new OutputOption();

    @Mixin
    private final PathParameter content = new PathParameter();

    GetCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        IpfsPath path = content.path();
        try (ContentStore blocks = store.open()) {
            output.write(blocks, blocks::get, path, console);
        }
        return ExitCode.OK.code();
    }
}
