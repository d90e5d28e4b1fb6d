package network.cortensor.sdk.verify.canary;

/**
 * What one test found. Immutable.
 *
 * @param prompts that both sides have at least two answers to
 * @param answers of both sides that were compared
 * @param discrepancy the squared maximum mean discrepancy, mean over the prompts: about 0 when the distributions are equal,
 *     up to 2 when they share no token; below 0 by chance
 * @param pValue the probability, if the distributions are equal, of at least this discrepancy; above 0 and at most 1
 */
public record CanaryResult(int prompts, int answers, double discrepancy, double pValue) {

    /** Checks the ranges. */
    public CanaryResult {
        if (prompts < 1 || answers < 4 * prompts) {
            throw new IllegalArgumentException("Each prompt needs two answers of each side, found " + prompts
                    + " prompts and " + answers + " answers");
        }
        if (!(pValue > 0 && pValue <= 1) || Double.isNaN(discrepancy)) {
            throw new IllegalArgumentException("A p-value is above 0 and at most 1 and a discrepancy a number, found "
                    + pValue + " and " + discrepancy);
        }
    }
}
