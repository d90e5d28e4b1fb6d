package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;

import java.math.BigInteger;
import java.util.HexFormat;
import java.util.List;

/** A method and its parameters. Not changed after it was made. */
public final class RpcRequest {
    private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

    private final String method;
    private final ArrayNode parameters;

    private RpcRequest(String method, ArrayNode parameters) {
        this.method = method;
        this.parameters = parameters;
    }

    /** A request of a method with parameters in their order; see {@link #text}, {@link #quantity} and {@link #data}. */
    public static RpcRequest of(String method, JsonNode... parameters) {
        return new RpcRequest(method, NODES.arrayNode().addAll(List.of(parameters)));
    }

    /** A text as it is, such as {@code latest}. */
    public static JsonNode text(String text) {
        return NODES.textNode(text);
    }

    /** A hash as 32 bytes of data. */
    public static JsonNode text(Hash hash) {
        return NODES.textNode(hash.toString());
    }

    /** An address as 20 bytes of data, in lower case: not every server takes EIP-55. */
    public static JsonNode text(Address address) {
        return data(address.bytes());
    }

    /** Data: two hex digits a byte. */
    public static JsonNode data(byte[] bytes) {
        return NODES.textNode("0x" + HexFormat.of().formatHex(bytes));
    }

    /** A quantity: hex digits without leading zeros. */
    public static JsonNode quantity(long number) {
        return NODES.textNode("0x" + Long.toHexString(number));
    }

    /** A quantity: hex digits without leading zeros. */
    public static JsonNode quantity(BigInteger number) {
        return NODES.textNode("0x" + number.toString(16));
    }

    /** Yes or no. */
    public static JsonNode flag(boolean value) {
        return NODES.booleanNode(value);
    }

    /** A block and no other, on the chain or not (EIP-1898). */
    public static JsonNode block(Hash hash) {
        return NODES.objectNode().put("blockHash", hash.toString());
    }

    /** The method's name. */
    public String method() {
        return method;
    }

    ObjectNode json(long id) {
        return NODES.objectNode()
                .put("jsonrpc", "2.0")
                .put("id", id)
                .put("method", method)
                .set("params", parameters);
    }
}
