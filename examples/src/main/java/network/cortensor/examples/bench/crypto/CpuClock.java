package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.ProcessGauge;
import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/**
 * Counts calls, and the CPU time of the thread that makes them. JMH itself takes the time from the clock, which on a busy
 * machine runs for other programs too.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuClock {

    static final String CALLS = "calls";
    static final String CPU_NANOS = "cpuNanos";

    /** Calls of one iteration; JMH sets it to zero before each. */
    public long calls;

    /** CPU time of one iteration. */
    public long cpuNanos;

    private long start;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void start() {
        start = ProcessGauge.threadCpuNanos();
    }

    /** Ends it. */
    @TearDown(Level.Iteration)
    public void stop() {
        cpuNanos = ProcessGauge.threadCpuNanos() - start;
    }
}
