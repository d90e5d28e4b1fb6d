package network.cortensor.examples.cli;

import network.cortensor.sdk.ipfs.Progress;
import network.cortensor.sdk.ipfs.ProgressListener;

import java.io.PrintStream;
import java.util.Locale;

/** Shows a person on a terminal, in one line that is written over, how many bytes are done and how fast. Else silent. */
final class TransferDisplay implements ProgressListener, AutoCloseable {

    private static final String ERASE_LINE = "\r\u001B[K";
    private static final double REFRESH_MILLIS = 100;
    private static final double MIB = 1024 * 1024;

    private final PrintStream err;
    private final boolean live;
    private final String done;
    private final Stopwatch watch = Stopwatch.start();
    private double nextMillis = REFRESH_MILLIS;

    private TransferDisplay(PrintStream err, boolean live, String done) {
        this.err = err;
        this.live = live;
        this.done = done;
    }

    /** Opens a display; {@code done} says what happened to the bytes, such as {@code hashed}. */
    static TransferDisplay open(Console console, String done) {
        return new TransferDisplay(console.err(), console.terminal(), done);
    }

    @Override
    public synchronized void onProgress(Progress progress) {
        double millis = watch.millis();
        if (live && millis >= nextMillis) {
            nextMillis = millis + REFRESH_MILLIS;
            err.print(ERASE_LINE + line(progress, millis));
            err.flush();
        }
    }

    private String line(Progress progress, double millis) {
        double mib = progress.bytes() / MIB;
        String total = progress.totalBytes() == Progress.UNKNOWN
                ? ""
                : String.format(Locale.ROOT, " of %.1f", progress.totalBytes() / MIB);
        return String.format(
                Locale.ROOT,
                "       …  %s %.1f%s MiB in %d blocks, %.0f MiB/s",
                done,
                mib,
                total,
                progress.blocks(),
                mib * 1000 / millis);
    }

    /** Takes the line away. */
    @Override
    public synchronized void close() {
        if (live) {
            err.print(ERASE_LINE);
            err.flush();
        }
    }
}
