package network.cortensor.sdk.ipfs.peers;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * A script of {@code src/test/peers/node} that answers requests, one JSON value a line each way; what they mean is said at
 * the top of each script. For one thread.
 */
public final class NodePeer implements AutoCloseable {

    /** Far more than the slowest request needs on a busy machine. */
    private static final long DEADLINE_SECONDS = 120;

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String command;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader replies;

    private NodePeer(List<String> command) throws IOException {
        this.command = String.join(" ", command);
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.requests = process.outputWriter(StandardCharsets.UTF_8);
        this.replies = process.inputReader(StandardCharsets.UTF_8);
    }

    /** Names content by CIDs with {@code ipfs-unixfs-importer}. Skips the calling test where the peers are not there. */
    public static NodePeer importer(Class<?> test) throws IOException {
        return start(test, "importer.mjs");
    }

    /**
     * Fetches with {@code @helia/verified-fetch} from these gateways and from nowhere else. Skips the calling test where
     * the peers are not there.
     *
     * @param gateways URLs of trustless gateways; {@code http} and loopback addresses are fine
     */
    public static NodePeer verifiedFetch(Class<?> test, Object... gateways) throws IOException {
        return start(test, "verified-fetch.mjs", gateways);
    }

    /**
     * Calls an RPC API with {@code kubo-rpc-client}. Skips the calling test where the peers are not there.
     *
     * @param rpc the URL of the API, without {@code /api/v0}
     */
    public static NodePeer kuboRpc(Class<?> test, Object rpc) throws IOException {
        return start(test, "kubo-rpc.mjs", rpc);
    }

    private static NodePeer start(Class<?> test, String script, Object... arguments) throws IOException {
        Path folder = Peers.node(test);
        // The Node that comes with the peers where there is one for this machine: some of them want a recent one.
        Path own = folder.resolve("node_modules/.bin/node");
        List<String> command = new ArrayList<>();
        command.add(Files.exists(own) ? own.toString() : "node");
        command.add(folder.resolve(script).toString());
        for (Object argument : arguments) {
            command.add(argument.toString());
        }
        return new NodePeer(command);
    }

    /** What a peer says instead of an answer. */
    public static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1;

        private Refusal(String message) {
            super(message);
        }
    }

    /**
     * Has a request answered.
     *
     * @param request what Jackson makes the JSON of: a map, a record, a list
     * @throws Refusal if the peer could not or did not want to
     */
    public JsonNode ask(Object request) {
        // On another thread, because neither end of a pipe can be waited for with a deadline.
        JsonNode reply = CompletableFuture.supplyAsync(() -> exchange(request))
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .join();
        if (reply.has("failure")) {
            throw new Refusal(reply.path("failure").asText());
        }
        return reply;
    }

    private JsonNode exchange(Object request) {
        try {
            requests.write(JSON.writeValueAsString(request));
            requests.newLine();
            requests.flush();
            String reply = replies.readLine();
            if (reply == null) {
                throw new IllegalStateException("'" + command + "' ended without a reply");
            }
            return JSON.readTree(reply);
        } catch (IOException e) {
            throw new UncheckedIOException("'" + command + "' does not talk any more", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
