package network.cortensor.sdk.staking.internal.abi;

import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Kind;
import network.cortensor.sdk.staking.internal.abi.AbiItem.Mutability;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;

/** A function of a contract. Immutable and safe for use by several threads. */
public final class AbiFunction {
    /** Bytes that say which function is called, or which error is returned. */
    public static final int SELECTOR_LENGTH = 4;

    private final String name;
    private final AbiParameters inputs;
    private final AbiParameters outputs;
    private final Mutability mutability;
    private final byte[] selector;

    private AbiFunction(String name, AbiParameters inputs, AbiParameters outputs, Mutability mutability) {
        this.name = name;
        this.inputs = inputs;
        this.outputs = outputs;
        this.mutability = mutability;
        this.selector = selector(name + inputs.signature());
    }

    static AbiFunction of(AbiItem item) {
        return new AbiFunction(
                item.name(), AbiParameters.of(item.inputs()), AbiParameters.of(item.outputs()), item.mutability());
    }

    /**
     * Reads a declaration such as {@code function balanceOf(address) view returns (uint256)}.
     *
     * @throws IllegalArgumentException if it declares no function
     */
    public static AbiFunction parse(String declaration) {
        AbiItem item = SignatureParser.item(declaration);
        if (item.kind() != Kind.FUNCTION) {
            throw new IllegalArgumentException("ABI: expected a function, found '" + declaration + "'");
        }
        return of(item);
    }

    static byte[] selector(String signature) {
        byte[] hash =
                Hash.keccak256(signature.getBytes(StandardCharsets.US_ASCII)).bytes();
        return Arrays.copyOf(hash, SELECTOR_LENGTH);
    }

    static boolean startsWith(byte[] selector, byte[] data) {
        return data.length >= SELECTOR_LENGTH && Arrays.equals(selector, 0, SELECTOR_LENGTH, data, 0, SELECTOR_LENGTH);
    }

    /** The name alone. */
    public String name() {
        return name;
    }

    /** The name and the types of the parameters, which is what the selector is made of. */
    public String signature() {
        return name + inputs.signature();
    }

    /** The first four bytes of the signature's hash; a new array each time. */
    public byte[] selector() {
        return selector.clone();
    }

    /** What it takes. */
    public AbiParameters inputs() {
        return inputs;
    }

    /** What it returns. */
    public AbiParameters outputs() {
        return outputs;
    }

    /** Whether it changes nothing: declared {@code view} or {@code pure}. */
    public boolean isReadOnly() {
        return mutability == Mutability.VIEW || mutability == Mutability.PURE;
    }

    /** Whether ether may be sent along. */
    public boolean isPayable() {
        return mutability == Mutability.PAYABLE;
    }

    /** Whether this data calls this function. */
    public boolean matches(byte[] calldata) {
        return startsWith(selector, calldata);
    }

    /**
     * The data of a call: the selector and the arguments in the canonical form.
     *
     * @throws IllegalArgumentException if there are more or fewer arguments than parameters, or one is of the wrong Java
     *     type or out of range
     */
    public byte[] encode(Object... arguments) {
        return inputs.encodeBehind(selector, Arrays.asList(arguments));
    }

    /**
     * Reads the arguments of a call.
     *
     * @throws LedgerEvidenceException if the data has another selector, or no such arguments
     * @see AbiParameters#decode what is refused and what is tolerated
     */
    public List<Object> decodeInput(byte[] calldata) {
        if (!matches(calldata)) {
            throw new LedgerEvidenceException("Call of " + signature() + ": expected selector 0x"
                    + HexFormat.of().formatHex(selector) + ", found " + calldata.length
                    + " bytes that start otherwise");
        }
        return inputs.decode("Call of " + signature(), calldata, SELECTOR_LENGTH);
    }

    /**
     * Reads what a call returned.
     *
     * @throws LedgerEvidenceException if these are no such values
     * @see AbiParameters#decode what is refused and what is tolerated
     */
    public List<Object> decodeOutput(byte[] output) {
        if (output.length == 0 && outputs.size() > 0) {
            throw new LedgerEvidenceException("Answer of " + signature() + ": expected " + outputs.signature()
                    + ", found nothing; perhaps there is no contract at this address");
        }
        return outputs.decode("Answer of " + signature(), output);
    }

    /** The signature. */
    @Override
    public String toString() {
        return signature();
    }
}
