package network.cortensor.examples.bench;

/** Sizes, and what they are in words. */
public final class Units {

    public static final int KIB = 1024;
    public static final int MIB = 1024 * KIB;
    public static final long GIB = 1024L * MIB;

    private Units() {}

    /** Returns a size that is a whole number of KiB, MiB or GiB. */
    public static String bytes(long bytes) {
        if (bytes >= GIB && bytes % GIB == 0) {
            return bytes / GIB + " GiB";
        }
        return bytes >= MIB ? bytes / MIB + " MiB" : bytes / KIB + " KiB";
    }

    /** Returns the speed at which a byte takes so long. */
    public static double mibPerSecond(double nanosPerByte) {
        return 1e9 / nanosPerByte / MIB;
    }
}
