package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.OutboxOptions;
import network.cortensor.sdk.staking.chain.TransactionRequest;

import java.math.BigInteger;
import java.util.Optional;

/** What to offer for gas, and what not to. */
final class FeePolicy {
    private static final BigInteger HUNDRED = BigInteger.valueOf(100);

    private final BigInteger baseFeePercent;
    private final BigInteger maxFeePerGas;
    private final BigInteger maxGasCost;

    FeePolicy(OutboxOptions options) {
        this.baseFeePercent = BigInteger.valueOf(options.baseFeePercent());
        this.maxFeePerGas = options.maxFeePerGas();
        this.maxGasCost = options.maxGasCost();
    }

    /** The most for a unit of gas that both caps and the request allow. */
    BigInteger cap(Optional<BigInteger> requested, long gas) {
        BigInteger perGas = requested.map(maxFeePerGas::min).orElse(maxFeePerGas);
        return perGas.min(maxGasCost.divide(BigInteger.valueOf(gas)));
    }

    /** Room for a rising base fee, and the going tip; the cap where that is more. */
    Price offer(Fees fees, BigInteger cap) {
        BigInteger wanted = fees.baseFeePerGas()
                .multiply(baseFeePercent)
                .divide(HUNDRED)
                .add(fees.priorityFeePerGas())
                .max(BigInteger.ONE);
        BigInteger maxFee = wanted.min(cap);
        return new Price(maxFee, fees.priorityFeePerGas().min(maxFee));
    }

    /** A replacement, or empty if it would have to pay more than the cap. */
    Optional<Price> replacement(Price earlier, Fees fees, BigInteger cap) {
        return Optional.of(earlier.raisedTo(offer(fees, cap)))
                .filter(price -> price.maxFee().compareTo(cap) <= 0)
                .map(price -> new Price(price.maxFee(), price.priority().min(price.maxFee())))
                .filter(price -> price.replaces(earlier));
    }

    /**
     * Refuses what could not be included now.
     *
     * @throws LedgerRefusedException FEE_ABOVE_CAP
     */
    void requireAffordable(TransactionRequest request, Fees fees, long gas) {
        BigInteger now = fees.baseFeePerGas().add(fees.priorityFeePerGas());
        BigInteger cap = cap(request.maxFeePerGas(), gas);
        // A cap of nothing: so much gas fits no block.
        if (now.compareTo(cap) > 0 || cap.signum() == 0) {
            throw new LedgerRefusedException(
                    Reason.FEE_ABOVE_CAP,
                    request.description(),
                    "a fee of at most " + cap + " wei for each of " + gas + " units of gas (caps of the outbox: "
                            + maxFeePerGas + " wei per unit, " + maxGasCost + " wei in all)",
                    now + " wei per unit");
        }
    }
}
