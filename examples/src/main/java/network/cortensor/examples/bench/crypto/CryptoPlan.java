package network.cortensor.examples.bench.crypto;

import network.cortensor.examples.bench.Units;

/**
 * How much is measured. The full plan takes less than four minutes on two idle processors, the quick one less than forty
 * seconds: enough to see that everything runs, not enough to claim a figure.
 *
 * @param rounds how often every benchmark gets a JVM of its own; subject and reference take turns
 * @param warmUpMillis what a benchmark runs before it is measured, where much has to be compiled
 * @param bulkWarmUpMillis the same where little has to be
 * @param iterations how often it is measured in one JVM
 * @param iterationMillis for how long each time
 * @param bytesThrough what is sent through a small heap
 * @param heapMib how small that is
 * @param firstCalls JVMs whose first call is timed
 * @param fileBytes the file that other programs get too
 * @param fileMillis for how long each program works on it
 */
record CryptoPlan(
        boolean quick,
        int rounds,
        int warmUpMillis,
        int bulkWarmUpMillis,
        int iterations,
        int iterationMillis,
        long bytesThrough,
        int heapMib,
        int firstCalls,
        int fileBytes,
        int fileMillis) {

    static CryptoPlan full() {
        return new CryptoPlan(false, 3, 2_500, 1_000, 3, 400, 4096L * Units.MIB, 64, 5, 64 * Units.MIB, 3_000);
    }

    static CryptoPlan ofQuick() {
        return new CryptoPlan(true, 1, 700, 300, 2, 200, 256L * Units.MIB, 32, 1, 16 * Units.MIB, 600);
    }
}
