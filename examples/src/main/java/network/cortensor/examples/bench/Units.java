package network.cortensor.examples.bench;

/** Sizes in words. */
final class Units {

    private Units() {}

    /** Returns a size that is a whole number of KiB or MiB. */
    static String bytes(int bytes) {
        return bytes >= LoopPlan.MIB ? bytes / LoopPlan.MIB + " MiB" : bytes / LoopPlan.KIB + " KiB";
    }
}
