package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/**
 * A list of parameters or results, and how their values are laid out; {@code abi.encode} and {@code abi.decode} of
 * Solidity. Immutable and safe for use by several threads.
 */
public final class AbiParameters {
    private final List<AbiParameter> parameters;
    private final String signature;
    private final long headBytes;

    private AbiParameters(List<AbiParameter> parameters) {
        this.parameters = List.copyOf(parameters);
        this.signature = parameters.stream()
                .map(parameter -> parameter.type().canonical())
                .collect(Collectors.joining(",", "(", ")"));
        this.headBytes = parameters.stream()
                .mapToLong(parameter -> parameter.type().headBytes())
                .sum();
        if (headBytes > AbiType.MOST_HEAD_BYTES) {
            throw new IllegalArgumentException("ABI parameters: expected at most " + AbiType.MOST_HEAD_BYTES
                    + " bytes in place, found " + headBytes);
        }
    }

    static AbiParameters of(List<AbiParameter> parameters) {
        return new AbiParameters(parameters);
    }

    /**
     * Reads a list such as {@code address owner, (uint256,string)[] parts}; the names may be left out.
     *
     * @throws IllegalArgumentException if it is no such list
     */
    public static AbiParameters parse(String list) {
        return of(SignatureParser.parameters(list));
    }

    /** How many there are. */
    public int size() {
        return parameters.size();
    }

    /** Their names, empty where one has none. */
    public List<String> names() {
        return parameters.stream().map(AbiParameter::name).toList();
    }

    /** Their types in parentheses, as signatures have them. */
    public String signature() {
        return signature;
    }

    /**
     * Lays out values in the canonical form.
     *
     * @throws IllegalArgumentException if there are more or fewer values than parameters, or one is of the wrong Java type
     *     or out of range
     */
    public byte[] encode(Object... values) {
        return encodeBehind(new byte[0], Arrays.asList(values));
    }

    byte[] encodeBehind(byte[] prefix, List<?> values) {
        if (values.size() != parameters.size()) {
            throw new IllegalArgumentException(
                    "ABI " + signature + ": expected " + parameters.size() + " values, found " + values.size());
        }
        AbiWriter out = new AbiWriter(prefix, (int) headBytes);
        out.extend((int) headBytes);
        out.sequence(prefix.length, values, i -> parameters.get(i).type());
        return out.toBytes();
    }

    /**
     * Reads values that others have written. Takes time and memory in proportion to the input, whatever is in it.
     *
     * <p>Refused are: numbers out of the range of their type, truth values other than 0 and 1, padding that is not zero
     * or not there, lengths and offsets that lead out of the bytes or into the heads, and
     * values that share bytes. Tolerated are, as in the EVM's own tools, gaps between values and bytes behind the last.
     *
     * @param what what is read, for messages
     * @throws LedgerEvidenceException if the bytes are not such values
     */
    public List<Object> decode(String what, byte[] bytes) {
        return decode(what, bytes, 0);
    }

    List<Object> decode(String what, byte[] bytes, int start) {
        return new AbiReader(what, bytes, start)
                .sequence(
                        start,
                        parameters.size(),
                        headBytes,
                        i -> parameters.get(i).type(),
                        this::signature);
    }

    List<AbiParameter> list() {
        return parameters;
    }

    @Override
    public String toString() {
        return signature;
    }
}
