package network.cortensor.sdk.staking.chain;

import network.cortensor.sdk.staking.Address;
import org.jspecify.annotations.Nullable;

import java.math.BigInteger;
import java.util.Optional;

/**
 * A call to try without sending it: what {@code eth_call} and {@code eth_estimateGas} take.
 *
 * <p>Immutable.
 */
public final class Call {
    private final @Nullable Address to;
    private final byte[] data;
    private final @Nullable Address from;
    private final BigInteger value;

    private Call(@Nullable Address to, byte[] data, @Nullable Address from, BigInteger value) {
        this.to = to;
        this.data = data;
        this.from = from;
        this.value = value;
    }

    /** A call of a contract from nobody in particular, with no value. The data is copied. */
    public static Call to(Address contract, byte[] data) {
        return new Call(contract, data.clone(), null, BigInteger.ZERO);
    }

    /** The making of a contract. The code is copied. */
    public static Call create(byte[] initCode) {
        return new Call(null, initCode.clone(), null, BigInteger.ZERO);
    }

    /** The same call from an account. */
    public Call from(Address account) {
        return new Call(to, data, account, value);
    }

    /**
     * The same call with a value, in wei of the chain's own currency.
     *
     * @throws IllegalArgumentException if it is negative or needs more than 256 bits
     */
    public Call value(BigInteger wei) {
        if (wei.signum() < 0 || wei.bitLength() > 256) {
            throw new IllegalArgumentException("Call.value: expected 0 to 2^256 - 1 wei, found " + wei);
        }
        return new Call(to, data, from, wei);
    }

    /** The contract; empty for the making of one. */
    public Optional<Address> to() {
        return Optional.ofNullable(to);
    }

    /** Selector and arguments; a new array each time. */
    public byte[] data() {
        return data.clone();
    }

    /** Who calls, if it matters. */
    public Optional<Address> from() {
        return Optional.ofNullable(from);
    }

    /** In wei of the chain's own currency. */
    public BigInteger value() {
        return value;
    }

    /** Contract and length; no data. */
    @Override
    public String toString() {
        return "Call[" + (to == null ? "new contract" : to.toString()) + ", " + data.length + " bytes]";
    }
}
