package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * What a transaction is to do, and how much it may cost. The outbox adds the nonce, the fees and the signature.
 *
 * <p>Immutable. Two requests are the same if they have the same effect: the same target, data and value. Limits and the
 * description do not count, so that an intent may be asked for again by a program that has learned to set them otherwise.
 */
public final class TransactionRequest {
    private static final int MAX_DESCRIPTION = 200;

    private final @Nullable Address to;
    private final byte[] data;
    private final BigInteger value;
    private final long gasLimit;
    private final boolean simulated;
    private final @Nullable BigInteger maxFeePerGas;
    private final String description;

    private TransactionRequest(
            @Nullable Address to,
            byte[] data,
            BigInteger value,
            long gasLimit,
            boolean simulated,
            @Nullable BigInteger maxFeePerGas,
            String description) {
        this.to = to;
        this.data = data;
        this.value = value;
        this.gasLimit = gasLimit;
        this.simulated = simulated;
        this.maxFeePerGas = maxFeePerGas;
        this.description = description;
    }

    /** A call of a contract, or with no data a transfer. The data is copied. */
    public static TransactionRequest to(Address target, byte[] data) {
        return new TransactionRequest(target, data.clone(), BigInteger.ZERO, 0, true, null, "call " + target);
    }

    /** The making of a contract; the receipt names its address. The code is copied. */
    public static TransactionRequest deploy(byte[] initCode) {
        return new TransactionRequest(null, initCode.clone(), BigInteger.ZERO, 0, true, null, "deploy a contract");
    }

    /**
     * The same with a value, in wei of the chain's own currency. Default 0.
     *
     * @throws IllegalArgumentException if it is negative or needs more than 256 bits
     */
    public TransactionRequest value(BigInteger wei) {
        checked("value", wei);
        return new TransactionRequest(to, data, wei, gasLimit, simulated, maxFeePerGas, description);
    }

    /**
     * The same with so many units of gas. Default: what an estimate says, and the outbox's margin.
     *
     * @throws IllegalArgumentException if it is below 21,000, which each transaction needs
     */
    public TransactionRequest gasLimit(long units) {
        if (units < 21_000) {
            throw new IllegalArgumentException(
                    "TransactionRequest.gasLimit: expected at least 21000 units, found " + units);
        }
        return new TransactionRequest(to, data, value, units, simulated, maxFeePerGas, description);
    }

    /**
     * The same, sent without being tried first, for a call that only works once an earlier one, still under way, has had
     * its effect. If it reverts, its gas is lost.
     *
     * @param gas units of gas, since no estimate is possible
     * @throws IllegalArgumentException if it is below 21,000
     */
    public TransactionRequest unsimulated(long gas) {
        TransactionRequest limited = gasLimit(gas);
        return new TransactionRequest(to, data, value, limited.gasLimit, false, maxFeePerGas, description);
    }

    /**
     * The same, at most for this many wei per unit of gas, replacements included. Default: the outbox's cap.
     *
     * @throws IllegalArgumentException if it is negative or needs more than 256 bits
     */
    public TransactionRequest maxFeePerGas(BigInteger wei) {
        checked("maxFeePerGas", wei);
        return new TransactionRequest(to, data, value, gasLimit, simulated, wei, description);
    }

    /**
     * The same with words for messages, such as {@code deposit 5 COR to session 7}; at most 200 characters, nothing secret.
     *
     * @throws IllegalArgumentException if the text is longer
     */
    public TransactionRequest description(String text) {
        if (text.length() > MAX_DESCRIPTION) {
            throw new IllegalArgumentException("TransactionRequest.description: expected at most " + MAX_DESCRIPTION
                    + " characters, found " + text.length());
        }
        return new TransactionRequest(to, data, value, gasLimit, simulated, maxFeePerGas, text);
    }

    /** Whom it is for; empty for the making of a contract. */
    public Optional<Address> to() {
        return Optional.ofNullable(to);
    }

    /** Call data or code; a new array each time. */
    public byte[] data() {
        return data.clone();
    }

    /** In wei of the chain's own currency. */
    public BigInteger value() {
        return value;
    }

    /** Units of gas, if set. */
    public OptionalLong gasLimit() {
        return gasLimit == 0 ? OptionalLong.empty() : OptionalLong.of(gasLimit);
    }

    /** Whether it is tried before it is sent. */
    public boolean simulated() {
        return simulated;
    }

    /** In wei per unit of gas, if set. */
    public Optional<BigInteger> maxFeePerGas() {
        return Optional.ofNullable(maxFeePerGas);
    }

    /** For messages. */
    public String description() {
        return description;
    }

    /** The same as a call to be tried. */
    public Call asCall(Address sender) {
        Call call = to == null ? Call.create(data) : Call.to(to, data);
        return call.from(sender).value(value);
    }

    /** Keccak-256 over target, value and data: equal for requests with the same effect. */
    public Hash fingerprint() {
        byte[] wei = value.toByteArray();
        ByteBuffer all = ByteBuffer.allocate(1 + Address.LENGTH + Integer.BYTES + wei.length + data.length);
        all.put((byte) (to == null ? 0 : 1));
        all.put(to == null ? new byte[Address.LENGTH] : to.bytes());
        all.putInt(wei.length).put(wei).put(data);
        return Hash.keccak256(all.array());
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof TransactionRequest that && fingerprint().equals(that.fingerprint());
    }

    @Override
    public int hashCode() {
        return fingerprint().hashCode();
    }

    /** Description, target and length; no data. */
    @Override
    public String toString() {
        return "TransactionRequest[" + description + ", " + (to == null ? "new contract" : to.toString()) + ", "
                + data.length + " bytes, " + value + " wei]";
    }

    private static void checked(String property, BigInteger wei) {
        if (wei.signum() < 0 || wei.bitLength() > 256) {
            throw new IllegalArgumentException(
                    "TransactionRequest." + property + ": expected 0 to 2^256 - 1 wei, found " + wei);
        }
    }
}
