package network.cortensor.sdk.staking.chain;

import java.math.BigInteger;

/**
 * What gas costs now (EIP-1559), in wei per unit.
 *
 * @param baseFeePerGas what the next block will ask for, and burn
 * @param priorityFeePerGas what others have lately added to be included
 */
public record Fees(BigInteger baseFeePerGas, BigInteger priorityFeePerGas) {
    /**
     * Checks the range.
     *
     * @throws IllegalArgumentException if a fee is negative or needs more than 256 bits
     */
    public Fees {
        checked("baseFeePerGas", baseFeePerGas);
        checked("priorityFeePerGas", priorityFeePerGas);
    }

    private static void checked(String property, BigInteger wei) {
        if (wei.signum() < 0 || wei.bitLength() > 256) {
            throw new IllegalArgumentException("Fees." + property + ": expected 0 to 2^256 - 1 wei, found " + wei);
        }
    }
}
