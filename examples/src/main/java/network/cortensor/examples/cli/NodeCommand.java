package network.cortensor.examples.cli;

import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.client.LocalNetwork;
import network.cortensor.sdk.client.LocalNetworkOptions;
import network.cortensor.sdk.client.Network;
import network.cortensor.sdk.crypto.KeyAnnouncement;
import network.cortensor.sdk.node.InferenceEngine;
import network.cortensor.sdk.node.LightNode;
import network.cortensor.sdk.staking.NodeRegistration;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/** Runs a local network and shows what its nodes do. */
@Command(
        name = "node",
        mixinStandardHelpOptions = true,
        description = {
            "Run light nodes and show what they do, until Ctrl-C.",
            "",
            "Starts a ledger, a store and light nodes inside this process, finishes what earlier runs on the same store"
                    + " left, and keeps serving. In this version the nodes of one machine talk through the embedded ledger of"
                    + " one process: another process cannot submit tasks to it, and one process at a time can use a store."
        },
        footerHeading = "%nExamples:%n",
        footer = {
            "  examples/run node --nodes 1",
            "  examples/run node --store data --serve-once",
            "  examples/run node --nodes 1 --idle-report --json"
        })
final class NodeCommand implements Callable<Integer> {

    private static final int IDLE_SECONDS = 10;

    private final Console console;
    private final Stopwatch watch;

    @Mixin
    private final LocalOptions local = new LocalOptions();

    @Option(names = "--seconds", paramLabel = "S", description = "Stop after S seconds. Default: serve until Ctrl-C.")
    private @Nullable Integer seconds;

    @Option(names = "--serve-once", description = "Stop as soon as nothing of earlier runs is left to finish.")
    private boolean serveOnce;

    @Option(
            names = "--idle-report",
            description = "Do nothing for the time of --seconds (default " + IDLE_SECONDS
                    + "), then print what the idle process cost: processor time and heap after a collection, and stop.")
    private boolean idleReport;

    @Mixin
    private final CommonOptions common = new CommonOptions();

    NodeCommand(Console console, Stopwatch watch) {
        this.console = console;
        this.watch = watch;
    }

    @Override
    public Integer call() {
        local.check();
        if (seconds != null && (seconds < 1 || seconds > 86_400)) {
            throw new InvalidRequestException("--seconds must be 1 to 86400, found " + seconds + ".");
        }
        Optional<InferenceEngine> engine = local.connect(Duration.ofMinutes(1));
        try {
            return serve(engine).code();
        } finally {
            engine.ifPresent(InferenceEngine::close);
        }
    }

    private ExitCode serve(Optional<InferenceEngine> engine) {
        NodeEvents events = new NodeEvents(console, watch, common.json());
        LocalNetworkOptions options =
                local.prepare(engine).nodeListeners(events::of).build();
        ReceiptFile receipts = ReceiptFile.in(local.store().orElse(Path.of("")));
        local.loadModel();
        try (LocalNetwork network = Network.local(options);
                Progress silent = Progress.silent()) {
            for (LightNode node : network.nodes()) {
                network.ledger().node(node.address()).ifPresent(registration -> introduce(events, registration));
            }
            ExitCode code = ExitCode.OK;
            for (EarlierTasks.Ended ended :
                    new EarlierTasks(network, () -> new TaskLog(silent, watch, receipts, 0)).finish()) {
                if (common.json()) {
                    console.result(ended.json().line());
                } else {
                    ended.print(console);
                }
                code = ended.exitCode() == ExitCode.OK ? code : ended.exitCode();
            }
            if (idleReport) {
                reportIdle();
            } else if (!serveOnce) {
                idle();
            }
            return code;
        } catch (InterruptedException e) {
            // Ctrl-C is how a node is stopped; closing the network has drained it.
            Thread.currentThread().interrupt();
            return ExitCode.OK;
        }
    }

    private static void introduce(NodeEvents events, NodeRegistration registration) {
        events.registered(
                registration.address(),
                registration.stake(),
                KeyAnnouncement.parse(registration.keyAnnouncement()).keyId());
    }

    private void reportIdle() throws InterruptedException {
        IdleReport.Meter meter = IdleReport.start();
        pause(seconds == null ? IDLE_SECONDS : seconds);
        IdleReport report = meter.stop();
        console.result(common.json() ? report.json().line() : report.text());
    }

    private void idle() throws InterruptedException {
        if (!common.json()) {
            console.result("serving; " + (seconds == null ? "Ctrl-C stops" : "stops after " + seconds + " s"));
        }
        pause(seconds == null ? Long.MAX_VALUE : seconds);
    }

    /** The main thread has nothing to do: it waits for the time to pass or for Ctrl-C. */
    private static void pause(long seconds) throws InterruptedException {
        boolean ignored = new CountDownLatch(1).await(seconds, TimeUnit.SECONDS);
    }
}
