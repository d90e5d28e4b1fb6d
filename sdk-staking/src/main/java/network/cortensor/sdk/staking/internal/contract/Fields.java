package network.cortensor.sdk.staking.internal.contract;

import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.TokenAmount;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.function.Function;

/**
 * Decoded values, taken one after the other as a struct or an event declares them. What does not fit the domain type is
 * evidence that does not hold: a contract said it, and no contract of the network would.
 *
 * <p>Not safe for use by several threads.
 */
public final class Fields {
    /** Years beyond which no contract sets a time; keeps {@link Instant} in its range. */
    private static final long LAST_SECOND = Instant.MAX.getEpochSecond();

    private final String what;
    private final Iterator<?> values;

    /** Values of what is named, for messages. */
    public Fields(String what, List<?> values) {
        this.what = what;
        this.values = values.iterator();
    }

    /** An unsigned number of any size. */
    public BigInteger integer() {
        return (BigInteger) values.next();
    }

    /** An unsigned number up to 2<sup>63</sup> - 1. */
    public long number() {
        return upTo(Long.MAX_VALUE, "2^63 - 1");
    }

    /** An unsigned number up to 2<sup>31</sup> - 1. */
    public int count() {
        return (int) upTo(Integer.MAX_VALUE, "2^31 - 1");
    }

    /** Wei. */
    public TokenAmount amount() {
        return TokenAmount.ofWei(integer());
    }

    /** Seconds since 1970; zero is 1970 itself. */
    public Instant time() {
        return Instant.ofEpochSecond(upTo(LAST_SECOND, "a time in this age"));
    }

    /** A length of time in seconds. */
    public Duration seconds() {
        return Duration.ofSeconds(upTo(LAST_SECOND, "a time in this age"));
    }

    /** An address. */
    public Address address() {
        return (Address) values.next();
    }

    /** 32 bytes. */
    public Hash hash() {
        return (Hash) values.next();
    }

    /** A truth value. */
    public boolean flag() {
        return (Boolean) values.next();
    }

    /** Text. */
    public String text() {
        return (String) values.next();
    }

    /** A struct in it. */
    public Fields struct() {
        return new Fields(what, (List<?>) values.next());
    }

    /** A list of structs. */
    public <T> List<T> structs(Function<Fields, T> reading) {
        return ((List<?>) values.next())
                .stream()
                        .map(struct -> reading.apply(new Fields(what, (List<?>) struct)))
                        .toList();
    }

    /** A list of addresses. */
    public List<Address> addresses() {
        return list(Address.class);
    }

    /** A list of texts. */
    public List<String> texts() {
        return list(String.class);
    }

    /** A list of 32 bytes each. */
    public List<Hash> hashes() {
        return list(Hash.class);
    }

    /** A list of numbers up to 2<sup>63</sup> - 1. */
    public List<Long> numbers() {
        return list(BigInteger.class).stream()
                .map(value -> fitting(value, Long.MAX_VALUE, "2^63 - 1"))
                .toList();
    }

    /** A list of times, in seconds since 1970. */
    public List<Instant> times() {
        return list(BigInteger.class).stream()
                .map(value -> Instant.ofEpochSecond(fitting(value, LAST_SECOND, "a time in this age")))
                .toList();
    }

    /** Passes over a value. */
    public Fields skip() {
        values.next();
        return this;
    }

    /** One of numbered values. */
    public <E extends Enum<E>> E oneOf(E[] constants) {
        int number = count();
        if (number >= constants.length) {
            throw new LedgerEvidenceException(
                    what + ": expected a state from 0 to " + (constants.length - 1) + ", found " + number);
        }
        return constants[number];
    }

    private <T> List<T> list(Class<T> type) {
        return ((List<?>) values.next()).stream().map(type::cast).toList();
    }

    private long upTo(long most, String words) {
        return fitting(integer(), most, words);
    }

    private long fitting(BigInteger value, long most, String words) {
        if (value.signum() < 0 || value.compareTo(BigInteger.valueOf(most)) > 0) {
            throw new LedgerEvidenceException(
                    what + ": expected a number up to " + words + ", found one of " + value.bitLength() + " bits");
        }
        return value.longValueExact();
    }
}
