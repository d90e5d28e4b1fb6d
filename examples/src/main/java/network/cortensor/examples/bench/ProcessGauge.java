package network.cortensor.examples.bench;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;
import java.lang.management.MemoryPoolMXBean;
import java.lang.management.MemoryType;
import java.lang.management.MemoryUsage;
import java.lang.management.ThreadMXBean;

/** What this process uses, as the JVM tells it. */
public final class ProcessGauge {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** The step in which the platform tells {@link #cpuNanos()}: the clock ticks of {@code times(2)}, 100 a second. */
    static final long CPU_TICK_NANOS = 10_000_000;

    private ProcessGauge() {}

    /**
     * Returns the CPU time of all threads so far, those of the compiler and the collector included. It comes in steps of 10 ms, so
     * that two calls with less work between them often give the same.
     */
    public static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Returns the CPU time of the calling thread so far. */
    public static long threadCpuNanos() {
        return THREADS.getCurrentThreadCpuTime();
    }

    /** Returns how many programs ran or wanted to during the last minute; negative when the platform does not say. */
    public static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    /**
     * Returns the sum of the largest use of every part of the heap, in bytes: at least what was needed at once. The parts need
     * not have been largest at the same time, so it is at most what the heap may have.
     */
    public static long peakHeapBytes() {
        long sum = ManagementFactory.getMemoryPoolMXBeans().stream()
                .filter(pool -> pool.getType() == MemoryType.HEAP)
                .map(MemoryPoolMXBean::getPeakUsage)
                .mapToLong(MemoryUsage::getUsed)
                .sum();
        return Math.min(sum, Runtime.getRuntime().maxMemory());
    }

    /** Returns the bytes of the heap that are in use, right after a collection. */
    public static long heapAfterCollection() {
        // The first one finds what is dead; what it queues for clean-up is gone after the second.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
