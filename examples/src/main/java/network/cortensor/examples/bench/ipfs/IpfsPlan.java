package network.cortensor.examples.bench.ipfs;

import network.cortensor.examples.bench.Units;

/**
 * How much is measured. The full plan takes four minutes of CPU time, and what the disk takes for a million small files. The
 * quick one takes less than a minute: enough to see that everything runs, not enough to claim a figure.
 *
 * @param rounds how often import and read are timed, in turns with their reference
 * @param warmUps rounds before that
 * @param bytes what is imported and read each time
 * @param fileBytes the file that other programs get too
 * @param programRuns how often each program gets it, in turns
 * @param programMillis for how long a program that can goes on in one process
 * @param largeBytes what is added and read back through a small heap
 * @param heapMib how small that is
 * @param requests blocks that are fetched from gateways
 * @param blocks small blocks in one store
 * @param warmUpBlocks how many are put into another store before that
 */
record IpfsPlan(
        boolean quick,
        int rounds,
        int warmUps,
        long bytes,
        long fileBytes,
        int programRuns,
        int programMillis,
        long largeBytes,
        int heapMib,
        int requests,
        int blocks,
        int warmUpBlocks) {

    /** Kubo 0.33 has 174 links a node in either profile: of larger files, it and {@code unixfs-v1-2025} make other DAGs. */
    static final long LARGEST_FILE = 174L * Units.MIB;

    IpfsPlan {
        if (fileBytes > LARGEST_FILE) {
            throw new IllegalArgumentException("programs differ in the CID of " + Units.bytes(fileBytes));
        }
    }

    static IpfsPlan full() {
        return new IpfsPlan(
                false, 9, 2, 256L * Units.MIB, 160L * Units.MIB, 3, 4_000, 10 * Units.GIB, 64, 300, 1_000_000, 100_000);
    }

    static IpfsPlan ofQuick() {
        // Of 50,000 blocks the last tenth would be the one in which the table of the store in memory doubles.
        return new IpfsPlan(
                true, 3, 2, 32L * Units.MIB, 48L * Units.MIB, 1, 600, 512L * Units.MIB, 64, 60, 60_000, 20_000);
    }

    /** Returns the most disk that one part takes at a time: the blocks of a small file system take 4 KiB each. */
    long diskBytes() {
        return Math.max(largeBytes, (blocks + warmUpBlocks) * 4L * Units.KIB) + 2 * bytes + fileBytes + Units.GIB / 4;
    }
}
