package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Fees;
import network.cortensor.sdk.staking.chain.TransactionRequest;
import network.cortensor.sdk.staking.internal.outbox.Version.Purpose;
import network.cortensor.sdk.staking.internal.transaction.DynamicFeeTransaction;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicBoolean;

/** Makes transactions: gas, price, signature. Thread-safe; holds no lock while it asks. */
final class Drafts {
    private static final long LEAST_GAS = 21_000;
    private static final int PERCENT = 100;
    /** Poll intervals. */
    private static final int STALE_AFTER = 3;

    private final Ports ports;
    private final FeePolicy policy;
    private final AtomicBoolean asking = new AtomicBoolean();
    private volatile @Nullable Quote quote;

    /** Fees and when they were asked for. */
    private record Quote(Fees fees, long at) {}

    Drafts(Ports ports) {
        this.ports = ports;
        this.policy = new FeePolicy(ports.options());
    }

    FeePolicy policy() {
        return policy;
    }

    /**
     * What gas costs, some poll intervals ago at most: a base fee moves by an eighth per block, the offer is twice as high.
     * While one thread asks anew, others go by what is known.
     */
    Fees fees() {
        Quote known = quote;
        long interval = ports.options().pollInterval().toMillis();
        long age = known == null ? Long.MAX_VALUE : ports.now() - known.at();
        if (known != null && age < interval) {
            return known.fees();
        }
        boolean alone = asking.compareAndSet(false, true);
        if (known != null && !alone && age < STALE_AFTER * interval) {
            return known.fees();
        }
        try {
            Fees fees = ports.chain().fees();
            quote = new Quote(fees, ports.now());
            return fees;
        } finally {
            if (alone) {
                asking.set(false);
            }
        }
    }

    /** What an estimate says, and the margin; tries the call by that. */
    long estimate(Call call) {
        BigInteger estimate = ports.chain().estimateGas(call);
        BigInteger wanted = estimate.multiply(
                        BigInteger.valueOf(PERCENT + ports.options().gasMarginPercent()))
                .divide(BigInteger.valueOf(PERCENT))
                .max(BigInteger.valueOf(LEAST_GAS));
        // What does not fit fits no block either; the cap on the cost refuses it.
        return wanted.bitLength() < Long.SIZE - 1 ? wanted.longValue() : Long.MAX_VALUE;
    }

    /** Units of gas that using a nonce up takes: more than 21,000 on a rollup that charges for its parent chain in gas. */
    long gasOfNothing() {
        return estimate(TransactionRequest.to(ports.sender(), new byte[0]).asCall(ports.sender()));
    }

    /** What to offer for a first version. */
    Price offer(Optional<BigInteger> requestedCap, long gas) {
        return policy.offer(fees(), policy.cap(requestedCap, gas));
    }

    /** Signs what the slot's intent asks for. */
    Version work(long nonce, Slot.Work work, Price price) {
        TransactionRequest request = work.request();
        DynamicFeeTransaction.Builder transaction =
                start(nonce, work.gasLimit(), price).value(request.value()).data(request.data());
        request.to().ifPresent(transaction::to);
        return Version.of(Purpose.INTENT, work.gasLimit(), price, ports.sealer().seal(transaction.build()));
    }

    /** Signs a transfer of nothing to the sender itself. */
    Version nothing(long nonce, long gas, Price price) {
        return Version.of(
                Purpose.NOTHING,
                gas,
                price,
                ports.sealer().seal(start(nonce, gas, price).to(ports.sender()).build()));
    }

    private DynamicFeeTransaction.Builder start(long nonce, long gas, Price price) {
        return DynamicFeeTransaction.builder(ports.chain().chainId(), nonce)
                .gasLimit(gas)
                .fees(price.priority(), price.maxFee());
    }
}
