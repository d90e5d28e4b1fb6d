package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.BlockStore;
import network.cortensor.sdk.ipfs.CallOptions;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.GarbageHold;
import network.cortensor.sdk.ipfs.IpfsPath;
import network.cortensor.sdk.ipfs.gateway.FetchScope;
import network.cortensor.sdk.ipfs.gateway.GatewayClient;
import network.cortensor.sdk.ipfs.gateway.GatewayClientOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.URI;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;

/** Reads content from gateways that nobody has to trust. */
@Command(
        name = "fetch",
        mixinStandardHelpOptions = true,
        description = {
            "Fetch a file or folder from trustless gateways; each block is hashed before its bytes are written.",
            "",
            "Several gateways race: whichever is slow, cut off or lies, the others go on where it stopped."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run fetch CID --gateway http://127.0.0.1:8080 > LICENSE",
            "  examples/run fetch CID/docs --gateway URL --gateway URL --store blocks -o docs"
        })
final class FetchCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final PathParameter content = new PathParameter();

    @Option(
            names = "--gateway",
            required = true,
            paramLabel = "URL",
            description = "Trustless gateway, such as https://gateway.example. May be repeated.")
    private List<URI> gateways = new ArrayList<>();

    @Option(
            names = "--store",
            paramLabel = "DIR",
            description =
                    "Folder that keeps the blocks, so that none is fetched twice, and pins what was asked for. Default:"
                            + " none are kept.")
    private @Nullable Path store;

    @Mixin
    private final OutputOption output = new OutputOption();

    FetchCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        IpfsPath path = content.path();
        try (GatewayClient client = GatewayClient.create(options())) {
            if (store == null) {
                try (ContentStore remote = ContentStore.on(BlockStore.readThrough(BlockStore.discarding(), client))) {
                    output.write(remote, client::open, path, console);
                }
            } else {
                try (ContentStore local = ContentStore.open(store)) {
                    keep(client, path, local);
                    output.write(local, local::get, path, console);
                }
            }
        }
        return ExitCode.OK.code();
    }

    /** Fetches all of it in one stream, and pins what the path leads to. */
    private void keep(GatewayClient client, IpfsPath path, ContentStore local) {
        try (TransferDisplay display = TransferDisplay.open(console, "fetched")) {
            CallOptions call = CallOptions.builder().progress(display).build();
            GarbageHold held = local.holdGarbage(call);
            try {
                local.pin(
                        client.fetch(path, FetchScope.ALL, local.blocks(), call).cid(), call);
            } finally {
                held.close();
            }
        }
    }

    private GatewayClientOptions options() {
        try {
            return GatewayClientOptions.builder(gateways).build();
        } catch (IllegalArgumentException e) {
            throw new InvalidRequestException("--gateway: " + e.getMessage() + ".", e);
        }
    }
}
