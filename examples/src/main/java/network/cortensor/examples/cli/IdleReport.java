package network.cortensor.examples.cli;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.util.Locale;

/**
 * What this process cost while it had nothing to do.
 *
 * @param seconds how long was measured
 * @param cpuMillis the processor time of all threads in that time
 * @param heapMebibytes the heap in use after a collection at its end
 * @param threads the threads at its end, those of the JVM's own compiler and collector left out
 */
record IdleReport(double seconds, double cpuMillis, double heapMebibytes, int threads) {

    /** A running measurement. */
    static final class Meter {
        private final long startNanos = System.nanoTime();
        private final long startCpuNanos = cpuNanos();

        private Meter() {}

        /** Ends the measurement. */
        IdleReport stop() {
            double seconds = (System.nanoTime() - startNanos) / 1e9;
            double cpuMillis = (cpuNanos() - startCpuNanos) / 1e6;
            // After the processor time was read: the collection is the report's own work.
            System.gc();
            double heap =
                    ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed() / (1024.0 * 1024.0);
            return new IdleReport(
                    seconds,
                    cpuMillis,
                    heap,
                    ManagementFactory.getThreadMXBean().getThreadCount());
        }
    }

    /** Starts a measurement. */
    static Meter start() {
        return new Meter();
    }

    private static long cpuNanos() {
        return ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getProcessCpuTime();
    }

    /** Returns the share of one processor core, in per cent. */
    double cpuPercent() {
        return cpuMillis / (seconds * 10);
    }

    /** Returns it for a person. */
    String text() {
        return String.format(
                Locale.ROOT,
                "idle for %.1f s: %.2f %% of one core, %.1f MiB heap after a collection, %d threads",
                seconds,
                cpuPercent(),
                heapMebibytes,
                threads);
    }

    /** Returns it for a program. */
    Json json() {
        return Json.object()
                .put("seconds", rounded(seconds))
                .put("cpuMilliseconds", rounded(cpuMillis))
                .put("cpuPercent", rounded(cpuPercent()))
                .put("heapMebibytes", rounded(heapMebibytes))
                .put("threads", threads);
    }

    private static double rounded(double value) {
        return Math.round(value * 1000) / 1000.0;
    }
}
