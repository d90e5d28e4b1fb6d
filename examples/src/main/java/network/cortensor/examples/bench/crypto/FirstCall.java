package network.cortensor.examples.bench.crypto;

import network.cortensor.sdk.crypto.Identity;
import network.cortensor.sdk.crypto.Recipient;
import network.cortensor.sdk.crypto.Wallet;
import network.cortensor.sdk.crypto.WalletAddress;

import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;

/**
 * Main class of a child process that does one thing, and the same once more: the first call loads and initialises classes,
 * the second does not, and neither is compiled yet.
 */
public final class FirstCall {

    private static final String WALLET = "wallet";
    private static final String IDENTITY = "identity";
    private static final String RECIPIENTS = "recipients";
    private static final String ENVELOPE = "envelope";

    private static final String SENDER = "sender";
    private static final double NANOS = 1e6;

    private FirstCall() {}

    /** What is called. */
    enum Work {
        SEAL,
        OPEN
    }

    /**
     * What a run found, in milliseconds.
     *
     * @param start from the start of the JVM to its main method
     * @param keys reading what the call needs: wallet, own identity and recipients to seal, own identity to open
     * @param first the call
     * @param second the same once more
     */
    record Result(double start, double keys, double first, double second) {

        static Result parse(String line) {
            String[] parts = line.split(" ", -1);
            return new Result(
                    Double.parseDouble(parts[0]),
                    Double.parseDouble(parts[1]),
                    Double.parseDouble(parts[2]),
                    Double.parseDouble(parts[3]));
        }

        String line() {
            return start + " " + keys + " " + first + " " + second;
        }
    }

    /** Writes what a child process needs into a folder. */
    static void prepare(Path folder, Parties parties) throws IOException {
        parties.wallet().writeTo(folder.resolve(WALLET));
        parties.self().writeTo(folder.resolve(IDENTITY));
        Files.writeString(folder.resolve(SENDER), parties.wallet().address().toString());
        Files.write(
                folder.resolve(RECIPIENTS),
                parties.recipients().stream().map(Recipient::toString).toList());
        Files.write(folder.resolve(ENVELOPE), parties.seal());
    }

    /** Takes the work and the folder; prints one line. */
    public static void main(String[] args) throws IOException {
        long main = System.currentTimeMillis();
        Result result = run(Work.valueOf(args[0]), Path.of(args[1]));
        // Asked last: the answer itself loads many classes.
        long start = ManagementFactory.getRuntimeMXBean().getStartTime();
        System.out.println(new Result(main - start, result.keys(), result.first(), result.second()).line());
    }

    static Result run(Work work, Path folder) throws IOException {
        return switch (work) {
            case SEAL -> seal(folder);
            case OPEN -> open(folder);
        };
    }

    private static Result seal(Path folder) throws IOException {
        List<String> recipients = Files.readAllLines(folder.resolve(RECIPIENTS));
        long start = System.nanoTime();
        try (Parties parties = Parties.of(
                Wallet.readFrom(folder.resolve(WALLET)),
                Identity.readFrom(folder.resolve(IDENTITY)),
                recipients.stream().map(Recipient::parse).toList())) {
            return twice(start, parties::seal);
        }
    }

    private static Result open(Path folder) throws IOException {
        byte[] envelope = Files.readAllBytes(folder.resolve(ENVELOPE));
        String sender = Files.readString(folder.resolve(SENDER));
        long start = System.nanoTime();
        WalletAddress address = WalletAddress.parse(sender);
        try (Identity reader = Identity.readFrom(folder.resolve(IDENTITY))) {
            return twice(
                    start,
                    () -> Parties.open(envelope, reader, address, Instant.now()).close());
        }
    }

    private static Result twice(long start, Runnable call) {
        long read = System.nanoTime();
        call.run();
        long first = System.nanoTime();
        call.run();
        long second = System.nanoTime();
        return new Result(0, (read - start) / NANOS, (first - read) / NANOS, (second - first) / NANOS);
    }
}
