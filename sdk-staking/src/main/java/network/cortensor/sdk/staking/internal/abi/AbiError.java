package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Kind;

import java.math.BigInteger;
import java.util.List;
import java.util.Map;

/**
 * An error that a contract reverts with. Immutable and safe for use by several threads.
 *
 * <p>{@link #REASON} and {@link #PANIC} are those of Solidity itself; every interface has them.
 */
public final class AbiError {
    /** {@code Error(string)}: what {@code require} and {@code revert} with a text return. */
    public static final AbiError REASON = parse("error Error(string)");

    /** {@code Panic(uint256)}: what the compiler's own checks return. */
    public static final AbiError PANIC = parse("error Panic(uint256)");

    /** The codes that Solidity's documentation lists. */
    private static final Map<Integer, String> PANICS = Map.ofEntries(
            Map.entry(0x00, "generic"),
            Map.entry(0x01, "assertion failed"),
            Map.entry(0x11, "arithmetic overflow"),
            Map.entry(0x12, "division by zero"),
            Map.entry(0x21, "no such enum value"),
            Map.entry(0x22, "wrongly encoded bytes in storage"),
            Map.entry(0x31, "pop of an empty array"),
            Map.entry(0x32, "array index out of bounds"),
            Map.entry(0x41, "out of memory"),
            Map.entry(0x51, "call of an unset function"));

    private final String name;
    private final AbiParameters parameters;
    private final byte[] selector;

    private AbiError(String name, AbiParameters parameters) {
        this.name = name;
        this.parameters = parameters;
        this.selector = AbiFunction.selector(name + parameters.signature());
    }

    static AbiError of(AbiItem item) {
        return new AbiError(item.name(), AbiParameters.of(item.inputs()));
    }

    /**
     * Reads a declaration such as {@code error InsufficientStake(uint256 needed)}.
     *
     * @throws IllegalArgumentException if it declares no error
     */
    public static AbiError parse(String declaration) {
        AbiItem item = SignatureParser.item(declaration);
        if (item.kind() != Kind.ERROR) {
            throw new IllegalArgumentException("ABI: expected an error, found '" + declaration + "'");
        }
        return of(item);
    }

    /** The name alone. */
    public String name() {
        return name;
    }

    /** The name and the types of the parameters, which is what the selector is made of. */
    public String signature() {
        return name + parameters.signature();
    }

    /** The first four bytes of the signature's hash; a new array each time. */
    public byte[] selector() {
        return selector.clone();
    }

    /** What it says. */
    public AbiParameters parameters() {
        return parameters;
    }

    /** Whether a call that returned this data failed with this error. */
    public boolean matches(byte[] data) {
        return AbiFunction.startsWith(selector, data);
    }

    /** The data of a call that failed with this error; for tests and for tools that play a contract. */
    public byte[] encode(Object... arguments) {
        return parameters.encodeBehind(selector, List.of(arguments));
    }

    /**
     * Reads what a call returned that failed.
     *
     * @throws LedgerEvidenceException if it is another error, or there are no such arguments
     * @see AbiParameters#decode what is refused and what is tolerated
     */
    public List<Object> decode(byte[] data) {
        if (!matches(data)) {
            throw new LedgerEvidenceException("Error " + signature() + ": expected its selector, found " + data.length
                    + " bytes of another error");
        }
        return parameters.decode("Error " + signature(), data, AbiFunction.SELECTOR_LENGTH);
    }

    /**
     * Says the error and its arguments in one line, such as {@code InsufficientStake(needed: 5)}. Fit for messages: texts
     * of the contract are cut and cleared of control characters.
     *
     * @throws LedgerEvidenceException as {@link #decode}
     */
    public String describe(byte[] data) {
        List<Object> values = decode(data);
        if (PANIC.matches(data)) {
            BigInteger code = (BigInteger) values.get(0);
            String meaning = code.bitLength() < Integer.SIZE ? PANICS.get(code.intValue()) : null;
            return "Panic(0x" + code.toString(16) + (meaning == null ? "" : ": " + meaning) + ")";
        }
        return name + ErrorText.of(parameters.names(), values);
    }

    /** The signature. */
    @Override
    public String toString() {
        return signature();
    }
}
