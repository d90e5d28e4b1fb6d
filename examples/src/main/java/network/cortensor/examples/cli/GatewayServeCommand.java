package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.ipfs.ContentStore;
import network.cortensor.sdk.ipfs.gateway.GatewayServer;
import network.cortensor.sdk.ipfs.gateway.GatewayServerOptions;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/** Serves a folder of blocks to others. */
@Command(
        name = "serve",
        mixinStandardHelpOptions = true,
        description = {
            "Serve a store as a trustless gateway, until Ctrl-C.",
            "",
            "Hands out blocks and CARs, which whoever asks verifies; never the content itself. Whoever knows a CID gets it."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run gateway serve --store blocks --port 8080",
            "  examples/run fetch CID --gateway http://127.0.0.1:8080 > LICENSE"
        })
final class GatewayServeCommand implements Callable<Integer> {

    private final Console console;

    @Mixin
    private final StoreOption store = new StoreOption();

    @Option(
            names = "--host",
            paramLabel = "HOST",
            defaultValue = "127.0.0.1",
            description = "Address to listen on. Default: ${DEFAULT-VALUE}, this machine only.")
    private String host = "127.0.0.1";

    @Option(
            names = "--port",
            paramLabel = "PORT",
            defaultValue = "0",
            description = "Port; 0 takes a free one. Default: 0.")
    private int port;

    @Option(
            names = "--seconds",
            paramLabel = "N",
            description = "Stop after N seconds, 1 to 86400. Default: at Ctrl-C.")
    private @Nullable Integer seconds;

    GatewayServeCommand(Console console) {
        this.console = console;
    }

    @Override
    public Integer call() {
        if (port < 0 || port > 65_535) {
            throw new InvalidRequestException("--port must be 0 to 65535, found " + port + ".");
        }
        if (seconds != null && (seconds < 1 || seconds > 86_400)) {
            throw new InvalidRequestException("--seconds must be 1 to 86400, found " + seconds + ".");
        }
        GatewayServerOptions options =
                GatewayServerOptions.builder().address(address()).build();
        try (ContentStore content = store.open();
                GatewayServer server = GatewayServer.start(content.blocks(), options)) {
            console.result("serving at " + server.uri());
            TimeUnit.SECONDS.sleep(seconds == null ? Long.MAX_VALUE : seconds);
        } catch (InterruptedException e) {
            // Ctrl-C is how a gateway is stopped; closing it has drained it.
            Thread.currentThread().interrupt();
        }
        return ExitCode.OK.code();
    }

    private InetSocketAddress address() {
        try {
            return new InetSocketAddress(InetAddress.getByName(host), port);
        } catch (UnknownHostException e) {
            throw new InvalidRequestException("--host " + host + " is no address of this machine.", e);
        }
    }
}
