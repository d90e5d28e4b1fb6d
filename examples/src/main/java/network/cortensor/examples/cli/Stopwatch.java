package network.cortensor.examples.cli;

import java.util.Locale;

/** Measures from the moment in which the program was called; the start script hands that moment over. */
final class Stopwatch {

    private final long startNanos;

    private Stopwatch(long startNanos) {
        this.startNanos = startNanos;
    }

    /** Returns a stopwatch that started with the process, or starts now when the start script did not say. */
    static Stopwatch sinceProcessStart() {
        // Microseconds since 1970 with a decimal point or comma after the seconds, as the shell's locale has it.
        String started = System.getProperty("cortensor.started", "").replaceAll("[.,]", "");
        long elapsedMillis =
                started.matches("[0-9]{16}") ? System.currentTimeMillis() - Long.parseLong(started) / 1000 : 0;
        return new Stopwatch(System.nanoTime() - Math.max(0, elapsedMillis) * 1_000_000);
    }

    /** Returns a stopwatch that starts now. */
    static Stopwatch start() {
        return new Stopwatch(System.nanoTime());
    }

    /** Returns the milliseconds so far. */
    long millis() {
        return (System.nanoTime() - startNanos) / 1_000_000;
    }

    /** Returns the time so far, such as {@code 1.25 s}. */
    String seconds() {
        return String.format(Locale.ROOT, "%.2f s", millis() / 1000.0);
    }
}
