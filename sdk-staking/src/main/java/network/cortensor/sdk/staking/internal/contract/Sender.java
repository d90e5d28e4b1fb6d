package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.LedgerUnavailableException;
import network.cortensor.sdk.staking.chain.Call;
import network.cortensor.sdk.staking.chain.Outbox;
import network.cortensor.sdk.staking.chain.PendingTransaction;
import network.cortensor.sdk.staking.chain.RevertedException;
import network.cortensor.sdk.staking.chain.TransactionReceipt;
import network.cortensor.sdk.staking.chain.TransactionRequest;

import java.math.BigInteger;
import java.time.Duration;

/**
 * Sends calls through an outbox and waits for what becomes of them.
 *
 * <p>Immutable and safe for use by several threads.
 */
public final class Sender {
    private static final BigInteger MOST_GAS = BigInteger.valueOf(Long.MAX_VALUE);

    private final Outbox outbox;
    private final Duration timeout;

    private Sender(Outbox outbox, Duration timeout) {
        this.outbox = outbox;
        this.timeout = timeout;
    }

    /** Sends through this outbox and waits as long for each call. */
    public static Sender of(Outbox outbox, Duration timeout) {
        return new Sender(outbox, timeout);
    }

    /** The same outbox with another time to wait. */
    public Sender within(Duration time) {
        return new Sender(outbox, time);
    }

    /** Whose account it is. */
    public Address address() {
        return outbox.sender();
    }

    /** Sends a call that carries no value. */
    public TransactionReceipt send(
            String intent, String attempt, BoundContract contract, String function, Object... arguments) {
        return pay(intent, attempt, BigInteger.ZERO, contract, function, arguments);
    }

    /**
     * Sends a call and waits until it lies as deep as the chain's options ask for.
     *
     * @param intent the name under which it is sent once
     * @param attempt what is done, on what
     * @param value in wei of the chain's own currency
     */
    public TransactionReceipt pay(
            String intent,
            String attempt,
            BigInteger value,
            BoundContract contract,
            String function,
            Object... arguments) {
        TransactionRequest request = TransactionRequest.to(contract.address(), contract.calldata(function, arguments))
                .value(value);
        return submit(intent, attempt, contract.refusals(), request).await();
    }

    /** As {@link #send}, with units of gas on top of the estimate, for a call that may come to cost more than that. */
    public TransactionReceipt step(
            String intent, String attempt, long extra, BoundContract contract, String function, Object... arguments) {
        byte[] data = contract.calldata(function, arguments);
        BigInteger gas;
        try {
            gas = contract.chain().estimateGas(Call.to(contract.address(), data).from(address()));
        } catch (RevertedException e) {
            throw contract.refusals().explain(attempt, e);
        }
        BigInteger limit = gas.add(gas.shiftRight(2)).add(BigInteger.valueOf(extra));
        TransactionRequest request = TransactionRequest.to(contract.address(), data)
                .gasLimit(limit.min(MOST_GAS).longValueExact());
        return submit(intent, attempt, contract.refusals(), request).await();
    }

    /**
     * Sends a transaction and does not wait.
     *
     * @param refusals what the errors of the contracts mean that it calls
     */
    public Sent submit(String intent, String attempt, Refusals refusals, TransactionRequest request) {
        try {
            return new Sent(attempt, refusals, outbox.submit(intent, request.description(attempt)), timeout);
        } catch (RevertedException e) {
            throw refusals.explain(attempt, e);
        }
    }

    /** A transaction under way. Immutable and safe for use by several threads. */
    public static final class Sent {
        private final String attempt;
        private final Refusals refusals;
        private final PendingTransaction pending;
        private final Duration timeout;

        private Sent(String attempt, Refusals refusals, PendingTransaction pending, Duration timeout) {
            this.attempt = attempt;
            this.refusals = refusals;
            this.pending = pending;
            this.timeout = timeout;
        }

        /** Waits until it lies as deep as the chain's options ask for. */
        public TransactionReceipt await() {
            try {
                return pending.await(timeout);
            } catch (RevertedException e) {
                throw refusals.explain(attempt, e);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new LedgerUnavailableException(
                        attempt
                                + ": interrupted while waiting for its receipt; it may still take effect, ask again under"
                                + " the same intent",
                        e);
            }
        }
    }
}
