package network.cortensor.examples.bench;

import java.time.Duration;

/**
 * Where and when it was measured.
 *
 * @param loadBefore the load average at the start, negative when unknown; above the number of processors others were measured
 *     too
 */
public record Machine(int processors, String java, double loadBefore, double loadAfter, double seconds) {

    /** Describes this machine after a measurement. */
    public static Machine since(long startNanos, double loadBefore) {
        return new Machine(
                Runtime.getRuntime().availableProcessors(),
                Runtime.version().toString(),
                loadBefore,
                ProcessGauge.load(),
                Duration.ofNanos(System.nanoTime() - startNanos).toMillis() / 1e3);
    }
}
