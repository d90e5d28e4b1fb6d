package network.cortensor.sdk.staking.contracts;

/**
 * Gas that a step of a task needs on top of its estimate: by the time it is mined others may have acted, so that it is the
 * last of its phase, and settles the task or opens the round of its validators.
 *
 * <p>What is not used costs nothing, but has to be affordable, so it grows with the task. {@code StepGasTest} holds it against
 * the largest task that the contracts allow. A step that finds more than that to do, such as the replacement of most miners of
 * a large task, fails for want of gas and changes nothing; sent again, it is estimated with what it found.
 */
final class StepGas {
    private static final long ONCE = 100_000;

    /** Paying a miner and closing its part takes some 60,000; replacing one that is late, twice as much and more. */
    private static final long PER_MINER = 100_000;

    /** Finding a validator and keeping its name. */
    private static final long PER_VALIDATOR = 60_000;

    private StepGas() {}

    static long spare(long miners, long validators) {
        return ONCE + PER_MINER * miners + PER_VALIDATOR * validators;
    }
}
