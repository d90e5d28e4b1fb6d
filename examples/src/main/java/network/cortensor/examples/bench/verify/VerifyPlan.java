package network.cortensor.examples.bench.verify;

/**
 * How much is measured.
 *
 * @param quick whether it is too little to claim anything
 * @param seed what all that is drawn is drawn from
 * @param pairsPerClass the most pairs that are made of one class
 * @param speedRounds how often five answers are compared and a receipt is checked
 */
record VerifyPlan(boolean quick, long seed, int pairsPerClass, int speedRounds) {

    static final long SEED = 20_261_123;

    /** With 400 pairs and no error, the upper end of the interval is 0.92 %. */
    static final int FULL_PAIRS = 400;

    static final int QUICK_PAIRS = 30;

    static VerifyPlan full(long seed, int pairsPerClass) {
        return new VerifyPlan(false, seed, pairsPerClass, 60);
    }

    static VerifyPlan ofQuick(long seed, int pairsPerClass) {
        return new VerifyPlan(true, seed, pairsPerClass, 8);
    }
}
