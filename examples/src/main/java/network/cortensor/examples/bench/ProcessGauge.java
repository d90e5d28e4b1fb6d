package network.cortensor.examples.bench;

import com.sun.management.OperatingSystemMXBean;

import java.lang.management.ManagementFactory;

/** What this process uses, as the JVM tells it. */
final class ProcessGauge {

    private static final OperatingSystemMXBean SYSTEM =
            ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class);

    private ProcessGauge() {}

    /** Returns the CPU time of all threads so far, those of the compiler and the collector included. */
    static long cpuNanos() {
        return SYSTEM.getProcessCpuTime();
    }

    /** Returns how many programs ran or wanted to during the last minute; negative when the platform does not say. */
    static double load() {
        return SYSTEM.getSystemLoadAverage();
    }

    /** Returns the bytes of the heap that are in use, right after a collection. */
    static long heapAfterCollection() {
        // The first one finds what is dead; what it queues for clean-up is gone after the second.
        System.gc();
        System.gc();
        return ManagementFactory.getMemoryMXBean().getHeapMemoryUsage().getUsed();
    }
}
