package network.cortensor.examples.bench.crypto;

import org.openjdk.jmh.annotations.AuxCounters;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * Counts calls, and the CPU time of the thread that makes them. JMH itself takes the time from the clock, which on a busy
 * machine runs for other programs too.
 */
@State(Scope.Thread)
@AuxCounters(AuxCounters.Type.EVENTS)
public class CpuClock {

    static final String CALLS = "calls";
    static final String CPU_NANOS = "cpuNanos";

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** Calls of one iteration; JMH sets it to zero before each. */
    public long calls;

    /** CPU time of one iteration. */
    public long cpuNanos;

    private long start;

    /** Begins an iteration. */
    @Setup(Level.Iteration)
    public void start() {
        start = nanos();
    }

    /** Ends it. */
    @TearDown(Level.Iteration)
    public void stop() {
        cpuNanos = nanos() - start;
    }

    /** Returns the CPU time of the calling thread so far. */
    static long nanos() {
        return THREADS.getCurrentThreadCpuTime();
    }
}
