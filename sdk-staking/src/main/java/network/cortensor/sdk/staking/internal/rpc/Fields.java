package network.cortensor.sdk.staking.internal.rpc;

import com.fasterxml.jackson.databind.JsonNode;
import network.cortensor.sdk.staking.Address;
import network.cortensor.sdk.staking.Hash;
import network.cortensor.sdk.staking.LedgerEvidenceException;

import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * An object of an answer, whose fields are read strictly: one that is needed is there and has its form, or a {@link
 * LedgerEvidenceException} says which one does not. Fields that nobody asks for may be there.
 */
public final class Fields {
    private final String what;
    private final JsonNode json;

    private Fields(String what, JsonNode json) {
        this.what = what;
        this.json = json;
    }

    /**
     * Takes an object.
     *
     * @param what names it in messages
     * @throws LedgerEvidenceException if it is something else
     */
    public static Fields of(String what, JsonNode json) {
        if (!json.isObject()) {
            throw new LedgerEvidenceException(what + ": expected an object, found another form");
        }
        return new Fields(what, json);
    }

    /**
     * Takes a list.
     *
     * @param what names it in messages
     * @throws LedgerEvidenceException if it is something else
     */
    public static List<JsonNode> list(String what, JsonNode json) {
        if (!json.isArray()) {
            throw new LedgerEvidenceException(what + ": expected a list, found another form");
        }
        List<JsonNode> elements = new ArrayList<>(json.size());
        json.forEach(elements::add);
        return elements;
    }

    /** Whether the field is there and is not {@code null}. */
    public boolean has(String name) {
        return json.hasNonNull(name);
    }

    /** The field as it is; a missing node if it is not there. */
    public JsonNode json(String name) {
        return json.path(name);
    }

    /** What a field is called in messages. */
    public String label(String name) {
        return what + "." + name;
    }

    /** See {@link Hex#quantity}. */
    public BigInteger quantity(String name) {
        return Hex.quantity(label(name), json(name));
    }

    /** See {@link Hex#number}. */
    public long number(String name) {
        return Hex.number(label(name), json(name));
    }

    /** See {@link Hex#index}. */
    public int index(String name) {
        return Hex.index(label(name), json(name));
    }

    /** See {@link Hex#data(String, JsonNode)}. */
    public byte[] data(String name) {
        return Hex.data(label(name), json(name));
    }

    /** See {@link Hex#data(String, JsonNode, int)}. */
    public byte[] data(String name, int length) {
        return Hex.data(label(name), json(name), length);
    }

    /** See {@link Hex#hash}. */
    public Hash hash(String name) {
        return Hex.hash(label(name), json(name));
    }

    /** See {@link Hex#address}. */
    public Address address(String name) {
        return Hex.address(label(name), json(name));
    }

    /** See {@link #list(String, JsonNode)}. */
    public List<JsonNode> list(String name) {
        return list(label(name), json(name));
    }
}
