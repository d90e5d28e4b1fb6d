package network.cortensor.examples.cli;

import network.cortensor.sdk.CancelledException;
import network.cortensor.sdk.InvalidRequestException;
import network.cortensor.sdk.UnavailableException;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintStream;
import java.nio.channels.ClosedByInterruptException;

/** Copies a stream to the standard output, as far as it can be read, and tells who is at fault when it stops early. */
final class StandardStreams {

    /** What is said when the standard output took less than was written to it. */
    static final String LOST = "The standard output cannot be written to: its reader has gone or the disk is full.";

    private static final int BUFFER = 64 * 1024;

    private StandardStreams() {}

    /**
     * Copies to the end. What was read before a failure has been written.
     *
     * @param counter told the number of bytes after each write
     */
    static void copy(InputStream in, PrintStream out, Counter counter) {
        byte[] buffer = new byte[BUFFER];
        try {
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                out.write(buffer, 0, count);
                // A PrintStream keeps its failures to itself, and this flushes too.
                if (out.checkError()) {
                    throw new UnavailableException(LOST);
                }
                counter.add(count);
                if (Thread.currentThread().isInterrupted()) {
                    throw new CancelledException("The copy was cancelled; what is written so far is not all.");
                }
            }
        } catch (IOException e) {
            throw unreadable(e);
        }
    }

    /** Returns the failure for a standard input that could not be read. */
    static RuntimeException unreadable(IOException e) {
        return e instanceof ClosedByInterruptException
                ? new CancelledException("Reading the standard input was cancelled.", e)
                : new InvalidRequestException("The standard input cannot be read.", e);
    }

    /** Counts the bytes that were copied. */
    static final class Counter {

        private long bytes;

        private void add(int count) {
            bytes += count;
        }

        /** Returns the bytes so far. */
        long bytes() {
            return bytes;
        }
    }
}
