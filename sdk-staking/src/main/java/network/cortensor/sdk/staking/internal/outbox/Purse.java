package network.cortensor.sdk.staking.internal.outbox;

import network.cortensor.sdk.staking.LedgerRefusedException;
import network.cortensor.sdk.staking.LedgerRefusedException.Reason;
import network.cortensor.sdk.staking.chain.TransactionRequest;

import java.math.BigInteger;
import java.util.HashMap;
import java.util.Map;

/**
 * Whether the account can pay for one more transaction. Asks for the balance only if what is known to be left does not
 * suffice, or is old.
 */
final class Purse {
    private final Ports ports;
    private final OutboxState state;
    /** Balance when it was asked for, less all that was promised since. */
    private BigInteger left = BigInteger.ZERO;

    /** By intent: what is set aside and not yet signed for. */
    private final Map<String, BigInteger> inPreparation = new HashMap<>();

    private long askedAt;
    private boolean asked;

    Purse(Ports ports, OutboxState state) {
        this.ports = ports;
        this.state = state;
    }

    /**
     * Sets aside what a transaction may cost, until {@link #release}.
     *
     * @throws LedgerRefusedException INSUFFICIENT_GAS_FUNDS
     */
    void setAside(String key, TransactionRequest request, long gas, Price price) {
        BigInteger needed = price.cost(gas).add(request.value());
        boolean enough = state.locked(() -> {
            boolean recent = asked
                    && ports.now() - askedAt
                            < ports.options().rebroadcastAfter().toMillis();
            return recent && take(key, needed);
        });
        if (enough) {
            return;
        }
        BigInteger promisedBefore = state.locked(this::promised);
        BigInteger balance = ports.chain().balance(ports.sender());
        state.locking(() -> {
            // What was mined meanwhile may or may not be part of the balance.
            left = balance.subtract(promisedBefore.max(promised()));
            asked = true;
            askedAt = ports.now();
            if (!take(key, needed)) {
                throw new LedgerRefusedException(
                        Reason.INSUFFICIENT_GAS_FUNDS,
                        request.description(),
                        "at least " + needed + " wei in account " + ports.sender() + ": value " + request.value()
                                + " and " + gas + " units of gas for at most " + price.maxFee() + " wei",
                        left.max(BigInteger.ZERO) + " wei beside what transactions under way may cost");
            }
        });
    }

    /** From now on it is signed and counts by itself, or not at all. Under the lock. */
    void release(String key) {
        inPreparation.remove(key);
    }

    /** Under the lock. */
    private BigInteger promised() {
        BigInteger signed = state.slots.values().stream()
                .filter(slot -> slot.receipt == null && !slot.inPreparation)
                .map(Slot::mostItCosts)
                .reduce(BigInteger.ZERO, BigInteger::add);
        return inPreparation.values().stream().reduce(signed, BigInteger::add);
    }

    /**
     * Compares with the balance now.
     *
     * @throws LedgerRefusedException INSUFFICIENT_GAS_FUNDS
     */
    void requireValue(TransactionRequest request) {
        BigInteger balance = ports.chain().balance(ports.sender());
        if (balance.compareTo(request.value()) < 0) {
            throw new LedgerRefusedException(
                    Reason.INSUFFICIENT_GAS_FUNDS,
                    request.description(),
                    "at least " + request.value() + " wei and the price of gas in account " + ports.sender(),
                    balance + " wei");
        }
    }

    private boolean take(String key, BigInteger needed) {
        if (left.compareTo(needed) < 0) {
            return false;
        }
        left = left.subtract(needed);
        inPreparation.put(key, needed);
        return true;
    }
}
