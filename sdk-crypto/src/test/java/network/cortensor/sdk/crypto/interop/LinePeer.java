package network.cortensor.sdk.crypto.interop;

import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStreamWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A program that answers requests, one line each way; {@code src/test/peers/node/peer.mjs} describes the lines and the
 * operations. For one thread.
 */
final class LinePeer implements AutoCloseable {

    /** Far more than the slowest request, a key derivation by a script, needs on a busy machine. */
    private static final long DEADLINE_SECONDS = 120;

    private final String command;
    private final Process process;
    private final BufferedWriter requests;
    private final BufferedReader replies;

    private LinePeer(List<String> command) throws IOException {
        this.command = String.join(" ", command);
        this.process = new ProcessBuilder(command)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        this.requests =
                new BufferedWriter(new OutputStreamWriter(process.getOutputStream(), StandardCharsets.US_ASCII));
        this.replies = new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.US_ASCII));
    }

    /** Starts {@code peer.mjs} of the given folder. */
    static LinePeer node(Path folder) throws IOException {
        return new LinePeer(List.of("node", folder.resolve("peer.mjs").toString()));
    }

    /** Starts a program. */
    static LinePeer program(Path program) throws IOException {
        return new LinePeer(List.of(program.toString()));
    }

    /** What a peer says instead of an answer. */
    static final class Refusal extends RuntimeException {

        private static final long serialVersionUID = 1;

        Refusal(String message) {
            super(message);
        }
    }

    /**
     * Has an operation done.
     *
     * @param arguments texts and {@code byte[]}
     * @throws Refusal if the peer could not or did not want to
     */
    List<byte[]> ask(String operation, Object... arguments) {
        String request = Stream.concat(
                        Stream.of(operation), Arrays.stream(arguments).map(LinePeer::word))
                .collect(Collectors.joining(" "));
        // On another thread, because neither end of a pipe can be waited for with a deadline.
        String reply = CompletableFuture.supplyAsync(() -> exchange(request))
                .orTimeout(DEADLINE_SECONDS, TimeUnit.SECONDS)
                .join();
        String[] words = reply.split(" ", -1);
        List<byte[]> results =
                Arrays.stream(words).skip(1).map(Base64.getDecoder()::decode).toList();
        if (!words[0].equals("ok")) {
            throw new Refusal(operation + ": " + text(results.get(0)));
        }
        return results;
    }

    /** As {@link #ask}, for an operation with one result. */
    byte[] askForOne(String operation, Object... arguments) {
        List<byte[]> results = ask(operation, arguments);
        if (results.size() != 1) {
            throw new IllegalStateException(operation + " gave " + results.size() + " results instead of one");
        }
        return results.get(0);
    }

    /** As {@link #askForOne}, for a text. */
    String askForText(String operation, Object... arguments) {
        return text(askForOne(operation, arguments));
    }

    static String text(byte[] utf8) {
        return new String(utf8, StandardCharsets.UTF_8);
    }

    private static String word(Object argument) {
        byte[] bytes =
                argument instanceof byte[] given ? given : argument.toString().getBytes(StandardCharsets.UTF_8);
        return Base64.getEncoder().encodeToString(bytes);
    }

    private String exchange(String request) {
        try {
            requests.write(request);
            requests.newLine();
            requests.flush();
            String reply = replies.readLine();
            if (reply == null) {
                throw new IllegalStateException("'" + command + "' ended without a reply");
            }
            return reply;
        } catch (IOException e) {
            throw new UncheckedIOException("'" + command + "' does not talk any more", e);
        }
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
